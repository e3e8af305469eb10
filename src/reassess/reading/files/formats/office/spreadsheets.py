"""Spreadsheets (Excel and OpenDocument), sheet by sheet and row by row."""

import datetime
from collections.abc import Iterator
from io import BytesIO
from struct import error as StructError
from struct import unpack_from
from zipfile import is_zipfile

import olefile
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from reassess.reading.files.cleaning import clean_text, split_pages, table_row
from reassess.reading.files.containers import Container
from reassess.reading.files.pages import Page, Status, Unreadable
from reassess.reading.files.zip_safety import opened, refuse_entities

_STREAMS = ("Workbook", "Book")
_FILE_PASSWORD, _END_OF_GLOBALS = 0x002F, 0x000A


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the sheets of a workbook: the sheet's name, then a line for each row."""
    if is_zipfile(BytesIO(content)):
        with opened(content, container.limits) as archive:
            refuse_entities(archive)
    elif olefile.isOleFile(content) and _is_encrypted(content):
        raise Unreadable(Status.ENCRYPTED, "the workbook is protected by a password")
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        for name in workbook.sheet_names:
            cells = workbook.get_sheet_by_name(name).iter_rows()
            rows = (table_row([_cell(value) for value in row]) for row in cells)
            yield from split_pages(clean_text("\n".join([name, *rows])))
    except PasswordError as error:
        raise Unreadable(Status.ENCRYPTED, "the workbook is protected by a password") from error
    except CalamineError as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole workbook ({error})") from error


def _is_encrypted(content: bytes) -> bool:
    """Whether a workbook from before 2007 has a password record (FILEPASS, [MS-XLS] 2.4.117) before its sheets."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as file:
            stream = next((file.openstream(name).read() for name in _STREAMS if file.exists(name)), b"")
        offset, kind = 0, 0
        while offset + 4 <= len(stream) and kind not in (_FILE_PASSWORD, _END_OF_GLOBALS):
            kind, length = unpack_from("<HH", stream, offset)
            offset += 4 + length
    except (OSError, StructError, IndexError, ValueError) as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole workbook from before 2007 ({error})") from error
    return kind == _FILE_PASSWORD


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    return str(value)
