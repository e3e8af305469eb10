"""The tables and fields that a rule or an element needs, held against what the extract supplied."""

from collections.abc import Mapping, Sequence

import duckdb

Needs = Mapping[str, Sequence[str]]
"""The fields that a rule or an element needs, by table."""


def missing_from_run(con: duckdb.DuckDBPyConnection, needs: Needs) -> str:
    """Describe what is needed and the extract of this run does not have; empty where nothing is missing."""
    supplied: dict[str, set[str]] = {}
    for table, column in con.execute("SELECT table_name, column_name FROM records.supplied").fetchall():
        supplied.setdefault(table, set()).add(column)
    return missing_from(needs, supplied)


def missing_from(needs: Needs, supplied: Mapping[str, set[str]]) -> str:
    """Describe what is needed and not supplied; empty where nothing is missing. supplied: fields by table."""
    parts = []
    for table, columns in needs.items():
        if table not in supplied:
            parts.append(f"the extract has no table {table}")
            continue
        parts += [f"the extract has no field {table}.{name}" for name in columns if name not in supplied[table]]
    return "; ".join(parts)
