"""Hubs found from the data: a custody desk, a school or a helpline, which is in many cases but links none of them.

A value (identifier or place) is a hub if both of these hold:

1. it is in more investigations than chance would give a value of its kind. Counts per value fall off like a geometric
   distribution. Its mean is taken from the lower 99 in 100 values, and the threshold is the count that less than one
   value in a hundred tables of this size would reach;
2. its investigations have hardly anybody in common, apart from professionals. A dealer's phone is also in many cases,
   but the same people are there with it. With the phone of a custody desk they are not.

A value over the fixed limit of rules.md is always a hub for the rule identifier-shared. If its investigations have
people in common (`same_people`), it stays in the network and still helps to identify people. Every hub is in
linking.hub with its reason.
"""

import math
from collections.abc import Sequence

import duckdb

from reassess.records.store import Run

MIN_INVESTIGATIONS = 5
"""A value in fewer investigations is never a hub."""
SAME_PEOPLE_SHARE = 0.1
"""A value links its investigations if at least this share of their pairs have a person in common."""

# Values in several investigations, and every place.
_COUNTED = """
    CREATE OR REPLACE TEMP TABLE counted AS
    FROM shared_value UNION ALL
    SELECT 'place', place_id, count(DISTINCT investigation_id)
    FROM records.presence JOIN linking.place USING (location_id) GROUP BY place_id
"""

# For each kind, how many values are in how many investigations.
_DISTRIBUTION = """
    SELECT kind, investigations, count(*) AS held FROM counted GROUP BY ALL
    UNION ALL
    SELECT kind, 1, held - coalesce(several, 0) FROM
        (SELECT kind, count(DISTINCT value) AS held FROM identifier_value GROUP BY kind)
        LEFT JOIN (SELECT kind, count(*) AS several FROM shared_value GROUP BY kind) USING (kind)
    ORDER BY kind, investigations
"""

# Professionals are in many cases through their work and link none of them.
_BUSY_PERSON = """
    CREATE OR REPLACE TEMP TABLE busy_person AS
    WITH busy AS (SELECT kind, value FROM counted JOIN hub_threshold USING (kind) WHERE investigations >= threshold),
    held AS (
        SELECT DISTINCT kind, value, investigation_id FROM identifier_value SEMI JOIN busy USING (kind, value)
        UNION ALL
        SELECT DISTINCT 'place', place_id, investigation_id
        FROM records.presence JOIN linking.place USING (location_id)
        WHERE place_id IN (SELECT value FROM busy WHERE kind = 'place')
    )
    SELECT DISTINCT kind, value, investigation_id, entity_id
    FROM held JOIN records.involvement USING (investigation_id) JOIN linking.entity USING (person_id)
    WHERE role != 'professional'
"""

_SAME_PEOPLE = """
    WITH sharing AS (
        SELECT kind, value, count(*) AS pairs FROM (
            SELECT DISTINCT kind, value, l.investigation_id, r.investigation_id
            FROM busy_person l JOIN busy_person r USING (kind, value, entity_id)
            WHERE l.investigation_id < r.investigation_id
        ) GROUP BY kind, value
    ),
    people AS (SELECT kind, value, count(DISTINCT entity_id) AS entities FROM busy_person GROUP BY kind, value)
    SELECT kind, value, investigations, coalesce(entities, 0) AS entities,
           coalesce(pairs, 0) / (investigations * (investigations - 1) / 2) AS in_common
    FROM counted JOIN hub_threshold USING (kind)
    LEFT JOIN sharing USING (kind, value) LEFT JOIN people USING (kind, value)
    WHERE investigations >= threshold
"""

_HUBS = """
    SELECT kind, value, investigations, entities, over_limit, in_common >= {share} AS same_people,
           'in ' || investigations || ' investigations; ' || round(100 * in_common)::INTEGER
           || ' in 100 pairs of them have a person in common'
           || CASE WHEN over_limit THEN '; more than the fixed limit of {limit}' ELSE '' END AS reason
    FROM (SELECT *, kind != 'place' AND investigations > {limit} AS over_limit FROM ({same_people}))
    WHERE over_limit OR in_common < {share}
"""


def write_hubs(run: Run, con: duckdb.DuckDBPyConnection, limit: int) -> int:
    """Write linking.hub(kind, value, investigations, entities, over_limit, same_people, reason); returns its rows.

    `kind` is an identifier's kind or 'place' (value: place_id). `same_people`: over the fixed limit, but its
    investigations have people in common. Needs linking.place, linking.entity and the tables of `normalise_identifiers`.
    """
    con.execute(_COUNTED)
    con.execute("CREATE OR REPLACE TEMP TABLE hub_threshold (kind VARCHAR, threshold BIGINT)")
    distribution: dict[str, list[tuple[int, int]]] = {}
    for kind, investigations, held in con.execute(_DISTRIBUTION).fetchall():
        distribution.setdefault(kind, []).append((investigations, held))
    for kind, counts in distribution.items():
        threshold = min(hub_threshold(sum(held for _, held in counts), trimmed_mean(counts)), limit + 1)
        con.execute("INSERT INTO hub_threshold VALUES (?, ?)", [kind, threshold])
    con.execute(_BUSY_PERSON)
    hubs = _HUBS.format(same_people=_SAME_PEOPLE, limit=int(limit), share=SAME_PEOPLE_SHARE)
    return run.write(con, "linking.hub", hubs, "kind, value")


_OF_CASE = """
    WITH held AS (
        SELECT kind, value, value AS called FROM linking.identifier WHERE investigation_id = $case
        UNION
        SELECT 'place', place_id, coalesce(name, address, place_id) FROM records.presence
        JOIN linking.place USING (location_id) JOIN records.location USING (location_id) WHERE investigation_id = $case
    )
    SELECT kind, any_value(called ORDER BY called), reason, same_people FROM linking.hub JOIN held USING (kind, value)
    GROUP BY kind, value, reason, same_people ORDER BY kind, value
"""


def describe_hubs(run: Run, investigation_id: str) -> list[str]:
    """Return a sentence for each hub of an investigation, with the reason; none if the run was not linked."""
    if not run.has("linking.hub"):
        return []
    with run.connect() as con:
        rows = con.execute(_OF_CASE, {"case": investigation_id}).fetchall()
    links = {True: "links only people who are in its investigations together", False: "links nobody"}
    return [
        f"The {kind} {called} is treated as a hub and {links[same_people]}: {reason}."
        for kind, called, reason, same_people in rows
    ]


def trimmed_mean(counts: Sequence[tuple[int, int]]) -> float:
    """Return the mean number of investigations of the lower 99 in 100 values, from (investigations, values) pairs.

    >>> trimmed_mean([(1, 98), (3, 1), (500, 1)])
    1.02...
    """
    left = kept = math.ceil(0.99 * sum(held for _, held in counts))
    total = 0
    for investigations, held in sorted(counts):
        taken = min(held, left)
        total, left = total + taken * investigations, left - taken
    return total / kept if kept else 1.0


def hub_threshold(values: int, mean: float) -> int:
    """Return the number of investigations that less than one value in a hundred such tables would reach by chance.

    >>> hub_threshold(50_000, 1.2)
    10
    """
    share = 1 - 1 / max(mean, 1.0001)
    return max(MIN_INVESTIGATIONS, 1 + math.ceil(math.log(0.01 / max(values, 1)) / math.log(share)))
