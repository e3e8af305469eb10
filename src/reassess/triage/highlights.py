"""Where the words that moved a case stand in its text, so that a page can mark them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reassess.records.store import Run
from reassess.triage.explain import Reason
from reassess.triage.masking import unread_tables

# A word that stands everywhere is not helped by marking it everywhere.
MOST_OF_A_TERM = 3


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


def highlights(run: Run, references: Sequence[str], reasons: Iterable[Reason]) -> list[Highlight]:
    """The first few places of every word or pair that raised a case; none before there was anything to learn from."""
    wanted = _raising_words(references, reasons)
    if not wanted:
        return []
    found: list[Highlight] = []
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    for reference, table, key, field, page, text in _passages(run):
        terms = wanted.get(reference, {})
        for match in _pattern(tuple(terms)).finditer(text) if terms else ():
            term = " ".join(re.split(r"\W+", match.group().lower()))
            seen[reference, term] += 1
            if seen[reference, term] <= MOST_OF_A_TERM:
                place = (reference, table, key, field, page, match.start(), match.end())
                found.append(Highlight(*place, match.group(), terms[term]))
    return found


def _raising_words(references: Sequence[str], reasons: Iterable[Reason]) -> dict[str, dict[str, float]]:
    wanted: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for reason in reasons:
        if reason.part == "term" and reason.name.startswith("words: ") and (reason.value or 0) > 0:
            wanted[references[reason.row]][reason.name.removeprefix("words: ")] = reason.value or 0.0
    return dict(wanted)


@lru_cache(maxsize=4)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    alternatives = "|".join(r"\W+".join(map(re.escape, term.split())) for term in longest_first)
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)


def _passages(run: Run) -> list[tuple[str, str, str, str, int, str]]:
    select = """SELECT investigation_id, source_table, source_key, source_field, page, text FROM reading.passage
                WHERE investigation_id IS NOT NULL AND NOT list_contains(?, source_table)
                ORDER BY investigation_id, source_table, source_key, source_field, page"""
    with run.connect() as con:
        rows: list[tuple[str, str, str, str, int, str]] = con.execute(select, [list(unread_tables())]).fetchall()
        return rows
