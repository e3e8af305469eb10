"""Comments of cells, and text boxes of workbooks from before 2007, which the reader of cells passes over."""

from collections.abc import Iterator
from io import BytesIO
from struct import unpack_from
from typing import Any

import olefile

from reassess.reading.files.formats.office.package import Package
from reassess.reading.files.pages import Status, Unreadable

_STREAMS = ("Workbook", "Book")
_TEXT_OBJECT, _CONTINUED = 0x01B6, 0x003C
_BINARY = "xl/comments"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_PARAGRAPHS = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"


def notes(package: Package | None, content: bytes) -> list[str]:
    """Return a line for each comment of a workbook: the cell where the file says it, the author, and the words.

    Raises `Unreadable`, OSError or struct.error where they are broken or of a kind that is not read.
    """
    if package is None:
        return list(_notes_before_2007(content))
    names = package.archive.NameToInfo
    if any(name.startswith(_BINARY) and name.endswith(".bin") for name in names):
        raise Unreadable(Status.UNREADABLE, "comments of a binary workbook: save it as .xlsx and supply that")
    if "xl/workbook.xml" in names:
        return list(_notes_of_excel(package))
    return list(_notes_of_opendocument(package.xml("content.xml"))) if "content.xml" in names else []


def _notes_of_excel(package: Package) -> Iterator[str]:
    for _, link in package.linked(package.main_part("xl/workbook.xml")):
        if link.kind == "comments":
            yield from _comments(package.xml(link.target))
        elif link.kind == "threadedComment":
            for each in package.xml(link.target).iter("{*}threadedComment"):
                yield f"{each.get('ref', '')}: {_words(each, '{*}text')}"


def _comments(root: Any) -> Iterator[str]:
    authors = [each.text or "" for each in root.iter("{*}author")]
    for each in root.iter("{*}comment"):
        number = each.get("authorId", "")
        author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
        shown = f"{each.get('ref', '')} ({author})" if author else each.get("ref", "")
        yield f"{shown}: {_words(each, '{*}t')}"


def _words(element: Any, tag: str) -> str:
    return " ".join("".join(each.text or "" for each in element.iter(tag)).split())


def _notes_of_opendocument(root: Any) -> Iterator[str]:
    for each in root.iter(f"{_OFFICE}annotation"):
        creator = next((found.text for found in each.iter(_CREATOR)), None)
        words = " ".join(" ".join("".join(line.itertext()) for line in each.iter(_PARAGRAPHS)).split())
        yield f"{creator}: {words}" if creator else words


def _notes_before_2007(content: bytes) -> Iterator[str]:
    """Yield the words of comments and text boxes ([MS-XLS] 2.4.329, TxO: the text is in the record that follows)."""
    with olefile.OleFileIO(BytesIO(content)) as file:
        stream = next((file.openstream(name).read() for name in _STREAMS if file.exists(name)), b"")
    offset, characters = 0, 0
    while offset + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, offset)
        body = stream[offset + 4 : offset + 4 + length]
        offset += 4 + length
        if kind == _TEXT_OBJECT and len(body) >= 12:
            characters = unpack_from("<H", body, 10)[0]
        elif kind == _CONTINUED and characters and body:
            text = body[1:].decode("utf-16-le" if body[0] & 1 else "latin-1", "replace")
            yield " ".join(text[:characters].split())
            characters = 0
