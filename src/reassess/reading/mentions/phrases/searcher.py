"""The cues of all phrases and the shorthand of records, found in one pass over the text.

The search is an Aho-Corasick automaton: its time does not grow with the number of phrases.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import ahocorasick

from reassess.reading.mentions.found import Found, Joined, lowered
from reassess.reading.mentions.phrases.lists import Phrase, phrase_lists, shorthand


class Place(NamedTuple):
    """Where a cue of a phrase stands."""

    start: int
    phrase: Phrase


@dataclass
class _Entries:
    """What a word may be: shorthand (as written, with its meaning), a cue as a whole word or as the beginning of
    one."""

    shorthand: list[tuple[str, str]] = field(default_factory=list)
    whole: list[Phrase] = field(default_factory=list)
    beginnings: list[Phrase] = field(default_factory=list)


class Hits(NamedTuple):
    """What one pass gives: shorthand, and places to look for phrases at."""

    shorthand: list[Found]
    places: list[Place]


@dataclass(frozen=True)
class Searcher:
    """The automaton over the phrase lists."""

    phrases: tuple[Phrase, ...] = field(
        default_factory=lambda: tuple(p for each in phrase_lists() for p in each.phrases)
    )

    @cached_property
    def _automaton(self) -> Any:
        words: dict[str, _Entries] = defaultdict(_Entries)
        for word, meaning in shorthand().items():
            words[lowered(word)].shorthand.append((word, meaning))
        for phrase in self.phrases:
            for cue in dict.fromkeys(phrase.cues):
                (words[cue.word].whole if cue.whole else words[cue.word].beginnings).append(phrase)
        automaton = ahocorasick.Automaton()
        for word, entries in words.items():
            automaton.add_word(word, (len(word), entries))
        automaton.make_automaton()
        return automaton

    def search(self, joined: Joined) -> Hits:
        """Every whole shorthand as it is written, and every place of a cue."""
        hits = Hits([], [])
        lower, text = joined.lower, joined.text
        for last, (length, entries) in self._automaton.iter(lower):
            start, end = last - length + 1, last + 1
            if start and lower[start - 1].isalnum():
                continue
            hits.places.extend(Place(start, phrase) for phrase in entries.beginnings)
            if end == len(lower) or not lower[end].isalnum():
                hits.places.extend(Place(start, phrase) for phrase in entries.whole)
                for written, meaning in entries.shorthand:
                    if text[start:end] == written:
                        hits.shorthand.append(Found(start, end, "shorthand", meaning, written))
        return hits
