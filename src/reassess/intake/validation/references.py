"""Rows that point at rows which are not there: a reference has to be kept, or the row cannot be used.

The tables are loaded in an order in which every table comes after those that it refers to. Two temporary tables
live through the whole load:

    held     (table_name, key)                               keys that were loaded
    refused  (table_name, key, source_file, source_row)      keys of rows that went to quarantine
"""

from collections.abc import Collection

import duckdb

from reassess.intake.spelling import column_sql
from reassess.records.model import Reference, Table, tables
from reassess.records.store import quoted


def load_order() -> list[Table]:
    """The tables of the model, each after the tables that it refers to, otherwise in the model's order."""
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
    """The tables that others refer to."""
    return frozenset(reference.table for table in tables().values() for reference in table.references)


def prepare_references(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of keys, empty."""
    con.execute("CREATE OR REPLACE TEMP TABLE held (table_name VARCHAR, key VARCHAR)")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE refused (table_name VARCHAR, key VARCHAR, source_file VARCHAR, source_row BIGINT)"
    )


def note_dangling(con: duckdb.DuckDBPyConnection, table: Table, supplied: Collection[str]) -> None:
    """Add to `problem` every reference of `typed` that no loaded row answers, with what is known of the target.

    A reference into a table that no extract holds is not dangling: there is nothing to hold it against.
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
        f"CASE WHEN refused.key IS NOT NULL THEN 'the {reference.table} it names is in quarantine itself ('"
        " || refused.source_file || ' row ' || refused.source_row || ')'"
        f" WHEN near.key IS NOT NULL THEN 'no {reference.table} has this {reference.key}, but '"
        " || near.key || ' is there: leading zeros lost by Excel? Export the column as text'"
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
