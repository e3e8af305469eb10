"""The result of reading a file: its status, its parts, its pages of text, and the boxes of words on scanned pages."""

from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import TypedDict


class Status(StrEnum):
    """Whether a file was read. `READ` and `PARTLY` gave text; any other status counts the document as missing."""

    READ = "read"
    PARTLY = "partly"
    ABSENT = "absent"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    TOO_LONG = "too_long"
    UNSUPPORTED = "unsupported"


class Unreadable(Exception):
    """A file that gives no text: the status it is listed under, and the reason in words."""

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class PartKind(StrEnum):
    """What a part of a file is."""

    BODY = "body"
    ALTERNATIVE = "alternative"
    ATTACHMENT = "attachment"
    EMBEDDED = "embedded file"
    FORM = "form"
    NOTE = "note"
    COMMENT = "comment"
    HEADER_FOOTER = "header or footer"
    TEXT_BOX = "text box"
    TRACKED_CHANGE = "tracked change"
    PICTURE = "picture"
    DRAWING = "drawing or chart"
    PAGE = "page"
    SHEET = "sheet"
    SLIDE = "slide"


class PartStatus(StrEnum):
    """What became of a part: read as text, recognised from a picture, or refused for a reason."""

    READ = "read"
    RECOGNISED = "recognised"
    REFUSED = "refused"


@dataclass(frozen=True)
class Part:
    """A part of a file and what became of it. `count` alike parts, such as pages, are one entry.

    name: where the part is in the file, with the names of the files around it ('plan.zip/letter.docx: footnotes').
    reason: why it was refused; empty otherwise.
    """

    kind: PartKind
    name: str
    status: PartStatus
    reason: str = ""
    count: int = 1

    def as_json(self) -> "PartJson":
        """Return the part as plain JSON values."""
        return [self.kind.value, self.name, self.status.value, self.reason, self.count]

    @classmethod
    def from_json(cls, raw: "PartJson") -> "Part":
        """Return the part that `as_json` wrote. Raises TypeError or ValueError for anything else."""
        kind, name, status, reason, count = raw
        return cls(PartKind(str(kind)), str(name), PartStatus(str(status)), str(reason), int(count))


def rest_refused(reason: str, *, any_read: bool) -> Part:
    """Return the part that stands for what a reader that failed has left: the file, or the rest of it."""
    name = "the rest of the file" if any_read else "the file"
    return Part(PartKind.BODY, name, PartStatus.REFUSED, reason)


PartJson = list[str | int]
"""A part as JSON: kind, name, status, reason and count, in this order."""


@dataclass(frozen=True)
class Box:
    """The bounding box of the characters `start_at` to `end_at` of a scanned page.

    `x0, y0` is the top left corner and `x1, y1` the bottom right, as shares of the page's width and height.
    confidence: how sure the recognition of the word is, from 0 to 1.
    """

    start_at: int
    end_at: int
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float = 1.0


class PageJson(TypedDict):
    """A page as JSON: its text, and the seven fields of each box in order."""

    text: str
    boxes: list[tuple[float, ...]]


@dataclass(frozen=True)
class Page:
    """One page of text, with the boxes of its words where it was scanned.

    A sheet, a slide, a mail, and a stretch of a long text each count as one page.
    """

    text: str
    boxes: tuple[Box, ...] = ()

    def as_json(self) -> PageJson:
        """Return the page as plain JSON values."""
        return {"text": self.text, "boxes": [astuple(box) for box in self.boxes]}

    @classmethod
    def from_json(cls, raw: PageJson) -> "Page":
        """Return the page that `as_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        return cls(str(raw["text"]), tuple(Box(int(b[0]), int(b[1]), *map(float, b[2:7])) for b in raw["boxes"]))


@dataclass(frozen=True)
class FileText:
    """A file as text: its kind by content, its status, the reason where it was not read whole, its pages and parts."""

    kind: str
    status: Status
    reason: str = ""
    pages: tuple[Page, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def characters(self) -> int:
        """The number of characters in all pages."""
        return sum(len(page.text) for page in self.pages)

    @property
    def parts_by_status(self) -> dict[PartStatus, int]:
        """The number of parts read, recognised and refused; together they are all parts of the file."""
        return {status: sum(part.count for part in self.parts if part.status is status) for status in PartStatus}
