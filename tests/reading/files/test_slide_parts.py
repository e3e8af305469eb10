"""Slides: notes, comments of both kinds, pictures, and slides that are broken."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from reassess.reading.files.extract import extract
from reassess.reading.files.formats.office.package import DRAWING, PRESENTATION, RELATIONSHIPS
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Status
from tests.reading import sample_files

LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


def read(content: bytes) -> FileText:
    pages: list[Page] = []
    text = extract(content, "a.pptx", Limits(), pages.append)
    return replace(text, pages=tuple(pages))


def slides_with(kind: str, name: str, content: bytes) -> bytes:
    """Two slides, with a part linked to the first, which is stored as slide2.xml."""
    link = f'<Relationship Id="r9" Type="{RELATIONSHIPS}/{kind}" Target="../{name}"/>'
    with ZipFile(BytesIO(sample_files.pptx(["First", "Second"]))) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    listing = f'<Relationships xmlns="{LINKS}">{link}</Relationships>'.encode()
    return sample_files.zipped({**members, "ppt/slides/_rels/slide2.xml.rels": listing, f"ppt/{name}": content})


SPACES = f'xmlns:p="{PRESENTATION}" xmlns:a="{DRAWING}"'


@pytest.mark.parametrize(
    "comment",
    [
        f"<p:cmLst {SPACES}><p:cm><p:text>Ask Rufus Tench</p:text></p:cm></p:cmLst>",
        f"<p:cmLst {SPACES}><p:cm><p:txBody><a:p><a:t>Ask Rufus Tench</a:t></a:p></p:txBody></p:cm></p:cmLst>",
    ],
)
def test_comments_stand_on_their_slide(comment: str) -> None:
    text = read(slides_with("comments", "comments/comment1.xml", comment.encode()))
    assert text.pages[0].text == "First\nAction | Who\nComments: Ask Rufus Tench"
    assert ("comment", "read") in [(part.kind, part.status) for part in text.parts]


def test_pictures_on_slides_are_recognised() -> None:
    scan = sample_files.png(sample_files.picture("Rufus Tench", (700, 200), 60))
    text = read(slides_with("image", "media/a.png", scan))
    assert (text.pages[-1].text, text.status) == ("Rufus Tench", Status.READ)


def test_a_broken_slide_costs_no_other() -> None:
    text = read(sample_files.replaced(sample_files.pptx(["First", "Second"]), "ppt/slides/slide2.xml", b"<torn"))
    assert [page.text for page in text.pages] == ["", "Second\nAction | Who"]
    assert (text.status, text.reason.split(":")[0]) == (Status.PARTLY, "slide2.xml")
