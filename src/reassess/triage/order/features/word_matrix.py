"""Texts become a matrix of weighted words and word pairs, once a run.

The weights are those of TF-IDF with sublinear counts (1 + ln n), smoothed inverse document frequency and rows of
length one. Words and pairs that only one text has move no other text, so they count towards the length of their
row and are then left out: same order, a third of the memory. Built on integer keys rather than strings, because
nine thousand cases of two thousand words hold fifteen million pairs.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

# A break stands where something was taken out (a name, a number): no pair reaches across it.
BREAK = "¶"
TOKEN = re.compile(rf"\w\w+|{BREAK}")
WORD = re.compile(r"\w\w+")
CHUNK_TOKENS = 500_000
# Above this many cells the rarest terms go first: 8 million cells are 64 MB.
MAX_CELLS = 8_000_000
COMMON = 0.95

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Words:
    """A row a text and a column a term; `terms` names the columns, a pair with a space between its words.

    `lengths` is how many words each text has.
    """

    matrix: sparse.csr_matrix
    terms: tuple[str, ...]
    lengths: Integers


@dataclass(frozen=True)
class _Tokens:
    """All texts as one run of word numbers (1 up; 0 is a break), with the text that each stands in."""

    numbers: NDArray[np.int32]
    starts: Integers
    vocabulary: tuple[str, ...]

    @property
    def texts(self) -> int:
        """The number of texts."""
        return len(self.starts) - 1

    @property
    def base(self) -> int:
        """One more than the highest word number: a pair (a, b) has the key a * base + b, a word the key itself."""
        return len(self.vocabulary)


def word_matrix(texts: Iterable[str], max_cells: int = MAX_CELLS) -> Words:
    """The TF-IDF matrix of the texts: words of two or more characters and pairs of neighbours, in small letters.

    Args:
        texts: one string a record, read once and not held; an empty one gives an empty row.
        max_cells: the rarest terms are left out above this many cells.
    """
    tokens = _tokens(texts)
    spans = _spans(tokens.starts)
    kept = _kept_terms(_shared_keys(tokens, spans, max_cells), tokens.texts, max_cells)
    matrix = _assembled((_weights(_counted(tokens, *span), kept) for span in spans), tokens.texts, kept)
    spoken = [np.count_nonzero(tokens.numbers[first:last]) for first, last in pairwise(tokens.starts)]
    lengths = np.array(spoken, dtype=np.int64)
    return Words(matrix, tuple(_named(tokens, kept.keys[kept.columns >= 0])), lengths)


def count_words(text: str) -> int:
    """How many words a text has, breaks not counted.

    >>> count_words(f"seen at {BREAK} on {BREAK} Monday")
    4
    """
    return len(WORD.findall(text))


def _tokens(texts: Iterable[str]) -> _Tokens:
    numbering: defaultdict[str, int] = defaultdict()
    numbering.default_factory = numbering.__len__
    lookup = numbering.__getitem__
    lookup(BREAK)
    numbers, starts = array("i"), [0]
    for text in texts:
        numbers.extend(map(lookup, TOKEN.findall(text.lower())))
        starts.append(len(numbers))
    return _Tokens(np.frombuffer(numbers, dtype=np.int32), np.array(starts, dtype=np.int64), tuple(numbering))


def _spans(starts: Integers) -> list[tuple[int, int]]:
    """Consecutive texts in chunks of about `CHUNK_TOKENS` tokens, as (first, last + 1)."""
    spans, first = [], 0
    while first < len(starts) - 1:
        last = int(np.searchsorted(starts, starts[first] + CHUNK_TOKENS, side="right")) - 1
        spans.append((first, max(last, first + 1)))
        first = spans[-1][1]
    return spans


@dataclass(frozen=True)
class _Counted:
    """The terms of some consecutive texts: text (from 0), term key and count, ordered by text and key."""

    texts: int
    rows: Integers
    keys: Integers
    counts: NDArray[np.float32]


def _counted(tokens: _Tokens, first: int, last: int) -> _Counted:
    inside = slice(int(tokens.starts[first]), int(tokens.starts[last]))
    numbers = tokens.numbers[inside].astype(np.int64)
    rows = np.repeat(np.arange(last - first), np.diff(tokens.starts[first : last + 1]))
    paired = (rows[1:] == rows[:-1]) & (numbers[1:] > 0) & (numbers[:-1] > 0)
    pairs = (numbers[:-1] * tokens.base + numbers[1:])[paired]
    span = np.int64(tokens.base) ** 2
    joint = np.concatenate([rows[numbers > 0] * span + numbers[numbers > 0], rows[:-1][paired] * span + pairs])
    joint.sort()
    firsts = _firsts(joint)
    counts = np.diff(np.append(firsts, len(joint))).astype(np.float32)
    distinct = joint[firsts]
    return _Counted(last - first, distinct // span, distinct % span, counts)


@dataclass(frozen=True)
class _Frequencies:
    """Term keys in ascending order, each once, with the number of texts that have it."""

    keys: Integers
    texts: Integers

    def merged(self, keys: Integers) -> "_Frequencies":
        """These with the keys of more texts, each once a text."""
        added, counts = np.unique(keys, return_counts=True)
        both, place = np.unique(np.concatenate([self.keys, added]), return_inverse=True)
        texts = np.bincount(place, weights=np.concatenate([self.texts, counts]), minlength=len(both))
        return _Frequencies(both, texts.astype(np.int64))


def _shared_keys(tokens: _Tokens, spans: Sequence[tuple[int, int]], max_cells: int) -> _Frequencies:
    """How many texts have each term, without most of those that only one has.

    Most pairs occur once. A sieve of counters, several to a key, finds nearly all of them without holding them,
    and where more than `max_cells` would be left, takes the rarer ones with them.
    """
    sieve = np.zeros(_sieve_size(len(tokens.numbers)), dtype=np.uint8)
    for span in spans:
        slots = np.sort(_slots(_counted(tokens, *span).keys, sieve))
        firsts = _firsts(slots)
        repeats = np.diff(np.append(firsts, len(slots)))
        sieve[slots[firsts]] = np.minimum(sieve[slots[firsts]] + repeats, 255)
    enough = _least_count(sieve, max_cells)
    frequencies = _Frequencies(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    for span in spans:
        keys = _counted(tokens, *span).keys
        frequencies = frequencies.merged(keys[sieve[_slots(keys, sieve)] >= enough])
    return frequencies


def _least_count(sieve: NDArray[np.uint8], max_cells: int) -> int:
    """The lowest count, two or more, from which on the counters hold no more than `max_cells`."""
    # In parts, because counting widens what it counts eightfold.
    counters = sum(np.bincount(part, minlength=256) for part in np.array_split(sieve, 64))
    cells = counters * np.arange(256)
    within = np.cumsum(cells[::-1])[::-1] <= max_cells
    return max(2, int(np.argmax(within)))


def _sieve_size(tokens: int) -> int:
    """A power of two, four or more counters a token, at most 64 MB."""
    return 1 << min(max((4 * tokens).bit_length(), 10), 26)


def _slots(keys: Integers, sieve: NDArray[np.uint8]) -> Integers:
    """The counter of each key, by Fibonacci hashing."""
    spread = keys.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return (spread >> np.uint64(64 - (len(sieve).bit_length() - 1))).astype(np.int64)


@dataclass(frozen=True)
class _Kept:
    """The terms that two or more texts share: key (ascending), weight, and column (-1 where it is left out).

    `cells` is how many cells the columns have together.
    """

    keys: Integers
    idf: NDArray[np.float32]
    columns: NDArray[np.int32]
    cells: int
    single_idf: float


def _kept_terms(found: _Frequencies, texts: int, max_cells: int) -> _Kept:
    shared = found.texts >= 2
    terms, frequency = found.keys[shared], found.texts[shared]
    common = frequency > COMMON * texts
    idf = np.where(common, 0, np.log((1 + texts) / (1 + frequency)) + 1).astype(np.float32)
    columns = _columns(np.where(common, 0, frequency), max_cells)
    cells = int(frequency[columns >= 0].sum())
    return _Kept(terms, idf, columns, cells, float(np.log((1 + texts) / 2) + 1))


def _columns(cells: Integers, max_cells: int) -> NDArray[np.int32]:
    """A column for each term that has cells, the most frequent first as far as `max_cells` goes; -1 for the rest."""
    order = np.argsort(-cells, kind="stable")
    within = np.zeros(len(cells), dtype=bool)
    within[order] = (np.cumsum(cells[order]) <= max_cells) & (cells[order] > 0)
    return np.where(within, np.cumsum(within) - 1, -1).astype(np.int32)


def _firsts(ordered: Integers) -> Integers:
    """Where each distinct value of an ordered array first stands."""
    if not len(ordered):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))


@dataclass(frozen=True)
class _Weighted:
    """Cells of some consecutive texts in order, and how many of them each text has."""

    cells: Integers
    columns: NDArray[np.int32]
    values: NDArray[np.float32]


def _weights(chunk: _Counted, kept: _Kept) -> _Weighted:
    columns, idf = _looked_up(chunk.keys, kept)
    weight = (1 + np.log(chunk.counts)) * idf
    squares = np.bincount(chunk.rows, weights=weight.astype(np.float64) ** 2, minlength=chunk.texts)
    inside = columns >= 0
    rows = chunk.rows[inside]
    cells = np.bincount(rows, minlength=chunk.texts)
    return _Weighted(cells, columns[inside], (weight[inside] / np.sqrt(squares)[rows]).astype(np.float32))


def _looked_up(keys: Integers, kept: _Kept) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The column (or -1) and weight of each key; a key that only one text has is not among the kept."""
    if not len(kept.keys):
        return np.full(len(keys), -1, dtype=np.int32), np.full(len(keys), kept.single_idf, dtype=np.float32)
    place = np.minimum(np.searchsorted(kept.keys, keys), len(kept.keys) - 1)
    shared = kept.keys[place] == keys
    columns = np.where(shared, kept.columns[place], -1).astype(np.int32)
    return columns, np.where(shared, kept.idf[place], kept.single_idf).astype(np.float32)


def _assembled(pieces: Iterable[_Weighted], texts: int, kept: _Kept) -> sparse.csr_matrix:
    """The pieces as one matrix, written into place as they come, so that no cell is held twice."""
    columns, values = np.empty(kept.cells, dtype=np.int32), np.empty(kept.cells, dtype=np.float32)
    pointers, at, row = np.zeros(texts + 1, dtype=np.int32), 0, 1
    for part in pieces:
        inside = slice(at, at + len(part.columns))
        columns[inside], values[inside] = part.columns, part.values
        pointers[row : row + len(part.cells)] = at + np.cumsum(part.cells)
        at, row = at + len(part.columns), row + len(part.cells)
    return sparse.csr_matrix((values, columns, pointers), shape=(texts, int((kept.columns >= 0).sum())))


def _named(tokens: _Tokens, keys: Integers) -> list[str]:
    firsts, seconds = np.divmod(keys, tokens.base)
    words = tokens.vocabulary
    return [words[b] if a == 0 else f"{words[a]} {words[b]}" for a, b in zip(firsts, seconds, strict=True)]
