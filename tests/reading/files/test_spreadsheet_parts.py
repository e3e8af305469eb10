"""Workbooks among the documents: error cells, comments, hidden sheets, text boxes, charts and pictures."""

import struct
from dataclasses import replace
from io import BytesIO

import pytest
import xlsxwriter

from reassess.reading.files.extract import extract
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Status
from tests.reading import sample_files


def read(content: bytes, name: str = "a.xlsx") -> FileText:
    pages: list[Page] = []
    text = extract(content, name, Limits(), pages.append)
    return replace(text, pages=tuple(pages))


@pytest.fixture(scope="module")
def workbook() -> FileText:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("calls")
        sheet.write_row(0, 1, ["number", "seen"])
        sheet.write(1, 1, "07700 900103")
        sheet.write_formula(1, 2, "=NA()", None, "#N/A")
        sheet.write_comment(1, 1, "the phone of Rufus Tench", {"author": "Ada"})
        sheet.insert_textbox("F1", "Ring before noon")
        sheet.insert_image("F9", "a.png", {"image_data": BytesIO(scan())})
        chart = book.add_chart({"type": "line"})
        chart.set_title({"name": "Calls a month"})
        chart.add_series({"values": "=calls!$B$2:$B$3"})
        sheet.insert_chart("F20", chart)
        hidden = book.add_worksheet("more")
        hidden.write(0, 0, "kept aside")
        hidden.hide()
    return read(out.getvalue())


def scan() -> bytes:
    return sample_files.png(sample_files.picture("LX08 KTN", (700, 200), 60))


def test_error_cells_show_their_error_in_their_place(workbook: FileText) -> None:
    assert workbook.pages[0].text.split("\n")[1:3] == [" | number | seen", " | 07700 900103 | #N/A"]


def test_hidden_sheets_are_read_and_say_so(workbook: FileText) -> None:
    assert workbook.pages[1].text == "more (hidden sheet)\nkept aside"


def test_comments_are_read_with_cell_and_author(workbook: FileText) -> None:
    assert "B2 (Ada): the phone of Rufus Tench" in workbook.pages[2].text


def test_text_boxes_charts_and_pictures_are_read(workbook: FileText) -> None:
    words = "\n".join(page.text for page in workbook.pages)
    assert all(shown in words for shown in ("Ring before noon", "Calls a month", "LX08 KTN"))


def test_every_part_is_accounted_for(workbook: FileText) -> None:
    assert (workbook.status, sorted({part.kind.value for part in workbook.parts})) == (
        Status.READ,
        ["comment", "drawing or chart", "picture", "sheet", "text box"],
    )


def test_comments_of_an_opendocument_sheet() -> None:
    names = ("office", "text", "table")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    comment = "<office:annotation><dc:creator>Ada</dc:creator><text:p>Check</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="string">{comment}<text:p>word</text:p></table:table-cell>'
    table = f'<table:table table:name="calls"><table:table-row>{cell}</table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f'<office:document-content {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/">{body}'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    members = {
        "mimetype": kind.encode(),
        "content.xml": f"{content}</office:document-content>".encode(),
        "META-INF/manifest.xml": b"<manifest/>",
    }
    text = read(sample_files.zipped(members), "a.ods")
    assert "Ada: Check" in "\n".join(page.text for page in text.pages)
    assert ("comment", "read") in [(part.kind, part.status) for part in text.parts]


@pytest.mark.parametrize("wide", [True, False])
def test_comments_of_a_workbook_from_before_2007(wide: bool) -> None:
    words = "Belongs to Zoë"
    packed = bytes([wide]) + words.encode("utf-16-le" if wide else "latin-1")
    records = struct.pack("<HH", 0x01B6, 16) + bytes(10) + struct.pack("<HI", len(words), 0)
    records += struct.pack("<HH", 0x003C, len(packed)) + packed
    whole = sample_files.xls({"calls": [["word"]]})
    plain = whole.rstrip(b"\0")
    # The record of the end of the sheet, which the comments go before.
    assert plain.endswith(b"\x0a")
    at = len(plain) - 1
    content = whole[:at] + records + b"\x0a\0\0\0" + whole[at + 4 + len(records) :]
    text = read(content, "a.xls")
    assert "Comments\nBelongs to Zoë" in [page.text for page in text.pages]
