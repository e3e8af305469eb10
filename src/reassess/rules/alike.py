"""Texts that are nearly the same, among many: what the rule on template wording stands on.

Two texts are alike when difflib's ratio over their words reaches a bound. Comparing all pairs is out of the question
for a force's decisions, so pairs that cannot reach the bound are never compared: with ratio r, two texts of m and n
words share at least r * (m + n) / 2 of them, so the shorter has at least r / (2 - r) times the words of the longer, and
each has one of its few rarest words in common with the other (prefix filtering, Chaudhuri et al. 2006, "A primitive
operator for similarity joins").
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import ceil
from typing import Any

import duckdb
from duckdb.sqltypes import BIGINT, DOUBLE, VARCHAR

Token = tuple[str, int]
"""A word and which of its occurrences in the text it is, so that repeated words count as often as they stand there."""


@dataclass(frozen=True)
class Text:
    """A text as its words, with the investigations that hold it (as many as are needed to decide, not always all)."""

    words: tuple[str, ...]
    holders: frozenset[str]

    def tokens(self) -> list[Token]:
        """The words told apart by occurrence."""
        seen: Counter[str] = Counter()
        tokens = []
        for word in self.words:
            tokens.append((word, seen[word]))
            seen[word] += 1
        return tokens


def shared_by_many(texts: Sequence[Text], ratio: float, least: int) -> list[int]:
    """The places of the texts that, with those alike to them, are held by `least` investigations or more.

    texts: distinct texts. ratio: difflib's ratio from which two texts are alike, above 0 and at most 1.
    """
    index = _Index(texts, ratio)
    return [place for place in range(len(texts)) if index.held_by_many(place, least)]


class _Index:
    """The texts by the rarest of their words."""

    def __init__(self, texts: Sequence[Text], ratio: float) -> None:
        self.texts, self.ratio = texts, ratio
        self.bags = [frozenset(text.tokens()) for text in texts]
        self.prefixes = list(self._rarest())
        self.places: dict[Token, list[int]] = defaultdict(list)
        for place, prefix in enumerate(self.prefixes):
            for token in prefix:
                self.places[token].append(place)

    def _rarest(self) -> Iterator[list[Token]]:
        often = Counter(token for bag in self.bags for token in bag)
        for bag in self.bags:
            shortest_other = len(bag) * self.ratio / (2 - self.ratio)
            needed = ceil(self.ratio * (len(bag) + shortest_other) / 2 - 1e-9)
            yield sorted(bag, key=lambda token: (often[token], token))[: len(bag) - needed + 1]

    def held_by_many(self, place: int, least: int) -> bool:
        """Whether the text at that place, with those alike to it, is held by `least` investigations or more."""
        holders = set(self.texts[place].holders)
        others = {other for token in self.prefixes[place] for other in self.places[token]} - {place}
        for other in sorted(others, key=lambda number: (-len(self.texts[number].holders), number)):
            if len(holders) >= least:
                break
            if not self.texts[other].holders <= holders and self._alike(place, other):
                holders |= self.texts[other].holders
        return len(holders) >= least

    def _alike(self, place: int, other: int) -> bool:
        left, right = self.texts[place].words, self.texts[other].words
        bound = self.ratio * (len(left) + len(right)) / 2
        if min(len(left), len(right)) < bound or len(self.bags[place] & self.bags[other]) < bound:
            return False
        return SequenceMatcher(None, left, right).ratio() >= self.ratio


def load_functions(con: duckdb.DuckDBPyConnection) -> None:
    """Make `alike_texts(texts, ratio, least)` known to the connection, unless it is.

    `texts` is a list of {words, holders}; the answer is the words of those held by `least` investigations or more
    together with the texts alike to them. Words are what stands between spaces, capital letters do not matter.
    """
    if con.execute("SELECT 1 FROM duckdb_functions() WHERE function_name = 'alike_texts' LIMIT 1").fetchall():
        return
    text = duckdb.struct_type({"words": VARCHAR, "holders": duckdb.list_type(VARCHAR)})
    con.create_function(
        "alike_texts", _alike_texts, [duckdb.list_type(text), DOUBLE, BIGINT], duckdb.list_type(VARCHAR)
    )


def _alike_texts(rows: Sequence[Mapping[str, Any]], ratio: float, least: int) -> list[str]:
    texts = [Text(tuple(row["words"].casefold().split()), frozenset(row["holders"])) for row in rows]
    return [rows[place]["words"] for place in shared_by_many(texts, ratio, least)]
