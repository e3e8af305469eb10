"""Write people, identifiers and places across cases. Each publication replaces them: no decision depends on them."""

import duckdb
from django.db import transaction

from reassess.workspace.cases.models import Case
from reassess.workspace.people.models import CaseIdentifier, Hub, PersonInCase, Place, PlaceInCase, ResolvedPerson
from reassess.workspace.publishing.bulk_insert import insert


def write_people(con: duckdb.DuckDBPyConnection) -> int:
    """Write resolved people, identifiers and places; return how many people there are."""
    cases = dict(Case.objects.values_list("reference", "pk"))
    with transaction.atomic():
        for model in (PlaceInCase, Place, CaseIdentifier, PersonInCase, ResolvedPerson, Hub):
            model._default_manager.all().delete()
        people = _write_resolved_people(con, cases)
        _write_identifiers(con, cases)
        _write_places(con, cases)
        _write_hubs(con)
    return people


def _write_resolved_people(con: duckdb.DuckDBPyConnection, cases: dict[str, int]) -> int:
    rows = con.execute(
        """SELECT h.entity_id, left(coalesce(any_value(n.name), ''), 300), coalesce(max(p.born_on)::VARCHAR, ''),
                  count(DISTINCT h.investigation_id) FROM part h
           LEFT JOIN records.person p USING (person_id)
           LEFT JOIN (SELECT entity_id, name FROM part WHERE name <> '' GROUP BY 1, 2
                      QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY count(*) DESC, name) = 1) n
                USING (entity_id) GROUP BY 1 ORDER BY 1"""
    ).fetchall()
    keys = {row[0]: number for number, row in enumerate(rows, start=1)}
    insert(ResolvedPerson, "id entity name born_on cases", ((keys[row[0]], *row) for row in rows))
    parts = con.execute(
        """SELECT entity_id, investigation_id, person_id, left(coalesce(name, ''), 300), role, confirmed
           FROM part ORDER BY 1, 2, 3, 5"""
    ).fetchall()
    insert(
        PersonInCase,
        "resolved_person_id case_id person name role confirmed",
        (
            (keys[entity], cases[case], person, name, role, bool(confirmed))
            for entity, case, person, name, role, confirmed in parts
            if case in cases
        ),
    )
    return len(rows)


def _write_identifiers(con: duckdb.DuckDBPyConnection, cases: dict[str, int]) -> None:
    rows = con.execute(
        """SELECT DISTINCT kind, left(value, 200), investigation_id, coalesce(person_id, ''), n FROM linking.identifier
           JOIN (SELECT i.kind, i.value, CASE WHEN any_value(h.kind) IS NULL THEN count(DISTINCT i.investigation_id)
                        ELSE 0 END AS n
                 FROM linking.identifier i LEFT JOIN linking.hub h USING (kind, value) GROUP BY 1, 2)
             USING (kind, value)
           WHERE investigation_id IS NOT NULL AND value IS NOT NULL ORDER BY 1, 2, 3, 4"""
    ).fetchall()
    known = ((kind, value, cases[case], person, n) for kind, value, case, person, n in rows if case in cases)
    insert(CaseIdentifier, "kind value case_id person cases", known)


def _write_places(con: duckdb.DuckDBPyConnection, cases: dict[str, int]) -> None:
    rows = con.execute(
        """SELECT location_id, coalesce(kind, ''), coalesce(name, ''), coalesce(address, ''), coalesce(postcode, ''),
                  latitude, longitude, coalesce(n, 0)
           FROM records.location
           LEFT JOIN (SELECT location_id, count(DISTINCT investigation_id) AS n FROM records.presence
                      WHERE location_id NOT IN (SELECT location_id FROM linking.place
                                                JOIN linking.hub h ON h.kind = 'place' AND h.value = place_id)
                      GROUP BY 1) USING (location_id) ORDER BY location_id"""
    ).fetchall()
    keys = {row[0]: number for number, row in enumerate(rows, start=1)}
    numbered = ((keys[row[0]], *row) for row in rows)
    insert(Place, "id location kind name address postcode latitude longitude cases", numbered)
    visits = con.execute(
        """SELECT location_id, investigation_id, coalesce(person_id, ''), coalesce(seen_on::VARCHAR, '')
           FROM records.presence ORDER BY row_key"""
    ).fetchall()
    known = ((keys[place], cases[case], *more) for place, case, *more in visits if place in keys and case in cases)
    insert(PlaceInCase, "place_id case_id person seen_on", known)


def _write_hubs(con: duckdb.DuckDBPyConnection) -> None:
    """Write hubs. A place is a hub under each location of the record that it groups."""
    rows = con.execute(
        """SELECT h.kind, left(coalesce(p.location_id, h.value), 200), left(h.reason, 300) FROM linking.hub h
           LEFT JOIN linking.place p ON h.kind = 'place' AND p.place_id = h.value ORDER BY 1, 2"""
    ).fetchall()
    insert(Hub, "kind value reason", rows)
