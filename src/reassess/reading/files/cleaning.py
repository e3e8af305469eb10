"""Text made uniform: line ends, blanks and accents, pages of a limited length, table rows as lines."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from reassess.reading.files.pages import Page

PAGE_CHARACTERS = 20_000
_TRANSLATION: dict[int, str | None] = {code: " " for code in range(32) if chr(code) not in "\n\t"}
# Blanks of every width.
_TRANSLATION |= dict.fromkeys([0x7F, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0xE000], " ")
# Marks without width: soft hyphens, byte order marks, joins, and marks of the direction of writing.
_TRANSLATION |= dict.fromkeys([0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F)])
_TRANSLATION |= dict.fromkeys([*range(0x2060, 0x206A), 0xFEFF])
# Printed ligatures become letters, so that a search finds the word.
_TRANSLATION |= {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
# The control characters from U+0080 are letters of Windows that were read as Latin-1: U+0092 was an apostrophe.
_TRANSLATION |= {code: bytes([code]).decode("cp1252", "ignore") or " " for code in range(0x80, 0xA0)}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c")
# Joiners that shape letters of other scripts are kept; beside Latin letters they only hide a word.
_LATIN_JOINERS = "(?<=[\\x20-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\\x20-\u024f])"
_COMBINING = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u0670\u093c\u1161-\u11ff\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_WITHOUT_WIDTH = "".join(chr(code) for code, shown in _TRANSLATION.items() if shown is None) + "\u200c\u200d"
_CHANGED = re.compile(
    f"\r\n?|.(?:[{_WITHOUT_WIDTH}]*[{_COMBINING}]+)+|(?P<joiner>{_LATIN_JOINERS})|[^\n\t\x20-\x7e]", re.DOTALL
)
"""What cleaning may change: a line end, a letter with marks, or any other character beyond plain ASCII."""
_DROPPED = re.compile(_LATIN_JOINERS)


def clean_text(text: str) -> str:
    """Return the text with one kind of line end and blank, and composed accents (NFC).

    Control characters, surrogates and marks without width are gone.
    """
    # The search for joiners is slow, and hardly any text has one.
    if "\u200c" in text or "\u200d" in text:
        text = _DROPPED.sub("", text)
    text = _LINE_ENDS.sub("\n", text).translate(_TRANSLATION)
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text))


@dataclass(frozen=True)
class Shifts:
    """How positions in a cleaned text become positions in the text as received.

    From each of `at` on, `by` is added. Both are in the order of the text.
    """

    at: list[int]
    by: list[int]


def clean_with_shifts(text: str) -> tuple[str, Shifts]:
    """Return the text as `clean_text` does, with the shifts that lead from its positions back to those received.

    >>> clean_with_shifts("a\\r\\nb")
    ('a\\nb', Shifts(at=[2], by=[1]))
    """
    pieces: list[str] = []
    shifts = Shifts([], [])
    length, end = 0, 0
    for found in _CHANGED.finditer(text):
        cleaned = "" if found.group("joiner") else clean_text(found.group())
        pieces += (text[end : found.start()], cleaned)
        length += found.start() - end + len(cleaned)
        end = found.end()
        if end - length != (shifts.by[-1] if shifts.by else 0):
            shifts.at.append(length)
            shifts.by.append(end - length)
    return "".join([*pieces, text[end:]]), shifts


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
