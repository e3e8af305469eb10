"""Web pages and mail bodies in HTML: what a reader would see, tables row by row."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from lxml import etree, html

from reassess.reading.files.formats.text.plain import decoded
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Page, clean, paged, row

_UNSEEN = {"script", "style", "head", "noscript", "template", "svg", "iframe", "object"}
_BLOCKS = {
    *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "ul", "ol", "li", "dl", "dt", "dd"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "blockquote", "pre", "form", "figure", "hr"),
    *("body", "html"),
}
_SPACES = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)


def read(content: bytes, limits: Limits) -> Iterator[Page]:
    """The text of a web page."""
    yield from paged(clean(text_of(_decoded(content))))


def _decoded(content: bytes) -> str:
    declared = _CHARSET.search(content[:4096])
    if declared:
        # A page that declares a wrong encoding is read as one that declares none.
        with suppress(LookupError, UnicodeDecodeError):
            return content.decode(declared.group(1).decode("ascii"))
    return decoded(content)


def text_of(markup: str) -> str:
    """The visible text of markup, blocks on lines of their own."""
    # An XML declaration with an encoding makes the parser refuse text that is decoded already.
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
    try:
        tree = html.document_fromstring(markup or "<p></p>")
    except etree.ParserError:
        return ""
    lines = "".join(_pieces(tree)).split("\n")
    return "\n".join(line for line in (_SPACES.sub(" ", line).strip() for line in lines) if line)


def _pieces(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    if element.tag == "tr":
        yield "\n" + row(["".join(_inside(cell)) for cell in element if cell.tag in ("td", "th")]) + "\n"
    elif element.tag == "br":
        yield "\n"
    elif element.tag in _BLOCKS:
        yield from ("\n", *_inside(element), "\n")
    else:
        yield from _inside(element)


def _inside(element: Any) -> Iterator[str]:
    yield _SPACES.sub(" ", element.text or "")
    for child in element:
        yield from _pieces(child)
        yield _SPACES.sub(" ", child.tail or "")
