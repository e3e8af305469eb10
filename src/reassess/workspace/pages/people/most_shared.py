"""What stands in most of the cases that a person may see: people, identifiers and places, with exact counts. Hubs,
which tie nothing, are listed only where somebody asks for them by what they typed.

Publishing writes in how many cases each stands (none for a hub). That is the most that anybody can see, so that the
order by it gives the candidates, and only these are counted anew among the cases of this reader.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from reassess.workspace.people.models import CaseIdentifier, PersonInCase, Place, PlaceInCase, ResolvedPerson

CANDIDATES = 200
"""How many are counted for a list of fifty: more than enough, as few cases are ever hidden from anybody."""


def most_shared_people(cases: Collection[int], wanted: str, least: int, shown: int) -> list[ResolvedPerson]:
    """People in most of `cases`, or those whose name holds what was typed; `n` is the count for this reader."""
    found = (
        ResolvedPerson.objects.filter(name__icontains=wanted)
        if wanted
        else ResolvedPerson.objects.filter(cases__gte=least)
    )
    candidates = list(found.order_by("-cases", "pk")[:CANDIDATES])
    parts = PersonInCase.objects.filter(resolved_person__in=[one.pk for one in candidates]).values_list(
        "resolved_person", "case"
    )
    return _most(candidates, _counts(parts, cases), least, shown)


def most_shared_places(cases: Collection[int], wanted: str, least: int, shown: int) -> list[Place]:
    """Places in most cases, or those whose name, address or postcode holds what was typed."""
    typed = Q(name__icontains=wanted) | Q(postcode__icontains=wanted) | Q(address__icontains=wanted)
    found = Place.objects.filter(typed) if wanted else Place.objects.filter(cases__gte=least)
    candidates = list(found.order_by("-cases", "pk")[:CANDIDATES])
    visits = PlaceInCase.objects.filter(place__in=[one.pk for one in candidates]).values_list("place", "case")
    return _most(candidates, _counts(visits, cases), least, shown)


def _counts(pairs: Iterable[tuple[Any, int]], cases: Collection[int]) -> dict[Any, int]:
    """In how many of `cases` each thing of (thing, case) stands."""
    return Counter(thing for thing, case in set(pairs) if case in cases)


def _most(candidates: list[Any], counts: dict[int, int], least: int, shown: int) -> list[Any]:
    for one in candidates:
        one.n = counts.get(one.pk, 0)
    return sorted((one for one in candidates if one.n >= least), key=lambda one: (-one.n, one.pk))[:shown]


def most_shared_identifiers(cases: Collection[int], wanted: str, least: int, shown: int) -> list[dict[str, Any]]:
    """Identifiers in most cases, or those that hold what was typed, as kind, value and `n`."""
    typed = Q(value__icontains=wanted.replace(" ", ""))
    found = CaseIdentifier.objects.filter(typed) if wanted else CaseIdentifier.objects.filter(cases__gte=least)
    order = found.order_by("-cases", "kind", "value").values_list("kind", "value", "cases").distinct()[:CANDIDATES]
    candidates = {(kind, value) for kind, value, _ in order}
    held = CaseIdentifier.objects.filter(value__in={value for _, value in candidates}).values_list(
        "kind", "value", "case"
    )
    counts = _counts((((kind, value), case) for kind, value, case in held if (kind, value) in candidates), cases)
    rows = [{"kind": kind, "value": value, "n": n} for (kind, value), n in counts.items() if n >= least]
    return sorted(rows, key=lambda row: (-int(row["n"]), row["kind"], row["value"]))[:shown]
