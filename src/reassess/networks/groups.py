"""Groups of a run: which people, cases, numbers and places hang together, and how firmly.

A group has at least two suspects and two investigations, or three suspects. What would stand if every doubtful link
were wrong, and which single link holds two parts together, are worked out on the group's own graph.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reassess.networks.communities import bridges, communities, neighbours, reached

DENSITY = 0.01
"""The weight that a group must hold for each two of its nodes."""
PART = 2
"""So many suspects make a part: one suspect who hangs by one link is the edge of a group, not a break in it."""


@dataclass(frozen=True)
class Tie:
    """Two nodes and what ties them (see ties.py)."""

    left_id: str
    right_id: str
    tie: str
    weight: float
    doubtful: bool

    @property
    def pair(self) -> tuple[str, str]:
        """The two nodes."""
        return self.left_id, self.right_id


@dataclass(frozen=True)
class Group:
    """Nodes that hang together, with the ties between them."""

    nodes: Sequence[str]
    ties: Sequence[Tie]
    suspects: Sequence[str]

    @property
    def cases(self) -> list[str]:
        """The nodes that are investigations."""
        return [node for node in self.nodes if node.startswith("case:")]

    @property
    def victims(self) -> list[str]:
        """The people who are victims in a case of the group and suspects in none."""
        victims = {tie.left_id for tie in self.ties if tie.tie == "victim"}
        return sorted(victims - set(self.suspects))

    @property
    def group_id(self) -> str:
        """Called after its first suspect, so that equal input gives equal names."""
        return "G-" + self.suspects[0].removeprefix("person:")


@dataclass(frozen=True)
class Weakest:
    """The one link whose loss would part the group most evenly, and how many suspects it would part from the rest."""

    tie: Tie
    parted: int


def find_groups(ties: Iterable[Tie], seed: int = 1, density: float = DENSITY) -> list[Group]:
    """The groups of a graph, ordered by group_id."""
    every = sorted(ties, key=lambda tie: (tie.left_id, tie.right_id, tie.tie))
    community = communities([(tie.left_id, tie.right_id, tie.weight) for tie in every], seed, density)
    within: dict[int, list[Tie]] = defaultdict(list)
    for tie in every:
        if community[tie.left_id] == community[tie.right_id]:
            within[community[tie.left_id]].append(tie)
    groups = [_group(found) for found in within.values()]
    return sorted((group for group in groups if _is_group(group)), key=lambda group: group.group_id)


def _group(ties: Sequence[Tie]) -> Group:
    nodes = sorted({node for tie in ties for node in tie.pair})
    suspects = sorted({tie.left_id for tie in ties if tie.tie == "suspect"})
    return Group(nodes, ties, suspects)


def _is_group(group: Group) -> bool:
    return len(group.suspects) >= 3 or (len(group.suspects) >= 2 and len(group.cases) >= 2)


def weakest_link(group: Group) -> Weakest | None:
    """The single link that holds two parts of the group together; None where no single link does."""
    joined = neighbours(tie.pair for tie in group.ties)
    parted = [(_parted(group, joined, pair), pair) for pair in bridges(tie.pair for tie in group.ties)]
    least = min(PART, len(group.suspects) // 2)
    split = [(number, pair) for number, pair in parted if number >= least]
    if not split:
        return None
    number, pair = min(split, key=lambda found: (-found[0], found[1]))
    return Weakest(next(tie for tie in group.ties if set(tie.pair) == set(pair)), number)


def _parted(group: Group, joined: Mapping[str, Sequence[str]], pair: tuple[str, str]) -> int:
    side = reached(pair[0], joined, frozenset(pair))
    within = sum(node in side for node in group.suspects)
    return min(within, len(group.suspects) - within)


def standing(group: Group) -> set[str]:
    """The nodes that still hang together when every doubtful tie is wrong: the largest part by suspects, then nodes."""
    joined = neighbours(tie.pair for tie in group.ties if not tie.doubtful)
    best: set[str] = set()
    left = set(joined)
    while left:
        part = reached(min(left), joined)
        left -= part
        if _size(part, group) > _size(best, group):
            best = part
    return best


def _size(part: set[str], group: Group) -> tuple[int, int]:
    return sum(node in part for node in group.suspects), len(part)
