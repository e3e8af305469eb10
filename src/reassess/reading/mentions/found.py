"""What a finder gives back, and the long text that many passages are joined into for speed."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

PARTING = "\ue000"
SEPARATOR = f"\n{PARTING}\n"
"""Stands between two passages; it is no word, no space and no punctuation, so that no pattern reaches across."""


class Found(NamedTuple):
    """One mention: where it stands (code points), its kind, normalised value, and what is known about it."""

    start: int
    end: int
    kind: str
    value: str
    detail: str = ""
    doubtful: bool = False
    negated: bool = False
    speaker: str = ""


@dataclass(frozen=True)
class Unit:
    """A passage to search: its text, who writes in it (`voice`), whose words a quotation in it most likely is
    (`party`) and whether it begins with mail headers."""

    text: str
    voice: str = "police"
    party: str = ""
    mail: bool = False


@dataclass(frozen=True)
class Joined:
    """Many passages as one text, so that a pattern runs once over all of them."""

    units: Sequence[Unit]
    text: str = field(init=False)
    lower: str = field(init=False)
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        starts, at = [], 0
        for unit in self.units:
            starts.append(at)
            at += len(unit.text) + len(SEPARATOR)
        text = SEPARATOR.join(unit.text for unit in self.units)
        object.__setattr__(self, "starts", starts)
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "lower", lowered(text))

    def unit_at(self, position: int) -> int:
        """The number of the passage that a position of the joined text lies in."""
        return bisect_right(self.starts, position) - 1


def lowered(text: str) -> str:
    """The text in small letters, character for character: `str.lower` makes some letters two, which moves offsets."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)
