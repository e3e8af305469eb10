"""Spreadsheets (Excel and OpenDocument): each sheet in turn, row by row."""

import datetime
from collections.abc import Iterator
from io import BytesIO
from struct import error as StructError
from struct import unpack_from
from zipfile import is_zipfile

import olefile
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Page, Status, Unreadable, clean, paged, row
from reassess.reading.files.zip_safety import opened, refuse_entities

_STREAMS = ("Workbook", "Book")
_LOCK, _END_OF_GLOBALS = 0x002F, 0x000A


def read(content: bytes, limits: Limits) -> Iterator[Page]:
    """The text of a workbook: the name of each sheet, then a line a row."""
    if is_zipfile(BytesIO(content)):
        with opened(content, limits) as archive:
            refuse_entities(archive)
    elif olefile.isOleFile(content) and _is_locked(content):
        raise Unreadable(Status.ENCRYPTED, "the workbook is protected by a password")
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        for name in workbook.sheet_names:
            yield from paged(clean("\n".join([name, *_rows(workbook, name)])))
    except PasswordError as error:
        raise Unreadable(Status.ENCRYPTED, "the workbook is protected by a password") from error
    except CalamineError as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole workbook ({error})") from error


def _is_locked(content: bytes) -> bool:
    """Whether a workbook of before 2007 says that it is locked: in a record of its own, before its first sheet."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as file:
            stream = next((file.openstream(name).read() for name in _STREAMS if file.exists(name)), b"")
        at, kind = 0, 0
        while at + 4 <= len(stream) and kind not in (_LOCK, _END_OF_GLOBALS):
            kind, length = unpack_from("<HH", stream, at)
            at += 4 + length
    except (OSError, StructError, IndexError, ValueError) as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole workbook of before 2007 ({error})") from error
    return kind == _LOCK


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
