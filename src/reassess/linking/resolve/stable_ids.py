"""Entity ids that stay: a person keeps their id wherever most of their records stay together.

A new entity is called after its first record (`E-N0201`), with a number behind where that name is taken.
What changes between two runs is recorded as merges and splits, each with its cause.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reassess.linking.resolve.judgements import Judgement

MERGED, SPLIT = "merged", "split"


@dataclass(frozen=True)
class Change:
    """One way in which people differ between two runs: `records` of previous_entity_id now stand under entity_id."""

    change: str
    entity_id: str
    previous_entity_id: str
    records: int
    cause: str


def entity_ids(groups: Sequence[Sequence[str]], previous: Mapping[str, str]) -> dict[str, str]:
    """The entity id of every record.

    Args:
        groups: the records of each person now; a new person is called after the first.
        previous: the entity id of each record in the run before.
    """
    names: dict[int, str] = {}
    kept: set[str] = set()
    for group, entity in _shares(groups, previous):
        if group not in names and entity not in kept:
            names[group] = entity
            kept.add(entity)
    return _named(groups, names, set(previous.values()))


def _shares(groups: Sequence[Sequence[str]], previous: Mapping[str, str]) -> list[tuple[int, str]]:
    """Group and former entity, those that share most records first."""
    shared = Counter((n, previous[record]) for n, group in enumerate(groups) for record in group if record in previous)
    return sorted(shared, key=lambda pair: (-shared[pair], pair[1], groups[pair[0]][0]))


def _named(groups: Sequence[Sequence[str]], names: Mapping[int, str], used: Collection[str]) -> dict[str, str]:
    taken = set(used)
    made: dict[str, str] = {}
    for n, group in enumerate(groups):
        name = names.get(n) or _unused(f"E-{group[0]}", taken)
        taken.add(name)
        made |= dict.fromkeys(group, name)
    return made


def _unused(name: str, taken: Collection[str]) -> str:
    number = 1
    made = name
    while made in taken:
        number += 1
        made = f"{name}-{number}"
    return made


def changes(now: Mapping[str, str], previous: Mapping[str, str], judged: Iterable[Judgement]) -> list[Change]:
    """Merges and splits between two runs, with their causes, in the order of the entities.

    An entity whose records went to one other is merged into it; one whose records stand under several is split.
    """
    stirred = {before for record, before in previous.items() if now.get(record, before) != before}
    moved: dict[str, Counter[str]] = defaultdict(Counter)
    for record, before in previous.items():
        if before in stirred and record in now:
            moved[before][now[record]] += 1
    causes = _Causes(now, previous, list(judged))
    found = []
    for before, targets in moved.items():
        for entity, records in targets.items():
            if entity != before:
                change = SPLIT if len(targets) > 1 else MERGED
                found.append(Change(change, entity, before, records, causes.of(change, entity, before)))
    return sorted(found, key=lambda change: (change.entity_id, change.previous_entity_id))


class _Causes:
    """Why an entity changed, as far as the records tell: a judgement, a record come or gone, or other evidence."""

    def __init__(self, now: Mapping[str, str], previous: Mapping[str, str], judged: Sequence[Judgement]) -> None:
        self._now, self._previous, self._judged = now, previous, judged
        self._new: dict[str, list[str]] = defaultdict(list)
        for record in sorted(set(now) - set(previous)):
            self._new[now[record]].append(record)
        self._gone = Counter(entity for record, entity in previous.items() if record not in now)

    def of(self, change: str, entity: str, before: str) -> str:
        """The cause of one change, in words."""
        for judgement in reversed(self._judged):
            if self._explains(judgement, change, entity, before):
                return (
                    f"judgement by {judgement.by} on {judgement.at}: {judgement.left_id} and {judgement.right_id}"
                    f" {judgement.verdict} ({judgement.reason})"
                )
        if change == MERGED and self._new[entity]:
            return f"new record {self._new[entity][0]}"
        if change == SPLIT and self._gone[before]:
            return f"{self._gone[before]} of its records are no longer in the extract"
        return "the evidence changed"

    def _explains(self, judgement: Judgement, change: str, entity: str, before: str) -> bool:
        sides = [self._now.get(record) for record in judgement.pair]
        former = [self._previous.get(record) for record in judgement.pair]
        if judgement.verdict == "same":  # it also takes a record out of one person into another
            return sides == [entity, entity] and before in former
        return change == SPLIT and former == [before, before] and sides[0] != sides[1]
