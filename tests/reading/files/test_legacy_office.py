"""Office files from before 2007: tracked deletions, pictures and embedded files."""

import struct
import zlib
from dataclasses import replace
from typing import cast

import olefile
import pytest

from reassess.reading.files.containers import Container, Usage
from reassess.reading.files.extract import extract
from reassess.reading.files.formats.office.legacy.inside import embedded_pages
from reassess.reading.files.formats.registry import read_pages
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, PartStatus, Status
from tests.reading import sample_files


def read(content: bytes, name: str) -> FileText:
    pages: list[Page] = []
    text = extract(content, name, Limits(), pages.append)
    return replace(text, pages=tuple(pages))


@pytest.mark.parametrize(
    ("piece", "deleted", "shown"),
    [
        ("The van is red grey.", (11, 15), "The van is grey."),
        ("Имя: Ильин Пётр", (22, 30), "Имя: Ильин"),
        ("The van is grey.", None, "The van is grey."),
    ],
)
def test_words_deleted_under_tracked_changes_are_not_shown(
    piece: str, deleted: tuple[int, int] | None, shown: str
) -> None:
    text = read(sample_files.doc([piece], deleted=deleted), "a.doc")
    assert (text.status, text.pages[0].text.strip()) == (Status.READ, shown)


def test_pictures_of_a_document_are_recognised() -> None:
    scan = sample_files.png(sample_files.picture("Rufus Tench", (700, 200), 60))
    text = read(sample_files.doc(["See below"], more={"Data": b"head" + scan}), "a.doc")
    assert [page.text.strip() for page in text.pages] == ["See below", "Rufus Tench"]
    assert [(part.kind, part.status) for part in text.parts] == [("body", "read"), ("picture", "recognised")]


@pytest.mark.parametrize("compressed", [True, False])
def test_files_embedded_in_slides_are_read(compressed: bool) -> None:
    inner = sample_files.doc(["Inner words"])
    packed = struct.pack("<I", len(inner)) + zlib.compress(inner) if compressed else inner
    atom = struct.pack("<HHI", int(compressed) << 4, 0x1011, len(packed)) + packed
    words = struct.pack("<HHI", 0, 0x0FA8, 5) + b"Slide"
    text = read(sample_files.compound({"PowerPoint Document": words + atom}), "a.ppt")
    assert [page.text.strip() for page in text.pages] == ["Slide", "Attachment: object 1\nInner words"]


class Storages:
    """A compound file with storages."""

    def __init__(self, streams: dict[str, bytes]) -> None:
        self.streams = streams

    def listdir(self) -> list[list[str]]:
        return [path.split("/") for path in self.streams]

    def openstream(self, path: str) -> "Storages":
        self.path = path
        return self

    def read(self) -> bytes:
        return self.streams[self.path]


@pytest.mark.parametrize(
    ("stream", "content", "shown", "status"),
    [
        ("CONTENTS", sample_files.pdf(["Inner words"]), "Attachment: ObjectPool/_1\nInner words", PartStatus.READ),
        ("Package", sample_files.docx(["Inner words"]), "Attachment: ObjectPool/_1\nInner words", PartStatus.READ),
        ("\x01Ole10Native", b"torn", "", PartStatus.REFUSED),
        ("Workbook", b"records", "", PartStatus.REFUSED),
    ],
)
def test_embedded_files_are_read_or_named(stream: str, content: bytes, shown: str, status: PartStatus) -> None:
    container = Container(Limits(), Usage(), read_pages)
    file = Storages({"WordDocument": b"", f"ObjectPool/_1/{stream}": content})
    pages = list(embedded_pages(cast("olefile.OleFileIO", file), container))
    assert "\n".join(page.text for page in pages).strip() == shown
    assert container.usage.listed()[-1].status is status
