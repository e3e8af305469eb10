"""Reads any part of an extract into a raw table, with the reader for its kind."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from reassess.intake.readers.csv_careful import read_careful
from reassess.intake.readers.csv_fast import read_fast
from reassess.intake.readers.jsonlines import read_json_lines
from reassess.intake.readers.parquet import read_parquet
from reassess.intake.readers.parts import Part
from reassess.intake.readers.raw import Raw
from reassess.intake.readers.textfile import prepare
from reassess.intake.readers.workbook import read_sheet


@dataclass(frozen=True)
class Dialect:
    """Delimiter and encoding of a text file as the mapping gives them; None: detect it."""

    delimiter: str | None = None
    encoding: str | None = None


def read_part(
    con: duckdb.DuckDBPyConnection, part: Part, table: str, scratch: Path, dialect: Dialect | None = None
) -> Raw:
    """Read a part into the temporary table `table`; `scratch` is a folder for files converted to UTF-8."""
    if part.sheet is not None:
        return read_sheet(con, part.path, part.label, part.sheet, table)
    if part.kind == "parquet":
        return read_parquet(con, part.path, part.label, table)
    if part.kind == "jsonl":
        return read_json_lines(con, part.path, table, scratch)
    dialect = dialect or Dialect()
    file = prepare(part.path, scratch, delimiter=dialect.delimiter, encoding=dialect.encoding)
    raw = read_fast(con, file, table)
    return raw if raw is not None else read_careful(con, file, table)
