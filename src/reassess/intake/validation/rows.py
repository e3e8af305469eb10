"""Converts the rows of a part to typed rows and notes each fault of each row.

Uses temporary tables, which `prepare` creates for each table of the model:

    typed    (extract_no, part_no, source_row, <fields>, bad)    rows that were parsed
    problem  (part_no, source_row, place, field, value, kind, reason)   every fault; `place` orders those of a row
    fate     (part_no, source_row, fate)    rows that do not load: quarantined, duplicate or superseded
"""

import duckdb

from reassess.intake.cells.excel import SIGNS, Sign
from reassess.intake.cells.plausibility import PLAUSIBILITY
from reassess.intake.mapping.binding import Binding
from reassess.intake.naming import column_sql
from reassess.intake.readers.raw import Raw, columns, count
from reassess.records.model import Table
from reassess.records.store import quoted


def prepare(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Create the temporary tables `typed`, `problem` and `fate` for one table of the model, empty."""
    fields = "".join(f", {column_sql(field.name)} {field.duckdb_type}" for field in table.fields)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE typed"
        f" (extract_no INTEGER, part_no INTEGER, source_row BIGINT{fields}, bad BOOLEAN)"
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE problem (part_no INTEGER, source_row BIGINT, place INTEGER,"
        " field VARCHAR, value VARCHAR, kind VARCHAR, reason VARCHAR)"
    )
    con.execute("CREATE OR REPLACE TEMP TABLE fate (part_no INTEGER, source_row BIGINT, fate VARCHAR)")


def validate(con: duckdb.DuckDBPyConnection, raw: Raw, binding: Binding, part_no: int, extract_no: int) -> None:
    """Add the rows of a raw table to `typed` and their faults to `problem`. Blank rows are skipped."""
    before = count(con, "typed")
    values = ", ".join(f"{bound.value()} AS {column_sql(bound.field.name)}" for bound in binding.fields)
    faults = [check for bound in binding.fields for check in bound.checks()]
    bad = " OR ".join(f"coalesce({check.bad}, false)" for check in faults) or "false"
    con.execute(
        f"INSERT INTO typed SELECT {extract_no}, {part_no}, source_row, {values}, {bad} FROM ({_texts(raw, binding)})"
    )
    if count(con, f"(FROM typed WHERE rowid >= {before} AND bad)"):
        _note_problems(con, raw, binding, part_no)


def doubtful_columns(con: duckdb.DuckDBPyConnection, table: Table, raw: Raw, binding: Binding) -> list[str]:
    """Signs that columns were changed by Excel or belong to other fields: a message each, with the number of cells."""
    known = [sign for sign in (*SIGNS, *PLAUSIBILITY) if sign.table == table.name and sign.field in binding.supplied]
    coded = {bound.field.name for bound in binding.fields if bound.coded is not None}
    signs = [sign for sign in known if sign.field not in coded]
    if not signs:
        return []
    measures = ", ".join(_measures(sign) for sign in signs)
    found = con.execute(f"SELECT {measures} FROM ({_texts(raw, binding)})").fetchall()[0]
    measured = zip(signs, found[::3], found[1::3], found[2::3], strict=True)
    return [_message(sign, cells, some) for sign, cells, filled, some in measured if cells > sign.least_share * filled]


def _measures(sign: Sign) -> str:
    """SQL of the cells that show a sign, of all filled cells, and of examples."""
    text, found = f"t_{sign.field}", sign.found.replace("{text}", f"t_{sign.field}")
    some = f"array_to_string(min({text}, 3) FILTER ({found}), ', ')" if sign.examples else "''"
    return f"count(*) FILTER ({found}), count({text}), {some}"


def _message(sign: Sign, cells: int, examples: str) -> str:
    shown = f" Some of them: {examples[:120]}" if examples else ""
    return f"{sign.field}: {cells:,} {sign.message}{'.' if shown else ''}{shown}"


def _texts(raw: Raw, binding: Binding) -> str:
    """SQL of the raw rows with the text of every field beside them."""
    texts = ", ".join(f"{bound.text} AS {bound.name}" for bound in binding.fields)
    cells = f"SELECT {raw.row_number} AS source_row, *, {texts} FROM {raw.table} WHERE NOT {blank_sql(raw)}"
    # A step of its own, because it names each text several times, and the database would compute it as often.
    visible = ", ".join(f"{bound.visible} AS {bound.name}" for bound in binding.fields)
    return f"SELECT * REPLACE ({visible}) FROM ({cells})"


def blank_sql(raw: Raw) -> str:
    """SQL condition of a row without a single character."""
    return f"coalesce({', '.join(columns(len(raw.headers)))}) IS NULL" if raw.headers else "true"


def _note_problems(con: duckdb.DuckDBPyConnection, raw: Raw, binding: Binding, part_no: int) -> None:
    bad_rows = f"SELECT source_row FROM typed WHERE part_no = {part_no} AND bad"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE bad_text AS SELECT * FROM ({_texts(raw, binding)})"
        f" WHERE source_row IN ({bad_rows})"
    )
    place = 0
    for bound in binding.fields:
        for check in bound.checks():
            place += 1
            con.execute(
                f"INSERT INTO problem SELECT {part_no}, source_row, {place}, {quoted(bound.field.name)},"
                f" {check.value or bound.name}, {quoted(check.kind)}, {check.reason} FROM bad_text WHERE {check.bad}"
            )
    con.execute("DROP TABLE bad_text")
