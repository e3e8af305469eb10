"""How firmly each record belongs to its person: the rows of linking.entity."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from reassess.linking.resolve.clusters import Clusters, Link, Pair
from reassess.linking.resolve.unidentified import Claim


def entity_rows(
    entities: Mapping[str, str],
    linked: Sequence[Link],
    same: Sequence[Pair],
    joined: Mapping[str, Claim],
    certain: float,
) -> list[dict[str, object]]:
    """Return the rows of linking.entity.

    Args:
        entities: the entity of every record.
        linked: the pairs that the model linked.
        same: the pairs that people judged the same.
        joined: the unidentified records joined to a person, with the reason.
        certain: the match probability from which a link is certain.
    """
    links = [link for link in linked if entities[link.left_id] == entities[link.right_id]]
    strongest = _strongest(links)
    cores = _cores(links, same, certain)
    main = _main_cores({person: entity for person, entity in entities.items() if person not in joined}, cores)
    judged = {record for pair in same for record in pair}
    return [
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


def _cores(links: Sequence[Link], same: Sequence[Pair], certain: float) -> Clusters:
    """The clusters that would remain if every doubtful link were wrong."""
    least = math.log2(certain / (1 - certain))
    cores = Clusters()
    firm = ((link.left_id, link.right_id) for link in links if link.weight >= least and not link.doubtful)
    for left, right in sorted([*same, *firm]):
        cores.merge(left, right)
    return cores


def _main_cores(entities: Mapping[str, str], cores: Clusters) -> dict[str, str]:
    """For each entity the core with the most records; of equals, the first by id."""
    sizes = Counter((entity, cores.root(person)) for person, entity in entities.items())
    main: dict[str, str] = {}
    for entity, core in sorted(sizes, key=lambda key: (-sizes[key], key[1])):
        main.setdefault(entity, core)
    return main
