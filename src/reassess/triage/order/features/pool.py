"""The pool of cases to order, read from a run: the text of each case, masked, and its tokens."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from sys import intern
from typing import Any

import duckdb

from reassess.records.store import Run
from reassess.triage.config import read_config
from reassess.triage.order.bands import BandFacts
from reassess.triage.order.features.masking import excluded_rules, excluded_tables, masked, masked_mention_kinds
from reassess.triage.order.features.word_matrix import BREAK, count_words

# Rows fetched at a time, so that a whole caseload of text is never held as rows as well.
BATCH_ROWS = 2_000

# A closed risk: the investigation, and the rule and subject of the finding.
ClosedRisk = tuple[str, str, str]


@dataclass(frozen=True, order=True)
class Risk:
    """A finding that somebody may be at risk, with the band that it sets."""

    rule: str
    subject: str
    band: str


@dataclass(frozen=True)
class Case:
    """An investigation before it is read again. `facts` decide its band; part of them follows from `risks`."""

    investigation_id: str
    age_days: int
    facts: BandFacts
    risks: tuple[Risk, ...] = ()

    def with_workspace_state(self, unseen_days: int | None, closed: Collection[ClosedRisk]) -> "Case":
        """The case with its days unseen and without the risks closed in the workspace.

        A closed risk sets no band: the responsible body has it and has answered, or two people have recorded why there
        is no risk.
        """
        risks = tuple(risk for risk in self.risks if (self.investigation_id, risk.rule, risk.subject) not in closed)
        bands = frozenset(risk.band for risk in risks)
        return replace(self, risks=risks, facts=replace(self.facts, unseen_days=unseen_days, risk_bands=bands))


@dataclass(frozen=True)
class Pool:
    """The investigations of a run in the order of their references, with the data for the blocks."""

    cases: Sequence[Case]
    texts: Sequence[str]
    findings: Sequence[Sequence[str]]
    links: Sequence[Sequence[str]]
    prior_findings: Sequence[Mapping[tuple[str, str], int]]

    @property
    def references(self) -> list[str]:
        """The investigations' references, row by row."""
        return [case.investigation_id for case in self.cases]

    @property
    def word_counts(self) -> list[int]:
        """The number of words in each text, not counting what was masked."""
        return [count_words(text) for text in self.texts]


def read_pool(
    run: Run,
    as_of: date | None = None,
    unseen: Mapping[str, int] | None = None,
    closed: Collection[ClosedRisk] = frozenset(),
) -> Pool:
    """Read the pool of a run.

    Args:
        as_of: the day to which ages are counted; None for the latest date in the records. It moves no case.
        unseen: days that each investigation has waited in the queue, where known.
        closed: the risks closed in the workspace.
    """
    with run.connect() as con:
        waiting = unseen or {}
        cases = [case.with_workspace_state(waiting.get(case.investigation_id), closed) for case in _cases(con, as_of)]
        row_of = {case.investigation_id: row for row, case in enumerate(cases)}
        return Pool(
            cases=cases,
            texts=list(_texts(con, cases)),
            findings=_tokens_by_case(con, row_of, [_FINDING_TOKENS, *_PRACTICE_TOKENS], sorted(excluded_rules())),
            links=_tokens_by_case(con, row_of, _LINK_TOKENS, None),
            prior_findings=_prior_findings(con, row_of),
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
    return [case_of(*row) for row in fetch_batches(con, _CASES, [as_of, read_config("bands.yaml")["criteria"]])]


def case_of(
    reference: str, age_days: int, risks: Sequence[Sequence[str]], scope: str, offence_classes: Sequence[str]
) -> Case:
    """A case with all its risks open, from plain values; each risk is (rule, subject, band)."""
    found = tuple(sorted(Risk(*risk) for risk in risks))
    facts = BandFacts(frozenset(risk.band for risk in found), scope, frozenset(offence_classes))
    return Case(reference, int(age_days), facts, found)


# Only mentions in lower case need masking here: words with a capital or a digit are masked anyway.
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


def fetch_batches(con: duckdb.DuckDBPyConnection, select: str, parameters: Sequence[object] = ()) -> Iterator[Any]:
    """The rows of a SELECT, fetched in batches. The connection cannot be used for anything else until they are read."""
    cursor = con.execute(select, list(parameters))
    while batch := cursor.fetchmany(BATCH_ROWS):
        yield from batch


def _texts(con: duckdb.DuckDBPyConnection, cases: Sequence[Case]) -> Iterator[str]:
    """The masked text of each case in turn; `cases` must be sorted by reference, as the passages are."""
    passages: Iterator[Passage] = fetch_batches(con, _PASSAGES, [list(masked_mention_kinds()), list(excluded_tables())])
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


def _tokens_by_case(
    con: duckdb.DuckDBPyConnection, row_of: Mapping[str, int], selects: Sequence[str], left_out: Sequence[str] | None
) -> list[list[str]]:
    tokens: list[list[str]] = [[] for _ in row_of]
    for select in selects:
        parameters = [list(left_out)] if left_out is not None and "?" in select else []
        for reference, token in fetch_batches(con, select, parameters):
            if reference in row_of and token is not None:
                # Thousands of cases share a few tokens, so each token is held once.
                tokens[row_of[reference]].append(intern(token))
    return [sorted(case) for case in tokens]


def _prior_findings(con: duckdb.DuckDBPyConnection, row_of: Mapping[str, int]) -> list[Mapping[tuple[str, str], int]]:
    """The number of findings that the stated prior may count, by (rule, group), for each case."""
    counts: list[dict[tuple[str, str], int]] = [{} for _ in row_of]
    select = """SELECT investigation_id, rule, "group", count(*) FROM rules.finding
                WHERE verdict = 'found' AND "group" <> 'risk' AND NOT list_contains(?, rule) GROUP BY ALL"""
    for reference, rule, group, number in fetch_batches(con, select, [sorted(excluded_rules())]):
        counts[row_of[reference]][intern(rule), intern(group)] = int(number)
    return list(counts)
