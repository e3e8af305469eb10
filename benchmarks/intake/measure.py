"""Time and memory of `load` and `check` on an extract, and the readers side by side on its largest table."""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb

from reassess.intake import check, load
from reassess.intake.readers.csv_careful import read_careful
from reassess.intake.readers.csv_fast import read_fast
from reassess.intake.readers.raw import Raw, count
from reassess.intake.readers.textfile import TextFile, prepare
from reassess.records.store import Run

Reader = Callable[[duckdb.DuckDBPyConnection, TextFile, str], Raw | None]


def main() -> None:
    """Print one line a measure: what, rows, seconds of the clock, seconds of the processors, peak memory so far."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("extract", type=Path)
    extract: Path = parser.parse_args().extract
    print(f"{'':24}{'rows':>12}{'seconds':>10}{'cpu':>8}{'MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder) / "run")
        run.path.mkdir()
        _measure("load", lambda: load(run, [extract]).total.rows_in)
        _measure("check", lambda: sum(count["rows_in"] for count in check(extract).counts.values()))
        largest = max(extract.glob("*.csv"), key=lambda file: file.stat().st_size)
        scratch = Path(folder) / "scratch"
        scratch.mkdir()
        with duckdb.connect() as con:
            file = prepare(largest, scratch)
            for name, reader in (("fast", read_fast), ("careful", read_careful)):
                _measure(f"{name} {largest.name}", partial(_rows, con, file, reader))


def _rows(con: duckdb.DuckDBPyConnection, file: TextFile, reader: Reader) -> int:
    return count(con, "raw") if reader(con, file, "raw") else 0


def _measure(name: str, work: Callable[[], int]) -> None:
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    rows = work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name:24}{rows:12,}{time.perf_counter() - started:10.1f}{cpu:8.1f}{after.ru_maxrss / 1024:8,.0f}")


if __name__ == "__main__":
    main()
