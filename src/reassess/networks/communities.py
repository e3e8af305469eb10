"""Community detection with the Leiden algorithm, connected components, and bridges."""

from collections.abc import Hashable, Iterable, Mapping, Sequence

from graspologic_native import leiden

Edge = tuple[str, str, float]

TRIALS = 4
"""How many times Leiden runs, the best result being kept, and how many iterations each run has."""


def communities(edges: Sequence[Edge], seed: int = 1, density: float | None = None) -> dict[str, int]:
    """Return the community of every node, numbered by the first node of each in alphabetical order.

    Args:
        edges: left node, right node and weight, in any order; the weights of parallel edges are added.
        seed: seed of the algorithm; the same input and seed give the same communities.
        density: the resolution of the constant Potts model, the weight a community must have for each pair of its
        nodes;
            None maximises modularity instead. Modularity has a resolution limit: in a graph of thousands of cases it
            merges small groups that one chance tie connects, so a run uses density.

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
    # The Potts model depends on one component at a time. Running each alone means that a new case changes only the
    # communities of its own component.
    found = {
        node: f"{number}.{community}"
        for number, component in enumerate(connected_components(ordered))
        for node, community in _leiden(component, density, seed, modularity=False).items()
    }
    return _renumbered(found)


def _leiden(edges: Sequence[Edge], resolution: float, seed: int, *, modularity: bool) -> dict[str, int]:
    _, found = leiden(
        edges, resolution=resolution, seed=seed, use_modularity=modularity, iterations=TRIALS, trials=TRIALS
    )
    return dict(found)


def connected_components(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Return the edges of each connected component of a graph, ordered by the first edge of each."""
    adjacent = neighbours((left, right) for left, right, _ in edges)
    component_of: dict[str, int] = {}
    for number, node in enumerate(adjacent):
        if node not in component_of:
            component_of |= dict.fromkeys(reachable(node, adjacent), number)
    found: dict[int, list[Edge]] = {}
    for edge in edges:
        found.setdefault(component_of[edge[0]], []).append(edge)
    return list(found.values())


def _renumbered(found: Mapping[str, Hashable]) -> dict[str, int]:
    numbers: dict[Hashable, int] = {}
    return {node: numbers.setdefault(found[node], len(numbers)) for node in sorted(found)}


def neighbours(edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the neighbours of each node, in alphabetical order."""
    found: dict[str, set[str]] = {}
    for left, right in edges:
        found.setdefault(left, set()).add(right)
        found.setdefault(right, set()).add(left)
    return {node: sorted(found[node]) for node in sorted(found)}


def reachable(start: str, adjacent: Mapping[str, Sequence[str]], without: frozenset[str] = frozenset()) -> set[str]:
    """Return every node reachable from a node, itself included, without using the edge between the two in `without`."""
    seen = {start}
    waiting = [start]
    while waiting:
        node = waiting.pop()
        for other in adjacent.get(node, ()):
            if other not in seen and {node, other} != without:
                seen.add(other)
                waiting.append(other)
    return seen


def bridges(edges: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the bridges of a graph (edges whose removal disconnects it), in alphabetical order.

    Tarjan's algorithm, without recursion: an edge down the search tree is a bridge if nothing below it leads back up.
    """
    adjacent = neighbours(edges)
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    found: list[tuple[str, str]] = []
    for root in adjacent:
        if root not in order:
            found += _bridges_from(root, adjacent, order, low)
    return sorted((min(pair), max(pair)) for pair in found)


def _bridges_from(
    root: str, adjacent: Mapping[str, Sequence[str]], order: dict[str, int], low: dict[str, int]
) -> list[tuple[str, str]]:
    found = []
    stack: list[tuple[str, str, int]] = [(root, "", 0)]
    order[root] = low[root] = len(order)
    while stack:
        node, parent, at = stack.pop()
        if at < len(adjacent[node]):
            stack.append((node, parent, at + 1))
            other = adjacent[node][at]
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
