"""What reading a file gives: pages of text, where words stand on scanned pages, and a verdict on the file."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """What became of a file. `READ` and `PARTLY` gave text; every other one makes the document a missing one."""

    READ = "read"
    PARTLY = "partly"
    ABSENT = "absent"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    TOO_LONG = "too_long"
    UNSUPPORTED = "unsupported"


class Unreadable(Exception):
    """A file that gives no text, with the status it is listed under and the reason for people."""

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True)
class Box:
    """Where characters `start_at` to `end_at` of a page stand on its picture.

    `x0, y0` is the top left corner and `x1, y1` the bottom right one, as shares of the width and height of the page.
    """

    start_at: int
    end_at: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Page:
    """One page of text (a sheet, a mail, or a stretch of a long text counts as one), boxes for scanned words."""

    text: str
    boxes: tuple[Box, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The page as plain JSON values."""
        return {"text": self.text, "boxes": [list(asdict(box).values()) for box in self.boxes]}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Page":
        """The page that `as_json` wrote; KeyError, TypeError or ValueError if it is something else."""
        return cls(str(raw["text"]), tuple(Box(int(b[0]), int(b[1]), *map(float, b[2:6])) for b in raw["boxes"]))


@dataclass(frozen=True)
class FileText:
    """A file as text: what kind it turned out to be, its status, the reason where it was not read whole, its pages."""

    kind: str
    status: Status
    reason: str = ""
    pages: tuple[Page, ...] = ()

    @property
    def characters(self) -> int:
        """The number of characters in all pages."""
        return sum(len(page.text) for page in self.pages)


PAGE_CHARACTERS = 20_000
_CONTROL: dict[int, str | None] = {code: " " for code in range(32) if chr(code) not in "\n\t"}
_CONTROL |= {0x7F: " ", 0xFEFF: None, 0xAD: None, 0xA0: " ", 0x202F: " ", 0x200B: None, 0xE000: " "}
# Printed ligatures are letters for the eye: text that is searched has the letters themselves.
_CONTROL |= {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")


def clean(text: str) -> str:
    """The text as it is kept: one kind of line end, composed accents, no control characters, nothing unstorable."""
    text = _LINE_ENDS.sub("\n", text).translate(_CONTROL)
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text))


def paged(text: str, size: int = PAGE_CHARACTERS) -> list[Page]:
    """A text without pages of its own, cut into pages at line ends or, in very long lines, between words."""
    pages = []
    start = 0
    while len(text) - start > size:
        end = _cut(text, start, start + size)
        pages.append(Page(text[start:end]))
        start = end
    return [*pages, Page(text[start:])]


def _cut(text: str, start: int, limit: int) -> int:
    for mark in ("\n", " "):
        found = text.rfind(mark, start + 1, limit)
        if found > start + (limit - start) // 2:
            return found + 1
    return limit


def row(cells: Sequence[str]) -> str:
    """One row of a table as a line: cells stay in order and apart, empty ones keep their place."""
    return " | ".join(" ".join(cell.split()) for cell in cells).rstrip(" |")
