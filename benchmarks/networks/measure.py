"""Groups found against known groups; run as `python -m benchmarks.networks.measure [CASELOAD]` (see README.md)."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import igraph
import networkx
from sklearn.metrics import adjusted_mutual_info_score

from reassess.intake import load
from reassess.linking import link
from reassess.networks import group
from reassess.networks.communities import communities
from reassess.networks.groups import Tie, find_groups
from reassess.records.store import Run

Edges = Sequence[tuple[str, str]]
Found = Mapping[str, int]
MIXING = (0.1, 0.2, 0.3, 0.4, 0.5)
GRAPHS = 3
"""LFR graphs for each mixing (seeds 1, 2 and 3); the mean is reported."""
REMOVED = 5
"""How many cases are removed, one at a time, to see which groups stay."""


def _ours(edges: Edges) -> Found:
    return communities([(left, right, 1.0) for left, right in edges])


def _igraph(edges: Edges) -> Found:
    igraph.set_random_number_generator(Random(1))
    graph = igraph.Graph.TupleList(edges)
    members = graph.community_multilevel().membership
    return {vertex["name"]: members[vertex.index] for vertex in graph.vs}


def _networkx(edges: Edges) -> Found:
    found = networkx.community.louvain_communities(networkx.Graph(edges), seed=1)
    return {node: number for number, nodes in enumerate(found) for node in nodes}


METHODS: Mapping[str, Callable[[Edges], Found]] = {
    "reassess (Leiden)": _ours,
    "igraph (Louvain)": _igraph,
    "networkx (Louvain)": _networkx,
}


def lfr() -> dict[str, object]:
    """Return the adjusted mutual information on LFR graphs of 1,000 nodes (Lancichinetti and others 2008)."""
    return {f"mixing {mixing}": {name: _mean(method, mixing) for name, method in METHODS.items()} for mixing in MIXING}


def _mean(method: Callable[[Edges], Found], mixing: float) -> float:
    scores = [_on_graph(method, mixing, seed) for seed in range(1, GRAPHS + 1)]
    return round(sum(scores) / len(scores), 4)


def _on_graph(method: Callable[[Edges], Found], mixing: float, seed: int) -> float:
    graph = networkx.LFR_benchmark_graph(
        1000, 3, 1.5, mixing, average_degree=15, max_degree=50, min_community=20, max_community=100, seed=seed
    )
    truth = {str(node): min(graph.nodes[node]["community"]) for node in graph}
    found = method([(str(a), str(b)) for a, b in graph.edges if a != b])
    nodes = sorted(found)
    return float(adjusted_mutual_info_score([truth[node] for node in nodes], [found[node] for node in nodes]))


def planted(folder: Path) -> dict[str, object]:
    """Return the adjusted mutual information on planted groups, next to the peers on the same graph."""
    with TemporaryDirectory() as work:
        run = Run(Path(work) / "run")
        load(run, [folder / "extract"])
        link(run)
        start = time.perf_counter()
        group(run)
        seconds = round(time.perf_counter() - start, 1)
        with run.connect() as con:
            truth = dict(con.execute(_TRUTH.format(folder=folder)).fetchall())
            found = dict(con.execute("SELECT id, group_id FROM networks.member WHERE kind = 'person'").fetchall())
            rows = con.execute("SELECT left_id, right_id, tie, weight, doubtful FROM networks.tie").fetchall()
        ties = sorted({(left, right) for left, right, *_ in rows})
        peers = {
            name: {node.removeprefix("person:"): str(number) for node, number in METHODS[name](ties).items()}
            for name in ("igraph (Louvain)", "networkx (Louvain)")
        }
        all_methods = {"reassess (Leiden by density)": found} | peers
        report: dict[str, object] = {name: _ami(truth, groups) for name, groups in all_methods.items()}
        return report | {"seconds": seconds, "groups that stay": _stay([Tie(*row) for row in rows])}


def _stay(ties: Sequence[Tie]) -> dict[str, object]:
    """How many groups stay the same when one case is removed, for cases spread over the caseload."""
    cases = sorted({node for tie in ties for node in tie.pair if node.startswith("case:")})
    groups = _memberships(ties)
    again = _memberships(ties[::-1])
    kept = {}
    for case in cases[:: len(cases) // REMOVED][:REMOVED]:
        without = _memberships([tie for tie in ties if case not in tie.pair])
        kept[case.removeprefix("case:")] = f"{len(groups & without)} of {len(groups)}"
    return {"equal input in another order": f"{len(groups & again)} of {len(groups)}", "one case fewer": kept}


def _memberships(ties: Sequence[Tie]) -> set[frozenset[str]]:
    return {frozenset(group.nodes) for group in find_groups(ties)}


_TRUTH = (
    "SELECT entity_id, any_value(\"group\" ORDER BY person_id) FROM read_csv('{folder}/truth/groups.csv')"
    " JOIN linking.entity USING (person_id) GROUP BY entity_id"
)


def _ami(truth: Mapping[str, str], found: Mapping[str, str]) -> float:
    people = sorted(truth)
    groups = [found.get(person, f"alone {person}") for person in people]
    return round(float(adjusted_mutual_info_score([truth[person] for person in people], groups)), 4)


def main() -> None:
    """Print the report as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("caseload", nargs="?", type=Path, help="a folder that `reassess caseload` made")
    chosen = parser.parse_args()
    report: dict[str, object] = {"lfr": lfr()}
    if chosen.caseload:
        report["planted"] = planted(chosen.caseload)
    json.dump(report, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
