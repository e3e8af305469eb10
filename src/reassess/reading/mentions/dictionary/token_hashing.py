"""The words of a text as numbers: where each stands, a number for its letters, and one for what parts it from the next.

Numbers, because a whole portion is then compared with a whole dictionary in a few steps and not word by word. Equal
words have equal numbers; two others share one by chance once in 2^64.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from reassess.reading.mentions.dictionary.normalise import folded
from reassess.reading.mentions.found import PARTING

Numbers = NDArray[np.uint64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Names are parted by spaces, hyphens, apostrophes and line ends as the writer likes: to the lexicon they are one.
_GAPS = dict.fromkeys((*" \n\t-'\u2010\u2011\u2013\u2018\u2019`\u00b4", " \n", "\n ", "-\n"), " ")
_GAPS |= dict.fromkeys(("  ", "   ", "\t ", " \t"), " ")
_GAPS |= dict.fromkeys((",", ", ", ",\n", ",  "), ",")
_LONGEST_GAP = 3
_AFTER_INITIAL = (".", ". ")
_CHARACTERS = 0x110000
_CHARACTER_BITS = 21
_ASCII = 128
_BASE = 0x9E3779B97F4A7C15
"""Odd, so that it has an inverse: the number of a word is then the difference of two sums over the text before it."""


@dataclass(frozen=True)
class Words:
    """The words of a text in order.

    starts, ends: code points. numbers: of the letters, accents left out. gaps: of what parts a word from the next one,
    0 where they are too far apart for one name. broken: whether a line ends there.
    """

    starts: Places
    ends: Places
    numbers: Numbers
    gaps: Numbers
    broken: Flags

    @classmethod
    def of(cls, lower: str) -> "Words":
        """The words of a text in small letters (`found.lowered`)."""
        codes = _codes(lower)
        letters = _letters()[codes]
        edges = np.flatnonzero(np.diff(np.concatenate(([False], letters, [False]))))
        starts, ends = edges[::2], edges[1::2]
        numbers = _numbers(codes, starts, ends)
        _without_accents(lower, np.flatnonzero(letters & (codes >= _ASCII)), starts, ends, numbers)
        gaps, broken = _gaps(codes, starts, ends)
        return cls(starts, ends, numbers, gaps, broken)

    def grown(self, at: Places, longest: Places) -> Iterator[tuple[int, Places, Numbers]]:
        """The runs of one, two ... and at most `longest` words that begin at some words: how many words, which of `at`
        go on so far, and the number of each run."""
        which, keys, length = np.arange(len(at)), self.numbers[at], 1
        while len(which):
            yield length, which, keys
            last = at[which] + length - 1
            goes_on = (longest[which] > length) & (self.gaps[last] > 0)
            which, last = which[goes_on], last[goes_on]
            keys = _mixed(_mixed(keys[goes_on] + self.gaps[last]) + self.numbers[last + 1])
            length += 1


def numbers_of(words: Sequence[str]) -> Numbers:
    """A number for each string.

    >>> first, second, third = numbers_of(["ada", "quill", "ada"])
    >>> bool(first == third), bool(first == second)
    (True, False)
    """
    ends = np.cumsum(np.fromiter(map(len, words), np.int64, len(words)))
    starts = np.concatenate(([0], ends[:-1])) if len(ends) else ends
    return _numbers(_codes("".join(words)), starts, ends)


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@cache
def _letters() -> Flags:
    """For every character whether it is a letter or a figure."""
    return np.fromiter((chr(code).isalnum() for code in range(_CHARACTERS)), np.bool_, _CHARACTERS)


def _numbers(codes: NDArray[np.uint32], starts: Places, ends: Places) -> Numbers:
    """For each stretch the sum of its characters times powers of a base, from its first character on."""
    powers, inverses = _powers(1 << max(1, len(codes)).bit_length())
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum((codes + np.uint64(1)) * powers[: len(codes)], out=sums[1:])
    return _mixed((sums[ends] - sums[starts]) * inverses[starts])


@cache
def _powers(count: int) -> tuple[Numbers, Numbers]:
    inverse = pow(_BASE, -1, 1 << 64)
    return _row_of_powers(_BASE, count), _row_of_powers(inverse, count)


def _row_of_powers(base: int, count: int) -> Numbers:
    row = np.full(count, base, np.uint64)
    row[0] = 1
    return np.cumprod(row)


def _mixed(numbers: Numbers) -> Numbers:
    """The numbers with every bit spread over all others (the finaliser of SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _without_accents(lower: str, foreign: Places, starts: Places, ends: Places, numbers: Numbers) -> None:
    """Put the numbers of plain spellings in place of those of words with accents or of other scripts."""
    which = np.unique(np.searchsorted(starts, foreign, "right") - 1)
    words = [lower[start:end] for start, end in zip(starts[which].tolist(), ends[which].tolist(), strict=True)]
    if words:
        numbers[which] = numbers_of([folded(word) or word for word in words])


def _gaps(codes: NDArray[np.uint32], starts: Places, ends: Places) -> tuple[Numbers, Flags]:
    """What parts each word from the next one, as a number, and whether a line ends there."""
    gaps, broken = np.zeros(len(starts), np.uint64), np.zeros(len(starts), np.bool_)
    near = np.flatnonzero(starts[1:] - ends[:-1] <= _LONGEST_GAP)
    packed, meant = np.unique(_packed(codes, ends[near], starts[near + 1]), return_inverse=True)
    written = [_unpacked(int(each)) for each in packed]
    gaps[near] = _numbers_of_partings(list(map(_parting, written)))[meant]
    broken[near] = np.array(["\n" in gap for gap in written], np.bool_)[meant]
    after_initial = np.array([gap in _AFTER_INITIAL for gap in written], np.bool_)[meant] & ((ends - starts)[near] == 1)
    gaps[near[after_initial]] = _numbers_of_partings([" "])
    return gaps, broken


def _packed(codes: NDArray[np.uint32], starts: Places, ends: Places) -> Numbers:
    """Up to three characters as one number."""
    packed = np.zeros(len(starts), np.uint64)
    for place in range(_LONGEST_GAP):
        there = starts + place < ends
        shifted = (codes[starts[there] + place] + np.uint64(1)) << np.uint64(place * _CHARACTER_BITS)
        packed[there] |= shifted
    return packed


def _unpacked(packed: int) -> str:
    codes = (packed >> (place * _CHARACTER_BITS) & (1 << _CHARACTER_BITS) - 1 for place in range(_LONGEST_GAP))
    return "".join(chr(code - 1) for code in codes if code)


def _parting(gap: str) -> str:
    """What stands between two words of a key for what stands between them in a text; nothing where they are apart."""
    return _GAPS.get(gap, "" if "\n" in gap or PARTING in gap else gap)


def _numbers_of_partings(partings: Sequence[str]) -> Numbers:
    return np.where([parting != "" for parting in partings], numbers_of(partings), np.uint64(0))
