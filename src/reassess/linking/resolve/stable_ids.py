"""Stable entity ids: a person keeps their id while most of their records stay together.

A new entity takes its id from its first record (`E-N0201`), with a number at the end if that id is taken. Changes
between two runs are recorded as merges and splits, each with its cause.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reassess.linking.resolve.judgements import SAME, Judgement

MERGED, SPLIT = "merged", "split"


@dataclass(frozen=True)
class Change:
    """A change between two runs: this many records of previous_entity_id now belong to entity_id."""

    change: str
    entity_id: str
    previous_entity_id: str
    records: int
    cause: str


def entity_ids(groups: Sequence[Sequence[str]], previous: Mapping[str, str]) -> dict[str, str]:
    """Return the entity id of every record.

    Args:
        groups: the records of each person now; a new person takes their id from the first.
        previous: the entity id of each record in the run before.
    """
    names: dict[int, str] = {}
    kept: set[str] = set()
    shared = Counter((n, previous[record]) for n, group in enumerate(groups) for record in group if record in previous)
    # An earlier id goes to the group with which it shares most records.
    for group, entity in sorted(shared, key=lambda pair: (-shared[pair], pair[1], groups[pair[0]][0])):
        if group not in names and entity not in kept:
            names[group] = entity
            kept.add(entity)
    return _named(groups, names, set(previous.values()))


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
    """Return the merges and splits between two runs, with their causes, in order of entity id.

    An entity whose records all moved to one other was merged into it; one whose records are now in several was split.
    """
    affected = {before for record, before in previous.items() if now.get(record, before) != before}
    moved: dict[str, Counter[str]] = defaultdict(Counter)
    for record, before in previous.items():
        if before in affected and record in now:
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
    """Why an entity changed, as far as the records show: a judgement, a new or missing record, or other evidence."""

    def __init__(self, now: Mapping[str, str], previous: Mapping[str, str], judged: Sequence[Judgement]) -> None:
        self._now, self._previous, self._judged = now, previous, judged
        self._new: dict[str, list[str]] = defaultdict(list)
        for record in sorted(set(now) - set(previous)):
            self._new[now[record]].append(record)
        self._gone = Counter(entity for record, entity in previous.items() if record not in now)

    def of(self, change: str, entity: str, before: str) -> str:
        """Return the cause of one change, in words."""
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
        if judgement.verdict == SAME:  # it can also move a record from one person to another
            return sides == [entity, entity] and before in former
        return change == SPLIT and former == [before, before] and sides[0] != sides[1]
