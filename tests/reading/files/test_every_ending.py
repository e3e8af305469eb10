"""Every file ending that can be read: a whole file gives its words, and half a file is listed with the reason."""

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from io import BytesIO

import pytest
import xlsxwriter
from odf.draw import Frame, TextBox
from odf.draw import Page as Slide
from odf.opendocument import OpenDocumentPresentation, OpenDocumentSpreadsheet, OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import P

from reassess.reading.files.extract import extract
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Status
from tests.reading import sample_files
from tests.shared import SHARED, needs_shared

WORDS = "QUIET MILE 7"


def read(content: bytes, name: str) -> tuple[FileText, str]:
    pages: list[str] = []
    answer = extract(content, name, Limits(), lambda page: pages.append(page.text))
    return answer, "\n".join(pages)


def odt() -> bytes:
    document = OpenDocumentText()
    document.text.addElement(P(text=WORDS))
    return saved(document)


def ods() -> bytes:
    document = OpenDocumentSpreadsheet()
    table, line, cell = Table(name="calls"), TableRow(), TableCell(valuetype="string")
    cell.addElement(P(text=WORDS))
    line.addElement(cell)
    table.addElement(line)
    document.spreadsheet.addElement(table)
    return saved(document)


def odp() -> bytes:
    document = OpenDocumentPresentation()
    page, frame, box = Slide(masterpagename="m"), Frame(width="10cm", height="5cm"), TextBox()
    box.addElement(P(text=WORDS))
    frame.addElement(box)
    page.addElement(frame)
    document.presentation.addElement(page)
    return saved(document)


def saved(document: object) -> bytes:
    out = BytesIO()
    document.write(out)  # type: ignore[attr-defined]
    return out.getvalue()


def xlsx() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("calls").write(0, 0, WORDS)
    return out.getvalue()


def eml() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.org", "s"
    message.set_content(WORDS)
    message.add_attachment(sample_files.pdf(["Attached"]), maintype="application", subtype="pdf", filename="plan.pdf")
    return message.as_bytes()


def picture(kind: str) -> bytes:
    out = BytesIO()
    sample_files.picture(WORDS).convert("RGB").save(out, kind)
    return out.getvalue()


MAKERS: dict[str, Callable[[], bytes]] = {
    "pdf": lambda: sample_files.pdf([WORDS] * 9),
    "docx": lambda: sample_files.docx([WORDS]),
    "doc": lambda: sample_files.doc([WORDS + "\r"] * 200),
    "pptx": lambda: sample_files.pptx([WORDS], ""),
    "xlsx": xlsx,
    "xls": lambda: sample_files.xls({"calls": [[WORDS, 1]] * 300}),
    "odt": odt,
    "ods": ods,
    "odp": odp,
    "zip": lambda: sample_files.zipped({"a.txt": WORDS.encode(), "b.txt": b"more"}),
    "png": lambda: picture("PNG"),
    "jpg": lambda: picture("JPEG"),
    "tif": lambda: picture("TIFF"),
    "gif": lambda: picture("GIF"),
    "webp": lambda: picture("WEBP"),
}
OTHERS: dict[str, Callable[[], bytes]] = {
    "ppt": lambda: sample_files.ppt([WORDS]),
    "rtf": lambda: rb"{\rtf1\ansi " + WORDS.encode() + rb"\par more}",
    "html": lambda: b"<html><body><p>" + WORDS.encode() + b"</p><p>more</p></body></html>",
    "csv": lambda: f"place,seen\n{WORDS},yes\n".encode(),
    "eml": eml,
    "bmp": lambda: picture("BMP"),
}


@pytest.mark.parametrize("ending", [*MAKERS, *OTHERS])
def test_a_file_gives_its_words(ending: str) -> None:
    answer, text = read((MAKERS | OTHERS)[ending](), f"a.{ending}")
    assert answer.status is Status.READ, answer
    assert WORDS in text


@pytest.mark.parametrize("ending", MAKERS)
def test_half_a_file_is_listed_as_broken_with_the_reason(ending: str) -> None:
    content = MAKERS[ending]()
    answer, text = read(content[: len(content) // 2], f"a.{ending}")
    assert (answer.status, text) == (Status.UNREADABLE, "")
    assert "not a whole" in answer.reason or "broken" in answer.reason


def test_half_a_mail_gives_its_text_and_names_the_broken_attachment() -> None:
    content = eml()
    answer, text = read(content[: len(content) * 3 // 4], "a.eml")
    assert (answer.status, WORDS in text) == (Status.PARTLY, True)
    assert answer.reason.startswith("plan.pdf: not a whole PDF")


@needs_shared
def test_half_an_outlook_message_is_listed_as_broken() -> None:
    content = (SHARED / "data/documents/msg_simple.msg").read_bytes()
    answer, _ = read(content[: len(content) // 2], "a.msg")
    assert answer.status is Status.UNREADABLE
    assert answer.reason.startswith("not a whole Outlook message")


@needs_shared
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("xlsx_01.xlsx", "first | second | third\n1 | 5 | 9"),
        ("text_document_01.odt", "heading level 1.0"),
        ("wiki_duck.html", "Duck"),
        ("eml_with_attachment.eml", "Attachment: "),
        ("word_tables.docx", " | "),
    ],
)
def test_files_that_other_programs_wrote(name: str, words: str) -> None:
    answer, text = read((SHARED / "data/documents" / name).read_bytes(), name)
    assert answer.status is Status.READ, answer
    assert words in text


def test_legacy_excel_sheet_by_sheet_and_row_by_row() -> None:
    content = sample_files.xls(
        {
            "calls": [["number", "seconds", "on"], ["07700 900103", 61, date(2015, 7, 11)], ["Ильин", 1.5]],
            "b": [["none"]],
        }
    )
    answer, text = read(content, "phone.xls")
    assert (answer.kind, answer.status) == ("sheet", Status.READ)
    assert text.split("\n") == [
        "calls",
        "number | seconds | on",
        "07700 900103 | 61 | 2015-07-11",
        "Ильин | 1.5",
        "b",
        "none",
    ]


def test_a_legacy_workbook_with_a_password_is_listed_as_encrypted() -> None:
    answer, _ = read(sample_files.xls({"a": [["x"]]}, locked=True), "a.xls")
    assert (answer.status, answer.reason) == (Status.ENCRYPTED, "the workbook is protected by a password")


@pytest.mark.parametrize("name", ["a.pptx", "a.xlsx", "a.docx"])
def test_an_office_file_with_a_password_is_listed_as_encrypted(name: str) -> None:
    content = sample_files.compound({"EncryptedPackage": b"\x01" * 5000, "EncryptionInfo": b"\x04\x00\x04\x00"})
    answer, _ = read(content, name)
    assert (answer.status, "password" in answer.reason) == (Status.ENCRYPTED, True)


def test_headers_and_footers_of_a_workbook_are_read_without_their_codes() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("calls")
        sheet.write(0, 0, "x")
        sheet.set_header('&L&"Arial,Bold"&12Rota && keys&RPage &P')
        sheet.set_footer("&CImran Sole")
    answer, text = read(out.getvalue(), "a.xlsx")
    assert answer.status is Status.READ
    assert text.endswith("Headers and footers\nRota & keys Page\nImran Sole")
