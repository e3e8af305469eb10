"""What an office document shows beside its text: pictures, charts and diagrams, and files embedded in it."""

import posixpath
from collections.abc import Iterator
from typing import Any

from lxml import etree

from reassess.reading.files.cleaning import clean_text, split_pages
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.fixed_layout.image import pages_of_picture
from reassess.reading.files.formats.office.embedded import unpacked
from reassess.reading.files.formats.office.package import DRAWING, RELATIONSHIPS, Package, Relationship
from reassess.reading.files.pages import Page, PartKind, Unreadable

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_FILES = ("package", "oleObject", "aFChunk")
_DRAWINGS = ("chart", "diagramData")
_NOT_READ = {"chartEx": "chart", "ink": "drawing by hand", "video": "video", "audio": "sound recording"}


def related_pages(package: Package, main: str, container: Container) -> Iterator[Page]:
    """Yield the pages of everything linked to the main part that its own text does not hold, and account for it."""
    previews: dict[str, set[str]] = {}
    for source, link in package.linked(main):
        name = posixpath.basename(link.target)
        if link.kind in _FILES:
            yield from _file_pages(package, link, container)
        elif link.kind == "image" and not source.endswith(".vml"):
            if source not in previews:
                previews[source] = set(_previews(package, source))
            if link.key not in previews[source]:
                yield from _picture_pages(package, link, container)
        elif link.kind in _DRAWINGS:
            with container.part(PartKind.DRAWING, name):
                lines = list(_drawing_lines(package.xml(link.target)))
                yield from split_pages(clean_text("\n".join(lines))) if lines else []
        elif link.kind == "drawing":
            yield from _text_boxes(package, link, container)
        elif link.kind in _NOT_READ:
            container.refuse_part(PartKind.DRAWING, name, f"a {_NOT_READ[link.kind]}: look at the original")


def _text_boxes(package: Package, link: Relationship, container: Container) -> Iterator[Page]:
    """Yield the words of the text boxes on a sheet."""
    lines: list[str] = []
    try:
        lines += _drawing_lines(package.xml(link.target))
    except Unreadable as failure:
        container.refuse_part(PartKind.TEXT_BOX, posixpath.basename(link.target), failure.reason)
    if lines:
        container.read_part(PartKind.TEXT_BOX)
        yield from split_pages(clean_text("\n".join(lines)))


def _file_pages(package: Package, link: Relationship, container: Container) -> Iterator[Page]:
    try:
        name, content = unpacked(package.content(link.target), posixpath.basename(link.target))
    except Unreadable as failure:
        container.refuse_part(PartKind.EMBEDDED, posixpath.basename(link.target), failure.reason)
        return
    yield from container.member_pages(content, name, PartKind.EMBEDDED)


def _picture_pages(package: Package, link: Relationship, container: Container) -> Iterator[Page]:
    name = posixpath.basename(link.target)
    try:
        content = package.content(link.target)
    except Unreadable as failure:
        container.refuse_part(PartKind.PICTURE, name, failure.reason)
        return
    yield from pages_of_picture(content, name, container)


def _previews(package: Package, source: str) -> Iterator[str]:
    """Yield the ids of pictures that only show what an embedded file looks like."""
    for each in package.xml(source).iter("{*}object", "{*}oleObj"):
        for part in each.iter("{*}imagedata", "{*}blip", "{*}objectPr"):
            yield part.get(f"{{{RELATIONSHIPS}}}id") or part.get(f"{{{RELATIONSHIPS}}}embed") or ""


def _drawing_lines(root: Any) -> Iterator[str]:
    """Yield the words of a diagram or chart: its paragraphs, and a line for each row of values it shows."""
    for each in root.iter(f"{{{DRAWING}}}p", f"{{{_CHART}}}strCache", f"{{{_CHART}}}numCache"):
        tag = "t" if etree.QName(each).localname == "p" else "v"
        words = [found.text or "" for found in each.iter(f"{{{DRAWING}}}{tag}", f"{{{_CHART}}}{tag}")]
        line = ("" if tag == "t" else " | ").join(words)
        if line.strip():
            yield line
