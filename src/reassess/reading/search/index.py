"""Search an index: hits with their words in context, only from the cases the person may see."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reassess.reading.mentions.identifiers import identifiers
from reassess.reading.search.query import Query, parse_query
from reassess.records.errors import UserError

CONTEXT = 90
MAX_RANKED = 3_000
MAX_CASE_TAGS = 20
# Exact spellings first, then by BM25, then the newest.
_BEST_FIRST = (
    "passage_id IN (SELECT rowid FROM words WHERE words MATCH ?) DESC, bm25(words, 1.0, 4.0, 0.0), passage_id DESC"
)
_NEWEST_FIRST = "words.rowid DESC"
_OPEN, _CLOSE = "\ue001", "\ue002"


@dataclass(frozen=True)
class Filters:
    """Filters of a search: investigations, years (first and last), and kinds (tables: entry, document, person ...)."""

    investigations: Collection[str] | None = None
    years: tuple[int, int] | None = None
    kinds: Collection[str] = ()


@dataclass(frozen=True)
class Hit:
    """A passage that matches: its source, an excerpt of its text, and the spans of the matching words.

    `marks` are code points in the whole passage; the excerpt starts at `excerpt_at`.
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
        """Return the excerpt with each matching word between two strings. For HTML, escape the excerpt first."""
        text, at = "", 0
        for start, end in self.marks:
            low, high = start - self.excerpt_at, end - self.excerpt_at
            if at <= low and high <= len(self.excerpt):
                text += self.excerpt[at:low] + before + self.excerpt[low:high] + after
                at = high
        return text + self.excerpt[at:]


@dataclass(frozen=True)
class SearchPage:
    """One page of hits. `ranked` is False if so many passages match that the newest come first instead."""

    hits: tuple[Hit, ...]
    more: bool
    ranked: bool


@dataclass(frozen=True)
class Index:
    """An open index."""

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
        """Return the hits `first` to `first + count`.

        allowed: the investigations that the person may see. None means all of them, and only then are passages that
        belong to no investigation searched. The query holds this list, so nothing else is matched or counted.
        Raises `UserError` if there is nothing to search for.
        """
        query = parse_query(self.connection, words)
        filters = filters or Filters()
        visible = _intersection(allowed, filters.investigations)
        if visible is not None and not visible:
            return SearchPage((), False, True)
        match, condition = self._filtered(query, visible, filters)
        ranked = self._can_rank(match, condition)
        rows = self.connection.execute(
            f"SELECT passage_id FROM words JOIN passage ON passage_id = words.rowid WHERE words MATCH ? {condition}"
            f" ORDER BY {_BEST_FIRST if ranked else _NEWEST_FIRST} LIMIT ? OFFSET ?",
            (match, *([query.exact] if ranked else []), count + 1, first),
        ).fetchall()
        hits = tuple(self._hit(passage_id, query) for (passage_id,) in rows[:count])
        return SearchPage(hits, len(rows) > count, ranked)

    def _filtered(self, query: Query, visible: Collection[str] | None, filters: Filters) -> tuple[str, str]:
        """Return the query with its filters as FTS5 terms, and an SQL condition on the investigations."""
        parts = [f"({query.match})"]
        if filters.years:
            parts.append(_any_tag(f"year{year}" for year in range(filters.years[0], filters.years[1] + 1)))
        if filters.kinds:
            parts.append(_any_tag(f"kind{kind}" for kind in sorted(filters.kinds)))
        condition = ""
        if visible is not None:
            self._allow(visible)
            condition = "AND investigation IN (SELECT number FROM temp.allowed)"
            if len(visible) <= MAX_CASE_TAGS:
                numbers = [number for (number,) in self.connection.execute("SELECT number FROM temp.allowed")]
                parts.append(_any_tag(f"case{number}" for number in numbers or [-1]))
        return " AND ".join(parts), condition

    def _allow(self, investigations: Collection[str]) -> None:
        """Write the numbers of these investigations to the temporary table that the condition reads."""
        self.connection.execute("CREATE TEMP TABLE IF NOT EXISTS allowed (number INTEGER PRIMARY KEY)")
        self.connection.execute("DELETE FROM temp.allowed")
        self.connection.execute(
            "INSERT INTO temp.allowed SELECT number FROM json_each(?) JOIN investigation ON investigation_id = value",
            (json.dumps(sorted(investigations)),),
        )

    def _can_rank(self, match: str, condition: str) -> bool:
        """Whether few enough passages match to rank them; ranking costs time for every match."""
        query = f"SELECT 1 FROM words JOIN passage ON passage_id = words.rowid WHERE words MATCH ? {condition} LIMIT ?"
        return len(self.connection.execute(query, (match, MAX_RANKED + 1)).fetchall()) <= MAX_RANKED

    def _hit(self, passage_id: int, query: Query) -> Hit:
        key, table, row_key, field, page, year, text = self.connection.execute(
            """SELECT investigation_id, source_table, source_key, source_field, page, year, text
               FROM passage JOIN body USING (passage_id)
               LEFT JOIN investigation ON number = investigation WHERE passage_id = ?""",
            (passage_id,),
        ).fetchone()
        marks = sorted({*self._marks(passage_id, query), *_number_marks(text, query.numbers)})
        start, end = _excerpt(text, marks[0][0] if marks else 0)
        shown = tuple(mark for mark in marks if start <= mark[0] and mark[1] <= end)
        return Hit(key, table, row_key, field, page, year, text[start:end], start, shown)

    def _marks(self, passage_id: int, query: Query) -> Iterator[tuple[int, int]]:
        row = self.connection.execute(
            "SELECT highlight(words, 0, ?, ?) FROM words WHERE words MATCH ? AND rowid = ?",
            (_OPEN, _CLOSE, query.match, passage_id),
        ).fetchone()
        at = 0
        for piece in str(row[0]).split(_OPEN) if row else []:
            found, closed, rest = piece.partition(_CLOSE)
            if closed:
                yield at, at + len(found)
            at += len(found) + len(rest)


def _intersection(allowed: Collection[str] | None, wanted: Collection[str] | None) -> Collection[str] | None:
    """Return the investigations in both collections; None stands for all investigations."""
    if allowed is None or wanted is None:
        return wanted if allowed is None else allowed
    return set(allowed) & set(wanted)


def _any_tag(tags: Iterator[str]) -> str:
    return "tags : (" + " OR ".join(f'"{tag}"' for tag in tags) + ")"


def _number_marks(text: str, numbers: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans of numbers that the text writes in another format than they were typed."""
    for found in identifiers(text) if numbers else ():
        value = found.value.lstrip("+").replace(" ", "")
        if any(value == number or value.endswith(number) for number in numbers):
            yield found.start, found.end


def _excerpt(text: str, at: int) -> tuple[int, int]:
    """Return the bounds of the excerpt around a position, cut between words."""
    start, end = max(0, at - CONTEXT), min(len(text), at + 2 * CONTEXT)
    if start:
        start = text.find(" ", start, at) + 1 or start
    if end < len(text):
        end = text.rfind(" ", at, end) if text.rfind(" ", at, end) > at else end
    return start, end


@contextmanager
def open_index(file: Path) -> Iterator[Index]:
    """Open an index for reading. Raises `UserError` if there is none."""
    if not file.is_file():
        raise UserError(f"{file}: no search index here. Run the review first: reassess run")
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, check_same_thread=False)
    try:
        yield Index(connection)
    finally:
        connection.close()
