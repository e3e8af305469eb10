"""The resolved people of a run, from the model, judgements and shared identifiers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import duckdb

from reassess.linking.features import create_people_view
from reassess.linking.model.engine import open_engine
from reassess.linking.model.model_store import LinkedRun, linked_run, write_model
from reassess.linking.model.prepare import prepare
from reassess.linking.model.scoring import Scored, score
from reassess.linking.model.spec import people_model
from reassess.linking.model.training_sample import write_training_sample
from reassess.linking.output_tables import arrow
from reassess.linking.resolve.clusters import Clusters
from reassess.linking.resolve.judgement_notes import note_contradiction, note_missing_record
from reassess.linking.resolve.judgements import SAME, current_judgements, read_judgements
from reassess.linking.resolve.membership import entity_rows
from reassess.linking.resolve.partition import links, resolve
from reassess.linking.resolve.previous import (
    TO_COMPARE,
    previous_entities,
    reuse_model,
    reuse_pairs,
    write_records,
)
from reassess.linking.resolve.stable_ids import changes, entity_ids
from reassess.linking.resolve.unidentified import join_unidentified
from reassess.records.progress import Progress
from reassess.records.store import Run


def write_people(
    run: Run,
    con: duckdb.DuckDBPyConnection,
    *,
    judgements: Path | None,
    previous: Path | None,
    hub_investigations: int,
    seed: int,
    progress: Progress,
) -> dict[str, int]:
    """Resolve the people of a run with the model; returns the rows of each table.

    Writes linking.entity, pair, candidate, change and judgement_note, and what the next run reuses: model,
    term_frequency and record. Needs `person_identified`, linking.place, the tables of `normalise_identifiers` and the
    macros of `normal.sql`.
    """
    earlier = linked_run(previous)
    create_people_view(con, hub_investigations)
    scored = _score(run, con, earlier, seed, progress)
    persons = [person for (person,) in con.execute("SELECT person_id FROM records.person ORDER BY 1").fetchall()]
    current = current_judgements(read_judgements(judgements))
    known = set(persons)
    missing = [judgement for judgement in current if not known.issuperset(judgement.pair)]
    followed = [judgement for judgement in current if judgement not in missing]
    resolved = resolve(con, scored.model, followed)
    joined, candidates = join_unidentified(con, resolved.clusters)
    before = previous_entities(con, earlier)
    entities = entity_ids(_grouped(persons, resolved.clusters, joined), before)
    same = [
        (left, right)
        for judgement in followed
        for left, right in [judgement.pair]
        if judgement.verdict == SAME and entities[left] == entities[right]
    ]
    notes = [
        *(note_contradiction(blocked, followed) for blocked in resolved.blocked),
        *(note_missing_record(judgement) for judgement in missing),
    ]
    candidate_rows = [
        {"person_id": candidate.person_id, "entity_id": entities[candidate.holder_id], "reason": candidate.reason}
        for candidate in candidates
    ]
    rows = entity_rows(entities, links(con), same, joined, scored.model.thresholds.certain)
    change_rows = [asdict(change) for change in changes(entities, before, followed)]
    return {
        **_write(run, con, "linking.entity", rows, "person_id"),
        "linking.pair": run.write(con, "linking.pair", "FROM pairs", "left_id, right_id"),
        **_write(run, con, "linking.candidate", candidate_rows, "person_id, entity_id, reason"),
        **_write(run, con, "linking.change", change_rows, "entity_id, previous_entity_id"),
        **_write(run, con, "linking.judgement_note", notes, "kind, left_id, right_id"),
    }


def _write(
    run: Run, con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, object]], order_by: str
) -> dict[str, int]:
    return {table: run.write_arrow(con, table, arrow(table, rows), order_by)}


def _score(
    run: Run, con: duckdb.DuckDBPyConnection, earlier: LinkedRun | None, seed: int, progress: Progress
) -> Scored:
    progress("preparing names, dates and places")
    model = prepare(con, "people", people_model())
    reused = reuse_model(con, earlier, model)
    if reused is None:
        write_training_sample(con, model)
    reuses_pairs = reused is not None and reused.pairs
    records, pair_filter = (TO_COMPARE, "l.changed OR r.changed") if reuses_pairs else ("prepared", "")
    with open_engine("duckdb", con, model, run.path, between_sources=False, records=records) as engine:
        parameters = reused.parameters if reused else None
        scored = score(con, engine, model, seed=seed, parameters=parameters, pair_filter=pair_filter, progress=progress)
    if earlier and reuses_pairs:
        reuse_pairs(con, earlier)
    write_records(run, con)
    write_model(run, con, scored, _training_records(con, earlier if reused else None))
    return scored


def _training_records(con: duckdb.DuckDBPyConnection, earlier: LinkedRun | None) -> int:
    sql = "SELECT count(*) FROM digest"
    if earlier:
        sql = f"SELECT max(training_records) FROM {earlier.table('linking.model')}"
    return int(con.execute(sql).fetchall()[0][0] or 0)


def _grouped(persons: Iterable[str], clusters: Clusters, joined: Collection[str]) -> list[list[str]]:
    """The records of each person, those with an unconfirmed identity last."""
    found: dict[str, list[str]] = {}
    for person in sorted(persons, key=lambda person: (person in joined, person)):
        found.setdefault(clusters.root(person), []).append(person)
    return list(found.values())
