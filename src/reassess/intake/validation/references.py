"""Referential integrity: a row that refers to a row that is not there goes to quarantine.

Each table is loaded after those that it refers to. Two temporary tables exist during the whole load:

    held     (table_name, key)                               keys that were loaded
    refused  (table_name, key, source_file, source_row)      keys of rows that went to quarantine
"""

from collections.abc import Collection

import duckdb

from reassess.intake.naming import column_sql
from reassess.records.model import Reference, Table, tables
from reassess.records.store import quoted


def load_order() -> list[Table]:
    """The tables of the model, each after those that it refers to, otherwise in the model's order."""
    ordered: list[Table] = []
    while len(ordered) < len(tables()):
        done = {table.name for table in ordered}
        ready = [
            table
            for table in tables().values()
            if table.name not in done and all(reference.table in done for reference in table.references)
        ]
        ordered.extend(ready)
    return ordered


def referred_to() -> frozenset[str]:
    """Names of the tables that others refer to."""
    return frozenset(reference.table for table in tables().values() for reference in table.references)


def prepare_references(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of keys, empty."""
    con.execute("CREATE OR REPLACE TEMP TABLE held (table_name VARCHAR, key VARCHAR)")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE refused (table_name VARCHAR, key VARCHAR, source_file VARCHAR, source_row BIGINT)"
    )


def note_dangling(con: duckdb.DuckDBPyConnection, table: Table, supplied: Collection[str]) -> None:
    """Add to `problem` each reference of `typed` to a row that was not loaded, with what is known of that row.

    References to a table that no extract holds are not checked.
    """
    for place, reference in enumerate(table.references, start=1000):
        if reference.table in supplied:
            _note(con, reference, place)


def _note(con: duckdb.DuckDBPyConnection, reference: Reference, place: int) -> None:
    field = column_sql(reference.field)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE dangling AS SELECT part_no, source_row, {field} AS key FROM typed"
        f" WHERE NOT bad AND {field} IS NOT NULL"
        f" AND {field} NOT IN (SELECT key FROM held WHERE table_name = {quoted(reference.table)})"
    )
    if con.execute("SELECT 1 FROM dangling LIMIT 1").fetchall():
        con.execute(
            f"INSERT INTO problem SELECT part_no, dangling.source_row, {place}, {quoted(reference.field)},"
            f" dangling.key, 'dangling', {_reason(reference)} FROM dangling"
            f" LEFT JOIN ({_refused(reference.table)}) AS refused ON refused.key = dangling.key"
            f" LEFT JOIN ({_without_zeros(reference.table)}) AS near ON near.bare = ltrim(dangling.key, '0')"
        )


def _reason(reference: Reference) -> str:
    return (
        f"CASE WHEN refused.key IS NOT NULL THEN 'the {reference.table} it refers to is in quarantine ('"
        " || refused.source_file || ' row ' || refused.source_row || ')'"
        f" WHEN near.key IS NOT NULL THEN 'no {reference.table} has this {reference.key}, but '"
        " || near.key || ' is there: did Excel drop leading zeros? Export the column as text'"
        f" ELSE 'no {reference.table} has this {reference.key}' END"
    )


def _refused(table: str) -> str:
    return (
        "SELECT key, first(source_file ORDER BY source_file, source_row) AS source_file,"
        " first(source_row ORDER BY source_file, source_row) AS source_row"
        f" FROM refused WHERE table_name = {quoted(table)} GROUP BY key"
    )


def _without_zeros(table: str) -> str:
    return f"SELECT ltrim(key, '0') AS bare, min(key) AS key FROM held WHERE table_name = {quoted(table)} GROUP BY bare"
