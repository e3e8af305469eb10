"""How firmly each record belongs to its person: the rows of linking.entity, and judgements that could not hold."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import pyarrow as pa

from reassess.linking.output_tables import arrow
from reassess.linking.resolve.clusters import Groups, Link, Pair, Refused
from reassess.linking.resolve.judgements import Judgement
from reassess.linking.resolve.unidentified import Claim


def entity_rows(
    entities: Mapping[str, str], linked: Sequence[Link], same: Sequence[Pair], joined: Mapping[str, Claim], sure: float
) -> pa.Table:
    """The table linking.entity.

    Args:
        entities: the entity of every record.
        linked: the pairs that the model linked.
        same: the pairs that people judged the same.
        joined: the unidentified records that were joined to a person, with the ground.
        sure: the probability from which a link is beyond doubt.
    """
    links = [link for link in linked if entities[link.left_id] == entities[link.right_id]]
    strongest = _strongest(links)
    cores = _cores(links, same, sure)
    main = _main_cores({person: entity for person, entity in entities.items() if person not in joined}, cores)
    judged = {record for pair in same for record in pair}
    rows = [
        {
            "person_id": person,
            "entity_id": entity,
            "confirmed": person not in joined,
            "doubtful": person in joined or cores.root(person) != main[entity],
            "core_id": cores.root(person),
            "weight": strongest.get(person),
            "how": joined[person].how if person in joined else _how(person, judged, strongest),
            "ground": f"{joined[person].what}, held by {joined[person].holder_id}" if person in joined else None,
        }
        for person, entity in sorted(entities.items())
    ]
    return arrow("linking.entity", rows)


def _how(person: str, judged: set[str], strongest: Mapping[str, float]) -> str:
    if person in judged:
        return "judgement"
    return "model" if person in strongest else "alone"


def _strongest(links: Sequence[Link]) -> dict[str, float]:
    found: dict[str, float] = {}
    for link in links:
        for record in (link.left_id, link.right_id):
            found[record] = max(link.weight, found.get(record, -math.inf))
    return found


def _cores(links: Sequence[Link], same: Sequence[Pair], sure: float) -> Groups:
    """The records that stand together when every doubtful link is wrong."""
    least = math.log2(sure / (1 - sure))
    cores = Groups()
    for left, right in sorted([*same, *((link.left_id, link.right_id) for link in links if link.weight >= least)]):
        cores.join(left, right)
    return cores


def _main_cores(entities: Mapping[str, str], cores: Groups) -> dict[str, str]:
    """For each entity the core with most records; of equals the one named first."""
    sizes = Counter((entity, cores.root(person)) for person, entity in entities.items())
    main: dict[str, str] = {}
    for entity, core in sorted(sizes, key=lambda key: (-sizes[key], key[1])):
        main.setdefault(entity, core)
    return main


def contradiction(refused: Refused, judged: Sequence[Judgement]) -> dict[str, str]:
    """A row of linking.judgement_note for a judgement that others rule out, with who made each."""
    made = {judgement.pair: judgement for judgement in judged}
    (left, right), (one, other) = refused.pair, refused.because
    words = (
        f"{left} and {right} were judged the same{_by(made.get(refused.pair))}, but that would put {one} and {other},"
        f" judged different{_by(made.get(refused.because))}, in one person; they are kept apart until one of the"
        " judgements is changed"
    )
    return {"kind": "contradiction", "left_id": left, "right_id": right, "verdict": "same", "words": words}


def _by(judgement: Judgement | None) -> str:
    return f" by {judgement.by} on {judgement.at} ({judgement.reason})" if judgement else ""


def lost(judgement: Judgement) -> dict[str, str]:
    """A row of linking.judgement_note for a judgement on a record that the extract no longer holds."""
    left, right = judgement.pair
    words = f"judged {judgement.verdict} by {judgement.by} on {judgement.at}; a record of it is not in this extract"
    return {"kind": "gone", "left_id": left, "right_id": right, "verdict": judgement.verdict, "words": words}
