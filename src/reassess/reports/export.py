"""Export of a run in the layout of a casebook: scope, definitions, findings, people and the evidence beside them.

An export is treated as if it were published. Sentences and quoted words can name people, victims among them, whose
identity is protected for life (Sexual Offences (Amendment) Act 1992, s.1): they are left out unless asked for.
"""

import codecs
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import duckdb
import pyarrow as pa
import xlsxwriter

from reassess.records.errors import UserError
from reassess.records.store import Run, quoted

Format = Literal["csv", "csv-excel", "parquet", "xlsx"]
XLSX_ROWS, XLSX_CELL = 1_048_575, 32_767
"""The rows below the header and the characters of a cell that a workbook can hold."""

# What a finding is about is a name or a number in a few rules, and the key of a row in all others.
_TELLING = "('name', 'identifier value')"
_FINDINGS = "finding_shown"
_TABLES: Mapping[str, str] = {
    "scope": "SELECT investigation_id, criteria, verdict, element, note, near_miss FROM rules.scope"
    " ORDER BY investigation_id, criteria, element",
    "definitions": "SELECT investigation_id, definition, verdict, note FROM rules.definition WHERE element = ''"
    " ORDER BY investigation_id, definition",
    "definition_elements": "SELECT investigation_id, definition, element, verdict, note FROM rules.definition"
    " WHERE element <> '' ORDER BY investigation_id, definition, element",
    "findings": f'SELECT investigation_id, rule, subject, verdict, note, "group", band, before_standard, doubtful, says'
    f" FROM {_FINDINGS} ORDER BY investigation_id, rule, subject",
    "people": "SELECT person_id, entity_id, confirmed, how FROM linking.entity ORDER BY person_id",
    "evidence": "SELECT f.investigation_id, f.rule, f.subject, n, source_table, source_key, source_field, page,"
    f" start_at, end_at, words FROM rules.evidence JOIN {_FINDINGS} f USING (finding_id)"
    " ORDER BY f.investigation_id, f.rule, f.subject, n",
}
# The columns that can name people, left out of an export unless it is asked for them.
_WORDS = ("says", "words")


def export(run: Run, to: Path, format: Format = "csv", *, words: bool = False, masked: bool = False) -> dict[str, int]:
    """Write the tables of a run into the folder `to`; returns the rows of each.

    format: `csv` is plain UTF-8, as a casebook's files are; `csv-excel` begins with the byte-order mark by which Excel
    knows UTF-8. words: keep the sentences and the quoted words, for use inside the team. masked: where a finding is
    about a name, a number or an account, `subject` says 'name 1' or 'identifier value 1' instead, counted in each
    investigation and rule. Raises UserError where the folder holds files of another kind than this writes, or a sheet
    would pass the rows or characters that a workbook can hold.
    """
    _refuse_strange_folder(to)
    try:
        to.mkdir(parents=True, exist_ok=True)
    except NotADirectoryError as error:
        raise UserError(f"{to}: a file stands where a folder should be. Name a folder inside folders.") from error
    write = {"csv": _write_csv, "csv-excel": _write_csv_for_excel, "parquet": _write_parquet, "xlsx": _write_xlsx}[
        format
    ]
    ending = format.split("-")[0]
    with run.connect() as con:
        con.execute(f"CREATE TEMP VIEW {_FINDINGS} AS {shown_findings(masked=masked)}")
        return {
            name: write(con, _select(con, select, words), to / f"{name}.{ending}") for name, select in _TABLES.items()
        }


def _refuse_strange_folder(to: Path) -> None:
    strange = [path.name for path in to.iterdir() if path.stem not in _TABLES] if to.is_dir() else []
    if to.is_file() or strange:
        raise UserError(
            f"{to}: expected an empty folder or an earlier export, found {', '.join(strange[:3]) or 'a file'}."
        )


def shown_findings(*, masked: bool) -> str:
    """The SELECT of the findings as an export gives them; `masked` as in `export`."""
    if not masked:
        return "SELECT * FROM rules.finding"
    numbered = "dense_rank() OVER (PARTITION BY f.investigation_id, f.rule ORDER BY f.subject)"
    return (
        f"SELECT f.* REPLACE (CASE WHEN f.subject <> '' AND r.subject IN {_TELLING}"
        f" THEN r.subject || ' ' || {numbered} ELSE f.subject END AS subject)"
        " FROM rules.finding f JOIN rules.rule r ON r.slug = f.rule"
    )


def _select(con: duckdb.DuckDBPyConnection, select: str, words: bool) -> str:
    columns = [row[0] for row in con.execute(f"DESCRIBE {select}").fetchall()]
    kept = [f'"{name}"' for name in columns if words or name not in _WORDS]
    return f"SELECT {', '.join(kept)} FROM ({select})"


def defused(name: str) -> str:
    """An SQL expression for a text column whose formulas a spreadsheet would run, made plain text."""
    column = f'"{name}"'
    return (
        f"CASE WHEN regexp_matches({column}, '^[=+\\-@\\t\\r\\n]') THEN '''' || {column} ELSE {column} END AS {column}"
    )


def _defuse_all(con: duckdb.DuckDBPyConnection, select: str) -> str:
    described = con.execute(f"DESCRIBE {select}").fetchall()
    columns = [defused(row[0]) if row[1] == "VARCHAR" else f'"{row[0]}"' for row in described]
    return f"SELECT {', '.join(columns)} FROM ({select})"


def _copy(con: duckdb.DuckDBPyConnection, select: str, file: Path, options: str) -> int:
    return int(con.execute(f"COPY ({select}) TO {quoted(str(file))} ({options})").fetchall()[0][0])


def _write_csv(con: duckdb.DuckDBPyConnection, select: str, file: Path) -> int:
    return _copy(con, _defuse_all(con, select), file, "FORMAT csv, HEADER")


def _write_csv_for_excel(con: duckdb.DuckDBPyConnection, select: str, file: Path) -> int:
    plain = file.with_suffix(".plain")
    rows = _write_csv(con, select, plain)
    with plain.open("rb") as source, file.open("wb") as target:
        target.write(codecs.BOM_UTF8)
        shutil.copyfileobj(source, target)
    plain.unlink()
    return rows


def _write_parquet(con: duckdb.DuckDBPyConnection, select: str, file: Path) -> int:
    return _copy(con, select, file, "FORMAT parquet")


def _refuse_what_does_not_fit(table: pa.Table, file: Path) -> None:
    if table.num_rows > XLSX_ROWS:
        raise UserError(f"{file}: {table.num_rows} rows do not fit a sheet ({XLSX_ROWS}). Use --format csv or parquet.")
    for name in table.column_names:
        # The writer would leave a cell empty that it cannot hold, and say nothing.
        longest = max((len(value) for value in table[name].to_pylist() if isinstance(value, str)), default=0)
        if longest > XLSX_CELL:
            raise UserError(
                f"{file}: a text of {longest} characters in {name} does not fit a cell ({XLSX_CELL})."
                " Use --format csv or parquet."
            )


def _write_xlsx(con: duckdb.DuckDBPyConnection, select: str, file: Path) -> int:
    table: pa.Table = con.execute(_defuse_all(con, select)).to_arrow_table()
    _refuse_what_does_not_fit(table, file)
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(file.stem)
    put: Callable[..., object] = sheet.write_row
    put(0, 0, table.column_names)
    for number, row in enumerate(zip(*table.to_pydict().values(), strict=True), start=1):
        put(number, 0, ["" if value is None else value for value in row])
    book.close()
    return int(table.num_rows)
