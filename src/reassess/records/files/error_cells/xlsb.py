"""Error cells of binary Excel workbooks (.xlsb). Source: [MS-XLSB] 2.1.4 (records), 2.4.304, 2.4.305, 2.4.741."""

import zipfile
from collections.abc import Iterator
from struct import unpack_from

from reassess.records.files.error_cells.codes import ERROR_CODES, Cells, Source
from reassess.records.files.error_cells.xlsx import member_names, relationships, resolved

_ROW, _CELL_ERROR, _FORMULA_ERROR, _SHEET = 0, 3, 11, 156


def error_cells(path: Source, sheet: int) -> Cells:
    """Error cells of one sheet."""
    names = member_names(path)
    with zipfile.ZipFile(path) as archive:
        ids = [_relationship(body) for kind, body in _records(archive.read(names["xl/workbook.bin"])) if kind == _SHEET]
        targets = relationships(archive, names["xl/_rels/workbook.bin.rels"])
        content = archive.read(names[resolved("xl", targets[ids[sheet]])])
    found: dict[tuple[int, int], str] = {}
    row = 0
    for kind, body in _records(content):
        if kind == _ROW:
            (row,) = unpack_from("<I", body)
        elif kind in (_CELL_ERROR, _FORMULA_ERROR):
            (column,) = unpack_from("<I", body)
            found[row, column] = ERROR_CODES.get(body[8], "#N/A")
    return found


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and body of each record: kind in one or two bytes, length in one to four, seven bits in each."""
    at = 0
    while at < len(content):
        kind, at = content[at], at + 1
        if kind & 0x80:
            kind, at = (kind & 0x7F) | (content[at] & 0x7F) << 7, at + 1
        length = 0
        for shift in range(0, 28, 7):
            byte, at = content[at], at + 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield kind, content[at : at + length]
        at += length


def _relationship(body: bytes) -> str:
    (length,) = unpack_from("<I", body, 8)
    return body[12 : 12 + 2 * length].decode("utf-16-le")
