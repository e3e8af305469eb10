"""PowerPoint: one page a slide, with its tables, notes and comments; then pictures, charts and files inside."""

import posixpath
from collections.abc import Iterator
from typing import Any

from reassess.reading.files.cleaning import clean_text, table_row
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.office.package import DRAWING, PRESENTATION, RELATIONSHIPS, Package
from reassess.reading.files.formats.office.related import related_pages
from reassess.reading.files.pages import Page, PartKind

_PARAGRAPH, _TEXT, _BREAK = (f"{{{DRAWING}}}{name}" for name in ("p", "t", "br"))
_TABLE, _ROW, _CELL = (f"{{{DRAWING}}}{name}" for name in ("tbl", "tr", "tc"))
_SLIDE, _COMMENT_TEXT = f"{{{PRESENTATION}}}sldId", f"{{{PRESENTATION}}}text"
_KEY = f"{{{RELATIONSHIPS}}}id"
_BESIDE = {"notesSlide": ("Notes", PartKind.NOTE), "comments": ("Comments", PartKind.COMMENT)}


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the slides of a .pptx, .pptm or .ppsx file in the order they are shown."""
    package = Package.open(content, container.limits)
    main = package.main_part("ppt/presentation.xml")
    slides = {link.key: link.target for link in package.relationships(main) if link.kind == "slide"}
    for shown in package.xml(main).iter(_SLIDE):
        name = slides.get(shown.get(_KEY))
        if name is not None:
            yield Page(clean_text("\n".join(_slide(package, name, container))))
    yield from related_pages(package, main, container)


def _slide(package: Package, name: str, container: Container) -> list[str]:
    """Return the lines of a slide, its notes and its comments. A part that is broken costs no other."""
    lines: list[str] = []
    with container.part(PartKind.SLIDE, posixpath.basename(name)):
        lines += filter(str.strip, _lines(package.xml(name)))
    for link in package.relationships(name):
        if link.kind in _BESIDE:
            title, kind = _BESIDE[link.kind]
            with container.part(kind, posixpath.basename(link.target)):
                found = [line for line in _lines(package.xml(link.target)) if line.strip()]
                lines += [f"{title}: {found[0]}", *found[1:]] if found else []
    return lines


def _lines(parent: Any) -> Iterator[str]:
    for child in parent:
        if child.tag == _COMMENT_TEXT:
            yield child.text or ""
        elif child.tag == _PARAGRAPH:
            yield "".join("\n" if each.tag == _BREAK else each.text or "" for each in child.iter(_TEXT, _BREAK))
        elif child.tag == _TABLE:
            yield from (table_row(["\n".join(_lines(cell)) for cell in line.iter(_CELL)]) for line in child.iter(_ROW))
        else:
            yield from _lines(child)
