"""Error cells of OpenDocument spreadsheets (.ods). Source: OpenDocument 1.3, part 3, 9.1 and 19.385."""

import re
import zipfile
from collections.abc import Iterator
from typing import IO

from lxml import etree

from reassess.records.files.error_cells.codes import ERROR_CODES, NOT_CALCULATED, Cells, Source
from reassess.records.files.error_cells.xlsx import SAFE, contains

_MEMBER = "content.xml"
_WORTH_PARSING = re.compile(rb"value-type=[\"']error[\"']|table:formula\s*=")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_EXTENDED = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_ROW, _CELLS = f"{_TABLE}table-row", (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ERROR = re.compile(r"Err:\d{3}|" + "|".join(map(re.escape, ERROR_CODES.values())))
_MOST_REPEATED = 10_000


def error_cells(path: Source, sheet: int) -> Cells:
    """Error cells of one sheet."""
    with zipfile.ZipFile(path) as archive:
        if not contains(archive, _MEMBER, _WORTH_PARSING):
            return {}
        with archive.open(_MEMBER) as content:
            return dict(_found(content, sheet))


def _found(content: IO[bytes], sheet: int) -> Iterator[tuple[tuple[int, int], str]]:
    table, row = -1, 0
    wanted = (f"{_TABLE}table", _ROW)
    for event, node in etree.iterparse(content, events=("start", "end"), tag=wanted, **SAFE):
        if node.tag == wanted[0]:
            table, row = (table + 1, 0) if event == "start" else (table, row)
        elif event == "end":
            repeated = _times(node, "rows")
            if table == sheet:
                for column, text in _errors(node):
                    yield from (((row + down, column), text) for down in range(min(repeated, _MOST_REPEATED)))
            row += repeated
            node.clear()


def _errors(row: etree._Element) -> Iterator[tuple[int, str]]:
    column = 0
    for cell in row.iterchildren(*_CELLS):
        repeated = _times(cell, "columns")
        text = _error(cell)
        if text:
            yield from ((column + along, text) for along in range(min(repeated, _MOST_REPEATED)))
        column += repeated


def _times(node: etree._Element, what: str) -> int:
    return int(node.get(f"{_TABLE}number-{what}-repeated") or 1)


def _error(cell: etree._Element) -> str | None:
    shown = "".join(str(text) for text in cell.itertext()).strip()
    if cell.get(f"{_EXTENDED}value-type") == "error":
        return shown or "#N/A"
    if cell.get(f"{_TABLE}formula") is None:
        return None
    if _ERROR.fullmatch(shown):
        return shown
    return NOT_CALCULATED if cell.get(f"{_OFFICE}value-type") is None else None
