"""Where the words that moved a case stand in its text, so that a page can mark them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reassess.records.store import Run
from reassess.triage.order.explanation import Reason
from reassess.triage.order.features.masking import excluded_tables
from reassess.triage.order.features.pool import fetch_batches

# A word that stands everywhere is not helped by marking it everywhere.
MAX_HIGHLIGHTS_PER_TERM = 3


@dataclass(frozen=True)
class Highlight:
    """One place in a passage where a term stands that moved the case by `value`."""

    investigation_id: str
    source_table: str
    source_key: str
    source_field: str
    page: int
    start_at: int
    end_at: int
    words: str
    value: float


def highlights(run: Run, raising: Mapping[str, Mapping[str, float]]) -> list[Highlight]:
    """The first few places of every word or pair that raised a case; none before there was anything to learn from.

    Args:
        raising: for each investigation the terms that raised it, with what each adds to its score.
    """
    found: list[Highlight] = []
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    for reference, table, key, field, page, text in _passages(run) if raising else ():
        terms = raising.get(reference, {})
        for term, start, end in find_terms(terms, text):
            seen[reference, term] += 1
            if seen[reference, term] <= MAX_HIGHLIGHTS_PER_TERM:
                place = (reference, table, key, field, page, start, end)
                found.append(Highlight(*place, text[start:end], terms[term]))
    return found


def raising_words(references: Sequence[str], reasons: Iterable[Reason]) -> dict[str, Mapping[str, float]]:
    """For each investigation the words and pairs that raised it, with what each adds to its score."""
    wanted: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for reason in reasons:
        if reason.part == "term" and reason.name.startswith("words: ") and (reason.value or 0) > 0:
            wanted[references[reason.row]][reason.name.removeprefix("words: ")] = reason.value or 0.0
    return dict(wanted)


def find_terms(terms: Iterable[str], text: str) -> list[tuple[str, int, int]]:
    """Where terms stand in a text, from left to right; of two that overlap the earlier, or of one start the longer."""
    small = text.lower()
    # A plain search is far cheaper than a pattern, and most terms are in few of a case's passages.
    there = [term for term in terms if term.partition(" ")[0] in small]
    if not there:
        return []
    standing = [(match.start(), -match.end(), term) for term in there for match in _pattern(term).finditer(text)]
    places: list[tuple[str, int, int]] = []
    for start, end, term in sorted(standing):
        if not places or start >= places[-1][2]:
            places.append((term, start, -end))
    return places


@lru_cache(maxsize=10_000)
def _pattern(term: str) -> re.Pattern[str]:
    words = r"\W+".join(map(re.escape, term.split()))
    return re.compile(rf"\b{words}\b", re.IGNORECASE)


def _passages(run: Run) -> Iterator[tuple[str, str, str, str, int, str]]:
    select = """SELECT investigation_id, source_table, source_key, source_field, page, text FROM reading.passage
                WHERE investigation_id IS NOT NULL AND NOT list_contains(?, source_table)
                ORDER BY investigation_id, source_table, source_key, source_field, page"""
    with run.connect() as con:
        yield from fetch_batches(con, select, [list(excluded_tables())])
