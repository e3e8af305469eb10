"""People, identifiers and places across the cases that a person may see."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import acting
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.doors import SignedIn, needs
from reassess.workspace.people.models import Human, Mark, Place, Record, Visit
from reassess.workspace.publishing.names import outside_name

SHOWN = 50


@needs(May.SEARCH)
def index(request: SignedIn) -> HttpResponse:
    """People, identifiers and places in most cases, or those that fit what was typed."""
    cases = visible_cases(request.user)
    wanted = request.GET.get("q", "").strip()[:100]
    people = Human.objects.annotate(n=Count("records__case", filter=Q(records__case__in=cases), distinct=True))
    marks = Mark.objects.filter(case__in=cases).values("kind", "value").annotate(n=Count("case", distinct=True))
    places = Place.objects.annotate(n=Count("visits__case", filter=Q(visits__case__in=cases), distinct=True))
    if wanted:
        people, places = people.filter(name__icontains=wanted), places.filter(
            Q(name__icontains=wanted) | Q(postcode__icontains=wanted) | Q(address__icontains=wanted))  # fmt: skip
        marks = marks.filter(value__icontains=wanted.replace(" ", ""))
    least = 1 if wanted else 2
    found = list(people.filter(n__gte=least).order_by("-n", "pk")[:SHOWN])
    context = {
        "q": wanted,
        "people": _named(found, request),
        "marks": list(marks.filter(n__gte=least).order_by("-n", "value")[:SHOWN]),
        "places": list(places.filter(n__gte=least).order_by("-n", "pk")[:SHOWN]),
        "shown": SHOWN,
    }
    return render(request, "people/index.html", context)


def _named(humans: Sequence[Human], request: SignedIn) -> list[tuple[Human, str]]:
    roles: dict[int, set[str]] = {}
    for human, role in Record.objects.filter(human__in=humans).values_list("human", "role"):
        roles.setdefault(human, set()).add(role)
    return [(human, shown_name(human.name, roles.get(human.pk, set()))) for human in humans]


def shown_name(name: str, roles: set[str]) -> str:
    """A resolved person's name outside a case: initials where they are a victim in any."""
    return outside_name({"forename": name}, roles)


@needs(May.SEARCH)
def human(request: SignedIn, pk: int) -> HttpResponse:
    """One resolved person: every record in a case that the reader may see."""
    found = get_object_or_404(Human, pk=pk)
    records = list(Record.objects.filter(human=found, case__in=visible_cases(request.user)).select_related("case")
                   .order_by("case__recorded_on", "pk"))  # fmt: skip
    if not records:
        raise Http404
    roles = {record.role for record in records}
    rows = [(record, outside_name({"forename": record.name}, {record.role})) for record in records]
    _log(request, f"people.human:{pk}")
    return render(request, "people/human.html", {"human": found, "name": shown_name(found.name, roles), "rows": rows})


@needs(May.SEARCH)
def mark(request: SignedIn, kind: str, value: str) -> HttpResponse:
    """One identifier: the cases that hold it."""
    rows = list(Mark.objects.filter(kind=kind, value=value, case__in=visible_cases(request.user))
                .select_related("case").order_by("case__recorded_on", "pk"))  # fmt: skip
    if not rows:
        raise Http404
    _log(request, f"people.mark:{kind}:{value}"[:200])
    return render(request, "people/mark.html", {"kind": kind, "value": value, "rows": _with_people(rows)})


@needs(May.SEARCH)
def place(request: SignedIn, pk: int) -> HttpResponse:
    """One place: the cases in which it figures."""
    found = get_object_or_404(Place, pk=pk)
    rows = list(Visit.objects.filter(place=found, case__in=visible_cases(request.user)).select_related("case")
                .order_by("case__recorded_on", "pk"))  # fmt: skip
    if not rows:
        raise Http404
    _log(request, f"people.place:{pk}")
    return render(request, "people/place.html", {"place": found, "rows": _with_people(rows)})


def _with_people(rows: list[Any]) -> list[tuple[Any, str]]:
    people: dict[str, tuple[str, set[str]]] = {}
    for person, name, role in Record.objects.filter(person__in=[row.person for row in rows if row.person]).values_list(
        "person", "name", "role"
    ):
        people.setdefault(person, (name, set()))[1].add(role)
    return [(row, outside_name({"forename": people[row.person][0]}, people[row.person][1])
             if row.person in people else "") for row in rows]  # fmt: skip


def _log(request: SignedIn, subject: str) -> None:
    with acting(request.user) as ledger:
        ledger.add("person.read", subject=subject)
