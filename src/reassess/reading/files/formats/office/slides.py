"""PowerPoint: one page a slide, with its tables row by row, and its notes and comments at the end."""

from collections.abc import Iterator
from typing import Any

from reassess.reading.files.cleaning import clean_text, table_row
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.office.package import DRAWING, PRESENTATION, RELATIONSHIPS, Package
from reassess.reading.files.pages import Page

_PARAGRAPH, _TEXT, _BREAK = (f"{{{DRAWING}}}{name}" for name in ("p", "t", "br"))
_TABLE, _ROW, _CELL = (f"{{{DRAWING}}}{name}" for name in ("tbl", "tr", "tc"))
_SLIDE = f"{{{PRESENTATION}}}sldId"
_KEY = f"{{{RELATIONSHIPS}}}id"


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the slides of a .pptx, .pptm or .ppsx file in the order they are shown."""
    package = Package.open(content, container.limits)
    main = package.main_part("ppt/presentation.xml")
    slides = {link.key: link.target for link in package.relationships(main) if link.kind == "slide"}
    for shown in package.xml(main).iter(_SLIDE):
        name = slides.get(shown.get(_KEY))
        if name is not None:
            yield Page(clean_text("\n".join(line for line in _slide(package, name) if line.strip())))


def _slide(package: Package, name: str) -> Iterator[str]:
    yield from _lines(package.xml(name))
    for link in package.relationships(name):
        if link.kind in ("notesSlide", "comments"):
            notes = [line for line in _lines(package.xml(link.target)) if line.strip()]
            yield from [f"Notes: {notes[0]}", *notes[1:]] if notes else []


def _lines(parent: Any) -> Iterator[str]:
    for child in parent:
        if child.tag == _PARAGRAPH:
            yield "".join("\n" if each.tag == _BREAK else each.text or "" for each in child.iter(_TEXT, _BREAK))
        elif child.tag == _TABLE:
            yield from (table_row(["\n".join(_lines(cell)) for cell in line.iter(_CELL)]) for line in child.iter(_ROW))
        else:
            yield from _lines(child)
