"""HTML, of web pages and mail bodies: the visible text, with tables row by row, and pictures held in the page."""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from lxml import etree, html

from reassess.reading.files.cleaning import clean_text, split_pages, table_row
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.text.encodings import decoded
from reassess.reading.files.pages import Page, PartKind

_HIDDEN = {"script", "style", "head", "noscript", "template", "iframe", "object", "datalist"}
_BLOCKS = {
    *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "ul", "ol", "li", "dl", "dt", "dd"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "blockquote", "pre", "form", "figure", "hr"),
    *("body", "html", "option", "textarea"),
}
_WHITESPACE = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)|^\s*<\?xml[^>]+encoding=[\"']([\w-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NESTING_TAG = re.compile(
    r"</?(?:div|p|section|article|main|aside|blockquote|[uod]l|li|d[dt]|table|tbody|tr|td|th|form|center)\b[^>]*>", re.I
)
_INLINE_TAG = re.compile(r"</?(?!br\b|img\b|input\b|script\b|style\b|head\b|title\b|/)[a-z][^>]*>", re.I)
_DATA_ADDRESS = re.compile(r"data:image/([\w.+-]+)[^,]*?(;base64)?,(.*)", re.IGNORECASE | re.DOTALL)
_SHOWN_INPUTS = {"text", "search", "tel", "url", "email", "number", "date", "datetime-local", "time", "month", ""}


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the text of a web page, then the words of the pictures that the page itself holds."""
    tree = parsed(decoded(content, declared_encoding(content)))
    yield from split_pages(clean_text(_visible_text(tree)))
    container.read_part(PartKind.BODY)
    yield from picture_pages(tree, container)


def declared_encoding(content: bytes) -> str:
    """Return the label of the encoding that markup declares, empty if it declares none."""
    found = _CHARSET.search(content[:4096])
    label = (found.group(1) or found.group(2)).decode("ascii") if found else ""
    # Markup in which the declaration could be read is not in UTF-16.
    return "utf-8" if label.lower().startswith("utf-16") else label


def text_of(markup: str) -> str:
    """Return the visible text of markup, each block on its own line."""
    return _visible_text(parsed(markup))


def parsed(markup: str) -> Any:
    """Return the tree of some markup, however deep its elements are nested; None if it holds none."""
    # The parser refuses decoded text with an XML declaration that names an encoding, and stops at a NUL.
    markup = _DECLARATION.sub("", markup).replace("\x00", " ")
    parser = html.HTMLParser(huge_tree=True)
    try:
        tree = html.document_fromstring(markup or "<p></p>", parser=parser)
    except etree.ParserError:
        return None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        return html.document_fromstring(_without_levels(markup), parser=html.HTMLParser(huge_tree=True))
    return tree


def _without_levels(markup: str) -> str:
    """Return markup without the elements that only nest: the parser ends in silence at 2,048 levels of them."""
    blocks = _NESTING_TAG.sub("<br>", markup)
    return _INLINE_TAG.sub("", blocks) or "<p></p>"


def picture_pages(tree: Any, container: Container) -> Iterator[Page]:
    """Yield the words of the pictures that a page holds in itself, as data addresses."""
    pictures = [] if tree is None else [image.get("src") or "" for image in tree.iter("img")]
    for number, found in enumerate(filter(None, map(_DATA_ADDRESS.match, pictures)), 1):
        kind, in_base64, data = found.groups()
        name = f"picture {number}.{kind.split('+')[0]}"
        try:
            content = b64decode(unquote_to_bytes(data)) if in_base64 else unquote_to_bytes(data)
        except ValueError:
            container.refuse_part(PartKind.PICTURE, name, "the picture is broken")
            continue
        yield from container.member_pages(content, name, PartKind.PICTURE)


@dataclass
class _Row:
    """A table row being read: its finished cells, and the text of the one being read."""

    cells: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def end_cell(self, *, is_cell: bool) -> None:
        """Finish the cell. Text that stands between cells is kept as a cell of its own."""
        text = "".join(self.pieces)
        if is_cell or text.strip():
            self.cells.append(text)
        self.pieces = []


def _visible_text(tree: Any) -> str:
    if tree is None:
        return ""
    lines = "".join(_pieces(tree)).split("\n")
    return "\n".join(line for line in (_WHITESPACE.sub(" ", line).strip() for line in lines) if line)


def _pieces(tree: Any) -> list[str]:
    """Return the text of a tree in pieces, blocks parted by line ends. No recursion, so no depth is too much."""
    page = _Row()
    rows = [page]
    walker = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start":
            if element.tag in _HIDDEN or _is_unchosen(element):
                walker.skip_subtree()
                continue
            _start(element, rows)
            rows[-1].pieces.append(_WHITESPACE.sub(" ", element.text or ""))
        else:
            if event == "end" and element.tag not in _HIDDEN and not _is_unchosen(element):
                _end(element, rows)
            if element is not tree:
                rows[-1].pieces.append(_WHITESPACE.sub(" ", element.tail or ""))
    return page.pieces


def _start(element: Any, rows: list[_Row]) -> None:
    if element.tag == "tr":
        rows.append(_Row())
    elif element.tag in ("td", "th"):
        rows[-1].end_cell(is_cell=False) if len(rows) > 1 else rows[-1].pieces.append("\n")
    elif element.tag == "br" or element.tag in _BLOCKS:
        rows[-1].pieces.append("\n")
    elif element.tag == "input" and _is_shown(element):
        rows[-1].pieces.append(f" {element.get('value')} ")


def _end(element: Any, rows: list[_Row]) -> None:
    if element.tag == "tr":
        row = rows.pop()
        row.end_cell(is_cell=False)
        rows[-1].pieces.append(f"\n{table_row(row.cells)}\n")
    elif element.tag in ("td", "th"):
        rows[-1].end_cell(is_cell=True) if len(rows) > 1 else rows[-1].pieces.append("\n")
    elif element.tag in _BLOCKS:
        rows[-1].pieces.append("\n")


def _is_shown(element: Any) -> bool:
    """Whether a field of a form shows its value: what was typed in, or a choice that was ticked."""
    kind = (element.get("type") or "").lower()
    ticked = kind in ("radio", "checkbox") and element.get("checked") is not None
    return bool(element.get("value")) and (ticked or kind in _SHOWN_INPUTS)


def _is_unchosen(element: Any) -> bool:
    """Whether an element is an entry of a list of choices that was not chosen, while another one was."""
    if element.tag != "option" or element.get("selected") is not None:
        return False
    choices = next(element.iterancestors("select"), None)
    return choices is not None and any(each.get("selected") is not None for each in choices.iter("option"))
