"""The people of a run from scored pairs and judgements: which records are one person, on what, and how firmly."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from reassess.linking.clusters import Groups, Link, Pair, Refused, components, join_judged, join_linked
from reassess.linking.declared import Model
from reassess.linking.judgements import Judgement
from reassess.linking.scoring import held_apart

SAME, DIFFERENT = "same", "different"


@dataclass(frozen=True)
class Resolved:
    """Groups of records, with the judgements that could not all hold."""

    groups: Groups
    links: Sequence[Link]
    refused: Sequence[Refused]


def resolve(con: duckdb.DuckDBPyConnection, model: Model, judgements: Sequence[Judgement]) -> Resolved:
    """Group the records of the tables `prepared` and `pairs` under the standing judgements.

    Only groups that hold a forbidden pair are built link by link; the others are the connected components.
    """
    links = [Link(*row) for row in con.execute(_LINKED).fetchall()]
    different = [judgement.pair for judgement in judgements if judgement.verdict == DIFFERENT]
    same = [judgement.pair for judgement in judgements if judgement.verdict == SAME]
    groups = Groups(different)
    refused = join_judged(same, groups)
    _join(con, model, links, [*same, *different], groups)
    return Resolved(groups, links, refused)


_LINKED = "SELECT left_id, right_id, weight FROM pairs WHERE band = 'linked' ORDER BY left_id, right_id"


def _join(
    con: duckdb.DuckDBPyConnection, model: Model, links: Sequence[Link], judged: Sequence[Pair], groups: Groups
) -> None:
    component = components([(link.left_id, link.right_id) for link in links] + [*judged])
    groups.forbid(_held_within(con, model, component))
    join_linked(links, groups)


def _held_within(con: duckdb.DuckDBPyConnection, model: Model, component: Mapping[str, int]) -> list[Pair]:
    """Every two records of one component that a pattern of the model keeps apart, compared by a block or not."""
    if not model.apart or not component:
        return []
    table = pa.table({"record": list(component), "number": list(component.values())})
    con.register("component_arrow", table)
    con.execute("CREATE OR REPLACE TEMP TABLE component AS FROM component_arrow")
    con.unregister("component_arrow")
    within = (
        "SELECT l.record AS left_id, r.record AS right_id FROM component l"
        " JOIN component r ON l.number = r.number AND l.record < r.record"
    )
    held = f"SELECT left_id, right_id FROM ({held_apart(con, model, within)}) WHERE held IS NOT NULL ORDER BY ALL"
    return [(left, right) for left, right in con.execute(held).fetchall()]


def gone(judgements: Sequence[Judgement], records: Collection[str]) -> list[Judgement]:
    """Judgements on a record that the run does not hold."""
    known = set(records)
    return [judgement for judgement in judgements if not {judgement.left_id, judgement.right_id} <= known]
