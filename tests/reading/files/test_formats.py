"""Each format becomes text with nothing lost and with tables row by row."""

import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from io import BytesIO

import pytest
import xlsxwriter
from docx import Document
from odf.draw import Frame, TextBox
from odf.draw import Page as Page_
from odf.opendocument import OpenDocumentPresentation, OpenDocumentSpreadsheet, OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import P

from reassess.reading.files.extract import extract
from reassess.reading.files.formats.office.package import WORD
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Status
from tests.reading import sample_files
from tests.shared import SHARED, needs_shared

LIMITS = Limits()


def read(content: bytes, name: str, limits: Limits = LIMITS) -> tuple[FileText, list[Page]]:
    pages: list[Page] = []
    return extract(content, name, limits, pages.append), pages


def text_of(content: bytes, name: str) -> str:
    answer, pages = read(content, name)
    assert answer.status is Status.READ, answer
    return "\n".join(page.text for page in pages)


def test_pdf_pages_keep_their_order_and_number() -> None:
    answer, pages = read(sample_files.pdf(["First page.\nSecond line.", "Page two", "Third"]), "a.pdf")
    assert (answer.kind, answer.status) == ("pdf", Status.READ)
    assert [page.text.strip() for page in pages] == ["First page.\nSecond line.", "Page two", "Third"]


def test_a_scanned_page_is_read_by_ocr_with_boxes() -> None:
    scanned = sample_files.scan("Contact number\n07700 900177")
    _, pages = read(scanned, "scan.pdf")
    assert "07700 900177" in pages[0].text
    box = next(box for box in pages[0].boxes if pages[0].text[box.start_at : box.end_at] == "07700")
    assert 0 < box.x0 < box.x1 < 1
    assert 0 < box.y0 < box.y1 < 0.2


def test_word_keeps_paragraphs_and_gives_tables_row_by_row() -> None:
    content = sample_files.docx(["Minutes", "Present: police"], [["Action", "Who"], ["Keeper check", "MP2240"]])
    assert text_of(content, "minutes.docx").split("\n")[:4] == [
        "Minutes",
        "Present: police",
        "Action | Who",
        "Keeper check | MP2240",
    ]


def test_word_reads_headers_and_a_table_in_a_table_once() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "OFFICIAL"
    outer = document.add_table(1, 1)
    outer.cell(0, 0).add_table(1, 1).cell(0, 0).text = "inner words"
    out = BytesIO()
    document.save(out)
    text = text_of(out.getvalue(), "a.docx")
    assert text.count("inner words") == 1
    assert "Header: OFFICIAL" in text


def test_opendocument_text_with_a_table() -> None:
    document = OpenDocumentText()
    document.text.addElement(P(text="Statement of a witness"))
    table = Table()
    line = TableRow()
    for word in ("camera", "HR-02"):
        cell = TableCell()
        cell.addElement(P(text=word))
        line.addElement(cell)
    table.addElement(line)
    document.text.addElement(table)
    out = BytesIO()
    document.write(out)
    assert text_of(out.getvalue(), "a.odt").split("\n") == ["Statement of a witness", "camera | HR-02"]


def test_rich_text() -> None:
    content = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 Caf\'e9 visited.\par Staff seen.}"
    assert text_of(content, "a.rtf").split("\n")[:2] == ["Café visited.", "Staff seen."]


def workbook(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    return out.getvalue()


def test_each_sheet_is_a_page_and_whole_numbers_stay_whole() -> None:
    content = workbook({"calls": [["number", "seconds"], ["07700900103", 61]], "notes": [["none"]]})
    answer, pages = read(content, "phone.xlsx")
    assert answer.kind == "sheet"
    assert [page.text for page in pages] == ["calls\nnumber | seconds\n07700900103 | 61", "notes\nnone"]


def test_csv_stays_as_it_is() -> None:
    assert (
        text_of(b"number,date\r\n07700 900104,2012-06-01\r\n", "phone.csv") == "number,date\n07700 900104,2012-06-01\n"
    )


def test_web_page_without_scripts_and_with_rows() -> None:
    content = b"<html><head><title>t</title><script>no()</script></head>"
    content += b"<body><p>One  two</p><table><tr><td>a</td><td>b</td></tr></table></body></html>"
    assert text_of(content, "a.html") == "One two\na | b"


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8", "£4 for the girl\u2019s fare"),
        ("utf-8-sig", "£4 for the girl\u2019s fare"),
        ("cp1252", "£4 for the girl\u2019s fare"),
        ("utf-16", "£4 for the girl\u2019s fare"),
        ("utf-16-le", "Statement of a witness, page 1 of 2"),
        ("utf-32", "£4 for the fare"),
        ("cp1251", "Заявление свидетеля, страница первая, подписано сегодня днём в участке"),
        ("utf-8", "بيان الشاهد، الصفحة الأولى"),
    ],
)
def test_plain_text_in_any_encoding(encoding: str, words: str) -> None:
    assert text_of(words.encode(encoding), "statement.txt") == words


def mail_with(attachment: bytes, name: str) -> bytes:
    message = EmailMessage()
    message["From"] = "Søren <s@example.org>"
    message["To"] = "officer@example.org"
    message["Subject"] = "Visit – report"
    message.set_content("Visit completed.\nNext visit in January.")
    message.add_alternative("<p>Visit completed.</p>", subtype="html")
    message.add_attachment(attachment, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def test_mail_has_headers_one_body_and_its_attachments() -> None:
    answer, pages = read(mail_with(sample_files.pdf(["Attached page"]), "plan.pdf"), "visit.eml")
    assert (answer.kind, answer.status, len(pages)) == ("mail", Status.READ, 2)
    assert pages[0].text.startswith("From: Søren <s@example.org>\nTo: officer@example.org\nSubject: Visit – report\n\n")
    assert pages[0].text.count("Visit completed.") == 1
    assert pages[1].text.split("\n")[:2] == ["Attachment: plan.pdf", "Attached page"]


def test_an_attachment_that_cannot_be_read_is_named_and_the_rest_is_kept() -> None:
    answer, pages = read(mail_with(b"%PDF-1.7 torn", "plan.pdf"), "visit.eml")
    assert answer.status is Status.PARTLY
    assert "plan.pdf: not a whole PDF" in answer.reason
    assert "Visit completed." in pages[0].text


def test_a_mail_body_in_html_only() -> None:
    message = EmailMessage()
    message["From"] = "a@example.org"
    message["Subject"] = "s"
    message.set_content("<p>Only <b>markup</b></p>", subtype="html")
    assert text_of(message.as_bytes(), "a.eml").endswith("\nOnly markup")


def test_an_archive_gives_every_file_sorted_by_name() -> None:
    answer, pages = read(
        sample_files.zipped({"b.txt": b"second", "a/c.txt": b"first", "d.bin": b"\x00\x01\x02\x03"}), "a.zip"
    )
    assert [page.text for page in pages] == ["Attachment: a/c.txt\nfirst", "Attachment: b.txt\nsecond"]
    assert answer.status is Status.PARTLY
    assert answer.reason.startswith("d.bin: a file")


def test_a_picture_is_read_by_ocr() -> None:
    assert "QUIET MILE 7" in text_of(sample_files.png(sample_files.picture("QUIET MILE 7")), "photo.png")


@needs_shared
def test_outlook_message() -> None:
    content = (SHARED / "data/documents/msg_simple.msg").read_bytes()
    text = text_of(content, "a.msg")
    assert "Subject: Simple Email" in text
    assert "This is a simple email body." in text


@needs_shared
@pytest.mark.parametrize("name", ["ocr_test.pdf", "ocr_test_rotated_90.pdf"])
def test_a_turned_scan_reads_like_an_upright_one(name: str) -> None:
    text = text_of((SHARED / "data/documents" / name).read_bytes(), name)
    assert "Docling bundles PDF document conversion to" in text


@needs_shared
def test_comments_of_a_word_document_are_read() -> None:
    assert "Comments:" in text_of((SHARED / "data/documents/docx_comments.docx").read_bytes(), "a.docx")


def test_each_row_repeats_the_cells_merged_above_it() -> None:
    document = Document()
    table = document.add_table(2, 3)
    for cell, words in zip(table.rows[0].cells, ("camera", "seen", "plate"), strict=True):
        cell.text = words
    table.cell(1, 1).text, table.cell(1, 2).text = "21:14", "LX08 KTN"
    table.cell(0, 0).merge(table.cell(1, 0))
    wide = table.add_row().cells
    wide[0].merge(wide[1]).text = "no more"
    out = BytesIO()
    document.save(out)
    assert text_of(out.getvalue(), "a.docx").split("\n")[-3:] == [
        "camera | seen | plate",
        "camera | 21:14 | LX08 KTN",
        "no more | no more",
    ]


def test_legacy_word_with_one_and_two_bytes_a_character() -> None:
    content = sample_files.doc(["First line.\rField \x13 HYPERLINK x \x14shown\x15.\r", "Имя: Ильин\r", "a\x07b\x07\r"])
    answer, pages = read(content, "old.doc")
    assert (answer.kind, answer.status) == ("doc", Status.READ)
    assert pages[0].text.split("\n")[:4] == ["First line.", "Field shown.", "Имя: Ильин", "a | b"]


def test_legacy_powerpoint() -> None:
    assert text_of(sample_files.ppt(["Briefing of 4 May", "Name: Ильин"]), "a.ppt") == "Briefing of 4 May\nName: Ильин"


def test_slides_in_the_order_shown_with_tables_and_notes() -> None:
    answer, pages = read(sample_files.pptx(["First slide", "Second slide"], "say this"), "a.pptx")
    assert (answer.kind, answer.status) == ("pptx", Status.READ)
    assert [page.text for page in pages] == ["First slide\nAction | Who\nNotes: say this", "Second slide\nAction | Who"]


@pytest.mark.parametrize("name", ["a.docm", "a.dotx", "a.docx"])
def test_word_templates_files_with_macros_and_strict_files(name: str) -> None:
    content = sample_files.docx(["Minutes of the meeting"])
    if name != "a.docx":
        kinds = zipfile.ZipFile(BytesIO(content)).read("[Content_Types].xml")
        other = {"a.docm": b"ms-word.document.macroEnabled.main", "a.dotx": b"wordprocessingml.template.main"}[name]
        content = sample_files.replaced(
            content, "[Content_Types].xml", kinds.replace(b"wordprocessingml.document.main", other)
        )
    else:
        body = zipfile.ZipFile(BytesIO(content)).read("word/document.xml")
        strict = body.replace(WORD.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        assert strict != body
        content = sample_files.replaced(content, "word/document.xml", strict)
    assert "Minutes of the meeting" in text_of(content, name)


def test_word_leaves_out_tracked_deletions_and_keeps_insertions() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    words = f"<w:p>{run.format('seen ')}<w:del>{run.format('never')}</w:del><w:ins>{run.format('twice')}</w:ins></w:p>"
    content = sample_files.zipped(
        {"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{words}</w:body></w:document>'.encode()}
    )
    assert text_of(content, "a.docx") == "seen twice"


def test_a_word_file_with_a_broken_part_is_listed() -> None:
    answer, _ = read(sample_files.zipped({"word/document.xml": b"<torn"}), "a.docx")
    assert answer.status is Status.UNREADABLE
    assert "word/document.xml" in answer.reason


def test_opendocument_slides_and_sheets() -> None:
    slides = OpenDocumentPresentation()
    page = Page_(masterpagename="m")
    box = TextBox()
    box.addElement(P(text="Slide of the briefing"))
    frame = Frame(width="10cm", height="5cm")
    frame.addElement(box)
    page.addElement(frame)
    slides.presentation.addElement(page)
    sheet = OpenDocumentSpreadsheet()
    table, line, cell = Table(name="calls"), TableRow(), TableCell(valuetype="string")
    cell.addElement(P(text="07700 900103"))
    line.addElement(cell)
    table.addElement(line)
    sheet.spreadsheet.addElement(table)
    for document, name, words in ((slides, "a.odp", "Slide of the briefing"), (sheet, "a.ods", "calls\n07700 900103")):
        out = BytesIO()
        document.write(out)
        assert text_of(out.getvalue(), name) == words
