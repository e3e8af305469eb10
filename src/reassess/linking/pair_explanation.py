"""Why two records are, may be or are not one person: the weight of each piece of evidence, in words and as a chart."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from reassess.linking.features import know_persons, people_view
from reassess.linking.identifiers import number_identifiers
from reassess.linking.model.engine import open_engine
from reassess.linking.model.model_store import Earlier, read_parameters, read_rarity
from reassess.linking.model.parameters import Parameters
from reassess.linking.model.prepare import prepare
from reassess.linking.model.scoring import score
from reassess.linking.model.spec import Block, Model, people_model
from reassess.records.errors import UserError
from reassess.records.normal import load_macros
from reassess.records.store import Run

BANDS: Mapping[str, str] = {
    "linked": "taken as one person",
    "look": "to be looked at by a person; not linked",
    "apart": "not linked",
}
SHOWN = {
    "forename": ("forename",),
    "surname": ("surname",),
    "born": ("born_on",),
    "occupation": ("occupation",),
    "sex": ("sex",),
    "national_id": ("pnc_id",),
    "nickname": ("nicknames",),
    "age": ("age_from", "age_to"),
}
"""The fields of the record that each comparison is shown with."""


@dataclass(frozen=True)
class Evidence:
    """One comparison: its words, its weight (log2 of the odds) and what stands in the two records."""

    comparison: str
    words: str
    weight: float
    left: str
    right: str


@dataclass(frozen=True)
class Explanation:
    """All that speaks for and against two records being one person."""

    left_id: str
    right_id: str
    band: str
    probability: float
    start_weight: float
    """Log2 of the odds before any evidence: how rare it is that two records drawn at random are one person."""
    evidence: Sequence[Evidence]
    held: str | None
    """What keeps them apart whatever else agrees, in words."""
    entities: tuple[str, str]
    grounds: Sequence[str]
    """What an unidentified record of the two was joined to its person by."""
    through: Sequence[str]
    """The records through which the two are linked, from the one to the other; empty if they are not one person."""

    def sentences(self) -> list[str]:
        """The explanation in words, one line for each step of the sum."""
        lines = [] if self.grounds else self._weighing()
        lines += [f"Kept apart: {self.held}."] if self.held else []
        lines += list(self.grounds)
        if len(self.through) > 2:
            lines.append(f"In this run they are one person through {', '.join(self.through[1:-1])}.")
        elif self.entities[0] == self.entities[1]:
            lines.append(f"In this run they are one person, {self.entities[0]}.")
        else:
            lines.append(f"In this run they are two people, {self.entities[0]} and {self.entities[1]}.")
        return lines

    def _weighing(self) -> list[str]:
        return [
            f"{self.left_id} and {self.right_id}: {BANDS[self.band]} (probability {self.probability:.3f}).",
            f"Before any evidence: {self.start_weight:+.1f}, as two records are seldom one person.",
            *(_line(part) for part in self.evidence),
        ]


def _line(part: Evidence) -> str:
    values = f" ({part.left} / {part.right})" if part.left or part.right else ""
    return f"{part.weight:+.1f}  {part.words}{values}"


def explain_pair(run: Run, a: str, b: str) -> Explanation:
    """The evidence on two records of a run.

    A pair that the run did not list is weighed on the spot with the weights and rarities of the run.

    Raises:
        UserError: the run holds no such record, its identities were given and not weighed, or another version of the
            model weighed them.
    """
    left, right = min(a, b), max(a, b)
    with run.connect() as con:
        entities = _entities(con, left, right)
        parameters = _parameters(run, con)
        band, probability, held, evidence = _listed(con, left, right) or _weighed(run, con, parameters, left, right)
        values = _values(con, left, right)
        through = _path(con, left, right, entities[0]) if entities[0] == entities[1] else []
        grounds = _grounds(con, left, right)
    parts = [_part(raw, values) for raw in json.loads(evidence)]
    return Explanation(left, right, band, probability, parameters.start_weight, parts, held, entities, grounds, through)


def _parameters(run: Run, con: duckdb.DuckDBPyConnection) -> Parameters:
    if not run.has("linking.model"):
        raise UserError(f"{run.path}: the identities of this run were given; no evidence was weighed")
    parameters = read_parameters(con, Earlier(run))
    if parameters is None:
        raise UserError(
            f"{run.path}: the pairs of this run were weighed by another version of the model; run the review again,"
            " then ask about its new run"
        )
    return parameters


def _entities(con: duckdb.DuckDBPyConnection, left: str, right: str) -> tuple[str, str]:
    rows = con.execute("SELECT person_id, entity_id FROM linking.entity WHERE person_id IN (?, ?)", [left, right])
    found = dict(rows.fetchall())
    for record in (left, right):
        if record not in found:
            raise UserError(f"there is no person record {record} in this run; give two person_id of the extract")
    return found[left], found[right]


def _grounds(con: duckdb.DuckDBPyConnection, left: str, right: str) -> list[str]:
    rows = con.execute(
        "SELECT person_id, entity_id, how, ground FROM linking.entity"
        " WHERE person_id IN (?, ?) AND NOT confirmed ORDER BY person_id",
        [left, right],
    ).fetchall()
    return [
        f"{person} is not identified and was joined to {entity} by {how} ({ground}); the identity is not confirmed."
        for person, entity, how, ground in rows
    ]


Found = tuple[str, float, str | None, str]


def _listed(con: duckdb.DuckDBPyConnection, left: str, right: str) -> Found | None:
    rows = con.execute(
        "SELECT band, probability, held, evidence FROM linking.pair WHERE left_id = ? AND right_id = ?", [left, right]
    ).fetchall()
    return rows[0] if rows else None


def _weighed(run: Run, con: duckdb.DuckDBPyConnection, parameters: Parameters, left: str, right: str) -> Found:
    load_macros(con)
    know_persons(con)
    number_identifiers(con)
    people_view(con)
    con.execute("CREATE OR REPLACE TEMP TABLE two AS FROM people WHERE unique_id IN (?, ?)", [left, right])
    model = prepare(con, "two", _asked_about(people_model()))
    known = {part.name: parameters.numbers[part.name] for part in model.comparisons if part.name in parameters.numbers}
    model = replace(model, comparisons=tuple(part for part in model.comparisons if part.name in known))
    read_rarity(con, Earlier(run), model)
    with open_engine("duckdb", con, model, run.path, between_sources=False) as engine:
        score(con, engine, model, seed=1, parameters=Parameters(parameters.prior, known, True), say=lambda _: None)
    rows = con.execute("SELECT band, probability, held, evidence FROM pairs").fetchall()
    return rows[0] if rows else ("apart", 0.0, None, "[]")


def _asked_about(model: Model) -> Model:
    all_pairs = Block(needs=(), reason="two records that somebody asks about", key="'asked'")
    return replace(model, blocks=(all_pairs,), thresholds=replace(model.thresholds, keep=0.0))


def _values(con: duckdb.DuckDBPyConnection, left: str, right: str) -> dict[str, tuple[str, str]]:
    fields = sorted({field for shown in SHOWN.values() for field in shown})
    chosen = ", ".join(f"coalesce({field}::VARCHAR, '') AS {field}" for field in fields)
    rows = con.execute(
        f"SELECT person_id, {chosen} FROM records.person WHERE person_id IN (?, ?)", [left, right]
    ).fetchall()
    by_person = {row[0]: dict(zip(fields, row[1:], strict=True)) for row in rows}
    return {
        comparison: (_joined(by_person[left], shown), _joined(by_person[right], shown))
        for comparison, shown in SHOWN.items()
    }


def _joined(row: Mapping[str, str], fields: Sequence[str]) -> str:
    return " to ".join(row[field] for field in fields if row[field])


def _part(raw: Mapping[str, object], values: Mapping[str, tuple[str, str]]) -> Evidence:
    comparison = str(raw["comparison"])
    left, right = values.get(comparison, ("", ""))
    return Evidence(comparison, str(raw["words"]), float(str(raw["weight"])), left, right)


def _path(con: duckdb.DuckDBPyConnection, left: str, right: str, entity: str) -> list[str]:
    """The fewest linked records from one record to another of the same entity; empty where other grounds tie them."""
    ties: dict[str, list[str]] = {}
    rows = con.execute(
        "SELECT left_id, right_id FROM linking.pair JOIN linking.entity ON person_id = left_id"
        " WHERE entity_id = ? AND band = 'linked' ORDER BY ALL",
        [entity],
    ).fetchall()
    for a, b in rows:
        ties.setdefault(a, []).append(b)
        ties.setdefault(b, []).append(a)
    paths = {left: [left]}
    waiting = [left]
    for record in waiting:
        for other in ties.get(record, ()):
            if other not in paths:
                paths[other] = [*paths[record], other]
                waiting.append(other)
    return paths.get(right, [])
