"""Why two records are, may be or are not the same person: the match weight of each comparison, in words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from reassess.linking.features import create_people_view, write_person_identified
from reassess.linking.identifiers import normalise_identifiers
from reassess.linking.model.engine import open_engine
from reassess.linking.model.model_store import LinkedRun, read_parameters, read_term_frequencies
from reassess.linking.model.parameters import Parameters
from reassess.linking.model.prepare import prepare
from reassess.linking.model.scoring import score
from reassess.linking.model.spec import BlockingRule, people_model
from reassess.records.errors import UserError
from reassess.records.normal import load_macros
from reassess.records.progress import no_progress
from reassess.records.store import Run

BANDS: Mapping[str, str] = {
    "linked": "linked as the same person",
    "review": "for a person to review; not linked",
    "not_linked": "not linked",
}
SHOWN_FIELDS = {
    "forename": ("forename",),
    "surname": ("surname",),
    "born": ("born_on",),
    "occupation": ("occupation",),
    "sex": ("sex",),
    "national_id": ("pnc_id",),
    "nickname": ("nicknames",),
    "age": ("age_from", "age_to"),
}
"""The fields of the record that are shown for each comparison."""


@dataclass(frozen=True)
class Evidence:
    """One comparison: the label of its level, its match weight (log2) and the values in the two records."""

    comparison: str
    label: str
    weight: float
    left: str
    right: str


@dataclass(frozen=True)
class PairExplanation:
    """The evidence for and against two records being the same person."""

    left_id: str
    right_id: str
    band: str
    probability: float
    prior_weight: float
    """The prior as a match weight: how rare it is that two records drawn at random are the same person."""
    evidence: Sequence[Evidence]
    blocked_by: str | None
    """The cannot-link constraint that stops the link, if there is one."""
    doubtful_because: str | None
    """The pattern that makes the link doubtful, if there is one."""
    entities: tuple[str, str]
    grounds: Sequence[str]
    """Why a record that is not identified was joined to its person."""
    through: Sequence[str]
    """The records that link the two, from one to the other; empty if they are not the same person."""

    def sentences(self) -> list[str]:
        """Return the explanation in words, one line for each step of the waterfall."""
        lines = [] if self.grounds else self._waterfall()
        lines += [f"Not linked because: {self.blocked_by}."] if self.blocked_by else []
        lines += [f"Doubtful because: {self.doubtful_because}."] if self.doubtful_because else []
        lines += list(self.grounds)
        if len(self.through) > 2:
            lines.append(f"In this run they are the same person, linked through {', '.join(self.through[1:-1])}.")
        elif self.entities[0] == self.entities[1]:
            lines.append(f"In this run they are the same person, {self.entities[0]}.")
        else:
            lines.append(f"In this run they are two people, {self.entities[0]} and {self.entities[1]}.")
        return lines

    def _waterfall(self) -> list[str]:
        lines = [
            f"{self.left_id} and {self.right_id}: {BANDS[self.band]} (probability {self.probability:.3f}).",
            f"{self.prior_weight:+.1f}  prior: two records are rarely the same person",
        ]
        for part in self.evidence:
            values = f" ({part.left} / {part.right})" if part.left or part.right else ""
            lines.append(f"{part.weight:+.1f}  {part.label}{values}")
        return lines


def explain_pair(run: Run, a: str, b: str) -> PairExplanation:
    """Return the evidence on two records of a run.

    A pair that the run does not list is scored now, with the parameters and term frequencies of the run.

    Raises:
        UserError: the run has no such record, its identities were supplied, or another version of the model scored it.
    """
    left, right = min(a, b), max(a, b)
    with run.connect() as con:
        entities = _entities(con, left, right)
        parameters = _parameters(run, con)
        band, probability, blocked_by, doubtful_because, evidence = _listed(con, left, right) or _score_now(
            run, con, parameters, left, right
        )
        values = _values(con, left, right)
        through = _path(con, left, right, entities[0]) if entities[0] == entities[1] else []
        grounds = _grounds(con, left, right)
    parts = [
        Evidence(part["comparison"], part["label"], part["weight"], *values.get(part["comparison"], ("", "")))
        for part in json.loads(evidence)
    ]
    return PairExplanation(
        left,
        right,
        band,
        probability,
        parameters.prior_weight,
        parts,
        blocked_by,
        doubtful_because,
        entities,
        grounds,
        through,
    )


def _parameters(run: Run, con: duckdb.DuckDBPyConnection) -> Parameters:
    if not run.has("linking.model"):
        raise UserError(
            f"{run.path}: the identities of this run were supplied, so there is no evidence. Run again without them."
        )
    parameters = read_parameters(con, LinkedRun(run))
    if parameters is None:
        raise UserError(
            f"{run.path}: another version of the model scored this run. Run the review again and ask about the new run."
        )
    return parameters


def _entities(con: duckdb.DuckDBPyConnection, left: str, right: str) -> tuple[str, str]:
    rows = con.execute("SELECT person_id, entity_id FROM linking.entity WHERE person_id IN (?, ?)", [left, right])
    found = dict(rows.fetchall())
    for record in (left, right):
        if record not in found:
            raise UserError(
                f"--pair: there is no person record {record} in this run. Give two person_id of the extract."
            )
    return found[left], found[right]


def _grounds(con: duckdb.DuckDBPyConnection, left: str, right: str) -> list[str]:
    rows = con.execute(
        "SELECT person_id, entity_id, how, ground FROM linking.entity"
        " WHERE person_id IN (?, ?) AND NOT confirmed ORDER BY person_id",
        [left, right],
    ).fetchall()
    return [
        f"{person} is not identified and was joined to {entity} by {how} ({ground}). The identity is not confirmed."
        for person, entity, how, ground in rows
    ]


_ScoredPair = tuple[str, float, str | None, str | None, str]
"""Band, probability, blocked_by, doubtful_because and evidence."""


def _listed(con: duckdb.DuckDBPyConnection, left: str, right: str) -> _ScoredPair | None:
    rows = con.execute(
        "SELECT band, probability, blocked_by, doubtful_because, evidence FROM linking.pair"
        " WHERE left_id = ? AND right_id = ?",
        [left, right],
    ).fetchall()
    return rows[0] if rows else None


def _score_now(run: Run, con: duckdb.DuckDBPyConnection, parameters: Parameters, left: str, right: str) -> _ScoredPair:
    load_macros(con)
    write_person_identified(con)
    normalise_identifiers(con)
    create_people_view(con)
    con.execute("CREATE OR REPLACE TEMP TABLE two AS FROM people WHERE unique_id IN (?, ?)", [left, right])
    every_pair = BlockingRule(needs=(), reason="two records that somebody asks about", key="'asked'")
    spec = people_model()
    spec = replace(spec, blocking_rules=(every_pair,), thresholds=replace(spec.thresholds, listed=0.0))
    model = prepare(con, "two", spec)
    trained = parameters.probabilities
    known = {part.name: trained[part.name] for part in model.comparisons if part.name in trained}
    model = replace(model, comparisons=tuple(part for part in model.comparisons if part.name in known))
    read_term_frequencies(con, LinkedRun(run), model)
    parameters = Parameters(parameters.prior, known, trained=True)
    with open_engine("duckdb", con, model, run.path, between_sources=False) as engine:
        score(con, engine, model, seed=1, parameters=parameters, progress=no_progress)
    rows = con.execute("SELECT band, probability, blocked_by, doubtful_because, evidence FROM pairs").fetchall()
    return rows[0] if rows else ("not_linked", 0.0, None, None, "[]")


def _values(con: duckdb.DuckDBPyConnection, left: str, right: str) -> dict[str, tuple[str, str]]:
    fields = sorted({field for shown in SHOWN_FIELDS.values() for field in shown})
    chosen = ", ".join(f"coalesce({field}::VARCHAR, '') AS {field}" for field in fields)
    rows = con.execute(
        f"SELECT person_id, {chosen} FROM records.person WHERE person_id IN (?, ?)", [left, right]
    ).fetchall()
    by_person = {row[0]: dict(zip(fields, row[1:], strict=True)) for row in rows}
    return {
        comparison: (_joined(by_person[left], shown), _joined(by_person[right], shown))
        for comparison, shown in SHOWN_FIELDS.items()
    }


def _joined(row: Mapping[str, str], fields: Sequence[str]) -> str:
    return " to ".join(row[field] for field in fields if row[field])


def _path(con: duckdb.DuckDBPyConnection, left: str, right: str, entity: str) -> list[str]:
    """The shortest path of links between two records of one entity; empty if something else joined them."""
    linked: dict[str, list[str]] = {}
    rows = con.execute(
        "SELECT left_id, right_id FROM linking.pair JOIN linking.entity ON person_id = left_id"
        " WHERE entity_id = ? AND band = 'linked' ORDER BY ALL",
        [entity],
    ).fetchall()
    for a, b in rows:
        linked.setdefault(a, []).append(b)
        linked.setdefault(b, []).append(a)
    paths = {left: [left]}
    waiting = [left]
    for record in waiting:
        for other in linked.get(record, ()):
            if other not in paths:
                paths[other] = [*paths[record], other]
                waiting.append(other)
    return paths.get(right, [])
