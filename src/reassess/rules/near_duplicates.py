"""Texts that are nearly the same, among many: what the rule on template wording stands on.

Two texts are alike when difflib's ratio over their words reaches a bound. Comparing all pairs is out of the question
for a force's decisions, so pairs that cannot reach the bound are not compared. With ratio r, two texts of m and n words
differ in at most (1 - r) * (m + n) words. Cut the words of the corpus into one part more than that: in at least one
part the two hold the very same words, so only texts that share such a part are looked at (the partition signatures of
Arasu, Ganti and Kaushik 2006, "Efficient exact set-similarity joins").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import duckdb
import numpy as np
from duckdb.sqltypes import BIGINT, DOUBLE, VARCHAR
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

Numbers = NDArray[np.int32]
Sketches = NDArray[np.uint64]
SKETCH = 256
"""Bits of the sketch of a text. A word that two texts share cancels out when their sketches are compared, so sketches
never differ in more bits than the texts do in words: most pairs that differ too much are told apart at once."""
PORTION = 256
TOGETHER = 8192
"""How many texts are sketched at once, which bounds the memory that it takes."""


@dataclass(frozen=True)
class Text:
    """A text as its words, with the investigations that hold it (as many as are needed to decide, not always all)."""

    words: tuple[str, ...]
    holders: frozenset[str]


def shared_by_many(texts: Sequence[Text], ratio: float, least: int) -> list[int]:
    """The places of the texts that, with those alike to them, are held by `least` investigations or more.

    texts: distinct texts. ratio: difflib's ratio from which two texts are alike, above 0 and at most 1.
    """
    index = _Index(texts, ratio)
    return [place for place in range(len(texts)) if index.held_by_many(place, least)]


class _Bags:
    """The words of all texts as numbers in one array, each text's in ascending order.

    A word counts as often as it stands in a text: its second time there is a word of its own. The commonest word has
    the lowest number, so that parts of the numbers hold common and rare words alike.
    """

    def __init__(self, texts: Sequence[Text]) -> None:
        known: dict[tuple[str, int], int] = {}
        drawn = (known.setdefault(token, len(known)) for text in texts for token in _tokens(text.words))
        self.sizes = np.array([len(text.words) for text in texts], dtype=np.int64)
        self.ends = np.cumsum(self.sizes)
        first_seen = np.fromiter(drawn, dtype=np.int32, count=int(self.sizes.sum()))
        rank = np.empty(len(known), dtype=np.int32)
        # Words as common as each other go by the alphabet, so that the numbers follow from the words alone.
        names = sorted(range(len(known)), key=list(known).__getitem__)
        often = np.bincount(first_seen, minlength=len(known))[names]
        rank[np.array(names, dtype=np.int64)[np.argsort(-often, kind="stable")]] = np.arange(len(known), dtype=np.int32)
        self.words: Numbers = rank[first_seen]
        for start, end in zip(self.ends - self.sizes, self.ends, strict=True):
            self.words[start:end].sort()

    def several(self, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], Numbers]:
        """The words of several texts in a row, and for each word which of these texts it stands in."""
        sizes = self.sizes[places]
        rows = np.repeat(np.arange(len(places)), sizes)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return rows, self.words[np.repeat(self.ends[places] - sizes, sizes) + within]

    def sketches(self) -> Sketches:
        """The parity of how many words of a text fall on each of a few hundred bits; shape (SKETCH / 64, texts)."""
        made = [np.empty((0, SKETCH // 64), dtype=np.uint64)]
        for start in range(0, len(self.sizes), TOGETHER):
            places = np.arange(start, min(start + TOGETHER, len(self.sizes)))
            rows, words = self.several(places)
            falls = np.bincount(rows * SKETCH + words % SKETCH, minlength=len(places) * SKETCH)
            made.append(np.packbits((falls % 2).astype(bool)).view(np.uint64).reshape(-1, SKETCH // 64))
        return np.ascontiguousarray(np.concatenate(made).T)


def _tokens(words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The words told apart by occurrence."""
    seen: dict[str, int] = {}
    for word in words:
        times = seen.get(word, 0)
        seen[word] = times + 1
        yield word, times


class _Index:
    """The texts by the parts of their words that a text alike to them must share."""

    def __init__(self, texts: Sequence[Text], ratio: float) -> None:
        self.texts, self.ratio = texts, ratio
        self.bags = _Bags(texts)
        self.sketches = self.bags.sketches()
        lengths = _lengths(int(self.bags.sizes.max(initial=0)), ratio)
        # Texts that can be alike are of one class of length or of two that follow each other.
        self.own = np.searchsorted(lengths, self.bags.sizes)
        self.levels = {
            level: _Level(
                np.flatnonzero((self.own == level) | (self.own + 1 == level)), self.bags, _parts(lengths[level], ratio)
            )
            for level in sorted({int(level) for start in np.unique(self.own) for level in (start, start + 1)})
        }

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
        own = int(self.own[place])
        sharing = [*self.levels[own].sharing(place), *self.levels[own + 1].sharing(place)]
        if not sharing:
            return
        most = int(2 * (1 - self.ratio) / self.ratio * len(self.texts[place].words) + 1e-9)
        mine = self.sketches[:, place]
        # A text of a large family is alike to the first few that share a part with it, and the rest is never asked for.
        first, *rest = sharing
        for others in (first[:PORTION], np.concatenate([first[PORTION:], *rest])):
            # The first bits alone leave few of them.
            near = others[np.bitwise_count(self.sketches[0, others] ^ mine[0]) <= most]
            differing = np.bitwise_count(self.sketches[:, near] ^ mine[:, None]).sum(axis=0)
            yield from near[differing <= most].tolist()

    def _alike(self, place: int, other: int) -> bool:
        left, right = self.texts[place].words, self.texts[other].words
        # difflib's matching blocks are a common subsequence, so its ratio never exceeds that of the longest one.
        if Indel.normalized_similarity(left, right, score_cutoff=self.ratio - 1e-9) == 0:
            return False
        return SequenceMatcher(None, left, right).ratio() >= self.ratio


class _Level:
    """The texts of two classes of length, in groups that hold the very same words of a part of the corpus's words."""

    def __init__(self, places: NDArray[np.int64], bags: _Bags, parts: int) -> None:
        held = _sums(bags, places, parts)
        self.members: list[Numbers] = []
        self.spans = np.empty((len(places), parts, 2), dtype=np.int32)
        for part in range(parts):
            order = np.argsort(held[:, part], kind="stable")
            ranked = held[order, part]
            begins = np.flatnonzero(np.concatenate([[True], ranked[1:] != ranked[:-1]])[: len(ranked)])
            lengths = np.diff(np.append(begins, len(ranked)))
            self.spans[order, part, 0] = np.repeat(begins, lengths)
            self.spans[order, part, 1] = np.repeat(begins + lengths, lengths)
            self.members.append(places[order].astype(np.int32))
        self.row = {int(place): row for row, place in enumerate(places)}

    def sharing(self, place: int) -> list[Numbers]:
        """Part by part the places of the texts that hold the same of it, the text itself among them; none alone."""
        spans = self.spans[self.row[place]].tolist()
        return [self.members[part][first:last] for part, (first, last) in enumerate(spans) if last - first > 1]


def _sums(bags: _Bags, places: NDArray[np.int64], parts: int) -> Sketches:
    """What each text holds of each part, as the sum of numbers drawn for its words; shape (texts, parts).

    Two different sets of words may meet in one sum: the texts are compared word by word before they count as alike.
    """
    rows, words = bags.several(places)
    drawn = np.random.default_rng(0).integers(0, 2**64, size=int(words.max(initial=0)) + 1, dtype=np.uint64)
    held = np.zeros(len(places) * parts, dtype=np.uint64)
    np.add.at(held, rows * parts + words % parts, drawn[words])
    return held.reshape(len(places), parts)


def _parts(longest: int, ratio: float) -> int:
    """One part more than two alike texts of a class of length can differ in words."""
    return int((1 - ratio) * 2 * longest + 1e-9) + 1


def _lengths(longest: int, ratio: float) -> list[int]:
    """The greatest length of each class of lengths, up to the class after that of the longest text."""
    ends = [0]
    while len(ends) < 2 or ends[-2] < longest:
        ends.append(int((ends[-1] + 1) * (2 - ratio) / ratio + 1e-9))
    return ends


def load_functions(con: duckdb.DuckDBPyConnection) -> None:
    """Make `near_duplicate_texts(texts, ratio, least)` known to the connection, unless it is.

    `texts` is a list of {words, holders}; the answer is the words of those held by `least` investigations or more
    together with the texts alike to them. Words are what stands between spaces, capital letters do not matter.
    """
    if con.execute("SELECT 1 FROM duckdb_functions() WHERE function_name = 'near_duplicate_texts' LIMIT 1").fetchall():
        return
    text = duckdb.struct_type({"words": VARCHAR, "holders": duckdb.list_type(VARCHAR)})
    con.create_function(
        "near_duplicate_texts",
        _near_duplicate_texts,
        [duckdb.list_type(text), DOUBLE, BIGINT],
        duckdb.list_type(VARCHAR),
    )


def _near_duplicate_texts(rows: Sequence[Mapping[str, Any]], ratio: float, least: int) -> list[str]:
    # A force's decisions are millions of words of a few thousand different ones: each is held once.
    held: dict[str, str] = {}
    texts = [
        Text(tuple(held.setdefault(word, word) for word in row["words"].casefold().split()), frozenset(row["holders"]))
        for row in rows
    ]
    return [rows[place]["words"] for place in shared_by_many(texts, ratio, least)]
