"""From linked pairs to groups of records that are one person, under the constraints that people and the model set.

Constraints, the stronger first: two records judged different are never in one group; records judged the same are; two
records that a pattern of the model keeps apart are never brought together by the model, not even through a third one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

Pair = tuple[str, str]


@dataclass(frozen=True)
class Link:
    """A linked pair; the heavier is believed first."""

    left_id: str
    right_id: str
    weight: float


@dataclass(frozen=True)
class Refused:
    """Two records judged the same that other judgements keep apart, and the judged-different pair that does."""

    pair: Pair
    because: Pair


class Groups:
    """Records in groups that only ever grow together, never across a forbidden pair."""

    def __init__(self, forbidden: Iterable[Pair] = ()) -> None:
        self._root: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._forbidden: dict[str, set[str]] = {}
        self.forbid(forbidden)

    def forbid(self, pairs: Iterable[Pair]) -> None:
        """Keep the two records of each pair in different groups, unless they are in one already."""
        for left, right in pairs:
            self._forbidden.setdefault(left, set()).add(right)
            self._forbidden.setdefault(right, set()).add(left)

    def root(self, record: str) -> str:
        """The record that stands for the group of this one."""
        return self._root.get(record, record)

    def members(self, record: str) -> list[str]:
        """The records of the group that this one is in."""
        return self._members.get(self.root(record), [record])

    def settle(self, records: list[str]) -> None:
        """Make one group of records that nothing forbids and that are in no group yet."""
        first = records[0]
        self._members[first] = records
        self._root.update(dict.fromkeys(records[1:], first))

    def as_arrow(self) -> pa.Table:
        """Every record that is not alone (`record`) with the one that stands for its group (`root`)."""
        pairs = [(record, root) for root, members in self._members.items() for record in members]
        return pa.table(
            {
                "record": pa.array([record for record, _ in pairs], pa.string()),
                "root": pa.array([root for _, root in pairs], pa.string()),
            }
        )

    def join(self, left: str, right: str) -> Pair | None:
        """Bring two groups together; where a forbidden pair spans them, leave them and return that pair."""
        a, b = self.root(left), self.root(right)
        if a == b:
            return None
        small, large = sorted((a, b), key=lambda root: (len(self.members(root)), root))
        if barrier := self._barrier(small, large):
            return barrier
        joined = self.members(large) + self.members(small)
        for record in self.members(small):
            self._root[record] = large
        self._members[large] = joined
        self._members.pop(small, None)
        return None

    def _barrier(self, small: str, large: str) -> Pair | None:
        for record in sorted(self.members(small)):
            for other in sorted(self._forbidden.get(record, ())):
                if self.root(other) == large:
                    return min(record, other), max(record, other)
        return None


def join_judged(same: Iterable[Pair], groups: Groups) -> list[Refused]:
    """Join what was judged the same, in the order given; what a forbidden pair keeps apart is returned, not joined."""
    refused = []
    for left, right in same:
        if barrier := groups.join(left, right):
            refused.append(Refused((min(left, right), max(left, right)), barrier))
    return refused


def join_linked(links: Iterable[Link], groups: Groups) -> None:
    """Join linked pairs, the heaviest first, leaving apart whatever a forbidden pair keeps apart."""
    for link in sorted(links, key=lambda link: (-link.weight, link.left_id, link.right_id)):
        groups.join(link.left_id, link.right_id)
