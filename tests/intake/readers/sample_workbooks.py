"""Workbooks with error cells in every format, made when a test runs. Errors are written as texts that begin with #."""

import io
import struct
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import xlsxwriter

from reassess.records.files.error_cells.codes import ERROR_CODES
from tests.reading.sample_files import compound

Rows = Sequence[Sequence[str]]
CODES = {text: code for code, text in ERROR_CODES.items()}
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(members: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def xlsx(name: str, rows: Rows) -> bytes:
    """A workbook of Excel; errors are the results of formulas."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                if text in CODES:
                    sheet.write_formula(row, column, "=1/0", None, text)
                else:
                    sheet.write_string(row, column, text)
    return file.getvalue()


def xls(name: str, rows: Rows) -> bytes:
    """A workbook from before 2007 (BIFF8)."""
    start = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1996, 0, 6)) + _biff(0x00E0, bytes(20))
    sheet = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1996, 0, 6))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            place = struct.pack("<HHH", row, column, 0)
            if text in CODES:
                sheet += _biff(0x0205, place + bytes([CODES[text], 1]))
            elif text:
                sheet += _biff(0x0204, place + struct.pack("<HB", len(text), 0) + text.encode("latin-1"))
    listed = struct.pack("<BB", len(name), 0) + name.encode("latin-1")
    offset = len(start) + 4 + 6 + len(listed) + 4
    start += _biff(0x0085, struct.pack("<IH", offset, 0) + listed) + _biff(0x000A, b"")
    return compound({"Workbook": start + sheet + _biff(0x000A, b"")})


def _biff(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xlsb(name: str, rows: Rows) -> bytes:
    """A binary workbook of Excel 2007 and later."""
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = _record(129) + _record(148, size) + _record(145)
    for row, cells in enumerate(rows):
        sheet += _record(0, struct.pack("<I", row) + bytes(13))
        for column, text in enumerate(cells):
            place = struct.pack("<II", column, 0)
            if text in CODES:
                sheet += _record(3, place + bytes([CODES[text]]))
            elif text:
                sheet += _record(6, place + _wide(text))
    sheet += _record(146) + _record(130)
    book = _record(131) + _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(name))
    book += _record(144) + _record(132)
    types = "application/vnd.ms-excel."
    override = f'<Override PartName="/xl/workbook.bin" ContentType="{types}sheet.binary.macroEnabled.main"/>'
    content_types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{override}</Types>'
    return zipped(
        {
            "[Content_Types].xml": content_types,
            "_rels/.rels": _relationship("officeDocument", "xl/workbook.bin"),
            "xl/_rels/workbook.bin.rels": _relationship("worksheet", "worksheets/sheet1.bin"),
            "xl/workbook.bin": book,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _relationship(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/>'
        "</Relationships>"
    )


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, body: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(body)
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return number + length + body


def ods(name: str, rows: Rows) -> bytes:
    """A spreadsheet of LibreOffice."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:{urn}"'
        for prefix, urn in {
            "office": "oasis:names:tc:opendocument:xmlns:office:1.0",
            "table": "oasis:names:tc:opendocument:xmlns:table:1.0",
            "text": "oasis:names:tc:opendocument:xmlns:text:1.0",
            "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
        }.items()
    )
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>" for cells in rows)
    table = f'<table:table table:name="{name}">{body}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3"><office:body>'
        f"<office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_cell(text: str) -> str:
    if text in CODES:
        error = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
        return f'<table:table-cell table:formula="of:=1/0" {error}><text:p>{text}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
