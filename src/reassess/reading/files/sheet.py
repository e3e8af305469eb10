"""Spreadsheets (Excel and OpenDocument): each sheet in turn, row by row."""

import datetime
from collections.abc import Iterator
from io import BytesIO
from zipfile import is_zipfile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from reassess.reading.files.limits import Limits
from reassess.reading.files.packed import opened, refuse_entities
from reassess.reading.files.text import Page, Status, Unreadable, clean, paged, row


def read(content: bytes, limits: Limits) -> Iterator[Page]:
    """The text of a workbook: the name of each sheet, then a line a row."""
    if is_zipfile(BytesIO(content)):
        with opened(content, limits) as archive:
            refuse_entities(archive)
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        for name in workbook.sheet_names:
            yield from paged(clean("\n".join([name, *_rows(workbook, name)])))
    except PasswordError as error:
        raise Unreadable(Status.ENCRYPTED, "the workbook is protected by a password") from error
    except CalamineError as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole workbook ({error})") from error


def _rows(workbook: CalamineWorkbook, name: str) -> Iterator[str]:
    for cells in workbook.get_sheet_by_name(name).iter_rows():
        yield row([_cell(cell) for cell in cells])


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    return str(value)
