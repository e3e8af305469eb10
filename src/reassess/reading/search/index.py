"""Searching: the first hits with their words in context, never more than the person may see."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reassess.reading.mentions.identifiers import identifiers
from reassess.reading.search.query import Asked, understood
from reassess.records.errors import UserError

CONTEXT = 90
RANKED = 3_000
FEW_CASES = 20
# The words as typed come before near spellings of them, then what speaks of them most, then the newest.
_BEST_FIRST = "place IN (SELECT rowid FROM words WHERE words MATCH ?) DESC, bm25(words, 1.0, 4.0, 0.0), place DESC"
_NEWEST_FIRST = "words.rowid DESC"
_OPEN, _CLOSE = "\ue001", "\ue002"


@dataclass(frozen=True)
class Filters:
    """What narrows a search: investigations, years (first and last), and kinds (tables: entry, document, person
    ...)."""

    investigations: Collection[str] | None = None
    years: tuple[int, int] | None = None
    kinds: Collection[str] = ()


@dataclass(frozen=True)
class Hit:
    """A passage that was found: where it stands, an excerpt of its text, and the places of the found words.

    `marks` are code points in the whole passage; the excerpt begins at `excerpt_at`.
    """

    investigation_id: str | None
    source_table: str
    source_key: str
    source_field: str
    page: int
    year: int | None
    excerpt: str
    excerpt_at: int
    marks: tuple[tuple[int, int], ...]

    def marked(self, before: str, after: str) -> str:
        """The excerpt with each found word between two strings; escape the text first where it becomes HTML."""
        text, at = "", 0
        for start, end in self.marks:
            low, high = start - self.excerpt_at, end - self.excerpt_at
            if at <= low and high <= len(self.excerpt):
                text += self.excerpt[at:low] + before + self.excerpt[low:high] + after
                at = high
        return text + self.excerpt[at:]


@dataclass(frozen=True)
class SearchPage:
    """One page of hits. `ranked` is False where so many passages match that the newest are shown first."""

    hits: tuple[Hit, ...]
    more: bool
    ranked: bool


@dataclass(frozen=True)
class Index:
    """An index that is open for searching."""

    connection: sqlite3.Connection

    def search(
        self,
        words: str,
        *,
        allowed: Collection[str] | None,
        filters: Filters | None = None,
        first: int = 0,
        count: int = 10,
    ) -> SearchPage:
        """The hits `first` to `first + count`.

        allowed: the investigations that the person may see; None means all of them, and is the only way to passages
        that belong to no investigation. The index is asked with this list: nothing else is ever matched or counted.
        Raises `UserError` where there is nothing to look for.
        """
        asked = understood(self.connection, words)
        narrowed = filters or Filters()
        visible = _both(allowed, narrowed.investigations)
        if visible is not None and not visible:
            return SearchPage((), False, True)
        match, condition = self._limited(asked, visible, narrowed)
        ranked = self._few(match, condition)
        rows = self.connection.execute(
            f"SELECT place FROM words JOIN passage ON place = words.rowid WHERE words MATCH ? {condition}"
            f" ORDER BY {_BEST_FIRST if ranked else _NEWEST_FIRST} LIMIT ? OFFSET ?",
            (match, *([asked.exact] if ranked else []), count + 1, first),
        ).fetchall()
        hits = tuple(self._hit(place, asked) for (place,) in rows[:count])
        return SearchPage(hits, len(rows) > count, ranked)

    def _limited(self, asked: Asked, visible: Collection[str] | None, filters: Filters) -> tuple[str, str]:
        """The query with its filters: as words of the index where they are few, else as a condition of the same
        query."""
        parts = [f"({asked.match})"]
        if filters.years:
            parts.append(_any_tag(f"year{year}" for year in range(filters.years[0], filters.years[1] + 1)))
        if filters.kinds:
            parts.append(_any_tag(f"kind{kind}" for kind in sorted(filters.kinds)))
        condition = ""
        if visible is not None:
            self._allow(visible)
            condition = "AND investigation IN (SELECT number FROM temp.allowed)"
            if len(visible) <= FEW_CASES:
                numbers = [number for (number,) in self.connection.execute("SELECT number FROM temp.allowed")]
                parts.append(_any_tag(f"case{number}" for number in numbers or [-1]))
        return " AND ".join(parts), condition

    def _allow(self, investigations: Collection[str]) -> None:
        """Put the numbers of these investigations where the query can ask for them."""
        self.connection.execute("CREATE TEMP TABLE IF NOT EXISTS allowed (number INTEGER PRIMARY KEY)")
        self.connection.execute("DELETE FROM temp.allowed")
        self.connection.execute(
            "INSERT INTO temp.allowed SELECT number FROM json_each(?) JOIN investigation ON investigation_id = value",
            (json.dumps(sorted(investigations)),),
        )

    def _few(self, match: str, condition: str) -> bool:
        """Whether few enough passages match to put the best first; ranking costs time for every match."""
        query = f"SELECT 1 FROM words JOIN passage ON place = words.rowid WHERE words MATCH ? {condition} LIMIT ?"
        return len(self.connection.execute(query, (match, RANKED + 1)).fetchall()) <= RANKED

    def _hit(self, place: int, asked: Asked) -> Hit:
        key, table, row_key, field, page, year, text = self.connection.execute(
            """SELECT investigation_id, source_table, source_key, source_field, page, year, text
               FROM passage JOIN body USING (place)
               LEFT JOIN investigation ON number = investigation WHERE place = ?""",
            (place,),
        ).fetchone()
        marks = sorted({*self._marks(place, asked), *_number_marks(text, asked.numbers)})
        start, end = _excerpt(text, marks[0][0] if marks else 0)
        shown = tuple(mark for mark in marks if start <= mark[0] and mark[1] <= end)
        return Hit(key, table, row_key, field, page, year, text[start:end], start, shown)

    def _marks(self, place: int, asked: Asked) -> Iterator[tuple[int, int]]:
        row = self.connection.execute(
            "SELECT highlight(words, 0, ?, ?) FROM words WHERE words MATCH ? AND rowid = ?",
            (_OPEN, _CLOSE, asked.match, place),
        ).fetchone()
        at = 0
        for piece in str(row[0]).split(_OPEN) if row else []:
            found, closed, rest = piece.partition(_CLOSE)
            if closed:
                yield at, at + len(found)
            at += len(found) + len(rest)


def _both(allowed: Collection[str] | None, wanted: Collection[str] | None) -> Collection[str] | None:
    if allowed is None or wanted is None:
        return wanted if allowed is None else allowed
    return set(allowed) & set(wanted)


def _any_tag(tags: Iterator[str]) -> str:
    return "tags : (" + " OR ".join(f'"{tag}"' for tag in tags) + ")"


def _number_marks(text: str, numbers: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where a number stands that the text writes in another way than it was typed."""
    for found in identifiers(text) if numbers else ():
        value = found.value.lstrip("+").replace(" ", "")
        if any(value == number or value.endswith(number) for number in numbers):
            yield found.start, found.end


def _excerpt(text: str, at: int) -> tuple[int, int]:
    """The stretch of text around a place, cut between words."""
    start, end = max(0, at - CONTEXT), min(len(text), at + 2 * CONTEXT)
    if start:
        start = text.find(" ", start, at) + 1 or start
    if end < len(text):
        end = text.rfind(" ", at, end) if text.rfind(" ", at, end) > at else end
    return start, end


@contextmanager
def open_index(file: Path) -> Iterator[Index]:
    """Open an index for reading; `UserError` where there is none."""
    if not file.is_file():
        raise UserError(f"{file}: there is no search index here. Run the review once: reassess run")
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, check_same_thread=False)
    try:
        yield Index(connection)
    finally:
        connection.close()
