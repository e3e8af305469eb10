"""Groups of a run: which people, cases, identifiers and places are connected, and how firmly.

A group has at least two suspects and two investigations, or three suspects. Its own graph shows what would remain if
every doubtful link were wrong, and whether one link alone holds two parts together.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reassess.networks.communities import bridges, communities, neighbours, reachable

DENSITY = 0.01
"""The weight that a group must have for each pair of its nodes (see communities)."""
MIN_PART = 2
"""The fewest suspects in a part: one suspect with a single link is at the edge of a group, not a weak point of it."""


@dataclass(frozen=True)
class Tie:
    """Two nodes and the tie between them (see ties.py)."""

    left_id: str
    right_id: str
    tie: str
    weight: float
    doubtful: bool

    @property
    def pair(self) -> tuple[str, str]:
        """Return the two nodes."""
        return self.left_id, self.right_id


@dataclass(frozen=True)
class Group:
    """Connected nodes with the ties between them."""

    nodes: Sequence[str]
    ties: Sequence[Tie]
    suspects: Sequence[str]

    @property
    def cases(self) -> list[str]:
        """Return the nodes that are investigations."""
        return [node for node in self.nodes if node.startswith("case:")]

    @property
    def victims(self) -> list[str]:
        """Return the people who are victims in a case of the group and suspects in none."""
        victims = {tie.left_id for tie in self.ties if tie.tie == "victim"}
        return sorted(victims - set(self.suspects))

    @property
    def group_id(self) -> str:
        """Return the id, made from the first suspect so that the same input gives the same id."""
        return "G-" + self.suspects[0].removeprefix("person:")


@dataclass(frozen=True)
class WeakestLink:
    """The tie whose loss would split the group most evenly, and how many suspects it would separate from the rest."""

    tie: Tie
    separated: int


def find_groups(ties: Iterable[Tie], seed: int = 1, density: float = DENSITY) -> list[Group]:
    """Return the groups of a graph, ordered by group_id."""
    every = sorted(ties, key=lambda tie: (tie.left_id, tie.right_id, tie.tie))
    community = communities([(tie.left_id, tie.right_id, tie.weight) for tie in every], seed, density)
    within: dict[int, list[Tie]] = defaultdict(list)
    for tie in every:
        if community[tie.left_id] == community[tie.right_id]:
            within[community[tie.left_id]].append(tie)
    groups = [_connected(found) for found in within.values()]
    large = (
        group for group in groups if len(group.suspects) >= 3 or (len(group.suspects) >= 2 and len(group.cases) >= 2)
    )
    return sorted(large, key=lambda group: group.group_id)


def _connected(ties: Sequence[Tie]) -> Group:
    nodes = sorted({node for tie in ties for node in tie.pair})
    suspects = sorted({tie.left_id for tie in ties if tie.tie == "suspect"})
    return Group(nodes, ties, suspects)


def weakest_link(group: Group) -> WeakestLink | None:
    """Return the one tie that holds two parts of the group together; None if no single tie does."""
    adjacent = neighbours(tie.pair for tie in group.ties)
    separated = [(_separated(group, adjacent, pair), pair) for pair in bridges(tie.pair for tie in group.ties)]
    least = min(MIN_PART, len(group.suspects) // 2)
    split = [(number, pair) for number, pair in separated if number >= least]
    if not split:
        return None
    number, pair = min(split, key=lambda found: (-found[0], found[1]))
    return WeakestLink(next(tie for tie in group.ties if set(tie.pair) == set(pair)), number)


def _separated(group: Group, adjacent: Mapping[str, Sequence[str]], pair: tuple[str, str]) -> int:
    side = reachable(pair[0], adjacent, frozenset(pair))
    within = sum(node in side for node in group.suspects)
    return min(within, len(group.suspects) - within)


def firm_core(group: Group) -> set[str]:
    """Return the nodes still connected if every doubtful tie is wrong: the largest part by suspects, then by nodes."""
    adjacent = neighbours(tie.pair for tie in group.ties if not tie.doubtful)
    best: set[str] = set()
    left = set(adjacent)
    while left:
        part = reachable(min(left), adjacent)
        left -= part
        if _size(part, group) > _size(best, group):
            best = part
    return best


def _size(part: set[str], group: Group) -> tuple[int, int]:
    return sum(node in part for node in group.suspects), len(part)
