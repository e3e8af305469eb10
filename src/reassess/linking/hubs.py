"""Hubs found from the data: a custody desk, a school, a helpline, which stand in many cases and tie none of them.

A value (identifier or place) is a hub where two things hold:

1. it stands in more investigations than chance would give a value of its kind. Counts per value fall off like a
   geometric distribution; its mean is taken from the lower 99 in 100 values, and the bar is the count that less than
   one value in a hundred tables of this size would reach;
2. its investigations have hardly anybody in common, professionals apart. A dealer's phone also stands in many cases,
   but the same people stand there with it; a desk's does not.

A value over the fixed limit of rules.md is a hub whatever else holds. Every hub is in linking.hub with its reason.
"""

import math

import duckdb

from reassess.records.store import Run

LEAST_INVESTIGATIONS = 5
"""Fewer investigations are never taken for a hub."""
IN_COMMON = 0.1
"""A value ties its investigations if at least this share of their pairs have a person in common."""

_HELD = """
    CREATE OR REPLACE TEMP TABLE held AS
    SELECT DISTINCT kind, value, investigation_id FROM linking.identifier WHERE value IS NOT NULL
    UNION SELECT DISTINCT 'place', place_id, investigation_id
    FROM records.presence JOIN linking.place USING (location_id)
"""

_COUNTED = """
    CREATE OR REPLACE TEMP TABLE counted AS
    SELECT kind, value, count(*) AS investigations FROM held GROUP BY kind, value
"""

# Of each kind: how many values, and the mean count of the lower 99 in 100.
_BODY = """
    SELECT kind, any_value(n) AS n, avg(investigations) AS mean FROM (
        SELECT kind, investigations, count(*) OVER (PARTITION BY kind) AS n,
               row_number() OVER (PARTITION BY kind ORDER BY investigations, value) AS place
        FROM counted
    ) WHERE place <= ceil(0.99 * n) GROUP BY kind ORDER BY kind
"""

# Professionals stand in many cases by their work; they tie none.
_TIES = """
    WITH busy AS (
        SELECT held.* FROM held JOIN counted USING (kind, value) JOIN bar USING (kind) WHERE investigations >= least
    ),
    present AS (
        SELECT DISTINCT investigation_id, entity_id FROM records.involvement JOIN linking.entity USING (person_id)
        WHERE role != 'professional'
    ),
    sharing AS (
        SELECT kind, value, count(*) AS pairs FROM (
            SELECT DISTINCT l.kind, l.value, l.investigation_id, r.investigation_id
            FROM busy l JOIN present p ON p.investigation_id = l.investigation_id
            JOIN present q ON q.entity_id = p.entity_id AND q.investigation_id > p.investigation_id
            JOIN busy r ON r.kind = l.kind AND r.value = l.value AND r.investigation_id = q.investigation_id
        ) GROUP BY kind, value
    ),
    people AS (
        SELECT kind, value, count(DISTINCT entity_id) AS entities
        FROM busy JOIN present USING (investigation_id) GROUP BY kind, value
    )
    SELECT kind, value, investigations, coalesce(entities, 0) AS entities,
           coalesce(pairs, 0) / (investigations * (investigations - 1) / 2) AS in_common
    FROM counted JOIN bar USING (kind) LEFT JOIN sharing USING (kind, value) LEFT JOIN people USING (kind, value)
    WHERE investigations >= least
"""

_HUBS = """
    SELECT kind, value, investigations, entities, over_limit,
           'in ' || investigations || ' investigations; ' || round(100 * in_common)::INTEGER
           || ' in 100 pairs of them have a person in common'
           || CASE WHEN over_limit THEN '; more than the fixed limit of {limit}' ELSE '' END AS reason
    FROM (SELECT *, kind != 'place' AND investigations > {limit} AS over_limit FROM ({ties}))
    WHERE over_limit OR in_common < {in_common}
"""


def write_hubs(run: Run, con: duckdb.DuckDBPyConnection, limit: int) -> int:
    """Write linking.hub(kind, value, investigations, entities, over_limit, reason); returns its rows.

    `kind` is an identifier's kind or 'place' (value: place_id). Needs linking.identifier, .place and .entity.
    """
    con.execute(_HELD)
    con.execute(_COUNTED)
    bars = [(kind, min(bar(n, mean), limit + 1)) for kind, n, mean in con.execute(_BODY).fetchall()]
    con.execute("CREATE OR REPLACE TEMP TABLE bar (kind VARCHAR, least BIGINT)")
    if bars:
        con.executemany("INSERT INTO bar VALUES (?, ?)", [list(row) for row in bars])
    return run.write(con, "linking.hub", _HUBS.format(ties=_TIES, limit=int(limit), in_common=IN_COMMON), "kind, value")


def bar(values: int, mean: float) -> int:
    """The number of investigations that less than one value in a hundred such tables would reach by chance.

    >>> bar(50_000, 1.2)
    10
    """
    share = 1 - 1 / max(mean, 1.0001)
    return max(LEAST_INVESTIGATIONS, 1 + math.ceil(math.log(0.01 / max(values, 1)) / math.log(share)))
