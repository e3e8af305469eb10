"""What lists and filters need of each investigation, straight from the run."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from reassess.records.store import Run
from reassess.workspace.cases.bands import band_ranks, band_words

PRIMARY_CRITERIA = "national-2025"
"""The criteria whose verdict is shown as 'in scope'; the others stand beside it on the case's page."""


@dataclass(frozen=True)
class CaseRow:
    """One line of the queue, as the run has it."""

    reference: str
    force: str
    area: str
    recorded_on: date | None
    closed_on: date | None
    outcome_code: str
    scope: str
    band: str
    band_rank: int
    position: int
    score: float | None
    why: str
    links: int
    text_poor: bool
    set_key: str
    staff: tuple[str, ...]


_SELECT = """
SELECT i.investigation_id, i.force, coalesce(i.area, ''), i.recorded_on, i.closed_on, coalesce(i.outcome_code, ''),
       coalesce(s.verdict, 'unknown'), coalesce(q.band, 'rest'), q.position, q.score, coalesce(q.main_reason::VARCHAR, ''),
       coalesce(l.n, 0), coalesce(q.text_poor, FALSE), coalesce(q.case_group, w.case_group, ''),
       list_distinct(list_filter([i.officer_in_case, i.supervisor, i.closed_by] || coalesce(d.people, []),
                                 lambda x: x IS NOT NULL AND trim(x) <> ''))
FROM records.investigation i
LEFT JOIN (SELECT investigation_id, min(verdict) AS verdict FROM rules.scope
           WHERE criteria = '{criteria}' AND coalesce(element, '') = '' GROUP BY 1) s USING (investigation_id)
LEFT JOIN triage.queue q USING (investigation_id)
LEFT JOIN (SELECT h.investigation_id, count(DISTINCT o.investigation_id) AS n FROM part h
           JOIN part o ON o.entity_id = h.entity_id AND o.investigation_id <> h.investigation_id
           GROUP BY 1) l USING (investigation_id)
LEFT JOIN (SELECT DISTINCT case_group FROM triage.queue) w ON w.case_group = i.investigation_id
LEFT JOIN (SELECT investigation_id, list(DISTINCT decided_by ORDER BY decided_by) AS people
           FROM records.decision WHERE decided_by IS NOT NULL GROUP BY 1) d USING (investigation_id)
ORDER BY q.position NULLS LAST, i.investigation_id
"""


def case_rows(con: duckdb.DuckDBPyConnection) -> list[CaseRow]:
    """Every investigation of the run in queue order, with the rank of its band."""
    select = _SELECT.format(criteria=PRIMARY_CRITERIA)
    rows = con.execute(select).fetchall()
    ranks = band_ranks(row[7] for row in rows)
    return [_case_row(row, number, ranks[row[7]]) for number, row in enumerate(rows, start=1)]


def _case_row(row: tuple[Any, ...], number: int, rank: int) -> CaseRow:
    reference, force, area, recorded, closed, outcome, scope, band, _, score, why, links, poor, group, staff = row
    return CaseRow(
        reference, force, area, recorded, closed, outcome, scope, band_words(band), rank, number, score, why, links,
        poor, group, tuple(sorted(staff or ())),
    )  # fmt: skip


def rule_rows(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """The rules as the run words them, as columns of `cases.Rule`."""
    result = con.execute(
        """SELECT slug, title, question, says, why, source, "group", coalesce(subject, '') AS subject,
                  coalesce(expected_from::VARCHAR, '') AS expected_from, version::VARCHAR AS version,
                  coalesce(band, '') AS band, coalesce(route, '') AS route FROM rules.rule ORDER BY slug"""
    ).fetchall()
    names = ("slug", "title", "question", "says", "why", "source", "group", "subject", "expected_from", "version",
             "band", "route")  # fmt: skip
    return [{name: value or "" for name, value in zip(names, row, strict=True)} for row in result]


def named_rows(con: duckdb.DuckDBPyConnection, run: Run) -> list[dict[str, str]]:
    """What criteria, definitions and elements are called, as columns of `cases.Named`; none for a run that was made
    before runs said so. Of two under one slug, the later version."""
    if not run.has("rules.named"):
        return []
    result = con.execute(
        """SELECT DISTINCT ON (kind, slug) kind, slug, title, source, version::VARCHAR, coalesce(words, '')
           FROM rules.named ORDER BY kind, slug, version DESC, title, source, words"""
    ).fetchall()
    return [dict(zip(("kind", "slug", "title", "source", "version", "words"), row, strict=True)) for row in result]
