"""The linking stage of a run: from records to resolved people, shared identifiers and hubs."""

from pathlib import Path

from reassess.linking.features import write_person_identified
from reassess.linking.hubs import write_hubs
from reassess.linking.identifiers import HUB_INVESTIGATIONS, normalise_identifiers, write_places, write_shared
from reassess.linking.output_tables import write_empty
from reassess.linking.people import write_people
from reassess.linking.supplied_identities import write_supplied_entities
from reassess.records.normal import load_macros
from reassess.records.progress import Progress, no_progress
from reassess.records.store import Run


def link(
    run: Run,
    *,
    judgements: Path | None = None,
    previous: Path | None = None,
    supplied_identities: Path | None = None,
    seed: int = 1,
    hub_investigations: int = HUB_INVESTIGATIONS,
    progress: Progress = no_progress,
) -> dict[str, int]:
    """Resolve the people of a run and write the tables of the stage `linking`; returns the rows of each table.

    Args:
        run: a run with the tables records.*.
        judgements: the append-only file of judgements on pairs; None or a missing file means there are none.
        previous: the folder of the run before, whose entity ids are kept; None for a first run.
        supplied_identities: a CSV with person_id and entity_id (or human), used instead of the model.
        seed: seed of the training samples.
        hub_investigations: an identifier in more investigations than this is a hub.
        progress: called with a sentence as each step begins.

    Raises:
        UserError: a file cannot be used.
    """
    with run.connect() as con:
        load_macros(con)
        write_person_identified(con)
        write_places(run, con)
        normalise_identifiers(con)
        if supplied_identities:
            rows = {"linking.entity": write_supplied_entities(run, con, supplied_identities)}
            rows |= write_empty(
                run, con, ("linking.pair", "linking.candidate", "linking.change", "linking.judgement_note")
            )
        else:
            rows = write_people(
                run,
                con,
                judgements=judgements,
                previous=previous,
                hub_investigations=hub_investigations,
                seed=seed,
                progress=progress,
            )
        progress("finding identifiers and places in common")
        rows |= write_shared(run, con, hub_investigations)
        return rows | {"linking.hub": write_hubs(run, con, hub_investigations)}
