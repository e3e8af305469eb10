"""Rows that do not load: quarantined with a reason, or superseded with their content.

Three temporary tables exist during the whole load:

    quarantine  (table_name, source_file, source_row, field, value, reason, row_json)      one line a row
    superseded  (table_name, row_key, source_file, source_row, extract, row_json)
    tally       (table_name, field, kind, reason, value, source_file, source_row)          one line a fault
"""

import duckdb

from reassess.intake.naming import column_sql
from reassess.intake.readers.raw import Raw
from reassess.intake.validation.versions import row_key_sql
from reassess.records.model import Table
from reassess.records.store import quoted

QUARANTINE = "table_name VARCHAR, source_file VARCHAR, source_row BIGINT, field VARCHAR, value VARCHAR, reason VARCHAR"
SUPERSEDED = "table_name VARCHAR, row_key VARCHAR, source_file VARCHAR, source_row BIGINT, extract VARCHAR"
TALLY = "table_name VARCHAR, field VARCHAR, kind VARCHAR, reason VARCHAR, value VARCHAR, source_file VARCHAR"


def prepare_quarantine(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables, empty."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE quarantine ({QUARANTINE}, row_json VARCHAR)")
    con.execute(f"CREATE OR REPLACE TEMP TABLE superseded ({SUPERSEDED}, row_json VARCHAR)")
    con.execute(f"CREATE OR REPLACE TEMP TABLE tally ({TALLY}, source_row BIGINT)")


def put_aside(con: duckdb.DuckDBPyConnection, table: Table, part_no: int, raw: Raw) -> None:
    """Write the rows of one part that have a problem, are broken or superseded to their tables."""
    _quarantine_problems(con, table, part_no, raw)
    if raw.broken:
        _quarantine_broken(con, table, part_no, raw.broken)
    _keep_superseded(con, table, part_no, raw)


def close_problems(con: duckdb.DuckDBPyConnection) -> None:
    """Give each row with a problem the fate 'quarantined', once."""
    con.execute("INSERT INTO fate SELECT DISTINCT part_no, source_row, 'quarantined' FROM problem")


def note_refused(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Note the keys of quarantined rows, for rows of other tables that refer to them."""
    con.execute(
        f"INSERT INTO refused SELECT {quoted(table.name)}, {column_sql(table.primary_key[0])}, part.label, source_row"
        " FROM typed JOIN fate USING (part_no, source_row) JOIN part USING (part_no) WHERE fate.fate = 'quarantined'"
    )


def _quarantine_problems(con: duckdb.DuckDBPyConnection, table: Table, part_no: int, raw: Raw) -> None:
    """Write one line for each row: its first fault, with the others named in the reason."""
    con.execute(
        f"INSERT INTO tally SELECT {quoted(table.name)}, field, kind, reason, value, part.label, source_row"
        f" FROM problem JOIN part USING (part_no) WHERE part_no = {part_no}"
    )
    con.execute(
        f"INSERT INTO quarantine SELECT {quoted(table.name)}, part.label, source_row, first.field, first.value,"
        " concat(first.reason, '; also ' || others), row_json FROM ("
        "  SELECT source_row, arg_min({field: field, value: value, reason: reason}, place) AS first,"
        "  nullif(array_to_string(list(field || ': ' || reason ORDER BY place)[2:], '; '), '') AS others"
        f"  FROM problem WHERE part_no = {part_no} GROUP BY source_row)"
        f" JOIN ({_json(raw)}) USING (source_row) JOIN part ON part.part_no = {part_no}"
    )


def _quarantine_broken(con: duckdb.DuckDBPyConnection, table: Table, part_no: int, broken: str) -> None:
    con.execute(
        f"INSERT INTO quarantine SELECT {quoted(table.name)}, part.label, source_row, NULL, NULL, reason,"
        f" json_object('line', line) FROM {broken} JOIN part ON part.part_no = {part_no}"
    )
    con.execute(
        f"INSERT INTO tally SELECT {quoted(table.name)}, NULL, 'broken', reason, left(line, 200), part.label,"
        f" source_row FROM {broken} JOIN part ON part.part_no = {part_no}"
    )


def _keep_superseded(con: duckdb.DuckDBPyConnection, table: Table, part_no: int, raw: Raw) -> None:
    con.execute(
        f"INSERT INTO superseded SELECT {quoted(table.name)}, {row_key_sql(table)}, part.label, source_row,"
        f" part.extract, row_json FROM typed JOIN fate USING (part_no, source_row) JOIN part USING (part_no)"
        f" JOIN ({_json(raw)}) USING (source_row) WHERE part_no = {part_no} AND fate.fate = 'superseded'"
    )


def _json(raw: Raw) -> str:
    """SQL of every row of a raw table as JSON, with the names of its header as keys."""
    cells = ", ".join(f"{quoted(name)}, c{index}" for index, name in enumerate(_distinct(raw.headers)))
    return f"SELECT {raw.row_number} AS source_row, CAST(json_object({cells}) AS VARCHAR) AS row_json FROM {raw.table}"


def _distinct(headers: tuple[str, ...]) -> list[str]:
    """The headers, with a number added to those that are empty or not unique."""
    return [
        name if name and headers.index(name) == index else f"{name or 'column'} ({index + 1})"
        for index, name in enumerate(headers)
    ]
