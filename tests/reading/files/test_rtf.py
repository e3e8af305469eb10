"""Rich Text Format: every text of a document, encodings of fonts, tracked deletions, form fields, objects, pictures."""

import struct
from dataclasses import replace

import pytest

from reassess.reading.files.extract import extract
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Status
from tests.reading import sample_files

FONTS = rb"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}{\f2\fcharset128 Gothic;}}"
HEAD = rb"{\rtf1\ansi\ansicpg1252" + FONTS + rb"{\info{\author Nobody}}{\*\generator Writer;}"


def read(content: bytes) -> FileText:
    pages: list[Page] = []
    text = extract(HEAD + content + b"}", "a.rtf", Limits(), pages.append)
    return replace(text, pages=tuple(pages))


def words(content: bytes) -> str:
    return "\n".join(page.text for page in read(content).pages)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (rb"\pard One\par Two\line Three", "One\nTwo\nThree"),
        (rb"Caf\'e9 \'80 \f1 \'b3\f0 \'b3", "Café € ł³"),
        (rb"\f2 \'8f\'d8\'90\'6c", "証人"),
        (rb"\u8364?5 \uc2\u8364xx6 \uc0\u8364 7", "€5 €6 €7"),
        (rb"\u-10179?\u-8704? \u8211\'96 x", "\U0001f600 – x"),
        (rb"{\upr{plain}{\*\ud{\u1048?}}}", "И"),
        (rb"a\~b \{c\} d\_e f\-g \ldblquote h\rdblquote", "a b {c} d-e fg “h”"),
        (rb"The van is {\deleted red}{\revised grey}.", "The van is grey."),
        (rb"The van is \deleted red\deleted0 grey \deleted red\plain .", "The van is grey ."),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt shown}}", "shown"),
        (rb"{\*\unknown not shown}{\xe index}seen", "seen"),
        (rb"\bin4 {{{{seen", "seen"),
        (
            rb"\trowd\pard\intbl Action\par one\cell Who\cell\row\pard\intbl b\cell\cell\row\pard After\par",
            "Action one | Who\nb\nAfter",
        ),
    ],
)
def test_words(content: bytes, expected: str) -> None:
    assert words(content) == expected


@pytest.mark.parametrize(
    ("group", "title", "kind"),
    [
        (rb"{\footnote\pard\chftn It is %s}", "Notes", "note"),
        (rb"{\footnote\ftnalt It is %s}", "Notes", "note"),
        (rb"{\*\atnid A}{\*\atnauthor B}\chatn{\*\annotation{\*\atndate 1}It is %s}", "Comments", "comment"),
        (rb"{\header\pard It is %s\par}", "Header", "header or footer"),
        (rb"{\footerf\pard It is %s\par}", "Footer", "header or footer"),
        (
            rb"{\shp{\*\shpinst{\sp{\sn name}{\sv 1}}{\shptxt It is %s\par}}{\shprslt no}}",
            "Text box",
            "text box",
        ),
        (rb"{\*\do\dptxbx{\dptxbxtext It is %s\par}}", "Text box", "text box"),
    ],
)
def test_texts_around_the_body_stand_on_lines_of_their_own(group: bytes, title: str, kind: str) -> None:
    text = read(rb"Seen by the shop" + group.replace(b"%s", b"Rufus Tench") + rb" today.\par")
    assert text.pages[0].text.split("\n") == ["Seen by the shop today.", f"{title}: It is Rufus Tench"]
    assert (kind, "read") in [(part.kind, part.status) for part in text.parts]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (rb"\fftype2\ffres1{\*\ffl Charged}{\*\ffl No further action}", "No further action"),
        (rb"\fftype2\ffres25\ffdefres0{\*\ffl Charged}{\*\ffl No further action}", "Charged"),
        (rb"\fftype1\ffres1{\*\ffname seen}", "\u2612"),
        (rb"\fftype1\ffres25\ffdefres0", "\u2610"),
        (rb"\fftype0{\*\ffdeftext typed}", ""),
    ],
)
def test_form_fields_show_what_was_chosen(data: bytes, expected: str) -> None:
    field = rb"{\field{\*\fldinst FORM{\*\formfield{" + data + rb"}}}{\fldrslt}}"
    text = read(rb"Outcome: " + field)
    assert text.pages[0].text.strip() == f"Outcome: {expected}".strip()
    assert ("form", 1) in [(part.kind, part.count) for part in text.parts]


def ole1(name: bytes, data: bytes) -> bytes:
    named = struct.pack("<I", len(name) + 1) + name + b"\0"
    whole = struct.pack("<II", 0x501, 2) + named + bytes(8) + struct.pack("<I", len(data)) + data
    return rb"{\object\objemb{\*\objclass X}{\*\objdata " + whole.hex().encode() + rb"}{\result{\pict\wmetafile8 00}}}"


def test_embedded_files_are_read() -> None:
    inner = b"\x02\0note.txt\0C:\\note.txt\0" + struct.pack("<II", 3, 2) + b"x\0" + struct.pack("<I", 5) + b"Inner"
    package = ole1(b"Package", inner)
    document = ole1(b"Word.Document.8", sample_files.doc(["Inner words"]))
    text = read(rb"See below\par" + package + document)
    shown = "\n".join(page.text for page in text.pages)
    assert shown.split("\n")[:4] == ["See below", "Attachment: note.txt", "Inner", "Attachment: object 3"]
    assert "Inner words" in shown


def test_pictures_are_recognised_or_named() -> None:
    scan = sample_files.png(sample_files.picture("Rufus Tench", (700, 200), 60))
    text = read(rb"See {\*\shppict{\pict\pngblip " + scan.hex().encode() + rb"}}{\nonshppict{\pict\wmetafile8 00}}")
    assert [page.text for page in text.pages] == ["See", "Rufus Tench"]
    assert text.status is Status.READ
    text = read(rb"See {\pict\wmetafile8 0100}")
    assert (text.status, text.reason.split(":")[0]) == (Status.PARTLY, "picture 1.wmf")


def test_a_file_that_breaks_off_is_partly_read() -> None:
    pages: list[Page] = []
    text = extract(HEAD + rb"{\b Rufus", "a.rtf", Limits(), pages.append)
    assert (text.status, pages[0].text) == (Status.PARTLY, "Rufus")
    assert "breaks off" in text.reason
