"""Communities of a graph are found and stable; bridges and connected components are right."""

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.networks.communities import bridges, communities, connected_components, neighbours, reachable

TWO_RINGS = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "x"), ("x", "y"), ("y", "z"), ("z", "x")]
NODE = st.sampled_from("abcdefgh")
GRAPH = st.lists(st.tuples(NODE, NODE).filter(lambda pair: pair[0] != pair[1]), max_size=16)


@pytest.mark.parametrize("density", [None, 0.3])
def test_two_rings_are_two_communities(density: float | None) -> None:
    found = communities([(left, right, 1.0) for left, right in TWO_RINGS], density=density)
    assert found == {"a": 0, "b": 0, "c": 0, "x": 1, "y": 1, "z": 1}


def test_no_edges_give_no_communities() -> None:
    assert communities([]) == {}


@given(GRAPH)
def test_the_order_of_the_edges_changes_nothing(graph: list[tuple[str, str]]) -> None:
    edges = [(left, right, 1.0) for left, right in graph]
    turned = [(right, left, 1.0) for left, right in reversed(graph)]
    assert communities(edges) == communities(turned)


@given(GRAPH)
def test_bridges_are_those_of_networkx(graph: list[tuple[str, str]]) -> None:
    expected = sorted((min(pair), max(pair)) for pair in networkx.bridges(networkx.Graph(graph)))
    assert bridges(graph) == expected


def test_reachable_nodes_stop_at_the_edge_left_out() -> None:
    assert reachable("a", neighbours(TWO_RINGS), frozenset(("c", "x"))) == {"a", "b", "c"}


@given(GRAPH, GRAPH)
def test_a_new_component_leaves_the_communities_of_the_others(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    first = [(left, right, 1.0) for left, right in one]
    elsewhere = [(f"z{left}", f"z{right}", 1.0) for left, right in other]
    alone, together = communities(first, density=0.3), communities([*first, *elsewhere], density=0.3)
    assert {node: together[node] for node in alone} == alone


@given(GRAPH)
def test_components_hold_every_edge_once_and_share_no_node(graph: list[tuple[str, str]]) -> None:
    edges = [(left, right, 1.0) for left, right in graph]
    found = connected_components(edges)
    assert sorted(edge for component in found for edge in component) == sorted(edges)
    nodes = [{node for left, right, _ in component for node in (left, right)} for component in found]
    assert sum(len(part) for part in nodes) == len(set().union(*nodes))


@pytest.mark.parametrize("density", [None, 0.01])
def test_a_self_loop_is_accepted(density: float | None) -> None:
    assert communities([("a", "a", 1.0)], density=density) == {"a": 0}
    assert communities([("a", "a", 1.0), ("a", "b", 1.0), ("b", "a", 1.0)], density=density) == {"a": 0, "b": 0}
    assert bridges([("a", "a"), ("a", "b")]) == [("a", "b")]
