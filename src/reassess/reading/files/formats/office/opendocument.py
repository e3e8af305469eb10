"""OpenDocument text and slides: paragraphs and headings in order, tables row by row."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.sax import SAXException

from odf import teletype
from odf.opendocument import load

from reassess.reading.files.cleaning import clean_text, split_pages, table_row
from reassess.reading.files.containers import Container
from reassess.reading.files.pages import Page, Status, Unreadable
from reassess.reading.files.zip_safety import opened, refuse_entities


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the text of an .odt or .odp file. Raises `Unreadable`: broken, encrypted or over a limit."""
    with opened(content, container.limits) as archive:
        refuse_entities(archive)
    try:
        document = load(BytesIO(content))
    except (KeyError, ValueError, AttributeError, SAXException) as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole OpenDocument text ({error})") from error
    yield from split_pages(clean_text("\n".join(_blocks(document.body))))


def _blocks(parent: Any) -> Iterator[str]:
    for child in parent.childNodes:
        name = getattr(child, "tagName", "")
        if name in ("text:p", "text:h"):
            yield teletype.extractText(child)
        elif name == "table:table-row":
            yield table_row(["\n".join(_blocks(cell)) for cell in child.childNodes])
        elif name and not name.startswith("text:tracked"):
            yield from _blocks(child)
