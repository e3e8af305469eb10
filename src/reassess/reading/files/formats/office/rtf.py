"""Rich Text Format (.rtf)."""

from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from reassess.reading.files.cleaning import clean_text, split_pages
from reassess.reading.files.containers import Container
from reassess.reading.files.pages import Page


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the text of an .rtf file, with the cells of a table row on one line."""
    markup = content.decode("latin-1")
    text: str = rtf_to_text(markup, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    yield from split_pages(clean_text(text))
