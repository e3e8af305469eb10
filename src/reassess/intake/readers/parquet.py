"""Parquet files: every column as text, dates and times in ISO format."""

from pathlib import Path

import duckdb

from reassess.intake.naming import column_sql
from reassess.intake.readers.raw import Raw
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
    return Raw(table, tuple(name for name, *_ in described), "rowid + 2", None, ())


def _text(name: str, kind: str) -> str:
    """Whole numbers held as fractions (pandas does so where a column has gaps) lose their `.0`."""
    column = column_sql(name)
    if kind in ("DOUBLE", "FLOAT"):
        whole = f"{column} = trunc({column}) AND abs({column}) < 1e15"
        return f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"
    if kind.startswith("TIMESTAMP"):
        return f"regexp_replace(CAST({column} AS VARCHAR), ' 00:00:00$', '')"
    return f"nullif(CAST({column} AS VARCHAR), '')"
