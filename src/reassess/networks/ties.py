"""The graph of a run: people, investigations, identifiers and places, and the ties between them.

networks.tie(left_id, right_id, tie, weight, doubtful): nodes are written `person:E-N0201`, `case:2801417/11`,
`phone:07700900101`, `place:L01`. The people of the graph are suspects and victims. Hubs (linking.hub) are left out. A
tie is doubtful if every record behind it belongs to its person only through a doubtful link.
"""

import duckdb

from reassess.records.store import Run

WEIGHTS = {"suspect": 1.0, "victim": 0.5, "identifier": 1.0, "place": 0.5, "home": 0.5, "relationship": 1.0}
"""How much each kind of tie counts in finding groups; shared suspicion, identifiers and relationships count most."""

_PARTIES = """
    CREATE OR REPLACE TEMP TABLE party AS
    SELECT investigation_id, person_id, role, entity_id, doubtful
    FROM records.involvement JOIN linking.entity USING (person_id) WHERE role IN ('suspect', 'victim')
"""

# An identifier or place is in the graph only if two people or two cases have it.
_TIES = """
    WITH people AS (SELECT DISTINCT entity_id FROM party),
    in_case AS (
        SELECT 'person:' || entity_id AS left_id, 'case:' || investigation_id AS right_id, role AS tie, doubtful
        FROM party
    ),
    number AS (
        SELECT coalesce('person:' || people.entity_id, 'case:' || investigation_id) AS left_id,
               kind || ':' || value AS right_id, 'identifier' AS tie, coalesce(e.doubtful, false) AS doubtful
        FROM linking.identifier i LEFT JOIN linking.entity e USING (person_id)
        LEFT JOIN people ON people.entity_id = e.entity_id
        WHERE value IS NOT NULL
          AND NOT EXISTS (FROM linking.hub h WHERE h.kind = i.kind AND h.value = i.value AND NOT h.same_people)
          AND (i.person_id IS NULL OR people.entity_id IS NOT NULL)
    ),
    stood AS (
        SELECT entity_id, place_id, 'place' AS tie, doubtful
        FROM records.presence JOIN linking.place USING (location_id) JOIN linking.entity USING (person_id)
        WHERE premises
        UNION ALL
        SELECT entity_id, place_id, 'home', doubtful
        FROM records.residence JOIN linking.place USING (location_id) JOIN linking.entity USING (person_id)
    ),
    place AS (
        SELECT 'person:' || entity_id AS left_id, 'place:' || place_id AS right_id, tie, doubtful
        FROM stood JOIN people USING (entity_id)
        WHERE place_id NOT IN (SELECT value FROM linking.hub WHERE kind = 'place')
    ),
    shared AS (
        SELECT * FROM (FROM number UNION ALL FROM place)
        QUALIFY min(left_id) OVER (PARTITION BY right_id) != max(left_id) OVER (PARTITION BY right_id)
    ),
    kin AS (
        SELECT 'person:' || least(l.entity_id, r.entity_id) AS left_id,
               'person:' || greatest(l.entity_id, r.entity_id) AS right_id, 'relationship' AS tie,
               l.doubtful OR r.doubtful AS doubtful
        FROM records.relationship t
        JOIN linking.entity l ON l.person_id = t.person_id JOIN linking.entity r ON r.person_id = t.other_person_id
        WHERE l.entity_id != r.entity_id AND l.entity_id IN (FROM people) AND r.entity_id IN (FROM people)
    )
    SELECT left_id, right_id, tie, any_value(weight) AS weight, bool_and(doubtful) AS doubtful
    FROM (FROM in_case UNION ALL FROM shared UNION ALL FROM kin) JOIN tie_weight USING (tie)
    GROUP BY left_id, right_id, tie
"""


def write_ties(run: Run, con: duckdb.DuckDBPyConnection) -> int:
    """Write networks.tie; returns its rows. Needs the tables of the stage `linking`."""
    con.execute(_PARTIES)
    con.execute("CREATE OR REPLACE TEMP TABLE tie_weight (tie VARCHAR, weight DOUBLE)")
    con.executemany("INSERT INTO tie_weight VALUES (?, ?)", [list(row) for row in WEIGHTS.items()])
    return run.write(con, "networks.tie", _TIES, "left_id, right_id, tie")
