"""The linking stage of a run: from records to resolved people, shared identifiers and hubs."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from reassess.linking.features import know_persons
from reassess.linking.hubs import write_hubs
from reassess.linking.identifiers import HUB_INVESTIGATIONS, number_identifiers, write_places, write_shared
from reassess.linking.output_tables import write_empty
from reassess.linking.people import write_people
from reassess.linking.supplied_identities import write_given_entities
from reassess.records.normal import load_macros
from reassess.records.store import Run

Progress = Callable[[str], None]


def link(
    run: Run,
    *,
    judgements: Path | None = None,
    previous: Path | None = None,
    people: Path | None = None,
    seed: int = 1,
    hub_investigations: int = HUB_INVESTIGATIONS,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Resolve the people of a run and write the tables of the stage `linking`; returns the rows of each table.

    Args:
        run: a run with the tables records.*.
        judgements: the append-only file of judgements on pairs; absent or missing means none were made.
        previous: the folder of the run before, whose entity ids are kept; None for a first run.
        people: a CSV with person_id and entity_id (or human): identity is given and no model runs.
        seed: seed of the samples that the model learns from.
        hub_investigations: an identifier in more investigations than this is a hub.
        progress: called with a sentence as each step begins.

    Raises:
        UserError: a file that is given cannot be used.
    """
    say = progress or _silent
    with run.connect() as con:
        load_macros(con)
        know_persons(con)
        write_places(run, con)
        number_identifiers(con)
        if people:
            rows = _write_given(run, con, people)
        else:
            rows = write_people(
                run,
                con,
                judgements=judgements,
                previous=previous,
                hub_investigations=hub_investigations,
                seed=seed,
                say=say,
            )
        say("finding identifiers and places in common")
        rows |= write_shared(run, con, hub_investigations)
        return rows | {"linking.hub": write_hubs(run, con, hub_investigations)}


def _silent(_: str) -> None:
    """Nobody listens."""


def _write_given(run: Run, con: duckdb.DuckDBPyConnection, people: Path) -> dict[str, int]:
    rows = {"linking.entity": write_given_entities(run, con, people)}
    return rows | write_empty(
        run, con, ("linking.pair", "linking.candidate", "linking.change", "linking.judgement_note")
    )
