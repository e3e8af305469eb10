"""Hubs found from the data: a custody desk, a school, a helpline, which stand in many cases and tie none of them.

A value (identifier or place) is a hub where two things hold:

1. it stands in more investigations than chance would give a value of its kind. Counts per value fall off like a
   geometric distribution; its mean is taken from the lower 99 in 100 values, and the bar is the count that less than
   one value in a hundred tables of this size would reach;
2. its investigations have hardly anybody in common, professionals apart. A dealer's phone also stands in many cases,
   but the same people stand there with it; a desk's does not.

A value over the fixed limit of rules.md is a hub to the rule identifier-shared whatever else holds; where its
investigations have people in common (`ties`), it stays in the graph of groups and in what tells who somebody is. Every
hub is in linking.hub with its reason.
"""

import math
from collections.abc import Sequence

import duckdb

from reassess.records.store import Run

LEAST_INVESTIGATIONS = 5
"""Fewer investigations are never taken for a hub."""
IN_COMMON = 0.1
"""A value ties its investigations if at least this share of their pairs have a person in common."""

# Values in several investigations, and every place.
_COUNTED = """
    CREATE OR REPLACE TEMP TABLE counted AS
    FROM common_value UNION ALL
    SELECT 'place', place_id, count(DISTINCT investigation_id)
    FROM records.presence JOIN linking.place USING (location_id) GROUP BY place_id
"""

# Of each kind: how many values stand in so many investigations.
_SPREAD = """
    SELECT kind, investigations, count(*) AS held FROM counted GROUP BY ALL
    UNION ALL
    SELECT kind, 1, held - coalesce(several, 0) FROM
        (SELECT kind, count(DISTINCT value) AS held FROM numbered GROUP BY kind)
        LEFT JOIN (SELECT kind, count(*) AS several FROM common_value GROUP BY kind) USING (kind)
    ORDER BY kind, investigations
"""

# Professionals stand in many cases by their work; they tie none.
_PRESENT = """
    CREATE OR REPLACE TEMP TABLE busy_present AS
    WITH busy AS (SELECT kind, value FROM counted JOIN bar USING (kind) WHERE investigations >= least),
    held AS (
        SELECT DISTINCT kind, value, investigation_id FROM numbered SEMI JOIN busy USING (kind, value)
        UNION ALL
        SELECT DISTINCT 'place', place_id, investigation_id
        FROM records.presence JOIN linking.place USING (location_id)
        WHERE place_id IN (SELECT value FROM busy WHERE kind = 'place')
    )
    SELECT DISTINCT kind, value, investigation_id, entity_id
    FROM held JOIN records.involvement USING (investigation_id) JOIN linking.entity USING (person_id)
    WHERE role != 'professional'
"""

_TIES = """
    WITH sharing AS (
        SELECT kind, value, count(*) AS pairs FROM (
            SELECT DISTINCT kind, value, l.investigation_id, r.investigation_id
            FROM busy_present l JOIN busy_present r USING (kind, value, entity_id)
            WHERE l.investigation_id < r.investigation_id
        ) GROUP BY kind, value
    ),
    people AS (SELECT kind, value, count(DISTINCT entity_id) AS entities FROM busy_present GROUP BY kind, value)
    SELECT kind, value, investigations, coalesce(entities, 0) AS entities,
           coalesce(pairs, 0) / (investigations * (investigations - 1) / 2) AS in_common
    FROM counted JOIN bar USING (kind) LEFT JOIN sharing USING (kind, value) LEFT JOIN people USING (kind, value)
    WHERE investigations >= least
"""

_HUBS = """
    SELECT kind, value, investigations, entities, over_limit, in_common >= {in_common} AS ties,
           'in ' || investigations || ' investigations; ' || round(100 * in_common)::INTEGER
           || ' in 100 pairs of them have a person in common'
           || CASE WHEN over_limit THEN '; more than the fixed limit of {limit}' ELSE '' END AS reason
    FROM (SELECT *, kind != 'place' AND investigations > {limit} AS over_limit FROM ({ties}))
    WHERE over_limit OR in_common < {in_common}
"""


def write_hubs(run: Run, con: duckdb.DuckDBPyConnection, limit: int) -> int:
    """Write linking.hub(kind, value, investigations, entities, over_limit, ties, reason); returns its rows.

    `kind` is an identifier's kind or 'place' (value: place_id). `ties`: over the fixed limit, but the same people stand
    in its investigations, so that it is no desk. Needs linking.place, .entity and what `number_identifiers` makes.
    """
    con.execute(_COUNTED)
    con.execute("CREATE OR REPLACE TEMP TABLE bar (kind VARCHAR, least BIGINT)")
    spread: dict[str, list[tuple[int, int]]] = {}
    for kind, investigations, held in con.execute(_SPREAD).fetchall():
        spread.setdefault(kind, []).append((investigations, held))
    for kind, counts in spread.items():
        least = min(bar(sum(held for _, held in counts), lower_mean(counts)), limit + 1)
        con.execute("INSERT INTO bar VALUES (?, ?)", [kind, least])
    con.execute(_PRESENT)
    return run.write(con, "linking.hub", _HUBS.format(ties=_TIES, limit=int(limit), in_common=IN_COMMON), "kind, value")


_OF_CASE = """
    WITH held AS (
        SELECT kind, value, value AS called FROM linking.identifier WHERE investigation_id = $case
        UNION
        SELECT 'place', place_id, coalesce(name, address, place_id) FROM records.presence
        JOIN linking.place USING (location_id) JOIN records.location USING (location_id) WHERE investigation_id = $case
    )
    SELECT kind, any_value(called ORDER BY called), reason, ties FROM linking.hub JOIN held USING (kind, value)
    GROUP BY kind, value, reason, ties ORDER BY kind, value
"""


def left_out(run: Run, investigation_id: str) -> list[str]:
    """What of an investigation was left out as a hub, a sentence each, with the reason; none in a run not linked."""
    if not run.has("linking.hub"):
        return []
    with run.connect() as con:
        rows = con.execute(_OF_CASE, {"case": investigation_id}).fetchall()
    return [
        f"The {kind} {called} is taken for a hub and ties {_ties(ties)}: {reason}."
        for kind, called, reason, ties in rows
    ]


def _ties(ties: bool) -> str:
    return "only those who stand in its investigations together" if ties else "nobody"


def lower_mean(counts: Sequence[tuple[int, int]]) -> float:
    """The mean number of investigations of the lower 99 in 100 values, from (investigations, values) pairs.

    >>> lower_mean([(1, 98), (3, 1), (500, 1)])
    1.02...
    """
    left = kept = math.ceil(0.99 * sum(held for _, held in counts))
    total = 0
    for investigations, held in sorted(counts):
        taken = min(held, left)
        total, left = total + taken * investigations, left - taken
    return total / kept if kept else 1.0


def bar(values: int, mean: float) -> int:
    """The number of investigations that less than one value in a hundred such tables would reach by chance.

    >>> bar(50_000, 1.2)
    10
    """
    share = 1 - 1 / max(mean, 1.0001)
    return max(LEAST_INVESTIGATIONS, 1 + math.ceil(math.log(0.01 / max(values, 1)) / math.log(share)))
