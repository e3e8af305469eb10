"""The files of the investigations: where each one that `document.path` names lies, with its hash."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import duckdb
import pyarrow as pa

from reassess.intake.parts import Extract
from reassess.records.store import Run

DOCUMENT_FILE = "document_id"


def find_documents(con: duckdb.DuckDBPyConnection, run: Run, extracts: Sequence[Extract]) -> tuple[pa.Table, int]:
    """The table records.document_file(document_id, path, sha256, size), and how many files are not there.

    `path` is relative to the run folder (`run.path / path` opens it), so that a review can be moved. A file that is
    not there has neither path nor hash. Where several extracts hold the file, the last one counts.
    """
    files: dict[str, Path] = {}
    for extract in extracts:
        files.update(_files(extract.documents))
    rows = con.execute("SELECT document_id, path FROM records.document ORDER BY document_id").fetchall()
    found = [(key, files.get(_inside(path))) for key, path in rows]
    content = {
        "document_id": pa.array([key for key, _ in found], pa.string()),
        "path": pa.array([_relative(file, run.path) for _, file in found], pa.string()),
        "sha256": pa.array([sha256(file) if file else None for _, file in found], pa.string()),
        "size": pa.array([file.stat().st_size if file else None for _, file in found], pa.int64()),
    }
    return pa.table(content), sum(file is None for _, file in found)


def _files(folder: Path | None) -> Mapping[str, Path]:
    if folder is None:
        return {}
    return {_inside(file.relative_to(folder).as_posix()): file for file in sorted(folder.rglob("*")) if file.is_file()}


def _inside(path: str) -> str:
    """A document's path as files are compared: Windows separators and letter case make no difference.

    Only files found under documents/ can be answered, so a path that climbs out answers to nothing.
    """
    return PurePosixPath(path.strip().replace("\\", "/")).as_posix().lower()


def _relative(file: Path | None, base: Path) -> str | None:
    return None if file is None else Path(os.path.relpath(file, base)).as_posix()


def sha256(file: Path) -> str:
    """The SHA-256 of a file in hex."""
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
