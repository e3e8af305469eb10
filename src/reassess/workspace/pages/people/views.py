"""People, identifiers and places across the cases that a person may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import acting
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.catalogue import visible_references
from reassess.workspace.cases.models import Case
from reassess.workspace.cases.person_names import outside_name
from reassess.workspace.pages.people.most_shared import top_humans, top_marks, top_places
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.people.contact_notes import known_contact, not_to_contact
from reassess.workspace.people.models import Hub, Human, Mark, Place, Record, Visit
from reassess.workspace.platform.wording import day

SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One line of a page: a case, who is meant there, and as what."""

    case: Case
    name: str
    part: str
    do_not_contact: bool = False


@needs(May.SEARCH)
def index(request: SignedIn) -> HttpResponse:
    """People, identifiers and places in most cases, or those that fit what was typed."""
    cases = set(visible_references(request.user).values())
    wanted = request.GET.get("q", "").strip()[:100]
    least = 1 if wanted else 2
    marks = top_marks(cases, wanted, least, SHOWN)
    hubs = _hubs(mark["value"] for mark in marks)
    context = {
        "q": wanted,
        "people": _named(top_humans(cases, wanted, least, SHOWN), request.user),
        "marks": [(mark, (mark["kind"], mark["value"]) in hubs) for mark in marks],
        "places": _with_hubs(top_places(cases, wanted, least, SHOWN)),
        "shown": SHOWN,
    }
    return render(request, "people/index.html", context)


def _hubs(values: Iterable[str]) -> set[tuple[str, str]]:
    return set(Hub.objects.filter(value__in=set(values)).values_list("kind", "value"))


def _with_hubs(places: Sequence[Place]) -> list[tuple[Place, bool]]:
    hubs = _hubs(place.location for place in places)
    return [(place, ("place", place.location) in hubs) for place in places]


def _named(humans: Sequence[Human], reader: User) -> list[tuple[Human, str, bool]]:
    roles: dict[int, set[str]] = {}
    persons: dict[int, set[str]] = {}
    for human, role, person in Record.objects.filter(human__in=humans).values_list("human", "role", "person"):
        roles.setdefault(human, set()).add(role)
        persons.setdefault(human, set()).add(person)
    stop = not_to_contact(reader, {one for listed in persons.values() for one in listed})
    return [
        (human, shown_name(human.name, roles.get(human.pk, set())), bool(stop & persons.get(human.pk, set())))
        for human in humans
    ]


def shown_name(name: str, roles: set[str]) -> str:
    """A resolved person's name outside a case: initials where they are a victim in any."""
    return outside_name({"forename": name}, roles)


@needs(May.SEARCH)
def human(request: SignedIn, pk: int) -> HttpResponse:
    """One resolved person: every record in a case that the reader may see, and what is known of contact."""
    found = get_object_or_404(Human, pk=pk)
    records = list(Record.objects.filter(human=found, case__in=visible_cases(request.user)).select_related("case")
                   .order_by("case__recorded_on", "pk"))  # fmt: skip
    if not records:
        raise Http404
    roles = {record.role for record in records}
    rows = [
        Line(
            record.case,
            outside_name({"forename": record.name}, {record.role}),
            record.role + ("" if record.confirmed else " (not confirmed)"),
        )
        for record in records
    ]
    _log(request, f"people.human:{pk}")
    known = known_contact(request.user, {records[0].person}).get(records[0].person)
    context = {"human": found, "name": shown_name(found.name, roles), "rows": rows, "contact": known}
    return render(request, "people/human.html", context)


@needs(May.SEARCH)
def mark(request: SignedIn, kind: str, value: str) -> HttpResponse:
    """One identifier: the cases that hold it, and whether it is a hub."""
    rows = list(Mark.objects.filter(kind=kind, value=value, case__in=visible_cases(request.user))
                .select_related("case").order_by("case__recorded_on", "pk"))  # fmt: skip
    if not rows:
        raise Http404
    _log(request, f"people.mark:{kind}:{value}"[:200])
    context = {"kind": kind, "value": value, "rows": _with_people(rows, request.user), "hub": _hub(kind, value)}
    return render(request, "people/mark.html", context)


@needs(May.SEARCH)
def place(request: SignedIn, pk: int) -> HttpResponse:
    """One place: the cases in which it figures, and whether it is a hub."""
    found = get_object_or_404(Place, pk=pk)
    rows = list(Visit.objects.filter(place=found, case__in=visible_cases(request.user)).select_related("case")
                .order_by("case__recorded_on", "pk"))  # fmt: skip
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
    for person, name, role in Record.objects.filter(person__in=persons).values_list("person", "name", "role"):
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
    with acting(request.user) as ledger:
        ledger.add("person.read", subject=subject)
