"""Texts that are nearly the same, among many: what the rule on template wording stands on.

Two texts are alike when difflib's ratio over their words reaches a bound. Comparing all pairs is out of the question
for a force's decisions, so pairs that cannot reach the bound are not compared. With ratio r, two texts of m and n words
differ in at most (1 - r) * (m + n) words. Cut the words of the corpus into one part more than that: in at least one
part the two hold the very same words, so only texts that share such a part are looked at (the partition signatures of
Arasu, Ganti and Kaushik 2006, "Efficient exact set-similarity joins").
"""

from collections import Counter
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
        seen: dict[str, int] = {}
        tokens = []
        for word in self.words:
            times = seen.get(word, 0)
            tokens.append((word, times))
            seen[word] = times + 1
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
        sizes = np.array([len(bag) for bag in self.bags], dtype=np.int64)
        lengths = _lengths(max(map(len, self.bags), default=0), ratio)
        # Texts that can be alike are of one class of length or of two that follow each other.
        own = np.searchsorted(lengths, sizes)
        levels = sorted({int(level) for start in own for level in (start, start + 1)})
        self.levels = {
            level: _Level(np.flatnonzero((own == level) | (own + 1 == level)), self.bags, _parts(lengths[level], ratio))
            for level in levels
        }
        self.own = own

    def _sharing(self, place: int) -> list[Places]:
        """The texts that hold the very same words of a part, part by part."""
        own = int(self.own[place])
        return [*self.levels[own].sharing(place), *self.levels[own + 1].sharing(place)]

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
        sharing = self._sharing(place)
        if not sharing:
            return
        most = int(2 * (1 - self.ratio) / self.ratio * len(self.texts[place].words) + 1e-9)
        # A text of a large family is alike to the first few that share a part with it, and the rest is never asked for.
        first, *rest = sharing
        for others in (first[:PORTION], np.concatenate([first[PORTION:], *rest])):
            differing = np.bitwise_count(self.sketches[others] ^ self.sketches[place]).sum(axis=1)
            yield from others[differing <= most].tolist()

    def _alike(self, place: int, other: int) -> bool:
        left, right = self.texts[place].words, self.texts[other].words
        differing = (1 - self.ratio) * (len(left) + len(right)) + 1e-9
        if len(self.bags[place] ^ self.bags[other]) > differing:
            return False
        return SequenceMatcher(None, left, right).ratio() >= self.ratio


class _Level:
    """The texts of two classes of length, in groups that hold the very same words of a part of the corpus's words."""

    def __init__(self, places: NDArray[np.int64], bags: Sequence[frozenset[int]], parts: int) -> None:
        held = _sums(bags, places, parts)
        order = np.argsort(held, axis=0, kind="stable")
        ranked = np.take_along_axis(held, order, axis=0)
        begins = np.vstack([np.ones((1, parts), dtype=bool), ranked[1:] != ranked[:-1]])
        rows = np.arange(len(places))[:, None]
        first = np.maximum.accumulate(np.where(begins, rows, 0), axis=0)
        ends = np.vstack([begins[1:], np.ones((1, parts), dtype=bool)])
        last = np.minimum.accumulate(np.where(ends, rows + 1, len(places))[::-1], axis=0)[::-1]
        self.members = places[order].astype(np.int32)
        self.first, self.last = np.empty_like(first), np.empty_like(last)
        np.put_along_axis(self.first, order, first, axis=0)
        np.put_along_axis(self.last, order, last, axis=0)
        self.row = {int(place): row for row, place in enumerate(places)}

    def sharing(self, place: int) -> list[Places]:
        """Part by part the places of the texts that hold the same of it, the text itself among them; none alone."""
        row = self.row[place]
        spans = zip(self.first[row].tolist(), self.last[row].tolist(), strict=True)
        return [self.members[first:last, part] for part, (first, last) in enumerate(spans) if last - first > 1]


def _sums(bags: Sequence[frozenset[int]], places: NDArray[np.int64], parts: int) -> Sketch:
    """What each text holds of each part, as the sum of numbers drawn for its words; shape (texts, parts).

    Two different sets of words may meet in one sum: the texts are compared word by word before they count as alike.
    """
    sizes = np.array([len(bags[place]) for place in places])
    words = np.fromiter((word for place in places for word in bags[place]), dtype=np.int64, count=int(sizes.sum()))
    drawn = np.random.default_rng(0).integers(0, 2**64, size=int(words.max(initial=0)) + 1, dtype=np.uint64)
    held = np.zeros(len(places) * parts, dtype=np.uint64)
    np.add.at(held, np.repeat(np.arange(len(places)), sizes) * parts + words % parts, drawn[words])
    return held.reshape(len(places), parts)


def _parts(longest: int, ratio: float) -> int:
    """One part more than two alike texts of a class of length can differ in words."""
    return int((1 - ratio) * 2 * longest + 1e-9) + 1


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
