"""Clusters of records that are one person, built from linked pairs under constraints.

The constraints, strongest first: records judged different are never in one cluster; records judged the same are; and
records under a cannot-link constraint of the model are never joined by the model, not even through a third record.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

Pair = tuple[str, str]


@dataclass(frozen=True)
class Link:
    """A linked pair, its match weight, and whether a pattern makes the link doubtful however high the weight."""

    left_id: str
    right_id: str
    weight: float
    doubtful: bool = False


@dataclass(frozen=True)
class BlockedJudgement:
    """Two records judged the same, and the pair judged different that stops them from being joined."""

    pair: Pair
    blocked_by: Pair


class Clusters:
    """Clusters of records that only ever merge, and never across a pair that cannot link."""

    def __init__(self, cannot_link: Iterable[Pair] = ()) -> None:
        self._root: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._cannot_link: dict[str, set[str]] = {}
        self.add_cannot_link(cannot_link)

    def add_cannot_link(self, pairs: Iterable[Pair]) -> None:
        """Keep the two records of each pair in different clusters, unless they already share one."""
        for left, right in pairs:
            self._cannot_link.setdefault(left, set()).add(right)
            self._cannot_link.setdefault(right, set()).add(left)

    def root(self, record: str) -> str:
        """Return the record that represents the cluster of this one."""
        return self._root.get(record, record)

    def members(self, record: str) -> list[str]:
        """Return the records of the cluster of this one."""
        return self._members.get(self.root(record), [record])

    def add_cluster(self, records: list[str]) -> None:
        """Make one cluster of records that are in none yet and under no constraint."""
        first = records[0]
        self._members[first] = records
        self._root.update(dict.fromkeys(records[1:], first))

    def as_arrow(self) -> pa.Table:
        """Return every record that is not alone (`record`) with the one that represents its cluster (`root`)."""
        pairs = [(record, root) for root, members in self._members.items() for record in members]
        return pa.table(
            {
                "record": pa.array([record for record, _ in pairs], pa.string()),
                "root": pa.array([root for _, root in pairs], pa.string()),
            }
        )

    def merge(self, left: str, right: str) -> Pair | None:
        """Merge the clusters of two records, unless a pair that cannot link blocks it; returns that pair."""
        a, b = self.root(left), self.root(right)
        if a == b:
            return None
        small, large = sorted((a, b), key=lambda root: (len(self.members(root)), root))
        if blocking := self._blocking_pair(small, large):
            return blocking
        merged = self.members(large) + self.members(small)
        for record in self.members(small):
            self._root[record] = large
        self._members[large] = merged
        self._members.pop(small, None)
        return None

    def _blocking_pair(self, small: str, large: str) -> Pair | None:
        for record in sorted(self.members(small)):
            for other in sorted(self._cannot_link.get(record, ())):
                if self.root(other) == large:
                    return min(record, other), max(record, other)
        return None


def merge_judged(same: Iterable[Pair], clusters: Clusters) -> list[BlockedJudgement]:
    """Merge the pairs judged the same, in the order given; returns those that another pair blocks."""
    blocked = []
    for left, right in same:
        if blocking := clusters.merge(left, right):
            blocked.append(BlockedJudgement((min(left, right), max(left, right)), blocking))
    return blocked


def merge_linked(links: Iterable[Link], clusters: Clusters) -> None:
    """Merge linked pairs, the highest match weight first, except where a constraint blocks it."""
    for link in sorted(links, key=lambda link: (-link.weight, link.left_id, link.right_id)):
        clusters.merge(link.left_id, link.right_id)
