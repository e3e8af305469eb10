"""Reads from a run what the order needs: a row a case, its text without what no score may see, and its tokens."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from sys import intern
from typing import Any

import duckdb

from reassess.records.store import Run
from reassess.triage.config import document
from reassess.triage.order.bands import BandFacts
from reassess.triage.order.features.masking import masked, taken_out_kinds, unread_tables, unused_rules
from reassess.triage.order.features.word_matrix import BREAK, count_words

# Rows that are read at a time: what a caseload's text and findings become is held once, and never as rows beside it.
ROWS_AT_A_TIME = 2_000


# A risk that people closed: the investigation, the rule and the subject of its finding.
ClosedRisk = tuple[str, str, str]


@dataclass(frozen=True, order=True)
class Risk:
    """A finding that somebody may be at risk, and the band that it asks for."""

    rule: str
    subject: str
    band: str


@dataclass(frozen=True)
class Case:
    """What is known of an investigation before anybody has read it again; `facts` follow from `risks` among others."""

    investigation_id: str
    age_days: int
    facts: BandFacts
    risks: tuple[Risk, ...] = ()

    def standing(self, unseen_days: int | None, closed: Collection[ClosedRisk]) -> "Case":
        """The case as it stands in the workspace: how long nobody has seen it, without the risks that people closed.

        A closed risk is no extant risk: the body that must act has it and has answered, or two people have written down
        why it is none.
        """
        risks = tuple(risk for risk in self.risks if (self.investigation_id, risk.rule, risk.subject) not in closed)
        asked_for = frozenset(risk.band for risk in risks)
        return replace(self, risks=risks, facts=replace(self.facts, unseen_days=unseen_days, risk_bands=asked_for))


@dataclass(frozen=True)
class Pool:
    """The investigations of a run, in the order of their references, with what the blocks are made from."""

    cases: Sequence[Case]
    texts: Sequence[str]
    findings: Sequence[Sequence[str]]
    links: Sequence[Sequence[str]]
    stated: Sequence[Mapping[tuple[str, str], int]]

    @property
    def references(self) -> list[str]:
        """The investigations' references, row by row."""
        return [case.investigation_id for case in self.cases]

    @property
    def tokens(self) -> list[int]:
        """How many words each text has left; what was taken out of it is none."""
        return [count_words(text) for text in self.texts]


def read_pool(
    run: Run,
    as_of: date | None = None,
    unseen: Mapping[str, int] | None = None,
    closed: Collection[ClosedRisk] = frozenset(),
) -> Pool:
    """The pool of a run.

    Args:
        as_of: the day that ages are counted to; the last day that the records name where None. It moves no case.
        unseen: days that each investigation has waited in the queue, where that is known.
        closed: the risks that people closed in the workspace.
    """
    with run.connect() as con:
        waiting = unseen or {}
        cases = [case.standing(waiting.get(case.investigation_id), closed) for case in _cases(con, as_of)]
        place = {case.investigation_id: row for row, case in enumerate(cases)}
        return Pool(
            cases=cases,
            texts=list(_texts(con, cases)),
            findings=_gathered(con, place, [_FINDING_TOKENS, *_PRACTICE_TOKENS], sorted(unused_rules())),
            links=_gathered(con, place, _LINK_TOKENS, None),
            stated=_stated(con, place),
        )


_CASES = """
SELECT i.investigation_id,
       date_diff('day', coalesce(i.closed_on, i.recorded_on), coalesce(?, last.day)) AS age_days,
       coalesce(r.risks, []) AS risks, coalesce(s.verdict, 'unknown') AS scope, coalesce(o.classes, []) AS classes
FROM records.investigation i
CROSS JOIN (SELECT max(greatest(recorded_on, closed_on)) AS day FROM records.investigation) last
LEFT JOIN (SELECT investigation_id, list(DISTINCT [rule, coalesce(subject, ''), band]) AS risks FROM rules.finding
           WHERE verdict = 'found' AND band IS NOT NULL GROUP BY 1) r USING (investigation_id)
LEFT JOIN (SELECT investigation_id, min(verdict) AS verdict FROM rules.scope
           WHERE criteria = ? AND coalesce(element, '') = '' GROUP BY 1) s USING (investigation_id)
LEFT JOIN (SELECT investigation_id, list(DISTINCT class ORDER BY class) AS classes FROM (
             SELECT investigation_id, unnest([regexp_extract(offence_code, '^0*([0-9]+)', 1),
                                              regexp_extract(upper(offence_code), '^0*((17|20)B)', 1)]) AS class
             FROM records.offence) WHERE class <> '' GROUP BY 1) o USING (investigation_id)
ORDER BY i.investigation_id
"""


def _cases(con: duckdb.DuckDBPyConnection, as_of: date | None) -> list[Case]:
    return [case_of(*row) for row in in_pieces(con, _CASES, [as_of, document("bands.yaml")["criteria"]])]


def case_of(
    reference: str, age_days: int, risks: Sequence[Sequence[str]], scope: str, offence_classes: Sequence[str]
) -> Case:
    """A case from plain values, none of its risks closed; each risk as (rule, subject, band)."""
    found = tuple(sorted(Risk(*risk) for risk in risks))
    facts = BandFacts(frozenset(risk.band for risk in found), scope, frozenset(offence_classes))
    return Case(reference, int(age_days), facts, found)


# Only mentions in small letters need taking out: what has a capital or a digit goes anyway.
_PASSAGES = """
SELECT p.investigation_id, p.text, m.spans
FROM reading.passage p
LEFT JOIN (SELECT source_table, source_key, source_field, page, list(start_at ORDER BY start_at, end_at) AS starts,
                  list([start_at, end_at] ORDER BY start_at, end_at) AS spans
           FROM reading.mention WHERE list_contains(?, kind) AND words = lower(words) GROUP BY ALL) m
  ON (m.source_table, m.source_key, m.source_field, m.page) = (p.source_table, p.source_key, p.source_field, p.page)
WHERE p.investigation_id IN (SELECT investigation_id FROM records.investigation)
  AND NOT list_contains(?, p.source_table)
ORDER BY p.investigation_id, p.source_table, p.source_key, p.source_field, p.page
"""
Passage = tuple[str, str, Sequence[tuple[int, int]] | None]


def in_pieces(con: duckdb.DuckDBPyConnection, select: str, parameters: Sequence[object] = ()) -> Iterator[Any]:
    """The rows of a SELECT, read some at a time; nothing else may be asked of the connection until they have come."""
    found = con.execute(select, list(parameters))
    while some := found.fetchmany(ROWS_AT_A_TIME):
        yield from some


def _texts(con: duckdb.DuckDBPyConnection, cases: Sequence[Case]) -> Iterator[str]:
    """The text of each case in turn; passages come in the same order, none of a case that is not there."""
    passages: Iterator[Passage] = in_pieces(con, _PASSAGES, [list(taken_out_kinds()), list(unread_tables())])
    current = next(passages, None)
    for case in cases:
        parts: list[str] = []
        while current is not None and current[0] == case.investigation_id:
            parts.append(masked(current[1], [(start, end) for start, end in current[2] or []]))
            current = next(passages, None)
        yield f" {BREAK} ".join(parts)


_FINDING_TOKENS = """
SELECT investigation_id, 'finding ' || rule || CASE WHEN count(*) > 2 THEN ' (3 or more)' ELSE '' END
FROM rules.finding WHERE verdict = 'found' AND "group" <> 'risk' AND NOT list_contains(?, rule)
GROUP BY investigation_id, rule
"""
_PRACTICE_TOKENS = [
    "SELECT investigation_id, 'outcome ' || outcome_code FROM records.investigation WHERE outcome_code IS NOT NULL",
    "SELECT investigation_id, 'setting ' || setting FROM records.investigation WHERE setting IS NOT NULL",
    "SELECT investigation_id, 'flag ' || trim(unnest(string_split(flags, ';'))) FROM records.investigation",
    "SELECT DISTINCT investigation_id, 'decision ' || kind || coalesce(' on ' || test, '') FROM records.decision",
    "SELECT DISTINCT investigation_id, 'offence class ' || regexp_extract(offence_code, '^0*([0-9]+)', 1)"
    " FROM records.offence",
    "SELECT investigation_id, 'closed within ' || CASE WHEN closed_on - recorded_on <= 28 THEN '28 days'"
    " WHEN closed_on - recorded_on <= 90 THEN '90 days' WHEN closed_on - recorded_on <= 365 THEN 'a year'"
    " ELSE 'more than a year' END FROM records.investigation WHERE closed_on IS NOT NULL",
    "SELECT investigation_id, role || 's ' || CASE WHEN count(DISTINCT person_id) < 5 THEN"
    " count(DISTINCT person_id)::VARCHAR ELSE '5 or more' END FROM records.involvement"
    " WHERE role IN ('suspect', 'victim') GROUP BY investigation_id, role",
]
_LINK_TOKENS = [
    "SELECT DISTINCT v.investigation_id, 'person ' || e.entity_id FROM records.involvement v"
    " JOIN linking.entity e USING (person_id) WHERE v.role <> 'professional'",
    "SELECT DISTINCT i.investigation_id, i.kind || ' ' || i.value FROM linking.identifier i"
    " JOIN linking.shared s USING (kind, value) WHERE NOT s.hub",
    "SELECT DISTINCT p.investigation_id, 'place ' || l.place_id FROM records.presence p JOIN linking.place l"
    " USING (location_id) WHERE l.premises",
]


def _gathered(
    con: duckdb.DuckDBPyConnection, place: Mapping[str, int], selects: Sequence[str], left_out: Sequence[str] | None
) -> list[list[str]]:
    tokens: list[list[str]] = [[] for _ in place]
    for select in selects:
        parameters = [list(left_out)] if left_out is not None and "?" in select else []
        for reference, token in in_pieces(con, select, parameters):
            if reference in place and token is not None:
                # The same few tokens stand in thousands of cases; each is held once.
                tokens[place[reference]].append(intern(token))
    return [sorted(case) for case in tokens]


def _stated(con: duckdb.DuckDBPyConnection, place: Mapping[str, int]) -> list[Mapping[tuple[str, str], int]]:
    """The findings of each case that the stated prior may count, by (rule, group)."""
    counts: list[dict[tuple[str, str], int]] = [{} for _ in place]
    select = """SELECT investigation_id, rule, "group", count(*) FROM rules.finding
                WHERE verdict = 'found' AND "group" <> 'risk' AND NOT list_contains(?, rule) GROUP BY ALL"""
    for reference, rule, group, number in in_pieces(con, select, [sorted(unused_rules())]):
        counts[place[reference]][intern(rule), intern(group)] = int(number)
    return list(counts)
