"""People, identifiers and places across cases: rewritten whole by each publication, since no decision hangs on them."""

import duckdb
from django.db import transaction

from reassess.workspace.cases.models import Case
from reassess.workspace.people.models import Human, Mark, Place, Record, Visit

BATCH = 2_000


def write_people(con: duckdb.DuckDBPyConnection) -> int:
    """Write the pages of people, identifiers and places; returns how many people there are."""
    cases = dict(Case.objects.values_list("reference", "pk"))
    with transaction.atomic():
        for model in (Visit, Place, Mark, Record, Human):
            model._default_manager.all().delete()
        people = _write_humans(con, cases)
        _write_marks(con, cases)
        _write_places(con, cases)
    return people


def _write_humans(con: duckdb.DuckDBPyConnection, cases: dict[str, int]) -> int:
    rows = con.execute(
        """SELECT h.entity_id, max(h.name), coalesce(max(p.born_on)::VARCHAR, '') FROM part h
           LEFT JOIN records.person p USING (person_id) GROUP BY 1 ORDER BY 1"""
    ).fetchall()
    humans = [Human(entity=entity, name=(name or "")[:300], born_on=born) for entity, name, born in rows]
    Human.objects.bulk_create(humans, BATCH)
    keys = dict(Human.objects.values_list("entity", "pk"))
    parts = con.execute(
        """SELECT entity_id, investigation_id, person_id, coalesce(name, ''), role, confirmed
           FROM part ORDER BY 1, 2, 3, 5"""
    ).fetchall()
    Record.objects.bulk_create(
        (
            Record(
                human_id=keys[entity],
                case_id=cases[case],
                person=person,
                name=name[:300],
                role=role,
                confirmed=bool(confirmed),
            )
            for entity, case, person, name, role, confirmed in parts
            if case in cases
        ),
        BATCH,
    )
    return len(humans)


def _write_marks(con: duckdb.DuckDBPyConnection, cases: dict[str, int]) -> None:
    rows = con.execute(
        """SELECT DISTINCT kind, value, investigation_id, coalesce(person_id, '') FROM linking.identifier
           WHERE investigation_id IS NOT NULL AND value IS NOT NULL ORDER BY 1, 2, 3, 4"""
    ).fetchall()
    Mark.objects.bulk_create(
        (Mark(kind=kind, value=value[:200], case_id=cases[case], person=person) for kind, value, case, person in rows
         if case in cases),
        BATCH,
    )  # fmt: skip


def _write_places(con: duckdb.DuckDBPyConnection, cases: dict[str, int]) -> None:
    rows = con.execute(
        """SELECT location_id, coalesce(kind, ''), coalesce(name, ''), coalesce(address, ''), coalesce(postcode, ''),
                  latitude, longitude FROM records.location ORDER BY location_id"""
    ).fetchall()
    names = ("location", "kind", "name", "address", "postcode", "latitude", "longitude")
    Place.objects.bulk_create((Place(**dict(zip(names, row, strict=True))) for row in rows), BATCH)
    keys = dict(Place.objects.values_list("location", "pk"))
    visits = con.execute(
        """SELECT location_id, investigation_id, coalesce(person_id, ''), coalesce(seen_on::VARCHAR, '')
           FROM records.presence ORDER BY row_key"""
    ).fetchall()
    Visit.objects.bulk_create(
        (Visit(place_id=keys[place], case_id=cases[case], person=person, seen_on=seen)
         for place, case, person, seen in visits if place in keys and case in cases),
        BATCH,
    )  # fmt: skip
