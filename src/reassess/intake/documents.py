"""Documents of the investigations: finds the file of each `document.path`, with its hash."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import duckdb
import pyarrow as pa

from reassess.intake.counts import Notice
from reassess.intake.readers.parts import Extract
from reassess.intake.received import sha256


@dataclass(frozen=True)
class Documents:
    """Files that rows of `document` name, found or missing, and the number of files that no row names."""

    found: Mapping[str, Path]
    missing: tuple[str, ...]
    unnamed: int

    def notices(self) -> Iterator[Notice]:
        """A notice if files are missing or not named."""
        if self.missing:
            some = ", ".join(self.missing[:3])
            yield Notice(
                "documents/", f"{len(self.missing):,} files that document.path names are missing (documents {some})"
            )
        if self.unnamed:
            yield Notice("documents/", f"{self.unnamed:,} files are named by no row of document, so they are not read")


def match_documents(con: duckdb.DuckDBPyConnection, extracts: Sequence[Extract]) -> Documents:
    """Match the temporary table named_document(document_id, path) with the files of the extracts.

    If several extracts hold the file, the last one is used.
    """
    files: dict[str, Path] = {}
    for extract in extracts:
        files.update(_files(extract.documents))
    rows = con.execute("SELECT document_id, path FROM named_document ORDER BY document_id").fetchall()
    found = {key: files[_comparable(path)] for key, path in rows if _comparable(path) in files}
    missing = tuple(key for key, _ in rows if key not in found)
    return Documents(found, missing, len(files) - len(set(found.values())))


def document_files(documents: Documents, base: Path) -> pa.Table:
    """The table document_file(document_id, path, sha256, size). Path, hash and size are NULL for a missing file.

    `path` is relative to the run folder (`run.path / path` opens it), so that a review can be moved.
    """
    rows = [*documents.found.items(), *((key, None) for key in documents.missing)]
    content = {
        "document_id": pa.array([key for key, _ in rows], pa.string()),
        "path": pa.array([file and Path(os.path.relpath(file, base)).as_posix() for _, file in rows], pa.string()),
        "sha256": pa.array([file and sha256(file) for _, file in rows], pa.string()),
        "size": pa.array([file and file.stat().st_size for _, file in rows], pa.int64()),
    }
    return pa.table(content)


def _files(folder: Path | None) -> Mapping[str, Path]:
    if folder is None:
        return {}
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return {_comparable(file.relative_to(folder).as_posix()): file for file in files}


def _comparable(path: str) -> str:
    """A document's path for comparison: with forward slashes and in lower case.

    It is compared only with files under documents/, so a path that leads out of the folder finds nothing.
    """
    return PurePosixPath(path.strip().replace("\\", "/")).as_posix().lower()
