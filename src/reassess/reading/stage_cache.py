"""The tables of the last reading, cached: if nothing they depend on has changed, the next run reuses them."""

import os
import shutil
from dataclasses import asdict
from functools import cache as cached
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq

from reassess.reading.files import extract, ocr
from reassess.reading.files.limits import Limits
from reassess.reading.mentions.persons import model
from reassess.reading.mentions.version import hash_sources
from reassess.records.store import Run

STAGE = "reading"


@cached
def reading_version() -> str:
    """Return a hash that changes when the same records and files may give other tables of this stage."""
    programs = [version(name) for name in ("duckdb", "pyarrow", "spacy")]
    engines = [str(extract.VERSION), str(ocr.version()), model.MODEL, *model.versions()]
    return hash_sources(Path(__file__).parent, [*programs, *engines])


def stage_key(run: Run, limits: Limits) -> str:
    """Return a hash of everything that the tables of reading depend on.

    It covers the tables of the records, which hold the hash of every document, the limits, and the versions of code,
    phrase lists, model and engines.
    """
    digest = sha256(f"{reading_version()}/{sorted(asdict(limits).items())}".encode())
    for table in run.tables():
        if table.startswith("records."):
            with run.file(table).open("rb") as file:
                digest.update(f"/{table}/{file_digest(file, 'sha256').hexdigest()}".encode())
    return digest.hexdigest()


def restore_tables(run: Run, key: str, cache: Path) -> dict[str, int] | None:
    """Put the cached tables into the run and return the rows of each; None if none are cached under this key."""
    cached = cache / "stage" / key
    if not cached.is_dir():
        return None
    counts = {}
    for file in sorted(cached.glob("*.parquet")):
        table = f"{STAGE}.{file.stem}"
        run.file(table).parent.mkdir(parents=True, exist_ok=True)
        link_or_copy(file, run.file(table))
        counts[table] = pq.read_metadata(file).num_rows
    return counts


def store_tables(run: Run, key: str, cache: Path) -> None:
    """Cache the tables of this stage, replacing those of an earlier reading."""
    folder = cache / "stage"
    partial = folder / "making"
    shutil.rmtree(folder, ignore_errors=True)
    partial.mkdir(parents=True)
    for table in run.tables():
        if table.startswith(f"{STAGE}."):
            link_or_copy(run.file(table), partial / run.file(table).name)
    partial.replace(folder / key)


def link_or_copy(source: Path, target: Path) -> None:
    """Make `target` a hard link to `source`, or a copy if the file system cannot link.

    Only for files that are replaced and never changed in place, such as the tables of a run and search indexes.
    """
    partial = target.with_suffix(".making")
    partial.unlink(missing_ok=True)
    try:
        os.link(source, partial)
    except OSError:
        shutil.copyfile(source, partial)
    partial.replace(target)
