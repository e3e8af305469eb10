"""Parquet files: every column as text, dates and times in ISO format."""

from pathlib import Path

import duckdb

from reassess.intake.naming import column_sql
from reassess.intake.readers.raw import Raw, count
from reassess.records.errors import UserError
from reassess.records.store import quoted


def read_parquet(con: duckdb.DuckDBPyConnection, path: Path, label: str, table: str) -> Raw:
    """Read the file into the temporary table `table`. Rows are numbered from 2, as below a header."""
    file = f"read_parquet({quoted(str(path))})"
    try:
        described = con.execute(f"DESCRIBE SELECT * FROM {file}").fetchall()
        cells = ", ".join(f"{_text(name, kind)} AS c{index}" for index, (name, kind, *_) in enumerate(described))
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {cells} FROM {file}")
    except (duckdb.Error, OSError) as error:
        raise UserError(f"{label}: cannot be read as Parquet ({error}). Ask for it again, or as CSV.") from error
    return Raw(table, tuple(name for name, *_ in described), "rowid + 2", None, _remarks(con, file, described))


def _remarks(con: duckdb.DuckDBPyConnection, file: str, described: list[tuple[str, str]]) -> tuple[str, ...]:
    """A message for each column that has no plain text for each cell: bytes that are not UTF-8, and structures."""
    nested = [name for name, kind, *_ in described if _nested(kind)]
    remarks = [f"the column {name} holds structures: export it as text" for name in nested]
    for name in [name for name, kind, *_ in described if kind == "BLOB"]:
        column = column_sql(name)
        bad = count(con, f"(FROM {file} WHERE {column} IS NOT NULL AND TRY(decode({column})) IS NULL)")
        if bad:
            remarks.append(f"the column {name} holds {bad:,} cells of bytes that are not UTF-8: export it as text")
    return tuple(remarks)


def _nested(kind: str) -> bool:
    return kind.startswith(("STRUCT", "MAP", "UNION")) or kind.count("[") > 1


def _text(name: str, kind: str) -> str:
    """SQL of a column as text.

    Whole numbers held as fractions (pandas does so where a column has gaps) lose their `.0`. Bytes that are UTF-8 are
    text. The items of a list are joined by semicolons, as in the record model.
    """
    column = column_sql(name)
    if kind in ("DOUBLE", "FLOAT"):
        # Above these a fraction cannot hold every whole number: the scientific form goes to quarantine.
        exact = 2**53 if kind == "DOUBLE" else 2**24
        whole = f"{column} = trunc({column}) AND abs({column})"
        return (
            f"CASE WHEN {whole} <= {exact} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR)"
            f" WHEN {whole} > {exact} THEN printf('%.14E', CAST({column} AS DOUBLE)) ELSE CAST({column} AS VARCHAR) END"
        )
    if kind == "BLOB":
        return f"coalesce(nullif(TRY(decode({column})), ''), nullif(CAST({column} AS VARCHAR), ''))"
    if kind.endswith("]") and not kind.startswith(("STRUCT", "MAP")):
        items = f"list_transform(CAST({column} AS VARCHAR[]), lambda item: trim(item))"
        return f"nullif(array_to_string({items}, ';'), '')"
    if kind.startswith("TIMESTAMP"):
        return f"regexp_replace(CAST({column} AS VARCHAR), ' 00:00:00$', '')"
    return f"nullif(CAST({column} AS VARCHAR), '')"
