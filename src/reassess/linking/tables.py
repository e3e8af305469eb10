"""The tables of this stage that may have no rows, with their columns, so that every reader finds them."""

from collections.abc import Iterable

import duckdb

from reassess.records.store import Run

COLUMNS = {
    # evidence: JSON list of {comparison, words, weight, left, right}, strongest first
    "linking.pair": "left_id VARCHAR, right_id VARCHAR, weight DOUBLE, probability DOUBLE, band VARCHAR,"
    " evidence VARCHAR",
    "linking.candidate": "person_id VARCHAR, entity_id VARCHAR, reason VARCHAR",
    "linking.change": "change VARCHAR, entity_id VARCHAR, previous_entity_id VARCHAR, records BIGINT, cause VARCHAR",
    "linking.contradiction": "left_id VARCHAR, right_id VARCHAR, verdict VARCHAR, words VARCHAR",
    "linking.hub": "kind VARCHAR, value VARCHAR, investigations BIGINT, entities BIGINT, over_limit BOOLEAN,"
    " reason VARCHAR",
}


def write_empty(run: Run, con: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> dict[str, int]:
    """Write each named table with its columns and no rows; returns 0 for each."""
    return {table: run.write(con, table, _nothing(table), "1") for table in tables}


def _nothing(table: str) -> str:
    columns = [column.split() for column in COLUMNS[table].split(", ")]
    return "SELECT " + ", ".join(f"NULL::{kind} AS {name}" for name, kind in columns) + " WHERE false"
