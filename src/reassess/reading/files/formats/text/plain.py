"""Plain text and CSV in any encoding."""

from collections.abc import Iterator

from reassess.reading.files.cleaning import clean_text, split_pages
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.text.encodings import decoded
from reassess.reading.files.pages import Page


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield plain text in pages. CSV stays as it is, row by row."""
    yield from split_pages(clean_text(decoded(content)))
