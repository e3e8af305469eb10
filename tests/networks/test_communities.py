"""Groups in a graph: found, stable, and with the links that alone hold parts together."""

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.networks.communities import bridges, communities, neighbours, parts, reached

TWO_RINGS = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "x"), ("x", "y"), ("y", "z"), ("z", "x")]
NODE = st.sampled_from("abcdefgh")
GRAPH = st.lists(st.tuples(NODE, NODE).filter(lambda pair: pair[0] != pair[1]), max_size=16)


@pytest.mark.parametrize("density", [None, 0.3])
def test_two_rings_are_two_groups(density: float | None) -> None:
    found = communities([(left, right, 1.0) for left, right in TWO_RINGS], density=density)
    assert found == {"a": 0, "b": 0, "c": 0, "x": 1, "y": 1, "z": 1}


def test_nothing_has_no_groups() -> None:
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


def test_what_is_reached_stops_at_the_edge_left_out() -> None:
    assert reached("a", neighbours(TWO_RINGS), frozenset(("c", "x"))) == {"a", "b", "c"}


@given(GRAPH, GRAPH)
def test_what_is_added_to_one_part_leaves_the_groups_of_another(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    first = [(left, right, 1.0) for left, right in one]
    elsewhere = [(f"z{left}", f"z{right}", 1.0) for left, right in other]
    alone, together = communities(first, density=0.3), communities([*first, *elsewhere], density=0.3)
    assert {node: together[node] for node in alone} == alone


@given(GRAPH)
def test_parts_hold_every_edge_once_and_share_no_node(graph: list[tuple[str, str]]) -> None:
    edges = [(left, right, 1.0) for left, right in graph]
    found = parts(edges)
    assert sorted(edge for part in found for edge in part) == sorted(edges)
    nodes = [{node for left, right, _ in part for node in (left, right)} for part in found]
    assert sum(len(part) for part in nodes) == len(set().union(*nodes))


@pytest.mark.parametrize("density", [None, 0.01])
def test_a_tie_of_a_node_to_itself_is_borne(density: float | None) -> None:
    assert communities([("a", "a", 1.0)], density=density) == {"a": 0}
    assert communities([("a", "a", 1.0), ("a", "b", 1.0), ("b", "a", 1.0)], density=density) == {"a": 0, "b": 0}
    assert bridges([("a", "a"), ("a", "b")]) == [("a", "b")]
