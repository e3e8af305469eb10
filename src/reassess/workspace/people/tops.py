"""What stands in most of the cases that a person may see: people, identifiers and places, with exact counts. Hubs,
which tie nothing, are listed only where somebody asks for them by what they typed.

Publishing writes in how many cases each stands. That is the most that anybody can see, so that the
order by it gives the candidates, and only these are counted anew among the cases of this reader.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from reassess.workspace.cases.models import Case
from reassess.workspace.people.models import Hub, Human, Mark, Place, Record, Visit

CANDIDATES = 200
"""How many are counted for a list of fifty: more than enough, as few cases are ever hidden from anybody."""


def top_humans(cases: QuerySet[Case], wanted: str, least: int, shown: int) -> list[Human]:
    """People in most cases, or those whose name holds what was typed; `n` is the count for this reader."""
    found = Human.objects.filter(cases__gte=least)
    if wanted:
        found = found.filter(name__icontains=wanted)
    candidates = list(found.order_by("-cases", "pk")[:CANDIDATES])
    parts = Record.objects.filter(human__in=candidates, case__in=cases)
    return _counted(candidates, parts.values_list("human").annotate(n=Count("case", distinct=True)), least, shown)


def top_places(cases: QuerySet[Case], wanted: str, least: int, shown: int) -> list[Place]:
    """Places in most cases, or those whose name, address or postcode holds what was typed."""
    found = Place.objects.filter(cases__gte=least)
    if not wanted:
        found = found.exclude(Exists(Hub.objects.filter(kind="place", value=OuterRef("location"))))
    if wanted:
        found = found.filter(Q(name__icontains=wanted) | Q(postcode__icontains=wanted) | Q(address__icontains=wanted))
    candidates = list(found.order_by("-cases", "pk")[:CANDIDATES])
    visits = Visit.objects.filter(place__in=candidates, case__in=cases)
    return _counted(candidates, visits.values_list("place").annotate(n=Count("case", distinct=True)), least, shown)


def _counted(candidates: list[Any], counts: Iterable[tuple[int, int]], least: int, shown: int) -> list[Any]:
    by_pk = dict(counts)
    for one in candidates:
        one.n = by_pk.get(one.pk, 0)
    return sorted((one for one in candidates if one.n >= least), key=lambda one: (-one.n, one.pk))[:shown]


def top_marks(cases: QuerySet[Case], wanted: str, least: int, shown: int) -> list[dict[str, Any]]:
    """Identifiers in most cases, or those that hold what was typed, as kind, value and `n`."""
    found = Mark.objects.filter(cases__gte=least)
    if wanted:
        found = found.filter(value__icontains=wanted.replace(" ", ""))
    else:
        found = found.exclude(Exists(Hub.objects.filter(kind=OuterRef("kind"), value=OuterRef("value"))))
    candidates = found.order_by("-cases", "kind", "value").values_list("kind", "value").distinct()[:CANDIDATES]
    values = set(candidates)
    counted = (
        Mark.objects.filter(value__in={value for _, value in values}, case__in=cases)
        .values("kind", "value")
        .annotate(n=Count("case", distinct=True))
    )
    rows = [
        {"kind": row["kind"], "value": row["value"], "n": row["n"]}
        for row in counted
        if row["n"] >= least and (row["kind"], row["value"]) in values
    ]
    return sorted(rows, key=lambda row: (-int(row["n"]), row["kind"], row["value"]))[:shown]
