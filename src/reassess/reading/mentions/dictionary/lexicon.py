"""The dictionary of a corpus as two sorted tables that processes share: each maps the files and none holds a copy.

A spelling is found by the number of its words. Where a word begins something known, it grows by the next word as long
as the longest entry that begins so, at all places of a text at once. The time does not grow with the number of names,
and neither does the memory of a process.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from reassess.reading.mentions.dictionary.entries import Dictionary, Entry
from reassess.reading.mentions.dictionary.normalise import folded
from reassess.reading.mentions.dictionary.token_hashing import Numbers, Places, Words, numbers_of
from reassess.reading.mentions.found import SEPARATOR, Found, Joined, lowered

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


@dataclass(frozen=True)
class Lexicon:
    """entries(key, what, value), sorted by key; starts(start, words, any_case), sorted by start.

    `key` and `start` are 64-bit numbers of all words and of the first word of a spelling, `words` is the number of
    words of the longest spelling that begins so. Two spellings share a number by chance once in 10^6 corpora of a
    million names.
    """

    entries: pa.Table = field(repr=False)
    starts: pa.Table = field(repr=False)

    @classmethod
    def of(cls, dictionary: Dictionary) -> "Lexicon":
        """The lexicon of a dictionary, in the memory of this process."""
        spellings = [_spellings(batch) for batch in _batches(dictionary.entries())]
        forenames = _forenames(sorted(set(dictionary.forenames())))
        # A group without aggregates is a row kept once.
        table = pa.concat_tables([_ROW.empty_table(), *spellings])
        entries = pa.concat_tables([table, forenames]).select(["key", "what", "value"])
        entries = entries.group_by(["key", "what", "value"]).aggregate([])
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
        low, high = self._rows(_numbers_of_forenames([folded(word)]))
        return bool(low[0] < high[0])

    def find(self, joined: Joined) -> Iterator[Found]:
        """Every run of whole words in the text that the dictionary knows, overlapping ones too."""
        words = Words.of(joined.lower)
        at, longest = self._starting(words, joined.text)
        for length, which, keys in words.grown(at, longest):
            low, high = self._rows(keys)
            for each in np.flatnonzero(low < high).tolist():
                first = int(at[which[each]])
                start, end = int(words.starts[first]), int(words.ends[first + length - 1])
                broken = bool(words.broken[first : first + length - 1].any())
                for row in range(int(low[each]), int(high[each])):
                    kind, detail = _WHAT[self._what[row]]
                    if _stands(kind, joined.text, start, end):
                        yield Found(start, end, kind, self._values[row].as_py(), detail, doubtful=broken)

    def _starting(self, words: Words, text: str) -> tuple[Places, Places]:
        """The words that begin an entry and may begin it so, with the words of the longest one."""
        known = self._start_keys
        if not len(known):
            return np.array([], np.int64), np.array([], np.int64)
        entry = np.minimum(np.searchsorted(known, words.numbers), len(known) - 1)
        at = np.flatnonzero(known[entry] == words.numbers)
        entry = entry[at]
        small = np.array([text[start].islower() for start in words.starts[at].tolist()], np.bool_)
        stands = np.flatnonzero(~small | (self._start_cases[entry] > 0))
        return at[stands], self._start_words[entry[stands]].astype(np.int64)

    def _rows(self, keys: Numbers) -> tuple[Places, Places]:
        """For each key its first row of `entries` and the one behind its last."""
        return np.searchsorted(self._keys, keys, "left"), np.searchsorted(self._keys, keys, "right")

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


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    waiting = iter(entries)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _spellings(entries: Sequence[Entry]) -> pa.Table:
    """A row for each entry that has words and whose words hang together."""
    written, kinds, values, details = zip(*entries, strict=True)
    lengths = np.fromiter(map(len, written), np.int64, len(written)) + len(SEPARATOR)
    begin = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    words = Words.of(lowered(SEPARATOR.join(written)))
    first = np.searchsorted(words.starts, begin)
    count = np.minimum(np.searchsorted(words.starts, begin + lengths) - first, _MOST_WORDS)
    kept, keys = _whole(words, first, count)
    what = np.array([_WHAT.index(pair) for pair in zip(kinds, details, strict=True)], np.uint8)
    any_case = np.array([kind in _ANY_CASE for kind in kinds], np.uint8)
    columns = (keys, what[kept], pa.array([values[at] for at in kept.tolist()], pa.string()),
               words.numbers[first[kept]], count[kept].astype(np.uint8), any_case[kept])  # fmt: skip
    return pa.Table.from_arrays([pa.array(column) for column in columns], schema=_ROW)


def _whole(words: Words, first: Places, count: Places) -> tuple[Places, Numbers]:
    """Of runs of words those that hang together to their end, in order, with the number of each."""
    some = np.flatnonzero(count)
    keys, whole = np.zeros(len(count), np.uint64), np.zeros(len(count), np.bool_)
    for length, which, grown in words.grown(first[some], count[some]):
        ended = count[some[which]] == length
        keys[some[which[ended]]] = grown[ended]
        whole[some[which[ended]]] = True
    kept = np.flatnonzero(whole)
    return kept, keys[kept]


def _forenames(names: Sequence[str]) -> pa.Table:
    nothing = np.zeros(len(names), np.uint64)
    columns = (_numbers_of_forenames(names), nothing + np.uint64(_FORENAME), pa.array([""] * len(names), pa.string()),
               nothing, nothing, nothing)  # fmt: skip
    return pa.Table.from_arrays([pa.array(c).cast(f.type) for c, f in zip(columns, _ROW, strict=True)], schema=_ROW)


def _numbers_of_forenames(names: Sequence[str]) -> Numbers:
    # Marked, so that a forename is no name of anything else.
    return numbers_of([f"forename {name}" for name in names])


def _stands(kind: str, text: str, start: int, end: int) -> bool:
    """Whether an entry of this kind may stand so: names and places begin with a capital letter or a figure ('grace'
    and 'will' are words as well), and a handle behind an @ or in a mail address is found by its form."""
    if kind == "handle":
        return "@" not in text[max(0, start - 1) : start] and text[end : end + 1] != "@"
    return kind != "forename" and (kind == "staff" or not text[start].islower())
