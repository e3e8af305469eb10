"""What a Word document shows beside its text: embedded files, pictures, diagrams, charts, form fields, symbols."""

import struct
from collections.abc import Sequence
from dataclasses import replace

import pytest

from reassess.reading.files.extract import extract
from reassess.reading.files.formats.office.package import DRAWING, RELATIONSHIPS, WORD
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Status
from tests.reading import sample_files

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SPACES = f'xmlns:w="{WORD}" xmlns:r="{RELATIONSHIPS}" xmlns:a="{DRAWING}" xmlns:c="{CHART}" xmlns:v="urn:x-vml"'


def read(content: bytes, name: str = "a.docx") -> FileText:
    pages: list[Page] = []
    text = extract(content, name, Limits(), pages.append)
    return replace(text, pages=tuple(pages))


def words(text: FileText) -> str:
    return "\n".join(page.text for page in text.pages)


def word(body: str, links: Sequence[tuple[str, str, bytes]] = ()) -> bytes:
    """A Word document of this body, with linked parts (kind, name, content) under the ids r0, r1 and so on."""
    listed = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONSHIPS}/{kind}" Target="{name}"/>'
        for n, (kind, name, _) in enumerate(links)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return sample_files.zipped(
        {
            "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>".encode(),
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{space}">{listed}</Relationships>'.encode(),
            **{f"word/{name}": content for _, name, content in links},
        }
    )


def paragraph(content: str) -> str:
    return f"<w:p><w:r>{content}</w:r></w:p>"


SEEN = paragraph("<w:t>See below</w:t>")


def native(name: str, content: bytes) -> bytes:
    """A file as the packager of Windows embeds it."""
    label = name.encode() + b"\0"
    inner = b"\x02\0" + label + b"C:\\" + label + struct.pack("<IIH", 0x30000, 2, 0x41)[:8] + b"A\0"
    inner += struct.pack("<I", len(content)) + content
    return sample_files.compound({"\x01Ole10Native": struct.pack("<I", len(inner)) + inner})


@pytest.mark.parametrize(
    ("kind", "name", "content", "shown"),
    [
        ("package", "embeddings/b.docx", sample_files.docx(["Inner words"]), "Attachment: b.docx\nInner words"),
        ("oleObject", "embeddings/o.bin", native("note.txt", b"Inner words"), "Attachment: note.txt\nInner words"),
        ("oleObject", "embeddings/o.bin", sample_files.doc(["Inner words"]), "Attachment: o.bin\nInner words"),
        (
            "oleObject",
            "embeddings/o.bin",
            sample_files.compound({"CONTENTS": sample_files.pdf(["Inner words"])}),
            "Attachment: o.bin\nInner words",
        ),
        ("aFChunk", "afchunk.html", b"<html><body>Inner words</body></html>", "Attachment: afchunk.html\nInner words"),
        ("aFChunk", "afchunk.rtf", rb"{\rtf1 Inner words}", "Attachment: afchunk.rtf\nInner words"),
    ],
)
def test_files_inside_are_read(kind: str, name: str, content: bytes, shown: str) -> None:
    text = read(word(SEEN, [(kind, name, content)]))
    assert words(text).rstrip() == f"See below\n{shown}"
    assert ("embedded file", "read") in [(part.kind, part.status) for part in text.parts]


def test_an_embedded_file_that_cannot_be_read_is_named() -> None:
    text = read(word(SEEN, [("package", "embeddings/b.bin", b"\x00\x01\x02\x03\x04\x05")]))
    assert (text.status, text.reason[:8]) == (Status.PARTLY, "b.bin: a")


def test_pictures_are_recognised_and_icons_are_not() -> None:
    scan = sample_files.png(sample_files.picture("Rufus Tench", (700, 200), 60))
    icon = sample_files.png(sample_files.picture("x", (16, 16), 8))
    text = read(word(SEEN, [("image", "media/a.png", scan), ("image", "media/b.png", icon)]))
    assert words(text) == "See below\nRufus Tench"
    assert [(part.kind, part.status, part.count) for part in text.parts][1:] == [("picture", "recognised", 1)]


def test_the_preview_of_an_embedded_file_is_no_part() -> None:
    shown = paragraph('<w:object><v:shape><v:imagedata r:id="r0"/></v:shape></w:object>')
    links = [("image", "media/a.emf", b"\x01\0\0\0"), ("package", "embeddings/b.txt", b"words")]
    text = read(word(SEEN + shown, links))
    assert (text.status, [part.kind for part in text.parts]) == (Status.READ, ["body", "body", "embedded file"])


def test_a_picture_that_cannot_be_opened_is_named() -> None:
    text = read(word(SEEN, [("image", "media/a.emf", b"\x01\0\0\0 torn")]))
    assert (text.status, text.reason.split(":")[0]) == (Status.PARTLY, "a.emf")


def test_diagrams_and_charts_give_their_words() -> None:
    diagram = f"<x {SPACES}><a:p><a:r><a:t>Ada </a:t></a:r><a:r><a:t>Quill</a:t></a:r></a:p></x>".encode()
    cache = "<c:strCache><c:pt><c:v>June</c:v></c:pt><c:pt><c:v>July</c:v></c:pt></c:strCache>"
    numbers = "<c:numCache><c:pt><c:v>4</c:v></c:pt></c:numCache>"
    chart = f"<c:chart {SPACES}><a:p><a:t>Calls</a:t></a:p>{cache}{numbers}</c:chart>".encode()
    text = read(word(SEEN, [("diagramData", "d.xml", diagram), ("chart", "c.xml", chart)]))
    assert words(text).split("\n") == ["See below", "Ada Quill", "Calls", "June | July", "4"]
    assert [part.kind for part in text.parts] == ["body", "drawing or chart", "drawing or chart"]


def field(content: str) -> str:
    return paragraph(f'<w:fldChar w:fldCharType="begin"><w:ffData>{content}</w:ffData></w:fldChar>')


LIST = '<w:ddList>{}<w:listEntry w:val="Charged"/><w:listEntry w:val="No further action"/></w:ddList>'


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (field(LIST.format('<w:result w:val="1"/>')), "No further action"),
        (field(LIST.format("")), "Charged"),
        (field(LIST.format('<w:result w:val="9"/>')), ""),
        (field('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'), "\u2612"),
        (field('<w:checkBox><w:default w:val="1"/></w:checkBox>'), "\u2612"),
        (field('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>'), "\u2610"),
        (paragraph('<w:sym w:font="Wingdings" w:char="F0FE"/>'), "\u2612"),
        (paragraph('<w:sym w:font="Wingdings" w:char="F0A8"/>'), "\u2610"),
        (paragraph('<w:sym w:font="Wingdings" w:char="F0FC"/>'), "\u2713"),
        (paragraph('<w:sym w:font="Arial" w:char="00E9"/>'), "é"),
        (paragraph('<w:sym w:font="Arial" w:char="2713"/>'), "\u2713"),
    ],
)
def test_form_fields_and_symbols_show_what_was_chosen(shown: str, expected: str) -> None:
    assert words(read(word(SEEN + shown))) == f"See below\n{expected}"


def test_a_broken_part_costs_no_other() -> None:
    text = read(word(SEEN, [("comments", "comments.xml", b"<torn"), ("package", "embeddings/b.txt", b"words")]))
    assert words(text) == "See below\nAttachment: b.txt\nwords"
    assert (text.status, text.reason.split(":")[0]) == (Status.PARTLY, "comments")
