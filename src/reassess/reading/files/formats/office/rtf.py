"""Rich text."""

from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Page, clean, paged


def read(content: bytes, limits: Limits) -> Iterator[Page]:
    """The text of an .rtf file; cells of a table row come on one line."""
    marked = content.decode("latin-1")
    text: str = rtf_to_text(marked, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
    yield from paged(clean(text))
