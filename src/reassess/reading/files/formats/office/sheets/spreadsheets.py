"""Spreadsheets (Excel and OpenDocument): sheets row by row, comments, error cells, pictures and files inside."""

import datetime
from collections.abc import Iterator
from io import BytesIO
from struct import error as StructError
from struct import unpack_from
from zipfile import is_zipfile

import olefile
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from reassess.reading.files.cleaning import clean_text, split_pages, table_row
from reassess.reading.files.containers import Container, in_words
from reassess.reading.files.formats.office.legacy.inside import embedded_pages
from reassess.reading.files.formats.office.package import Package
from reassess.reading.files.formats.office.related import related_pages
from reassess.reading.files.formats.office.sheets import margins, notes
from reassess.reading.files.pages import Page, PartKind, Status, Unreadable
from reassess.records.files.error_cells import Cells, error_cells
from reassess.records.files.error_cells.codes import DAMAGED

_STREAMS = ("Workbook", "Book")
_FILE_PASSWORD, _END_OF_GLOBALS = 0x002F, 0x000A


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the sheets of a workbook: its name, a line for each row, its comments; then pictures and files inside.

    Hidden sheets are read as well, and say so. An error cell shows its error.
    """
    package = None
    if is_zipfile(BytesIO(content)):
        package = Package.open(content, container.limits)
    elif content.startswith(olefile.MAGIC) and _is_encrypted(content):
        raise Unreadable(Status.ENCRYPTED, "the workbook is protected by a password")
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        for number in range(len(workbook.sheet_names)):
            yield from _sheet_pages(workbook, number, content, container)
    except PasswordError as error:
        raise Unreadable(Status.ENCRYPTED, "the workbook is protected by a password") from error
    except CalamineError as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole workbook ({error})") from error
    yield from _notes_pages(package, content, container)
    yield from _margin_pages(package, container)
    if package is not None and "xl/workbook.xml" in package.archive.NameToInfo:
        yield from related_pages(package, package.main_part("xl/workbook.xml"), container)
    elif package is None and content.startswith(olefile.MAGIC):
        yield from embedded_pages(olefile.OleFileIO(BytesIO(content)), container)


def _sheet_pages(workbook: CalamineWorkbook, number: int, content: bytes, container: Container) -> Iterator[Page]:
    about = workbook.sheets_metadata[number]
    name = about.name
    if about.typ not in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
        return
    errors: Cells = {}
    try:
        errors = error_cells(BytesIO(content), number)
    except DAMAGED as error:
        container.refuse_part(PartKind.SHEET, name, f"its error cells could not be found ({error})")
    sheet = workbook.get_sheet_by_name(name)
    cells = sheet.to_python(skip_empty_area=False) if errors else sheet.iter_rows()
    rows = [[_cell(value) for value in row] for row in cells]
    _put(errors, rows)
    shown = name if about.visible is SheetVisibleEnum.Visible else f"{name} (hidden sheet)"
    yield from split_pages(clean_text("\n".join([shown, *map(table_row, rows)])))
    container.read_part(PartKind.SHEET)


def _put(errors: Cells, rows: list[list[str]]) -> None:
    """Put the texts of error cells, which may lie beyond the last value, in their places."""
    for (row, column), text in errors.items():
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend([""] * (column + 1 - len(rows[row])))
        rows[row][column] = text


def _notes_pages(package: Package | None, content: bytes, container: Container) -> Iterator[Page]:
    try:
        lines = notes.notes(package, content)
    except (Unreadable, OSError, StructError) as error:
        container.refuse_part(PartKind.COMMENT, "comments of cells", in_words(error).reason)
        return
    if lines:
        yield from split_pages(clean_text("Comments\n" + "\n".join(lines)))
        container.read_part(PartKind.COMMENT, count=len(lines))


def _margin_pages(package: Package | None, container: Container) -> Iterator[Page]:
    try:
        lines = margins.margins(package) if package is not None else []
    except Unreadable as error:
        container.refuse_part(PartKind.HEADER_FOOTER, "headers and footers", error.reason)
        return
    if lines:
        yield from split_pages(clean_text("Headers and footers\n" + "\n".join(lines)))
        container.read_part(PartKind.HEADER_FOOTER, count=len(lines))


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
