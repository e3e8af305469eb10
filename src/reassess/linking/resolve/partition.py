"""Which records are one person: from scored pairs and judgements to clusters."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from reassess.linking.model.scoring import blocked_pairs
from reassess.linking.model.spec import ModelSpec
from reassess.linking.resolve.clusters import BlockedJudgement, Clusters, Link, Pair, merge_judged, merge_linked
from reassess.linking.resolve.judgements import DIFFERENT, SAME, Judgement

Components = Callable[[duckdb.DuckDBPyConnection], None]
"""Makes `component`(record, number) from `edge`(left_id, right_id): the connected component of each record."""


@dataclass(frozen=True)
class Resolved:
    """The clusters, and the judgements that could not be followed."""

    clusters: Clusters
    blocked: Sequence[BlockedJudgement]


def resolve(
    con: duckdb.DuckDBPyConnection,
    model: ModelSpec,
    judgements: Sequence[Judgement],
    components: Components | None = None,
) -> Resolved:
    """Cluster the records of the tables `prepared` and `pairs` under the current judgements.

    The clusters are the connected components of the linked pairs. Only a component with a constraint between two of its
    records is built link by link, the highest match weight first. `components` finds them somewhere else than in this
    process.
    """
    different = [judgement.pair for judgement in judgements if judgement.verdict == DIFFERENT]
    same = [judgement.pair for judgement in judgements if judgement.verdict == SAME]
    clusters = Clusters(different)
    blocked = merge_judged(same, clusters)
    con.execute(f"CREATE OR REPLACE TEMP TABLE edge AS SELECT left_id, right_id FROM ({_LINKED})")
    if judged := [*same, *different]:
        con.executemany("INSERT INTO edge VALUES (?, ?)", [list(pair) for pair in judged])
    (components or number_components)(con)
    cannot_link = _cannot_link_within(con, model)
    constrained = _constrained(con, [*cannot_link, *judged])
    for members in _unconstrained_members(con, constrained):
        clusters.add_cluster(members)
    clusters.add_cannot_link(cannot_link)
    merge_linked(_links_within(con, constrained), clusters)
    return Resolved(clusters, blocked)


_LINKED = "SELECT left_id, right_id, weight, doubtful_because IS NOT NULL FROM pairs WHERE band = 'linked'"


def links(con: duckdb.DuckDBPyConnection) -> list[Link]:
    """Return every linked pair of the table `pairs`, in order."""
    return [Link(*row) for row in con.execute(f"{_LINKED} ORDER BY left_id, right_id").fetchall()]


def number_components(con: duckdb.DuckDBPyConnection) -> None:
    """Find the connected components of `edge` with scipy: see `Components`."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE node AS SELECT record, row_number() OVER (ORDER BY record) - 1 AS n"
        " FROM (SELECT left_id AS record FROM edge UNION SELECT right_id FROM edge)"
    )
    ends = con.execute(
        "SELECT l.n AS l, r.n AS r FROM edge JOIN node l ON l.record = left_id JOIN node r ON r.record = right_id"
    ).fetchnumpy()
    size = con.execute("SELECT count(*) FROM node").fetchall()[0][0]
    graph = coo_matrix((np.ones(len(ends["l"]), dtype=np.int8), (ends["l"], ends["r"])), shape=(size, size))
    numbers = connected_components(graph, directed=False)[1] if size else np.zeros(0, dtype=np.int32)
    con.register("numbers", {"n": np.arange(size), "number": numbers})
    con.execute("CREATE OR REPLACE TEMP TABLE component AS SELECT record, number FROM node JOIN numbers USING (n)")
    con.unregister("numbers")


def _cannot_link_within(con: duckdb.DuckDBPyConnection, model: ModelSpec) -> list[Pair]:
    """Every two records of one component under a hard constraint, whether blocking compared them or not."""
    within = (
        "SELECT l.record AS left_id, r.record AS right_id FROM component l"
        " JOIN component r ON l.number = r.number AND l.record < r.record"
    )
    if not any(part.hard for part in model.cannot_link):
        return []
    found = blocked_pairs(con, model, within, hard=True)
    blocked = f"SELECT left_id, right_id FROM ({found}) WHERE blocked_by IS NOT NULL ORDER BY ALL"
    return [(left, right) for left, right in con.execute(blocked).fetchall()]


def _constrained(con: duckdb.DuckDBPyConnection, pairs: Iterable[Pair]) -> Collection[int]:
    records = sorted({record for pair in pairs for record in pair})
    found = con.execute(
        "SELECT DISTINCT number FROM component WHERE record IN (SELECT unnest(?))", [records]
    ).fetchall()
    return {number for (number,) in found} if records else set()


def _unconstrained_members(con: duckdb.DuckDBPyConnection, constrained: Collection[int]) -> list[list[str]]:
    found = con.execute(
        "SELECT list(record ORDER BY record) FROM component"
        " WHERE number NOT IN (SELECT unnest(?::INTEGER[])) GROUP BY number",
        [sorted(constrained)],
    ).fetchall()
    return [members for (members,) in found]


def _links_within(con: duckdb.DuckDBPyConnection, components: Collection[int]) -> list[Link]:
    found = con.execute(
        f"{_LINKED} AND left_id IN (SELECT record FROM component WHERE number IN (SELECT unnest(?::INTEGER[])))",
        [sorted(components)],
    ).fetchall()
    return [Link(*row) for row in found]
