"""Word documents: body, tables row by row, text boxes, then headers, notes, comments, pictures and embedded files."""

from collections.abc import Iterator
from typing import Any

from reassess.reading.files.cleaning import clean_text, split_pages, table_row
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.office.form_fields import chosen, symbol
from reassess.reading.files.formats.office.package import DRAWING, WORD, Package
from reassess.reading.files.formats.office.related import related_pages
from reassess.reading.files.pages import Page, PartKind


def _tag(name: str) -> str:
    return f"{{{WORD}}}{name}"


_TEXT, _TAB, _BREAK, _RETURN, _HYPHEN = map(_tag, ("t", "tab", "br", "cr", "noBreakHyphen"))
_BODY, _PARAGRAPH, _TABLE, _ROW, _CELL = map(_tag, ("body", "p", "tbl", "tr", "tc"))
_ROW_PROPERTIES, _CELL_PROPERTIES, _VALUE = map(_tag, ("trPr", "tcPr", "val"))
_GRID_BEFORE, _GRID_SPAN, _MERGED_DOWN = map(_tag, ("gridBefore", "gridSpan", "vMerge"))
_TEXT_BOX, _PARAGRAPH_PROPERTIES = _tag("txbxContent"), _tag("pPr")
MAX_COLUMNS = 63
# Word writes each drawing twice; the fallback for older readers repeats the same text.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DELETED = (_tag("del"), _tag("moveFrom"))
_FIELD_DATA, _SYMBOL, _CHARACTER, _FONT = map(_tag, ("ffData", "sym", "char", "font"))
_DRAWING_TEXT, _DRAWING_PARAGRAPH = (f"{{{DRAWING}}}{name}" for name in ("t", "p"))
_FORMULA_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SIDE_PARTS = (
    ("header", "Header", PartKind.HEADER_FOOTER),
    ("footer", "Footer", PartKind.HEADER_FOOTER),
    ("footnotes", "Notes", PartKind.NOTE),
    ("endnotes", "Notes", PartKind.NOTE),
    ("comments", "Comments", PartKind.COMMENT),
)


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the text of a document or template (.docx, .docm, .dotx).

    Word stores no page breaks of its own layout, so pages are cut by length.
    """
    package = Package.open(content, container.limits)
    main = package.main_part("word/document.xml")
    body = package.xml(main).find(_BODY)
    lines = [] if body is None else list(_blocks(body))
    _account_for_body(body, container)
    lines += _side_lines(package, main, container)
    yield from split_pages(clean_text("\n".join(lines)))
    yield from related_pages(package, main, container)


def _account_for_body(body: Any, container: Container) -> None:
    container.read_part(PartKind.BODY)
    fields = 0 if body is None else sum(1 for _ in body.iter(_FIELD_DATA))
    if fields:
        container.read_part(PartKind.FORM, "form field", count=fields)


def _side_lines(package: Package, main: str, container: Container) -> list[str]:
    """Return the lines of headers, footers, notes and comments; one that is broken costs no other."""
    lines = []
    links = list(package.relationships(main))
    for kind, title, part_kind in _SIDE_PARTS:
        for link in (link for link in links if link.kind == kind):
            with container.part(part_kind, kind):
                found = [line for line in _blocks(package.xml(link.target)) if line]
                lines += [f"{title}: {found[0]}", *found[1:]] if found else []
    return lines


def _blocks(parent: Any) -> Iterator[str]:
    """Yield the lines under an element: one for each paragraph and each table row."""
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
        if child.tag in (_TEXT, _DRAWING_TEXT, _FORMULA_TEXT):
            yield child.text or ""
        elif child.tag == _TAB:
            yield "\t"
        elif child.tag == _HYPHEN:
            yield "-"
        elif child.tag in (_BREAK, _RETURN):
            yield "\n"
        elif child.tag == _FIELD_DATA:
            yield chosen(child)
        elif child.tag == _SYMBOL:
            yield symbol(child.get(_CHARACTER, ""), child.get(_FONT, ""))
        elif child.tag == _DRAWING_PARAGRAPH:
            yield from (*_inline(child), "\n")
        elif child.tag not in (_TEXT_BOX, _FALLBACK, _PARAGRAPH_PROPERTIES, *_DELETED):
            yield from _inline(child)


def _table(table: Any) -> Iterator[str]:
    """Yield a line for each row. A merged cell is repeated in each row and column, so every row stands alone."""
    above: list[str] = []
    for line in table.iter(_ROW):
        # The rows of a table inside a cell are read with that cell.
        if next(line.iterancestors(_TABLE)) is table:
            above = _cells(line, above)
            yield table_row(above)


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
    """Return the number in a property, 0 if there is none, at most the number of columns that Word allows."""
    value = "" if element is None else element.get(_VALUE, "")
    return min(int(value), MAX_COLUMNS) if value.isdigit() else 0
