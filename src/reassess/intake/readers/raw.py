"""A part as it was read: a temporary table of text, before any check."""

from dataclasses import dataclass

import duckdb

from reassess.records.store import quoted


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


INVISIBLE = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Characters that nobody can see: byte-order marks of joined files, zero-width spaces, marks of direction."""
_SPACES = " \t\n\v\f\r\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))

BLANKS = quoted(_SPACES + INVISIBLE)
"""SQL of the characters that have no meaning at the edges of a cell: spaces of all kinds, invisible characters."""


def cell_sql(position: int) -> str:
    """SQL of the trimmed text of a cell of a raw table; NULL if it is empty.

    Only cells that begin or end outside ASCII letters, digits and marks are trimmed: the test costs a third of
    trimming, and few cells do. ="0012" is how a CSV file protects zeros from Excel: it reads as 0012.
    """
    cell = f"c{position}"
    edged = f"{cell} < '!' OR {cell} > '~' OR {cell}[-1] NOT BETWEEN '!' AND '~'"
    protected = f"starts_with({cell}, '=\"') AND ends_with(rtrim({cell}), '\"')"
    inside = f"replace(substr(rtrim({cell}), 3, length(rtrim({cell})) - 3), '\"\"', '\"')"
    return (
        f"CASE WHEN {protected} THEN nullif(trim({inside}, {BLANKS}), '')"
        f" WHEN {edged} THEN nullif(trim({cell}, {BLANKS}), '') ELSE {cell} END"
    )


def visible_sql(text: str) -> str:
    """SQL of a text without invisible characters. Only texts with letters outside ASCII are searched."""
    return (
        f"CASE WHEN strlen({text}) <> length({text})"
        f" THEN nullif(regexp_replace({text}, {quoted(f'[{INVISIBLE}]')}, '', 'g'), '') ELSE {text} END"
    )


def create(con: duckdb.DuckDBPyConnection, table: str, count: int) -> None:
    """Create an empty raw table with a column for row numbers."""
    cells = "".join(f", {name} VARCHAR" for name in columns(count))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} (source_row BIGINT{cells})")
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table}_broken (source_row BIGINT, line VARCHAR, reason VARCHAR)")


def count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """Number of rows of a table."""
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
