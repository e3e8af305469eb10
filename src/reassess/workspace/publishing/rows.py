"""Rows of a run for lists and filters: one for each investigation, rule and name."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypedDict, cast

import duckdb

from reassess.records.store import Run
from reassess.workspace.cases.bands import band_ranks, band_words

PRIMARY_CRITERIA = "national-2025"
"""The criteria shown as 'in scope'. The page of a case shows the others too."""


@dataclass(frozen=True)
class CaseRow:
    """One line of the queue."""

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


class _QueueRow(NamedTuple):
    """One row of `_SELECT`."""

    reference: str
    force: str
    area: str
    recorded_on: date | None
    closed_on: date | None
    outcome_code: str
    scope: str
    band: str
    position: int | None
    score: float | None
    why: str
    links: int
    text_poor: bool
    case_group: str
    staff: list[str] | None


class RuleRow(TypedDict):
    """A rule as the run words it: the columns of `cases.Rule`. What a rule does not have is an empty string."""

    slug: str
    title: str
    question: str
    says: str
    why: str
    source: str
    group: str
    subject: str
    expected_from: str
    version: str
    band: str
    route: str


class NameRow(TypedDict):
    """What a criterion, definition or element is called: columns of `cases.CatalogueEntry`."""

    kind: str
    slug: str
    title: str
    source: str
    version: str
    words: str


_SELECT = """
SELECT i.investigation_id, i.force, coalesce(i.area, ''), i.recorded_on, i.closed_on, coalesce(i.outcome_code, ''),
       coalesce(s.verdict, 'unknown'), coalesce(q.band, 'rest'), q.position, q.score,
       coalesce(q.main_reason::VARCHAR, ''),
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
    """Every investigation of the run in the order of the queue."""
    select = _SELECT.format(criteria=PRIMARY_CRITERIA)
    rows = [_QueueRow(*row) for row in con.execute(select).fetchall()]
    ranks = band_ranks(row.band for row in rows)
    return [_case_row(row, number, ranks[row.band]) for number, row in enumerate(rows, start=1)]


def _case_row(row: _QueueRow, number: int, rank: int) -> CaseRow:
    return CaseRow(
        reference=row.reference,
        force=row.force,
        area=row.area,
        recorded_on=row.recorded_on,
        closed_on=row.closed_on,
        outcome_code=row.outcome_code,
        scope=row.scope,
        band=band_words(row.band),
        band_rank=rank,
        position=number,
        score=row.score,
        why=row.why,
        links=row.links,
        text_poor=row.text_poor,
        set_key=row.case_group,
        staff=tuple(sorted(row.staff or ())),
    )


def rule_rows(con: duckdb.DuckDBPyConnection) -> list[RuleRow]:
    """The rules of the run, with its wording."""
    result = con.execute(
        """SELECT slug, title, question, says, why, source, "group", coalesce(subject, '') AS subject,
                  coalesce(expected_from::VARCHAR, '') AS expected_from, version::VARCHAR AS version,
                  coalesce(band, '') AS band, coalesce(route, '') AS route FROM rules.rule ORDER BY slug"""
    ).fetchall()
    return [_rule_row(row) for row in result]


def _rule_row(row: tuple[str | None, ...]) -> RuleRow:
    named = zip(RuleRow.__annotations__, row, strict=True)
    return cast("RuleRow", {name: value or "" for name, value in named})


def named_rows(con: duckdb.DuckDBPyConnection, run: Run) -> list[NameRow]:
    """What criteria, definitions and elements are called; empty for a run made before runs recorded it.

    Of two entries with one slug, the later version.
    """
    if not run.has("rules.named"):
        return []
    result = con.execute(
        """SELECT DISTINCT ON (kind, slug) kind, slug, title, source, version::VARCHAR, coalesce(words, '')
           FROM rules.named ORDER BY kind, slug, version DESC, title, source, words"""
    ).fetchall()
    return [cast("NameRow", dict(zip(NameRow.__annotations__, row, strict=True))) for row in result]
