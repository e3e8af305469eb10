"""A run's `records` tables made from an extract folder or from rows in a test, typed as the record model says."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from reassess.records.model import Table, tables
from reassess.records.store import Run, quoted

Rows = Sequence[Mapping[str, object]]


def run_from_extract(folder: Path, extract: Path) -> Run:
    """A run whose records come from the CSV files of an extract; tables without a file are empty."""
    sources = {
        name: f"read_csv({quoted(str(extract / f'{name}.csv'))}, header = true, all_varchar = true)"
        for name in tables()
        if (extract / f"{name}.csv").exists()
    }
    return _write(Run(folder), sources)


def run_from_rows(folder: Path, **rows: Rows) -> Run:
    """A run whose records are the rows given for each table; fields left out are empty."""
    given = {f"given_{name}": _table(tables()[name], content) for name, content in rows.items() if content}
    return _write(Run(folder), {name.removeprefix("given_"): name for name in given}, given)


def _table(table: Table, rows: Rows) -> pa.Table:
    def column(name: str) -> list[str | None]:
        return [None if row.get(name) is None else str(row[name]) for row in rows]

    return pa.table({name: pa.array(column(name), pa.string()) for name in table.field_names})


def _write(run: Run, sources: Mapping[str, str], given: Mapping[str, pa.Table] | None = None) -> Run:
    run.path.mkdir(parents=True, exist_ok=True)
    with run.connect() as con:
        for name, content in (given or {}).items():
            con.register(name, content)
        for name, table in tables().items():
            run.write(con, f"records.{name}", _select(con, table, sources.get(name)), "row_key, source_row")
    return run


def _select(con: duckdb.DuckDBPyConnection, table: Table, source: str | None) -> str:
    columns = {row[0] for row in con.execute(f"DESCRIBE FROM {source}").fetchall()} if source else set()
    fields = ", ".join(
        f"nullif({field.name}, '')::{field.duckdb_type} AS {field.name}"
        if field.name in columns
        else f"NULL::{field.duckdb_type} AS {field.name}"
        for field in table.fields
    )
    key = table.primary_key or tuple(name for name in table.field_names if name in columns)
    row_key = f"concat_ws('|', {', '.join(key)})" if source else "NULL::VARCHAR"
    number = f"row_number() OVER () AS source_row FROM {source}" if source else "NULL::BIGINT AS source_row WHERE false"
    return f"SELECT {fields}, {row_key} AS row_key, '{table.name}.csv' AS source_file, {number}"
