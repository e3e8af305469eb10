"""The quick look before a slow pattern: where the words stand that a match must have.

A pattern tried at every character of a corpus costs more than all else in reading. A word is found many times faster,
and most patterns have one that is rare.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

AFTER = 120
"""Characters behind a cue that are looked at: no pattern that is searched around one reaches further."""


def beginnings(text: str, words: Iterable[str]) -> list[int]:
    """Where one of the words stands at the beginning of a word of the text, in order.

    >>> beginnings("age 15, page 3, ageing", ["age"])
    [0, 16]
    """
    return sorted({at for word in words for at in places(text, word) if not _inside_word(text, at)})


def places(text: str, piece: str) -> Iterator[int]:
    """Where a piece of text stands, also inside words."""
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


def _inside_word(text: str, at: int) -> bool:
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")


def begun_at(pattern: re.Pattern[str], text: str, cues: Iterable[int]) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` gives for a pattern whose matches begin at one of the cues (in order)."""
    end = 0
    for at in cues:
        match = pattern.match(text, at) if at >= end else None
        if match:
            end = match.end()
            yield match


def around(pattern: re.Pattern[str], text: str, cues: Iterable[int], reach: int) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` gives for a pattern whose matches hold one of the cues (in order), each begun no more
    than `reach` characters before it."""
    end = 0
    for at in cues:
        match = _holding(pattern.finditer(text, max(end, at - reach), at + AFTER), at) if at >= end else None
        if match:
            end = match.end()
            yield match


def _holding(matches: Iterable[re.Match[str]], at: int) -> re.Match[str] | None:
    return next((match for match in matches if match.end() > at and match.start() <= at), None)


def starts(matches: Iterable[re.Match[str]]) -> Sequence[int]:
    """Where the matches begin."""
    return [match.start() for match in matches]
