"""One door to all readers: a part of an extract becomes a raw table."""

from pathlib import Path

import duckdb

from reassess.intake.csv_careful import read_careful
from reassess.intake.csv_fast import read_fast
from reassess.intake.parts import Part
from reassess.intake.raw import Raw
from reassess.intake.textfile import prepare


def read_part(con: duckdb.DuckDBPyConnection, part: Part, table: str, scratch: Path) -> Raw:
    """Read a part into the temporary table `table`; `scratch` is a folder for rewritten files."""
    return _read_csv(con, part, table, scratch)


def _read_csv(con: duckdb.DuckDBPyConnection, part: Part, table: str, scratch: Path) -> Raw:
    file = prepare(part.path, scratch)
    raw = read_fast(con, file, table)
    return raw if raw is not None else read_careful(con, file, table)
