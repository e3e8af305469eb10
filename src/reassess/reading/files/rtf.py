"""Rich text."""

from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from reassess.reading.files.limits import Limits
from reassess.reading.files.text import Page, clean, paged


def read(content: bytes, limits: Limits) -> Iterator[Page]:
    """The text of an .rtf file; cells of a table row come on one line."""
    text = rtf_to_text(content.decode("latin-1"), encoding="cp1252", errors="replace")
    yield from paged(clean(text))
