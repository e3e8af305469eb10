"""Duplicates and versions of rows: within one extract and from one extract to the next.

Two rows of one extract with one key and different content contradict each other: both go to quarantine. Across
extracts, in the order given, the later row is the newer version and the earlier one is superseded. Of rows that are
equal in every field, one loads and the others are counted as exact duplicates. Rows of a table without a key are
identified by their content: a changed row is another row.
"""

import duckdb

from reassess.intake.naming import column_sql
from reassess.records.model import Table

# Separators, so that the fields ("a", "b") and ("ab", "") do not make the same text.
_BETWEEN, _EMPTY = "chr(31)", "chr(30)"


def content_sql(table: Table) -> str:
    """SQL of the hash of a row's content: equal for equal values in every extract."""
    cells = ", ".join(f"coalesce(CAST({column_sql(name)} AS VARCHAR), {_EMPTY})" for name in table.field_names)
    return f"md5(concat_ws({_BETWEEN}, {cells}))"


def row_key_sql(table: Table) -> str:
    """SQL of a row's key: its primary key joined with '|', or else the first 16 digits of the content hash."""
    if not table.primary_key:
        return f"left({content_sql(table)}, 16)"
    return "concat_ws('|', " + ", ".join(column_sql(name) for name in table.primary_key) + ")"


def settle_versions(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Decide which of several valid rows of `typed` with one key loads. The others get a problem or a fate."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE repeated AS SELECT row_key FROM keyed GROUP BY row_key HAVING count(*) > 1"
    )
    if not con.execute("SELECT 1 FROM repeated LIMIT 1").fetchall():
        return
    con.execute(
        "CREATE OR REPLACE TEMP TABLE rival AS"
        f" SELECT part_no, source_row, extract_no, row_key, {content_sql(table)} AS content"
        " FROM typed JOIN keyed USING (part_no, source_row) WHERE row_key IN (FROM repeated)"
    )
    _note_contradictions(con, table)
    _settle(con)


def _note_contradictions(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Note a problem for each row with the same key as another of its extract and other content."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE clash AS SELECT rival.*, other.label AS other_file, other.source_row AS other_row"
        " FROM rival JOIN (SELECT extract_no, row_key FROM rival GROUP BY ALL HAVING count(DISTINCT content) > 1)"
        " USING (extract_no, row_key)"
        " JOIN LATERAL (SELECT part.label, r.source_row FROM rival AS r JOIN part USING (part_no)"
        "   WHERE r.extract_no = rival.extract_no AND r.row_key = rival.row_key AND r.content <> rival.content"
        "   ORDER BY r.part_no, r.source_row LIMIT 1) AS other ON true"
    )
    con.execute(
        f"INSERT INTO problem SELECT part_no, source_row, 2000, '{'|'.join(table.primary_key)}', row_key,"
        " 'contradiction', 'the same key as ' || other_file || ' row ' || other_row"
        " || ', with different content: neither is taken' FROM clash"
    )
    con.execute(
        "DELETE FROM rival USING clash WHERE rival.part_no = clash.part_no AND rival.source_row = clash.source_row"
    )


def _settle(con: duckdb.DuckDBPyConnection) -> None:
    """Load the content of the last extract, from the first row that has it. Other content is superseded, once each."""
    con.execute(
        "INSERT INTO fate SELECT part_no, source_row, CASE WHEN copy > 1 THEN 'duplicate' ELSE 'superseded' END FROM ("
        "  SELECT *, content = last_value(content) OVER (PARTITION BY row_key ORDER BY extract_no, part_no, source_row"
        "    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS current,"
        "  row_number() OVER (PARTITION BY row_key, content ORDER BY extract_no, part_no, source_row) AS copy"
        " FROM rival) WHERE copy > 1 OR NOT current"
    )
