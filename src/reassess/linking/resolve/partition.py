"""The people of a table from scored pairs and judgements: which records are one person."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from reassess.linking.model.scoring import held_apart
from reassess.linking.model.spec import Model
from reassess.linking.resolve.clusters import Groups, Link, Pair, Refused, join_judged, join_linked
from reassess.linking.resolve.judgements import Judgement

SAME, DIFFERENT = "same", "different"
Components = Callable[[duckdb.DuckDBPyConnection], None]
"""Makes `component`(record, number) from `tie`(left_id, right_id): the connected component of each tied record."""


@dataclass(frozen=True)
class Resolved:
    """Groups of records, with the judgements that could not all hold."""

    groups: Groups
    refused: Sequence[Refused]


def resolve(
    con: duckdb.DuckDBPyConnection,
    model: Model,
    judgements: Sequence[Judgement],
    components: Components | None = None,
) -> Resolved:
    """Group the records of the tables `prepared` and `pairs` under the standing judgements.

    The groups are the connected components of the linked pairs, but for components in which two records must stay
    apart: those are built link by link, the heaviest first. `components` finds them elsewhere than on this machine.
    """
    different = [judgement.pair for judgement in judgements if judgement.verdict == DIFFERENT]
    same = [judgement.pair for judgement in judgements if judgement.verdict == SAME]
    groups = Groups(different)
    refused = join_judged(same, groups)
    _write_ties(con, [*same, *different])
    (components or number_components)(con)
    held = _held_within(con, model)
    contested = _contested(con, [*held, *same, *different])
    for members in _settled(con, contested):
        groups.settle(members)
    groups.forbid(held)
    join_linked(_links(con, contested), groups)
    return Resolved(groups, refused)


def links(con: duckdb.DuckDBPyConnection) -> list[Link]:
    """Every linked pair of the table `pairs`, in order."""
    return [Link(*row) for row in con.execute(f"{_LINKED} ORDER BY left_id, right_id").fetchall()]


_LINKED = "SELECT left_id, right_id, weight FROM pairs WHERE band = 'linked'"


def _write_ties(con: duckdb.DuckDBPyConnection, judged: Sequence[Pair]) -> None:
    con.execute("CREATE OR REPLACE TEMP TABLE tie AS SELECT left_id, right_id FROM pairs WHERE band = 'linked'")
    if judged:
        con.executemany("INSERT INTO tie VALUES (?, ?)", [list(pair) for pair in judged])


def number_components(con: duckdb.DuckDBPyConnection) -> None:
    """Components of the ties by scipy: see `Components`."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE tied AS SELECT record, row_number() OVER (ORDER BY record) - 1 AS n"
        " FROM (SELECT left_id AS record FROM tie UNION SELECT right_id FROM tie)"
    )
    ends = con.execute(
        "SELECT l.n AS l, r.n AS r FROM tie JOIN tied l ON l.record = left_id JOIN tied r ON r.record = right_id"
    ).fetchnumpy()
    size = con.execute("SELECT count(*) FROM tied").fetchall()[0][0]
    graph = coo_matrix((np.ones(len(ends["l"]), dtype=np.int8), (ends["l"], ends["r"])), shape=(size, size))
    numbers = connected_components(graph, directed=False)[1] if size else np.zeros(0, dtype=np.int32)
    con.register("numbers", {"n": np.arange(size), "number": numbers})
    con.execute("CREATE OR REPLACE TEMP TABLE component AS SELECT record, number FROM tied JOIN numbers USING (n)")
    con.unregister("numbers")


def _held_within(con: duckdb.DuckDBPyConnection, model: Model) -> list[Pair]:
    """Every two records of one component that a firm pattern keeps apart, compared by a block or not."""
    within = (
        "SELECT l.record AS left_id, r.record AS right_id FROM component l"
        " JOIN component r ON l.number = r.number AND l.record < r.record"
    )
    if not any(part.firm for part in model.apart):
        return []
    found = held_apart(con, model, within, firm=True)
    held = f"SELECT left_id, right_id FROM ({found}) WHERE held IS NOT NULL ORDER BY ALL"
    return [(left, right) for left, right in con.execute(held).fetchall()]


def _contested(con: duckdb.DuckDBPyConnection, pairs: Iterable[Pair]) -> Collection[int]:
    records = sorted({record for pair in pairs for record in pair})
    found = con.execute(
        "SELECT DISTINCT number FROM component WHERE record IN (SELECT unnest(?))", [records]
    ).fetchall()
    return {number for (number,) in found} if records else set()


def _settled(con: duckdb.DuckDBPyConnection, contested: Collection[int]) -> list[list[str]]:
    found = con.execute(
        "SELECT list(record ORDER BY record) FROM component"
        " WHERE number NOT IN (SELECT unnest(?::INTEGER[])) GROUP BY number",
        [sorted(contested)],
    ).fetchall()
    return [members for (members,) in found]


def _links(con: duckdb.DuckDBPyConnection, contested: Collection[int]) -> list[Link]:
    found = con.execute(
        f"{_LINKED} AND left_id IN (SELECT record FROM component WHERE number IN (SELECT unnest(?::INTEGER[])))",
        [sorted(contested)],
    ).fetchall()
    return [Link(*row) for row in found]


def gone(judgements: Sequence[Judgement], records: Collection[str]) -> list[Judgement]:
    """Judgements on a record that the run does not hold."""
    known = set(records)
    return [judgement for judgement in judgements if not {judgement.left_id, judgement.right_id} <= known]
