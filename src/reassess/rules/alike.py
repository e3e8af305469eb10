"""Texts that are nearly the same, among many: what the rule on template wording stands on.

Two texts are alike when difflib's ratio over their words reaches a bound. Comparing all pairs is out of the question
for a force's decisions, so pairs that cannot reach the bound are not compared. With ratio r, two texts of m and n words
differ in at most (1 - r) * (m + n) words. Cut the words of the corpus into one part more than that: in at least one
part the two hold the very same words, so only texts that share such a part are looked at (the partition signatures of
Arasu, Ganti and Kaushik 2006, "Efficient exact set-similarity joins").
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import duckdb
import numpy as np
from duckdb.sqltypes import BIGINT, DOUBLE, VARCHAR
from numpy.typing import NDArray

Token = tuple[str, int]
"""A word and which of its occurrences in the text it is, so that repeated words count as often as they stand there."""
Signature = tuple[int, int, tuple[int, ...]]
"""A class of lengths, a part of the words, and what a text holds of that part."""
Places = NDArray[np.int32]
Sketch = NDArray[np.uint64]
SKETCH = 256
"""Bits of the sketch of a text. A word that two texts share cancels out when their sketches are compared, so sketches
never differ in more bits than the texts do in words: most pairs that differ too much are told apart at once."""
PORTION = 256


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
    """The texts by the parts of their words that a text alike to them must share."""

    def __init__(self, texts: Sequence[Text], ratio: float) -> None:
        self.texts, self.ratio = texts, ratio
        self.bags = _numbered([text.tokens() for text in texts])
        self.sketches = np.array([_sketch(bag) for bag in self.bags], dtype=np.uint64).reshape(-1, SKETCH // 64)
        self.lengths = _lengths(max(map(len, self.bags), default=0), ratio)
        places: dict[Signature, list[int]] = defaultdict(list)
        for place, bag in enumerate(self.bags):
            for signature in self._signatures(bag):
                places[signature].append(place)
        self.sharing: list[list[Places]] = [[] for _ in texts]
        for together in filter(lambda each: len(each) > 1, places.values()):
            as_array = np.array(together, dtype=np.int32)
            for place in together:
                self.sharing[place].append(as_array)

    def _signatures(self, bag: frozenset[int]) -> Iterator[Signature]:
        """Texts that can be alike are of one class of length or of two that follow each other."""
        own = bisect_left(self.lengths, len(bag))
        for level in (own, own + 1):
            parts = int((1 - self.ratio) * 2 * self.lengths[level] + 1e-9) + 1
            held: list[list[int]] = [[] for _ in range(parts)]
            for number in sorted(bag):
                held[number % parts].append(number)
            yield from ((level, part, tuple(numbers)) for part, numbers in enumerate(held))

    def held_by_many(self, place: int, least: int) -> bool:
        """Whether the text at that place, with those alike to it, is held by `least` investigations or more."""
        holders = set(self.texts[place].holders)
        looked_at = {place}
        for other in self._near(place) if len(holders) < least else ():
            if other not in looked_at and not self.texts[other].holders <= holders and self._alike(place, other):
                holders |= self.texts[other].holders
                if len(holders) >= least:
                    return True
            looked_at.add(other)
        return len(holders) >= least

    def _near(self, place: int) -> Iterator[int]:
        """The places of texts that share a part with the text and whose sketches leave it open that they are alike."""
        if not self.sharing[place]:
            return
        most = int(2 * (1 - self.ratio) / self.ratio * len(self.texts[place].words) + 1e-9)
        # A text of a large family is alike to the first few that share a part with it, and the rest is never asked for.
        first, *rest = self.sharing[place]
        for others in (first[:PORTION], np.concatenate([first[PORTION:], *rest])):
            differing = np.bitwise_count(self.sketches[others] ^ self.sketches[place]).sum(axis=1)
            yield from others[differing <= most].tolist()

    def _alike(self, place: int, other: int) -> bool:
        left, right = self.texts[place].words, self.texts[other].words
        differing = (1 - self.ratio) * (len(left) + len(right)) + 1e-9
        if len(self.bags[place] ^ self.bags[other]) > differing:
            return False
        return SequenceMatcher(None, left, right).ratio() >= self.ratio


def _numbered(texts: Sequence[Sequence[Token]]) -> list[frozenset[int]]:
    """The words of each text as numbers, the commonest word first, so that parts hold common and rare words alike."""
    often = Counter(token for tokens in texts for token in tokens)
    number = {token: place for place, token in enumerate(sorted(often, key=lambda each: (-often[each], each)))}
    return [frozenset(number[token] for token in tokens) for tokens in texts]


def _sketch(bag: frozenset[int]) -> Sketch:
    """The parity of how many words fall on each of a few hundred bits, as whole numbers of 64 bits."""
    falls = np.bincount(np.fromiter(bag, dtype=np.int64) % SKETCH, minlength=SKETCH)
    return np.packbits((falls % 2).astype(bool)).view(np.uint64)


def _lengths(longest: int, ratio: float) -> list[int]:
    """The greatest length of each class of lengths, up to the class after that of the longest text."""
    ends = [0]
    while len(ends) < 2 or ends[-2] < longest:
        ends.append(int((ends[-1] + 1) * (2 - ratio) / ratio + 1e-9))
    return ends


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
