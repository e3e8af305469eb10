"""Identifiers and places in common: which value appears in which investigations, and whose it is recorded as.

Reads records.identifier, records.location, records.presence and linking.entity; writes

- linking.identifier(row_key, investigation_id, kind, value, raw, person_id, entity_id, noted_on): every identifier row
  with its normal form; `value` is NULL if the text has none, and NULL matches nothing.
- linking.place(location_id, place_id, kind, premises): locations that are the same place share a place_id.
- linking.shared(kind, value, investigations, entities, hub, explained): values in two or more investigations. `hub`
  means more investigations than the fixed limit of rules.md. `explained` means that one person is involved in all of
  them and a row records the value as theirs.
- linking.shared_place(place_id, investigations, first_on, last_on): places in two or more investigations.
"""

import duckdb

from reassess.records.store import Run

HUB_INVESTIGATIONS = 20
"""Identifiers in more investigations than this are hubs (rules.md, identifier-shared)."""

PREMISES = ("hotel", "takeaway", "licensed_premises", "taxi_office", "park", "car_park", "station", "shop")
"""Kinds of location that count as premises (rules.md, "Premises")."""

_IDENTIFIER_VALUE = """
    CREATE OR REPLACE TEMP TABLE identifier_value AS
    SELECT row_key, investigation_id, kind, normal_identifier(kind, value) AS value, value AS raw, person_id, noted_on
    FROM records.identifier
"""

# Most values appear in one investigation; only the others are counted.
_SHARED_VALUE = """
    CREATE OR REPLACE TEMP TABLE shared_value AS
    SELECT kind, value, count(DISTINCT investigation_id) AS investigations FROM identifier_value SEMI JOIN (
        SELECT kind, value FROM identifier_value WHERE value IS NOT NULL
        GROUP BY kind, value HAVING min(investigation_id) != max(investigation_id)
    ) USING (kind, value) GROUP BY kind, value
"""

_IDENTIFIER = """
    SELECT row_key, investigation_id, kind, value, raw, person_id, entity_id, noted_on
    FROM identifier_value LEFT JOIN linking.entity USING (person_id)
"""

# Two locations are one place if postcode and address agree; without an address, postcode and name; without a postcode,
# address and name. A location with none of these is a place of its own (a vehicle, "the alley behind").
_PLACE = """
    WITH keyed AS (
        SELECT location_id, kind,
               normal_postcode(postcode) AS code, normal_address(address) AS line, normal_address(name) AS label
        FROM records.location
    )
    SELECT location_id, kind, coalesce(kind IN {premises}, false) AS premises,
           CASE WHEN code IS NOT NULL AND line IS NOT NULL THEN min(location_id) OVER (PARTITION BY code, line)
                WHEN code IS NOT NULL AND label IS NOT NULL THEN min(location_id) OVER (PARTITION BY code, label)
                WHEN line IS NOT NULL AND label IS NOT NULL THEN min(location_id) OVER (PARTITION BY line, label)
                ELSE location_id END AS place_id
    FROM keyed
"""

_SHARED = """
    WITH held AS MATERIALIZED (
        SELECT DISTINCT kind, value, investigation_id, entity_id FROM linking.identifier
        SEMI JOIN shared_value USING (kind, value)
    ),
    counted AS (
        SELECT kind, value, any_value(investigations) AS investigations, count(DISTINCT entity_id) AS entities
        FROM held JOIN shared_value USING (kind, value) GROUP BY kind, value
    ),
    involved AS (
        SELECT DISTINCT investigation_id, entity_id FROM records.involvement JOIN linking.entity USING (person_id)
    ),
    explaining AS (
        SELECT kind, value, holder.entity_id
        FROM counted
        JOIN (SELECT DISTINCT kind, value, entity_id FROM held WHERE entity_id IS NOT NULL) holder USING (kind, value)
        JOIN (SELECT DISTINCT kind, value, investigation_id FROM held) place USING (kind, value)
        JOIN involved ON involved.investigation_id = place.investigation_id AND involved.entity_id = holder.entity_id
        GROUP BY kind, value, holder.entity_id, investigations
        HAVING count(DISTINCT place.investigation_id) = investigations
    )
    SELECT kind, value, investigations, entities, investigations > {limit} AS hub,
           EXISTS (FROM explaining e WHERE e.kind = counted.kind AND e.value = counted.value) AS explained
    FROM counted
"""

_SHARED_PLACE = """
    SELECT place_id, count(DISTINCT investigation_id) AS investigations,
           min(coalesce(seen_on, recorded_on)) AS first_on, max(coalesce(seen_on, recorded_on)) AS last_on
    FROM records.presence JOIN linking.place USING (location_id) JOIN records.investigation USING (investigation_id)
    GROUP BY place_id HAVING count(DISTINCT investigation_id) > 1
"""


def normalise_identifiers(con: duckdb.DuckDBPyConnection) -> None:
    """Make `identifier_value` (each identifier row in normal form) and `shared_value` (those of several
    investigations).

    Needs the macros of `normal.sql`.
    """
    con.execute(_IDENTIFIER_VALUE)
    con.execute(_SHARED_VALUE)


def write_shared(
    run: Run, con: duckdb.DuckDBPyConnection, hub_investigations: int = HUB_INVESTIGATIONS
) -> dict[str, int]:
    """Write identifier, shared and shared_place; returns the rows of each.

    Needs linking.entity, linking.place and the tables of `normalise_identifiers`.
    """
    return {
        "linking.identifier": run.write(
            con, "linking.identifier", _IDENTIFIER, "row_key, investigation_id, person_id, noted_on"
        ),
        "linking.shared": run.write(
            con, "linking.shared", _SHARED.format(limit=int(hub_investigations)), "kind, value"
        ),
        "linking.shared_place": run.write(con, "linking.shared_place", _SHARED_PLACE, "place_id"),
    }


def write_places(run: Run, con: duckdb.DuckDBPyConnection) -> int:
    """Write linking.place (needs the macros of `normal.sql`); returns its rows."""
    return run.write(con, "linking.place", _PLACE.format(premises=PREMISES), "location_id")
