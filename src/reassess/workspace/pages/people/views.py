"""People, identifiers and places across the cases that a person may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.catalogue import visible_references
from reassess.workspace.cases.models import Case
from reassess.workspace.cases.person_names import outside_name
from reassess.workspace.pages.people.most_shared import most_shared_identifiers, most_shared_people, most_shared_places
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.people.contact_notes import known_contact, not_to_contact
from reassess.workspace.people.models import CaseIdentifier, Hub, PersonInCase, Place, PlaceInCase, ResolvedPerson
from reassess.workspace.platform.wording import day

SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One line of a page: a case, who is meant there, and as what."""

    case: Case
    name: str
    part: str
    do_not_contact: bool = False
    record: str = ""
    """The record of the person in that case; empty where the line is not about one person."""


@needs(May.SEARCH)
def index(request: SignedIn) -> HttpResponse:
    """People, identifiers and places in most cases, or those that fit what was typed."""
    cases = set(visible_references(request.user).values())
    wanted = request.GET.get("q", "").strip()[:100]
    least = 1 if wanted else 2
    marks = most_shared_identifiers(cases, wanted, least, SHOWN)
    hubs = _hubs(mark["value"] for mark in marks)
    context = {
        "q": wanted,
        "people": _named(most_shared_people(cases, wanted, least, SHOWN), request.user),
        "marks": [(mark, (mark["kind"], mark["value"]) in hubs) for mark in marks],
        "places": _with_hubs(most_shared_places(cases, wanted, least, SHOWN)),
        "shown": SHOWN,
    }
    return render(request, "people/index.html", context)


def _hubs(values: Iterable[str]) -> set[tuple[str, str]]:
    return set(Hub.objects.filter(value__in=set(values)).values_list("kind", "value"))


def _with_hubs(places: Sequence[Place]) -> list[tuple[Place, bool]]:
    hubs = _hubs(place.location for place in places)
    return [(place, ("place", place.location) in hubs) for place in places]


def _named(people: Sequence[ResolvedPerson], reader: User) -> list[tuple[ResolvedPerson, str, bool]]:
    roles: dict[int, set[str]] = {}
    records: dict[int, set[str]] = {}
    parts = PersonInCase.objects.filter(resolved_person__in=people)
    for pk, role, record in parts.values_list("resolved_person", "role", "person"):
        roles.setdefault(pk, set()).add(role)
        records.setdefault(pk, set()).add(record)
    stop = not_to_contact(reader, {one for listed in records.values() for one in listed})
    return [
        (one, shown_name(one.name, roles.get(one.pk, set())), bool(stop & records.get(one.pk, set()))) for one in people
    ]


def shown_name(name: str, roles: set[str]) -> str:
    """A resolved person's name outside a case: initials where they are a victim in any."""
    return outside_name({"forename": name}, roles)


@needs(May.SEARCH)
def person(request: SignedIn, pk: int) -> HttpResponse:
    """One resolved person: every record in a case that the reader may see, and what is known of contact."""
    found = get_object_or_404(ResolvedPerson, pk=pk)
    records = list(
        PersonInCase.objects.filter(resolved_person=found, case__in=visible_cases(request.user))
        .select_related("case")
        .order_by("case__recorded_on", "pk")
    )
    if not records:
        raise Http404
    roles = {record.role for record in records}
    rows = [
        Line(
            record.case,
            outside_name({"forename": record.name}, {record.role}),
            record.role + ("" if record.confirmed else " (not confirmed)"),
            record=record.person,
        )
        for record in records
    ]
    _log(request, f"people.resolvedperson:{pk}")
    known = known_contact(request.user, {records[0].person}).get(records[0].person)
    context = {"person": found, "name": shown_name(found.name, roles), "rows": rows, "contact": known}
    return render(request, "people/person.html", context)


@needs(May.SEARCH)
def identifier(request: SignedIn, kind: str, value: str) -> HttpResponse:
    """One identifier: the cases that hold it, and whether it is a hub."""
    rows = list(
        CaseIdentifier.objects.filter(kind=kind, value=value, case__in=visible_cases(request.user))
        .select_related("case")
        .order_by("case__recorded_on", "pk")
    )
    if not rows:
        raise Http404
    _log(request, f"people.caseidentifier:{kind}:{value}"[:200])
    context = {"kind": kind, "value": value, "rows": _with_people(rows, request.user), "hub": _hub(kind, value)}
    return render(request, "people/identifier.html", context)


@needs(May.SEARCH)
def place(request: SignedIn, pk: int) -> HttpResponse:
    """One place: the cases in which it figures, and whether it is a hub."""
    found = get_object_or_404(Place, pk=pk)
    rows = list(
        PlaceInCase.objects.filter(place=found, case__in=visible_cases(request.user))
        .select_related("case")
        .order_by("case__recorded_on", "pk")
    )
    if not rows:
        raise Http404
    _log(request, f"people.place:{pk}")
    context = {"place": found, "rows": _with_people(rows, request.user), "hub": _hub("place", found.location)}
    return render(request, "people/place.html", context)


def _hub(kind: str, value: str) -> Hub | None:
    return Hub.objects.filter(kind=kind, value=value).first()


def _with_people(rows: list[Any], reader: User) -> list[Line]:
    persons = {row.person for row in rows if row.person}
    people: dict[str, tuple[str, set[str]]] = {}
    for person, name, role in PersonInCase.objects.filter(person__in=persons).values_list("person", "name", "role"):
        people.setdefault(person, (name, set()))[1].add(role)
    stop = not_to_contact(reader, persons)
    return [Line(row.case, _name(people, row.person), _part(row), row.person in stop) for row in rows]


def _name(people: dict[str, tuple[str, set[str]]], person: str) -> str:
    name, roles = people.get(person, ("", set()))
    return outside_name({"forename": name}, roles) if person in people else ""


def _part(row: Any) -> str:
    seen = getattr(row, "seen_on", "")
    return f"seen {day(seen)}" if seen else "named with it"


def _log(request: SignedIn, subject: str) -> None:
    with audited_transaction(request.user) as ledger:
        ledger.add("person.read", subject=subject)
