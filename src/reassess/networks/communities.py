"""Groups in a graph: the Leiden method, and the links without which a group would fall in two."""

from collections.abc import Hashable, Iterable, Mapping, Sequence

from graspologic_native import leiden

Edge = tuple[str, str, float]

TRIALS = 4
"""Independent attempts, the best of which is kept, and rounds of each."""


def communities(edges: Sequence[Edge], seed: int = 1, density: float | None = None) -> dict[str, int]:
    """The community of every node, numbered by the first node of each in alphabetical order.

    Args:
        edges: left node, right node and weight; the order does not matter, parallel edges are added up.
        seed: of the method's random order; equal input and seed give equal groups.
        density: the weight for each two nodes that a group must hold (the constant Potts model); None seeks the
            highest modularity. Modularity has a resolution limit: in a graph of thousands of cases it joins small
            groups that a chance tie connects, so the graph of a run is cut by density.

    Source: Traag, Waltman and van Eck 2019, "From Louvain to Leiden"; Traag, Van Dooren and Nesterov 2011 for density.
    """
    total: dict[tuple[str, str], float] = {}
    for left, right, weight in edges:
        pair = (left, right) if left <= right else (right, left)
        total[pair] = total.get(pair, 0.0) + weight
    if not total:
        return {}
    ordered = [(left, right, weight) for (left, right), weight in sorted(total.items())]
    if density is None:
        return _renumbered(_leiden(ordered, 1.0, seed, modularity=True))
    # Density looks at each part of the graph by itself, so each is cut by itself: what is added to one part leaves
    # the groups of all others as they were.
    return _renumbered({
        node: f"{number}.{community}"
        for number, part in enumerate(parts(ordered))
        for node, community in _leiden(part, density, seed, modularity=False).items()
    })  # fmt: skip


def _leiden(edges: Sequence[Edge], resolution: float, seed: int, *, modularity: bool) -> dict[str, int]:
    _, found = leiden(
        edges, resolution=resolution, seed=seed, use_modularity=modularity, iterations=TRIALS, trials=TRIALS
    )
    return dict(found)


def parts(edges: Sequence[Edge]) -> list[list[Edge]]:
    """The edges of each connected part of a graph, the parts in the order of their first edge."""
    joined = neighbours((left, right) for left, right, _ in edges)
    part_of: dict[str, int] = {}
    for number, node in enumerate(joined):
        if node not in part_of:
            part_of |= dict.fromkeys(reached(node, joined), number)
    found: dict[int, list[Edge]] = {}
    for edge in edges:
        found.setdefault(part_of[edge[0]], []).append(edge)
    return list(found.values())


def _renumbered(found: Mapping[str, Hashable]) -> dict[str, int]:
    numbers: dict[Hashable, int] = {}
    return {node: numbers.setdefault(found[node], len(numbers)) for node in sorted(found)}


def neighbours(edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """For each node the nodes that an edge joins it to, in alphabetical order."""
    found: dict[str, set[str]] = {}
    for left, right in edges:
        found.setdefault(left, set()).add(right)
        found.setdefault(right, set()).add(left)
    return {node: sorted(found[node]) for node in sorted(found)}


def reached(start: str, joined: Mapping[str, Sequence[str]], without: frozenset[str] = frozenset()) -> set[str]:
    """Every node reached from a node, itself included, without crossing the edge between the two in `without`."""
    seen = {start}
    waiting = [start]
    while waiting:
        node = waiting.pop()
        for other in joined.get(node, ()):
            if other not in seen and {node, other} != without:
                seen.add(other)
                waiting.append(other)
    return seen


def bridges(edges: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The edges each of which alone holds two parts of the graph together, in alphabetical order.

    Tarjan's method, without recursion: an edge down the search tree is a bridge where nothing below it leads back up.
    """
    joined = neighbours(edges)
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    found: list[tuple[str, str]] = []
    for root in joined:
        if root not in order:
            found += _bridges_from(root, joined, order, low)
    return sorted((min(pair), max(pair)) for pair in found)


def _bridges_from(
    root: str, joined: Mapping[str, Sequence[str]], order: dict[str, int], low: dict[str, int]
) -> list[tuple[str, str]]:
    found = []
    stack: list[tuple[str, str, int]] = [(root, "", 0)]
    order[root] = low[root] = len(order)
    while stack:
        node, parent, at = stack.pop()
        if at < len(joined[node]):
            stack.append((node, parent, at + 1))
            other = joined[node][at]
            if other not in order:
                order[other] = low[other] = len(order)
                stack.append((other, node, 0))
            elif other != parent:
                low[node] = min(low[node], order[other])
        elif parent:
            low[parent] = min(low[parent], low[node])
            if low[node] > order[parent]:
                found.append((parent, node))
    return found
