"""Workbooks: the sheets of an XLSX file as rows of text, with what Excel did to dates and numbers undone or said."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from reassess.intake.archive import refuse_bomb
from reassess.records.errors import UserError

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def sheet_names(path: Path, label: str) -> list[str]:
    """The names of the sheets of a workbook, in its order; UserError where it cannot be opened."""
    return list(_workbook(path, label).sheet_names)


def sheet_rows(path: Path, label: str, sheet: str) -> Iterator[list[str | None]]:
    """The rows of a sheet from its first row on, every cell as text, empty cells as None.

    Dates become ISO dates (with a time only where there is one), whole numbers lose `.0`, so that a reference
    typed as a number reads as its digits.
    """
    for row in _workbook(path, label).get_sheet_by_name(sheet).to_python(skip_empty_area=False):
        yield [_text(cell) for cell in row]


def _workbook(path: Path, label: str) -> CalamineWorkbook:
    refuse_bomb(path, label)
    try:
        return CalamineWorkbook.from_path(path)
    except CalamineError as error:
        raise UserError(
            f"{label}: cannot be read as a workbook ({error}). Open it and save it again as .xlsx, without a password."
        ) from error


def _text(cell: Cell) -> str | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep="T", timespec="seconds")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell) or None
