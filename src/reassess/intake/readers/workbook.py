"""Workbooks: the sheets of an XLSX file as rows of text.

Dates that Excel holds as dates become ISO dates; a date that it holds as a bare number stays a number, and
validation says so. Whole numbers lose their `.0`, so that a reference typed as a number reads as its digits.
"""

import datetime as dt
from pathlib import Path

import duckdb
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, WorksheetNotFound, XmlError, ZipError

from reassess.intake.readers.archive import refuse_bomb
from reassess.intake.readers.raw import Raw, create
from reassess.intake.readers.rowwise import Batch
from reassess.records.errors import UserError

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def sheet_names(path: Path, label: str) -> list[str]:
    """The names of the sheets of a workbook, in its order; UserError where it cannot be opened."""
    return list(_workbook(path, label).sheet_names)


def read_sheet(con: duckdb.DuckDBPyConnection, path: Path, label: str, sheet: str, table: str) -> Raw:
    """Read a sheet into the temporary table `table`. Its first row that is not empty is the header."""
    rows = [[_text(cell) for cell in row] for row in _cells(path, label, sheet)]
    top = next((index for index, row in enumerate(rows) if any(row)), None)
    header = rows[top] if top is not None else []
    headers = tuple((cell or "").strip() for cell in _without_empty_end(header))
    create(con, table, len(headers))
    batch = Batch(con, table, len(headers))
    for number, row in enumerate(rows[(top or 0) + 1 :], start=(top or 0) + 2):
        _take(batch, number, row, len(headers))
    batch.flush()
    return Raw(table, headers, "source_row", f"{table}_broken", ())


def _take(batch: Batch, number: int, row: list[str | None], width: int) -> None:
    """Add a row. A row with cells to the right of the header is set aside: they belong to no column."""
    if any(row[width:]):
        line = "\t".join(cell or "" for cell in row)
        batch.add_broken(number, line, f"cells to the right of the last column of the header ({width} columns)")
    else:
        batch.add(number, [*row[:width], *[None] * (width - len(row))])


def _without_empty_end(header: list[str | None]) -> list[str | None]:
    filled = [index for index, cell in enumerate(header) if cell]
    return header[: filled[-1] + 1] if filled else []


def _cells(path: Path, label: str, sheet: str) -> list[list[Cell]]:
    try:
        rows: list[list[Cell]] = _workbook(path, label).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (CalamineError, WorksheetNotFound, XmlError, ZipError) as error:
        raise UserError(f"{label}: the sheet cannot be read ({error}). Open it and save it again as .xlsx.") from error
    return rows


def _workbook(path: Path, label: str) -> CalamineWorkbook:
    refuse_bomb(path, label)
    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, PasswordError, XmlError, ZipError) as error:
        raise UserError(
            f"{label}: cannot be read as a workbook ({error}). Open it and save it again as .xlsx, without a password."
        ) from error


def _text(cell: Cell) -> str | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep="T", timespec="seconds")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell) or None
