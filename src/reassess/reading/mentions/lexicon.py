"""The dictionary of a corpus as two sorted tables that processes share: each maps the files and none holds a copy.

A spelling is found by the digest of its words. The text is gone through word by word; where a word begins something
known, it grows by the next word as long as the longest entry that begins so. The time does not grow with the number
of names, and neither does the memory of a process.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b, sha256
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from reassess.reading.mentions.dictionary import Dictionary, Entry
from reassess.reading.mentions.folding import folded
from reassess.reading.mentions.found import PARTING, Found, Joined, lowered

_WHAT = (
    ("name", "record"),
    ("nickname", "record"),
    ("place", "name"),
    ("place", "address"),
    ("place", "street"),
    ("staff", "record"),
    ("handle", "record"),
    ("forename", ""),
)
"""Kind and detail of an entry, kept as its number here."""
_FORENAME = _WHAT.index(("forename", ""))
_ANY_CASE = {"staff", "handle"}
_ROW = pa.schema(
    [
        ("key", pa.uint64()),
        ("what", pa.uint8()),
        ("value", pa.string()),
        ("start", pa.uint64()),
        ("words", pa.uint8()),
        ("any_case", pa.uint8()),
    ]
)
_BATCH = 100_000
_MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+")
# Names are parted by spaces, hyphens, apostrophes and line ends as the writer likes: to the lexicon they are one.
_GAPS = dict.fromkeys((*" \n\t-'\u2010\u2011\u2013\u2018\u2019`\u00b4", " \n", "\n ", "-\n"), " ")
_GAPS |= dict.fromkeys((",", ", ", ",\n"), ",")
_LONGEST_GAP = 3


class _Span(NamedTuple):
    """A run of words in a text; `broken` where a line ends inside it."""

    start: int
    end: int
    broken: bool


@dataclass(frozen=True)
class Lexicon:
    """entries(key, what, value), sorted by key; starts(start, words, any_case), sorted by start.

    `key` and `start` are 64-bit digests of all words and of the first word of a spelling, `words` is the number of
    words of the longest spelling that begins so. Two spellings share a digest by chance once in 10^6 corpora of a
    million names.
    """

    entries: pa.Table = field(repr=False)
    starts: pa.Table = field(repr=False)

    @classmethod
    def of(cls, dictionary: Dictionary) -> "Lexicon":
        """The lexicon of a dictionary, in the memory of this process."""
        rows = chain(
            (_row(entry) for entry in dictionary.entries()),
            ((_digest(f"forename {name}"), _FORENAME, "", 0, 0, 0) for name in set(dictionary.forenames())),
        )
        table = pa.concat_tables([_ROW.empty_table(), *_batches(row for row in rows if row)])
        # A group without aggregates is a row kept once.
        entries = table.select(["key", "what", "value"]).group_by(["key", "what", "value"]).aggregate([])
        starts = table.group_by("start").aggregate([("words", "max"), ("any_case", "max")])
        order = [(name, "ascending") for name in ("key", "what", "value")]
        return cls(entries.sort_by(order).combine_chunks(), starts.sort_by("start").combine_chunks())

    @classmethod
    def at(cls, folder: Path) -> "Lexicon":
        """The lexicon that `write` left in a folder, mapped and not read: processes share the one copy."""
        return cls(_mapped(folder / "entries.arrow"), _mapped(folder / "starts.arrow"))

    def write(self, folder: Path) -> None:
        """Write the two tables into a folder that exists."""
        for name, table in (("entries", self.entries), ("starts", self.starts)):
            with pa.OSFile(str(folder / f"{name}.arrow"), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
                writer.write_table(table)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of everything the lexicon knows."""
        digest = sha256(self._keys.tobytes() + self._what.tobytes())
        for start in range(0, len(self._values), _BATCH):
            digest.update("\0".join(self._values.slice(start, _BATCH).to_pylist()).encode("utf-8", "backslashreplace"))
        return digest.hexdigest()

    def knows_forename(self, word: str) -> bool:
        """Whether somebody in the corpus has this forename."""
        return bool(self._rows([f"forename {folded(word)}"]))

    def find(self, joined: Joined) -> Iterator[Found]:
        """Every run of whole words in the text that the dictionary knows, overlapping ones too."""
        spans: dict[str, list[_Span]] = defaultdict(list)
        for key, span in self._candidates(joined):
            spans[key].append(span)
        for key, rows in self._rows(list(spans)).items():
            for row in rows:
                kind, detail = _WHAT[self._what[row]]
                value = self._values[row].as_py()
                for span in spans[key]:
                    if _stands(kind, joined.text, span):
                        yield Found(span.start, span.end, kind, value, detail, doubtful=span.broken)

    def _candidates(self, joined: Joined) -> Iterator[tuple[str, _Span]]:
        lower, text = joined.lower, joined.text
        places = [match.span() for match in _WORD.finditer(lower)]
        words = [lower[start:end] for start, end in places]
        starts = self._starting(set(words))
        for at, word in enumerate(words):
            if word in starts:
                longest, any_case = starts[word]
                if any_case or not text[places[at][0]].islower():
                    yield from _grown(lower, words, places, at, longest)

    def _starting(self, words: set[str]) -> dict[str, tuple[int, bool]]:
        """Of some words those that begin an entry, with the words of the longest one, and if small letters will do."""
        listed = sorted(words)
        wanted = np.array([_digest(_plain(word)) for word in listed], np.uint64)
        known = self._start_keys
        if not len(known) or not listed:
            return {}
        at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        found = np.flatnonzero(known[at] == wanted)
        lengths, cases = self._start_words, self._start_cases
        return {listed[n]: (int(lengths[at[n]]), bool(cases[at[n]])) for n in found}

    def _rows(self, keys: Sequence[str]) -> dict[str, range]:
        """The rows of `entries` of each key that it has."""
        wanted = np.array([_digest(key) for key in keys], np.uint64)
        low, high = (np.searchsorted(self._keys, wanted, side) for side in ("left", "right"))
        return {keys[n]: range(int(low[n]), int(high[n])) for n in map(int, np.flatnonzero(low < high))}

    @cached_property
    def _keys(self) -> Any:
        return _column(self.entries, "key")

    @cached_property
    def _what(self) -> Any:
        return _column(self.entries, "what")

    @cached_property
    def _values(self) -> Any:
        chunks = self.entries["value"].chunks
        return chunks[0] if chunks else pa.array([], pa.string())

    @cached_property
    def _start_keys(self) -> Any:
        return _column(self.starts, "start")

    @cached_property
    def _start_words(self) -> Any:
        return _column(self.starts, "words_max")

    @cached_property
    def _start_cases(self) -> Any:
        return _column(self.starts, "any_case_max")


def _column(table: pa.Table, name: str) -> Any:
    """A column as a numpy array over the same memory."""
    chunks = table[name].chunks
    return chunks[0].to_numpy() if chunks else np.array([], table.schema.field(name).type.to_pandas_dtype())


def _mapped(file: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(file))).read_all()


def _row(entry: Entry) -> tuple[int, int, str, int, int, int] | None:
    lower = lowered(entry.written)
    places = [match.span() for match in _WORD.finditer(lower)][:_MOST_WORDS]
    words = [lower[start:end] for start, end in places]
    if not words:
        return None
    grown = list(_grown(lower, words, places, 0, len(words)))
    if len(grown) < len(words):
        return None
    what = _WHAT.index((entry.kind, entry.detail))
    start = _digest(_plain(words[0]))
    return _digest(grown[-1][0]), what, entry.value, start, len(words), int(entry.kind in _ANY_CASE)


def _batches(rows: Iterable[tuple[object, ...]]) -> Iterator[pa.Table]:
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        columns = zip(*batch, strict=True)
        arrays = [pa.array(list(column), field.type) for column, field in zip(columns, _ROW, strict=True)]
        yield pa.Table.from_arrays(arrays, schema=_ROW)


def _grown(
    lower: str, words: Sequence[str], places: Sequence[tuple[int, int]], at: int, longest: int
) -> Iterator[tuple[str, _Span]]:
    """The runs of one, two ... `longest` words that begin at a word, each with its key."""
    key, broken = _plain(words[at]), False
    start, end = places[at]
    yield key, _Span(start, end, broken)
    for following in range(at + 1, min(at + longest, len(words))):
        gap = lower[end : places[following][0]]
        parting = _parting(gap, words[following - 1])
        if parting is None:
            return
        key += parting + _plain(words[following])
        end = places[following][1]
        broken = broken or "\n" in gap
        yield key, _Span(start, end, broken)


def _parting(gap: str, word: str) -> str | None:
    """What stands between two words of a key for what stands between them in the text; None where they are apart."""
    if gap in _GAPS:
        return _GAPS[gap]
    if len(word) == 1 and gap in (". ", "."):
        return " "
    return gap if len(gap) <= _LONGEST_GAP and "\n" not in gap and PARTING not in gap else None


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    return word if word.isascii() else folded(word) or word


def _digest(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "backslashreplace"), digest_size=8).digest(), "little")


def _stands(kind: str, text: str, span: _Span) -> bool:
    """Whether an entry of this kind may stand so: names and places begin with a capital letter or a figure ('grace'
    and 'will' are words as well), and a handle behind an @ or in a mail address is found by its form."""
    if kind == "handle":
        return "@" not in text[max(0, span.start - 1) : span.start] and text[span.end : span.end + 1] != "@"
    return kind != "forename" and (kind == "staff" or not text[span.start].islower())
