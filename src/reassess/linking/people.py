"""The resolved people of a run: from the model's pairs, judgements and shared identifiers to linking.entity."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import duckdb

from reassess.linking.features import people_view
from reassess.linking.model.engine import open_engine
from reassess.linking.model.model_store import Earlier, earlier_run, write_model
from reassess.linking.model.prepare import prepare
from reassess.linking.model.scoring import Scored, score
from reassess.linking.model.spec import people_model
from reassess.linking.model.training_sample import write_lesson
from reassess.linking.output_tables import arrow
from reassess.linking.resolve.clusters import Groups
from reassess.linking.resolve.judgements import Judgement, read_judgements, standing
from reassess.linking.resolve.membership import contradiction, entity_rows, lost
from reassess.linking.resolve.partition import SAME, Resolved, gone, links, resolve
from reassess.linking.resolve.previous import (
    NEAR,
    TakenOver,
    former_entities,
    take_over,
    take_pairs_over,
    write_records,
)
from reassess.linking.resolve.stable_ids import changes, entity_ids
from reassess.linking.resolve.unidentified import Candidate, join_unidentified
from reassess.records.store import Run

Progress = Callable[[str], None]


def write_people(
    run: Run,
    con: duckdb.DuckDBPyConnection,
    *,
    judgements: Path | None,
    previous: Path | None,
    hub_investigations: int,
    seed: int,
    say: Progress,
) -> dict[str, int]:
    """Resolve the people of a run by the model; returns the rows of each table.

    Writes entity, pair, candidate, change, judgement_note, and what the next run takes over: model, rarity, record.
    Needs `person_known`, linking.place, what `number_identifiers` makes and the macros of `normal.sql`.
    """
    earlier = earlier_run(previous)
    people_view(con, hub_investigations)
    scored = _score(run, con, earlier, seed, say)
    persons = [person for (person,) in con.execute("SELECT person_id FROM records.person ORDER BY 1").fetchall()]
    obeyed = standing(read_judgements(judgements))
    gone_from_run = gone(obeyed, persons)
    obeyed = [judgement for judgement in obeyed if judgement not in gone_from_run]
    resolved = resolve(con, scored.model, obeyed)
    joined, candidates = join_unidentified(con, resolved.groups)
    former = former_entities(con, earlier)
    entities = entity_ids(_grouped(persons, resolved.groups, joined), former)
    same = [judgement.pair for judgement in obeyed if judgement.verdict == SAME and _together(judgement, entities)]
    rows = entity_rows(entities, links(con), same, joined, scored.model.thresholds.sure)
    return {
        "linking.entity": run.write_arrow(con, "linking.entity", rows, "person_id"),
        "linking.pair": run.write(con, "linking.pair", "FROM pairs", "left_id, right_id"),
        "linking.candidate": _write_candidates(run, con, candidates, entities),
        "linking.change": _write_changes(run, con, entities, former, obeyed),
        "linking.judgement_note": _write_notes(run, con, resolved, obeyed, gone_from_run),
    }


def _together(judgement: Judgement, entities: Mapping[str, str]) -> bool:
    return entities[judgement.left_id] == entities[judgement.right_id]


def _score(run: Run, con: duckdb.DuckDBPyConnection, earlier: Earlier | None, seed: int, say: Progress) -> Scored:
    say("preparing names, dates and places")
    model = prepare(con, "people", people_model())
    known = take_over(con, earlier, model)
    if known is None:
        write_lesson(con, model)
    records = _table(con, known)
    with open_engine("duckdb", con, model, run.path, between_sources=False, records=records) as engine:
        only = "l.fresh OR r.fresh" if records == NEAR else ""
        parameters = known.parameters if known else None
        scored = score(con, engine, model, seed=seed, parameters=parameters, only=only, say=say)
    if known and known.pairs and earlier:
        take_pairs_over(con, earlier)
    write_records(run, con)
    write_model(run, con, scored, _taught_by(con, earlier if known else None))
    return scored


def _table(con: duckdb.DuckDBPyConnection, known: TakenOver | None) -> str:
    return NEAR if known and known.pairs else "prepared"


def _taught_by(con: duckdb.DuckDBPyConnection, earlier: Earlier | None) -> int:
    taught = (
        f"SELECT max(taught_by) FROM {earlier.table('linking.model')}" if earlier else "SELECT count(*) FROM digest"
    )
    return int(con.execute(taught).fetchall()[0][0] or 0)


def _grouped(persons: Sequence[str], groups: Groups, joined: Collection[str]) -> list[list[str]]:
    """The records of each person, those of an unconfirmed identity last."""
    found: dict[str, list[str]] = {}
    for person in sorted(persons, key=lambda person: (person in joined, person)):
        found.setdefault(groups.root(person), []).append(person)
    return list(found.values())


def _write_candidates(
    run: Run, con: duckdb.DuckDBPyConnection, candidates: Sequence[Candidate], entities: Mapping[str, str]
) -> int:
    rows = [
        {"person_id": candidate.person_id, "entity_id": entities[candidate.holder_id], "reason": candidate.reason}
        for candidate in candidates
    ]
    return run.write_arrow(con, "linking.candidate", arrow("linking.candidate", rows), "person_id, entity_id, reason")


def _write_changes(
    run: Run,
    con: duckdb.DuckDBPyConnection,
    entities: Mapping[str, str],
    former: Mapping[str, str],
    judged: Sequence[Judgement],
) -> int:
    rows = [asdict(change) for change in changes(entities, former, judged)]
    return run.write_arrow(con, "linking.change", arrow("linking.change", rows), "entity_id, previous_entity_id")


def _write_notes(
    run: Run,
    con: duckdb.DuckDBPyConnection,
    resolved: Resolved,
    obeyed: Sequence[Judgement],
    gone_from_run: Sequence[Judgement],
) -> int:
    rows = [contradiction(refused, obeyed) for refused in resolved.refused]
    rows += [lost(judgement) for judgement in gone_from_run]
    table = arrow("linking.judgement_note", rows)
    return run.write_arrow(con, "linking.judgement_note", table, "kind, left_id, right_id")
