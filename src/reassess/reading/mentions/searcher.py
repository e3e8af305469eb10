"""The anchors of all phrases and the shorthand of records, found in one pass over the text.

The search is an Aho-Corasick automaton: its time does not grow with the number of phrases.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import ahocorasick

from reassess.reading.mentions.found import Found, Joined, lowered
from reassess.reading.mentions.phrases import Phrase, phrase_lists, shorthand


class Anchor(NamedTuple):
    """Where a word stands that a phrase must have."""

    start: int
    phrase: Phrase


class Hits(NamedTuple):
    """What one pass gives: shorthand, and anchors to search phrases at."""

    shorthand: list[Found]
    anchors: list[Anchor]


@dataclass(frozen=True)
class Searcher:
    """The automaton over the phrase lists."""

    phrases: tuple[Phrase, ...] = field(
        default_factory=lambda: tuple(p for each in phrase_lists() for p in each.phrases)
    )

    @cached_property
    def _automaton(self) -> Any:
        words: dict[str, list[tuple[str, str] | Phrase]] = {}
        for word, meaning in shorthand().items():
            words.setdefault(lowered(word), []).append((word, meaning))
        for phrase in self.phrases:
            for anchor in dict.fromkeys(phrase.anchors):
                words.setdefault(anchor, []).append(phrase)
        automaton = ahocorasick.Automaton()
        for word, entries in words.items():
            automaton.add_word(word, (len(word), entries))
        automaton.make_automaton()
        return automaton

    def search(self, joined: Joined) -> Hits:
        """Every whole shorthand as it is written, and every anchor at the beginning of a word."""
        hits = Hits([], [])
        lower, text = joined.lower, joined.text
        for last, (length, entries) in self._automaton.iter(lower):
            start, end = last - length + 1, last + 1
            if start and lower[start - 1].isalnum():
                continue
            whole = end == len(lower) or not lower[end].isalnum()
            for entry in entries:
                if isinstance(entry, Phrase):
                    hits.anchors.append(Anchor(start, entry))
                elif whole and text[start:end] == entry[0]:
                    hits.shorthand.append(Found(start, end, "shorthand", entry[1], entry[0]))
        return hits
