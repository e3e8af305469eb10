"""HTML, of web pages and mail bodies: the visible text, with tables row by row."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from lxml import etree, html

from reassess.reading.files.cleaning import clean_text, split_pages, table_row
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.text.plain import decoded
from reassess.reading.files.pages import Page

_HIDDEN = {"script", "style", "head", "noscript", "template", "svg", "iframe", "object"}
_BLOCKS = {
    *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "ul", "ol", "li", "dl", "dt", "dd"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "blockquote", "pre", "form", "figure", "hr"),
    *("body", "html"),
}
_WHITESPACE = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the text of a web page."""
    yield from split_pages(clean_text(text_of(_decode(content))))


def _decode(content: bytes) -> str:
    declared = _CHARSET.search(content[:4096])
    if declared:
        # Ignore a declared encoding that is unknown or does not fit.
        with suppress(LookupError, UnicodeDecodeError):
            return content.decode(declared.group(1).decode("ascii"))
    return decoded(content)


def text_of(markup: str) -> str:
    """Return the visible text of markup, each block on its own line."""
    # The parser refuses decoded text with an XML declaration that names an encoding.
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
    try:
        tree = html.document_fromstring(markup or "<p></p>")
    except etree.ParserError:
        return ""
    lines = "".join(_pieces(tree)).split("\n")
    return "\n".join(line for line in (_WHITESPACE.sub(" ", line).strip() for line in lines) if line)


def _pieces(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _HIDDEN:
        return
    if element.tag == "tr":
        yield "\n" + table_row(["".join(_inside(cell)) for cell in element if cell.tag in ("td", "th")]) + "\n"
    elif element.tag == "br":
        yield "\n"
    elif element.tag in _BLOCKS:
        yield from ("\n", *_inside(element), "\n")
    else:
        yield from _inside(element)


def _inside(element: Any) -> Iterator[str]:
    yield _WHITESPACE.sub(" ", element.text or "")
    for child in element:
        yield from _pieces(child)
        yield _WHITESPACE.sub(" ", child.tail or "")
