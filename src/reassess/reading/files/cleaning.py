"""Text made uniform: line ends, blanks and accents, pages of a limited length, table rows as lines."""

import re
import unicodedata
from collections.abc import Sequence

from reassess.reading.files.pages import Page

PAGE_CHARACTERS = 20_000
_TRANSLATION: dict[int, str | None] = {code: " " for code in range(32) if chr(code) not in "\n\t"}
_TRANSLATION |= {0x7F: " ", 0xFEFF: None, 0xAD: None, 0xA0: " ", 0x202F: " ", 0x200B: None, 0xE000: " "}
# Printed ligatures become letters, so that a search finds the word.
_TRANSLATION |= {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")


def clean_text(text: str) -> str:
    """Return the text with one kind of line end, composed accents (NFC), no control characters and no surrogates."""
    text = _LINE_ENDS.sub("\n", text).translate(_TRANSLATION)
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text))


def split_pages(text: str, size: int = PAGE_CHARACTERS) -> list[Page]:
    """Split a text that has no pages of its own, at line ends or, in very long lines, between words."""
    pages = []
    start = 0
    while len(text) - start > size:
        end = _page_end(text, start, start + size)
        pages.append(Page(text[start:end]))
        start = end
    return [*pages, Page(text[start:])]


def _page_end(text: str, start: int, limit: int) -> int:
    for mark in ("\n", " "):
        found = text.rfind(mark, start + 1, limit)
        if found > start + (limit - start) // 2:
            return found + 1
    return limit


def table_row(cells: Sequence[str]) -> str:
    """Return a table row as one line: cells in order, parted by ' | ', with empty cells kept in their column."""
    return " | ".join(" ".join(cell.split()) for cell in cells).rstrip(" |")
