"""The tables of the last reading, kept: where nothing that they rest on has changed they are taken over whole."""

import os
import shutil
from dataclasses import asdict
from hashlib import file_digest, sha256
from pathlib import Path

import pyarrow.parquet as pq

from reassess.reading.files.limits import Limits
from reassess.reading.versions import version_of_reading
from reassess.records.store import Run

STAGE = "reading"


def basis_of(run: Run, limits: Limits) -> str:
    """A hash of all that a reading rests on: the bytes of the records, with the hash of every document among them,
    the limits, and the versions of code, phrase lists, model and engines."""
    digest = sha256(f"{version_of_reading()}/{sorted(asdict(limits).items())}".encode())
    for table in run.tables():
        if table.startswith("records."):
            with run.file(table).open("rb") as file:
                digest.update(f"/{table}/{file_digest(file, 'sha256').hexdigest()}".encode())
    return digest.hexdigest()


def taken_over(run: Run, basis: str, cache: Path) -> dict[str, int] | None:
    """The rows of each table after the kept ones were put into the run; None where none are kept for this basis."""
    kept = cache / "stage" / basis
    if not kept.is_dir():
        return None
    counts = {}
    for file in sorted(kept.glob("*.parquet")):
        table = f"{STAGE}.{file.stem}"
        run.file(table).parent.mkdir(parents=True, exist_ok=True)
        put_under_another_name(file, run.file(table))
        counts[table] = pq.read_metadata(file).num_rows
    return counts


def keep(run: Run, basis: str, cache: Path) -> None:
    """Keep the tables of the stage under their basis, in place of those of an earlier one."""
    folder = cache / "stage"
    making = folder / "making"
    shutil.rmtree(folder, ignore_errors=True)
    making.mkdir(parents=True)
    for table in run.tables():
        if table.startswith(f"{STAGE}."):
            put_under_another_name(run.file(table), making / run.file(table).name)
    making.replace(folder / basis)


def put_under_another_name(source: Path, target: Path) -> None:
    """The same file under a second name where the file system can do that, else a copy.

    For files that are never changed, only replaced: tables of a run, and search indexes.
    """
    making = target.with_suffix(".making")
    making.unlink(missing_ok=True)
    try:
        os.link(source, making)
    except OSError:
        shutil.copyfile(source, making)
    making.replace(target)
