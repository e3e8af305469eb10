"""The networks stage of a run: ties, groups and hotspots."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from reassess.networks.description import Names, describe_group, describe_tie
from reassess.networks.groups import Group, Tie, find_groups, firm_core, weakest_link
from reassess.networks.hotspots import write_hotspots
from reassess.networks.ties import write_ties
from reassess.records.progress import Progress, no_progress
from reassess.records.store import Run

_GROUP = {
    "group_id": pa.string(),
    "suspects": pa.int64(),
    "victims": pa.int64(),
    "investigations": pa.int64(),
    "first_year": pa.int64(),
    "last_year": pa.int64(),
    "description": pa.string(),
    "weakest_link": pa.string(),
    "separated_suspects": pa.int64(),
    "firm_suspects": pa.int64(),
    "firm_investigations": pa.int64(),
}
_MEMBER = {
    "group_id": pa.string(),
    "kind": pa.string(),
    "id": pa.string(),
    "role": pa.string(),
    "firm": pa.bool_(),
}


def group(run: Run, *, seed: int = 1, progress: Progress = no_progress) -> dict[str, int]:
    """Find the groups and hotspots of a run; returns the rows of each table.

    Writes networks.tie (see ties.py), networks.group, networks.member(group_id, kind, id, role, firm) with a row for
    each node (firm: still connected without the doubtful links), and networks.hotspot. Needs the stage `linking`.
    """
    with run.connect() as con:
        progress("connecting people, cases, identifiers and places")
        rows = {"networks.tie": write_ties(run, con)}
        progress("finding groups")
        ties = con.execute("SELECT left_id, right_id, tie, weight, doubtful FROM networks.tie ORDER BY ALL").fetchall()
        groups = find_groups([Tie(*row) for row in ties], seed)
        rows |= _write_groups(run, con, groups, _names(con))
        progress("finding hotspots")
        return rows | {"networks.hotspot": write_hotspots(run, con)}


def _names(con: duckdb.DuckDBPyConnection) -> Names:
    # A victim who is not a suspect is shown by initials, because the description of a group leaves the case page.
    called = con.execute("""
        WITH suspected AS (
            SELECT DISTINCT entity_id FROM records.involvement JOIN linking.entity USING (person_id)
            WHERE role = 'suspect'
        ),
        named AS (
            SELECT entity_id, confirmed, person_id, nicknames, nullif(concat_ws(' ', forename, surname), '') AS name,
                   nullif(concat_ws(' ', forename[1:1] || '.', surname[1:1] || '.'), '') AS initials
            FROM linking.entity JOIN records.person USING (person_id)
        )
        SELECT 'person:' || entity_id,
               any_value(CASE WHEN entity_id IN (FROM suspected) THEN coalesce(name, nicknames)
                              ELSE 'victim ' || coalesce(initials, entity_id) END ORDER BY NOT confirmed, person_id)
        FROM named GROUP BY entity_id
        UNION ALL
        SELECT 'place:' || place_id, any_value(coalesce(name, address, postcode) ORDER BY location_id)
        FROM linking.place JOIN records.location USING (location_id) GROUP BY place_id
    """).fetchall()
    years = con.execute("SELECT 'case:' || investigation_id, year(recorded_on) FROM records.investigation").fetchall()
    return Names({node: name for node, name in called if name}, {case: year for case, year in years if year})


def _write_groups(run: Run, con: duckdb.DuckDBPyConnection, groups: Sequence[Group], names: Names) -> dict[str, int]:
    firm = {group.group_id: firm_core(group) for group in groups}
    described = [_described(group, names, firm[group.group_id]) for group in groups]
    members = [row for group in groups for row in _members(group, firm[group.group_id])]
    return {
        "networks.group": run.write_arrow(con, "networks.group", _arrow(described, _GROUP), "group_id"),
        "networks.member": run.write_arrow(con, "networks.member", _arrow(members, _MEMBER), "group_id, kind, id"),
    }


def _described(group: Group, names: Names, firm: set[str]) -> dict[str, object]:
    weakest = weakest_link(group)
    years = [names.years[case] for case in group.cases if case in names.years]
    return {
        "group_id": group.group_id,
        "suspects": len(group.suspects),
        "victims": len(group.victims),
        "investigations": len(group.cases),
        "first_year": min(years, default=None),
        "last_year": max(years, default=None),
        "description": describe_group(group, names, weakest, firm),
        "weakest_link": describe_tie(weakest.tie, names) if weakest else None,
        "separated_suspects": weakest.separated if weakest else 0,
        "firm_suspects": sum(node in firm for node in group.suspects),
        "firm_investigations": sum(node in firm for node in group.cases),
    }


def _members(group: Group, firm: set[str]) -> list[dict[str, object]]:
    suspects = set(group.suspects)
    rows: list[dict[str, object]] = []
    for node in group.nodes:
        kind, name = node.split(":", 1)
        role = "suspect" if node in suspects else "victim" if kind == "person" else None
        rows.append({"group_id": group.group_id, "kind": kind, "id": name, "role": role, "firm": node in firm})
    return rows


def _arrow(rows: Sequence[dict[str, object]], kinds: dict[str, pa.DataType]) -> pa.Table:
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()})
