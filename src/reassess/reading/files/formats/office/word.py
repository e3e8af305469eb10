"""Word documents: body, tables row by row, text boxes, then headers, notes and comments."""

from collections.abc import Iterator
from typing import Any

from reassess.reading.files.formats.office.package import WORD, Package
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Page, clean, paged, row


def _tag(name: str) -> str:
    return f"{{{WORD}}}{name}"


_TEXT, _TAB, _BREAK, _RETURN, _HYPHEN = map(_tag, ("t", "tab", "br", "cr", "noBreakHyphen"))
_BODY, _PARAGRAPH, _TABLE, _ROW, _CELL = map(_tag, ("body", "p", "tbl", "tr", "tc"))
_ROW_PROPERTIES, _CELL_PROPERTIES, _VALUE = map(_tag, ("trPr", "tcPr", "val"))
_GRID_BEFORE, _GRID_SPAN, _MERGED_DOWN = map(_tag, ("gridBefore", "gridSpan", "vMerge"))
_TEXT_BOX, _PARAGRAPH_PROPERTIES = _tag("txbxContent"), _tag("pPr")
MOST_COLUMNS = 63
# Word writes a drawing twice, as it is and for old readers: the second is the same text again.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DELETED = (_tag("del"), _tag("moveFrom"))
_OTHER_PARTS = (
    ("header", "Header"),
    ("footer", "Footer"),
    ("footnotes", "Notes"),
    ("endnotes", "Notes"),
    ("comments", "Comments"),
)


def read(content: bytes, limits: Limits) -> Iterator[Page]:
    """The text of a document or template (.docx, .docm, .dotx). Word keeps no page ends: it is cut by length."""
    package = Package.of(content, limits)
    main = package.main_part("word/document.xml")
    body = package.xml(main).find(_BODY)
    lines = [] if body is None else list(_blocks(body))
    for title, part in _other_parts(package, main):
        found = [line for line in _blocks(part) if line]
        lines += [f"{title}: {found[0]}", *found[1:]] if found else []
    yield from paged(clean("\n".join(lines)))


def _other_parts(package: Package, main: str) -> Iterator[tuple[str, Any]]:
    related = list(package.related(main))
    for kind, title in _OTHER_PARTS:
        yield from ((title, package.xml(part.name)) for part in related if part.kind == kind)


def _blocks(parent: Any) -> Iterator[str]:
    """The lines under an element: a paragraph is a line, a table row is a line."""
    for child in parent:
        if child.tag == _PARAGRAPH:
            yield from _paragraph(child)
        elif child.tag == _TABLE:
            yield from _table(child)
        elif child.tag != _FALLBACK and child.tag not in _DELETED:
            yield from _blocks(child)


def _paragraph(paragraph: Any) -> Iterator[str]:
    yield "".join(_inline(paragraph))
    for box in paragraph.iter(_TEXT_BOX):
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            yield from _blocks(box)


def _inline(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag == _TAB:
            yield "\t"
        elif child.tag == _HYPHEN:
            yield "-"
        elif child.tag in (_BREAK, _RETURN):
            yield "\n"
        elif child.tag not in (_TEXT_BOX, _FALLBACK, _PARAGRAPH_PROPERTIES, *_DELETED):
            yield from _inline(child)


def _table(table: Any) -> Iterator[str]:
    """A line a row. A cell that spans columns or rows is written in each of them: every row can be read by itself."""
    above: list[str] = []
    for line in table.iter(_ROW):
        # A table inside a cell is read with its cell, not a second time as rows of the outer one.
        if next(line.iterancestors(_TABLE)) is table:
            above = _cells(line, above)
            yield row(above)


def _cells(line: Any, above: list[str]) -> list[str]:
    cells = [""] * _number(line.find(f"{_ROW_PROPERTIES}/{_GRID_BEFORE}"))
    for cell in line.iter(_CELL):
        if next(cell.iterancestors(_ROW)) is line:
            merged = cell.find(f"{_CELL_PROPERTIES}/{_MERGED_DOWN}")
            goes_on = merged is not None and merged.get(_VALUE, "continue") == "continue"
            text = above[len(cells)] if goes_on and len(cells) < len(above) else "\n".join(_blocks(cell))
            cells += [text] * max(1, _number(cell.find(f"{_CELL_PROPERTIES}/{_GRID_SPAN}")))
    return cells


def _number(element: Any) -> int:
    """The number that a property holds, 0 where it is not there; a table has no more columns than Word allows."""
    written = "" if element is None else element.get(_VALUE, "")
    return min(int(written), MOST_COLUMNS) if written.isdigit() else 0
