"""Plain text and markup: the letters as they were meant, every level, what a form shows, and no tags."""

from base64 import b64encode
from io import BytesIO
from zipfile import ZipFile

import pytest

from reassess.reading.files.cleaning import Shifts, clean_text, clean_with_shifts
from reassess.reading.files.extract import extract
from reassess.reading.files.formats.text.encodings import decoded, encoding_named
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, PartStatus, Status
from tests.reading import sample_files


def read(content: bytes, name: str) -> tuple[FileText, str]:
    pages: list[Page] = []
    answer = extract(content, name, Limits(), pages.append)
    return answer, "\n".join(page.text for page in pages)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xa3500", "£500"),
        (b"\xa320 and \x8020", "£20 and €20"),
        (b"21\xb0", "21°"),
        (b"Ren\xe9e", "Renée"),
        (b"Zo\xeb \x93quoted\x94 \x96 \x85", "Zoë “quoted” – …"),
        ("Zoë paid £5, ".encode() + b"then \xa36", "Zoë paid £5, then £6"),
    ],
    ids=["pound", "pound and euro", "degree", "accent", "quotes", "two encodings"],
)
def test_short_texts_in_windows_letters(content: bytes, words: str) -> None:
    assert decoded(content) == words


@pytest.mark.parametrize("encoding", ["cp1250", "cp1251", "koi8-r", "cp1253", "shift_jis", "big5", "euc_kr"])
def test_texts_in_another_script_are_detected(encoding: str) -> None:
    words = {
        "cp1250": "Zażółć gęślą jaźń, powiedział świadek",
        "cp1253": "Δήλωση μάρτυρα, πρώτη σελίδα, υπογεγραμμένη σήμερα στο αστυνομικό τμήμα της πόλης",
        "shift_jis": "証人の供述書、第一頁。本日署において署名されたものである。",
        "big5": "證人陳述書，第一頁，今日於警署簽署。證人看見一輛灰色客貨車停在路旁。",
        "euc_kr": "증인 진술서 첫 번째 쪽, 오늘 경찰서에서 서명했습니다. 회색 승합차를 보았습니다.",
    }.get(encoding, "Заявление свидетеля, страница первая, подписано сегодня днём в участке города")
    assert decoded(words.encode(encoding)) == words


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("ISO-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ('"latin1"', "cp1252"),
        ("windows-950", "cp950"),
        ("x-windows-949", "cp949"),
        ("gb2312", "gb18030"),
        ("iso-8859-8-i", "iso8859-8"),
        ("base64", None),
        ("punycode", None),
        ("no-such", None),
        ("", None),
    ],
)
def test_labels_mean_what_browsers_take_them_for(label: str, encoding: str | None) -> None:
    assert encoding_named(label) == encoding


@pytest.mark.parametrize(
    "content",
    [
        b"Page one.\x0cThe van belongs to Imran Sole.\x00\x1a",
        b"The van belongs to Imran Sole.\x1a" + b"\x1a" * 90,
        b"The van\x00 belongs to Imran Sole." * 5,
        b"\x1bE\x1b(10U" + b"The van belongs to Imran Sole.\r\n" * 40,
        b"The van belongs to Imran Sole.\r\n\x07" * 4,
        b"\x0cThe van belongs to Imran Sole.",
    ],
    ids=["form feed, NUL and end mark", "end marks", "NUL", "printer codes", "a bell", "form feed first"],
)
def test_marks_of_printers_and_old_programs_do_not_make_a_text_unreadable(content: bytes) -> None:
    answer, text = read(content, "a.txt")
    assert (answer.status, "Imran Sole" in text) == (Status.READ, True)


@pytest.mark.parametrize("content", [bytes(range(256)) * 20, b"\x00\x01\x02\x03\x04\x05\x06", b"MZ\x90\x00\x03" * 900])
def test_other_files_are_no_text(content: bytes) -> None:
    assert read(content, "a.txt")[0].status is Status.UNSUPPORTED


@pytest.mark.parametrize("depth", [300, 3_000, 60_000])
def test_markup_of_any_depth_is_read_whole(depth: int) -> None:
    inner = b"<div>" * depth + b"Imran <i>Sole</i>" + b"</div>" * depth
    answer, text = read(b"<html><body>First words" + inner + b"Last words</body></html>", "replies.html")
    assert (answer.status, text.split("\n")) == (Status.READ, ["First words", "Imran Sole", "Last words"])


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>a<br>b</p>c<!-- note -->d", ["a", "b", "cd"]),
        ("<table><tr><th>x<td>y<tr><td>1<td><table><tr><td>in<td>side</table></table>", ["x | y", "1 | in | side"]),
        ("<ul><li>one<li>two</ul>", ["one", "two"]),
        ("<form>Name <input value='Imran Sole'> <input type=hidden value=h></form>", ["Name Imran Sole"]),
        ("<input type=checkbox checked value=yes> seen <input type=radio value=no>", ["yes seen"]),
        ("<select><option>a<option selected>b</select>", ["b"]),
        ("<select><option>a<option>b</select>", ["a", "b"]),
        ("<textarea>Imran Sole</textarea>", ["Imran Sole"]),
        ("<svg><text>Imran Sole</text><style>x</style></svg>", ["Imran Sole"]),
        ("before<script>no()</script>after", ["beforeafter"]),
        ("a\x00b", ["a b"]),
        ("", []),
        ("<!-- only a note -->", []),
    ],
)
def test_what_a_page_shows(markup: str, lines: list[str]) -> None:
    _, text = read(f"<html><body>{markup}</body></html>".encode(), "a.html")
    assert [line for line in text.split("\n") if line] == lines


@pytest.mark.parametrize("label", ["iso-8859-1", "us-ascii", "windows-1252", ""])
def test_windows_letters_of_a_page(label: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    _, text = read(f"<html>{head}<p>Rory O".encode() + b"\x92Neill \x85 he said</html>", "a.html")
    assert text == "Rory O’Neill … he said"


def test_pictures_inside_a_page_are_recognised() -> None:
    data = b64encode(sample_files.png(sample_files.picture("QUIET MILE"))).decode()
    page = f'<html><p>See</p><img src="data:image/png;base64,{data}"><img src="data:image/png;base64,AAAA"></html>'
    answer, text = read(page.encode(), "a.html")
    assert "QUIET MILE" in text
    assert [(part.name, part.status) for part in answer.parts if ":" not in part.name] == [
        ("body", PartStatus.READ),
        ("picture 1.png", PartStatus.READ),
        ("picture 2.png", PartStatus.REFUSED),
    ]


WORDML = """<?xml version="1.0"?><?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"
 xmlns:aml="http://schemas.microsoft.com/aml/2001/core"><w:body>
<w:p><w:r><w:t>The van is </w:t></w:r><aml:annotation w:type="Word.Deletion"><aml:content>
<w:r><w:delText>red</w:delText></w:r></aml:content></aml:annotation><w:r><w:t>grey</w:t>
<w:footnote><w:p><w:r><w:t>Says Imran Sole.</w:t></w:r></w:p></w:footnote></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>
</w:tbl><w:sectPr><w:hdr><w:p><w:r><w:t>header</w:t></w:r></w:p></w:hdr></w:sectPr></w:body></w:wordDocument>"""
EXCEL = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="calls"><Table><Row>
<Cell><Data>who</Data></Cell><Cell ss:Index="3"><Data>Imran Sole</Data><Comment><Data>rang twice</Data></Comment></Cell>
</Row></Table></Worksheet></Workbook>"""
FLAT_ODF = """<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:p>The keys of Imran Sole</text:p></office:text></office:body></office:document>"""


def test_word_2003_xml_is_read_as_words() -> None:
    answer, text = read(WORDML.encode(), "a.doc")
    assert (answer.kind, answer.status) == ("word2003", Status.READ)
    assert [line for line in text.split("\n") if line] == ["The van is grey", "Says Imran Sole.", "a | b", "header"]


def test_excel_2003_xml_is_read_as_rows() -> None:
    answer, text = read(EXCEL.encode(), "a.xls")
    assert (answer.kind, text) == ("excel2003", "calls\nwho |  | Imran Sole\nComment: rang twice")


def test_flat_opendocument_is_read_as_words() -> None:
    answer, text = read(FLAT_ODF.encode(), "a.fodt")
    assert (answer.kind, answer.status, text.strip()) == ("flat_odf", Status.READ, "The keys of Imran Sole")


def test_a_flat_office_package_is_read_as_the_document_it_holds() -> None:
    parts = ""
    with ZipFile(BytesIO(sample_files.docx(["The keys of Imran Sole"]))) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                inner = archive.read(name).decode().split("?>", 1)[-1]
                parts += f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{inner}</pkg:xmlData></pkg:part>'
    flat = f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'
    answer, text = read(flat.encode(), "a.xml")
    assert (answer.kind, answer.status) == ("flat_opc", Status.READ)
    assert "The keys of Imran Sole" in text


@pytest.mark.parametrize("content", [WORDML, EXCEL, FLAT_ODF], ids=["word", "excel", "opendocument"])
def test_a_broken_or_hostile_flat_file_is_listed_with_the_reason(content: str) -> None:
    assert read(content[: len(content) - 30].encode(), "a.xml")[0].status is Status.UNREADABLE
    hostile = content.replace('<?xml version="1.0"?>', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>')
    assert "declares XML entities" in read(hostile.encode(), "a.xml")[0].reason


@pytest.mark.parametrize(
    ("received", "clean", "shifts"),
    [
        ("plain", "plain", ([], [])),
        ("a\r\nb", "a\nb", ([2], [1])),
        ("Zoe\u0308 met", "Zoë met", ([3], [1])),
        ("Tia\u00a0HOLT", "Tia HOLT", ([], [])),
        ("Ho\u200blt", "Holt", ([2], [1])),
        ("\ufeffHolt", "Holt", ([0], [1])),
        ("O\u0092Neill", "O’Neill", ([], [])),
        ("a\u0085b", "a…b", ([], [])),
        ("ﬁne", "fine", ([2], [-1])),
        ("a\u200db", "ab", ([1], [1])),
        ("نمی\u200cخواهم", "نمی\u200cخواهم", ([], [])),
        ("e\u200b\u0301", "é", ([1], [2])),
        ("\u2009\u3000\u2003", "   ", ([], [])),
    ],
)
def test_cleaning_says_where_each_position_was(received: str, clean: str, shifts: tuple[list[int], list[int]]) -> None:
    assert clean_with_shifts(received) == (clean, Shifts(*shifts))
    assert clean_text(received) == clean
    assert clean_text(clean) == clean
