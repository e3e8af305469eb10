"""A part as it was read: a temporary table of text, before any check."""

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Raw:
    """The rows of one part in the temporary table `table`: text columns c0, c1, ... in the order of `headers`.

    `row_number` is the SQL of a row's number in the file, as a spreadsheet shows it (header = 1).
    `broken` names a temporary table (source_row, line, reason) of rows that cannot be parsed, or is None.
    `remarks` are messages about the file.
    """

    table: str
    headers: tuple[str, ...]
    row_number: str
    broken: str | None
    remarks: tuple[str, ...]


def columns(count: int) -> list[str]:
    """The names of the columns of a raw table: c0, c1, ..."""
    return [f"c{index}" for index in range(count)]


# Blanks at the edges of a cell have no meaning in an export; 160 is the no-break space.
BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160)"


def cell_sql(place: int) -> str:
    """SQL of the trimmed text of a cell of a raw table; NULL if it is empty.

    Only cells with a blank at an edge are trimmed: the test costs a third of trimming, and few cells have one.
    """
    cell = f"c{place}"
    edged = f"{cell} < '!' OR {cell}[-1] < '!' OR {cell}[-1] = chr(160) OR starts_with({cell}, chr(160))"
    return f"CASE WHEN {edged} THEN nullif(trim({cell}, {BLANKS}), '') ELSE {cell} END"


def create(con: duckdb.DuckDBPyConnection, table: str, count: int) -> None:
    """Create an empty raw table with a column for row numbers."""
    cells = "".join(f", {name} VARCHAR" for name in columns(count))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} (source_row BIGINT{cells})")
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table}_broken (source_row BIGINT, line VARCHAR, reason VARCHAR)")


def count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Number of rows of a table."""
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
