"""What a report may mean without saying it exactly: names spelt nearly so, places close by, days close by."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reassess.workspace.cases.models import Case
from reassess.workspace.cases.person_names import initials
from reassess.workspace.people.models import Place, PlaceInCase
from reassess.workspace.platform.reading_room import Found, Mention, search
from reassess.workspace.platform.wording import day

NAMES_AT_MOST = 40
"""Names and places that are looked up for one report: each costs a search."""

NEAR_NAME, NEAR_SPELT_PLACE, NEAR_PLACE, NEAR_DAY = 1.5, 0.75, 0.75, 0.5
"""Weights: half of what the exact form counts, and least for a day, which many cases share."""

METRES = 300
DAYS = 31


@dataclass(frozen=True)
class Hint:
    """One reason to look at a case."""

    case: int
    weight: float
    line: str


def near_spellings(mentions: list[Mention], index: Path, cases: Mapping[str, int], hub: int) -> list[Hint]:
    """Cases of `cases` (reference to key) whose record holds a name or place spelt nearly as the report has it.

    The index is asked with these cases alone. What stands in more than `hub` of them points to none.
    """
    hints = []
    wanted = sorted({(m.kind, m.value, m.words) for m in mentions if m.kind in ("name", "place")})[:NAMES_AT_MOST]
    for kind, value, words in wanted:
        table, weight = ("person", NEAR_NAME) if kind == "name" else ("location", NEAR_SPELT_PLACE)
        found, more = search(index, value, allowed=cases.keys(), kind=table, count=hub * 2)
        near = {one.reference: one for one in found if not _says(one, value)}
        if more or len({one.reference for one in found}) > hub:
            continue
        hints += [
            Hint(
                cases[reference],
                weight / len(near) ** 0.5,
                f"{kind.capitalize()} {words}: {_shown(one)} is in its record",
            )
            for reference, one in sorted(near.items())
        ]
    return hints


def _says(found: Found, value: str) -> bool:
    """Whether the passage has the very form, which is looked up apart."""
    return value.casefold() in found.excerpt.casefold()


def _shown(found: Found) -> str:
    """What the record has; the name of a victim as initials, since a report's page is no page of their case."""
    name = found.excerpt.split(",")[0].split("(")[0].strip()
    if found.table == "person" and found.excerpt.rstrip().endswith("victim"):
        return f"a victim spelt nearly so, {initials({'forename': name})},"
    return f"the near spelling {name}"


def near_places(mentions: list[Mention], cases: Mapping[str, int], hub: int) -> list[Hint]:
    """Cases that figure a place within 300 metres of one that the report names; both need coordinates."""
    hints = []
    for value, words in sorted({(m.value, m.words) for m in mentions if m.kind == "place"})[:NAMES_AT_MOST]:
        named = Place.objects.filter(name__iexact=value, latitude__isnull=False, longitude__isnull=False).first()
        if named is None:
            continue
        close = {place.pk: (place.name or place.address or "a place", metres) for place, metres in _around(named)}
        visits = set(PlaceInCase.objects.filter(place__in=close, case__in=cases.values()).values_list("case", "place"))
        if len({case for case, _ in visits}) > hub:
            continue
        hints += [
            Hint(
                case,
                NEAR_PLACE / len(visits) ** 0.5,
                f"{close[place][0]}, {close[place][1]} m from {words}, is in its record",
            )
            for case, place in sorted(visits)
        ]
    return hints


def _around(named: Place) -> list[tuple[Place, int]]:
    """Other places within reach, with the distance in whole metres (flat earth: exact enough at this size)."""
    north, east = float(named.latitude or 0), float(named.longitude or 0)
    high = METRES / 111_320
    wide = high / max(math.cos(math.radians(north)), 0.01)
    box = Place.objects.filter(
        latitude__range=(north - high, north + high), longitude__range=(east - wide, east + wide)
    ).exclude(name__iexact=named.name)
    metres = ((place, _metres(named, place)) for place in box.order_by("pk"))
    return [(place, distance) for place, distance in metres if distance <= METRES]


def _metres(one: Place, other: Place) -> int:
    north = (float(one.latitude or 0) - float(other.latitude or 0)) * 111_320
    east = (float(one.longitude or 0) - float(other.longitude or 0)) * 111_320
    return round(math.hypot(north, east * math.cos(math.radians(float(one.latitude or 0)))))


def near_days(mentions: list[Mention], cases: list[Case]) -> list[Hint]:
    """Of cases that something else points to, those recorded within a month of a day that the report names."""
    days = sorted({date.fromisoformat(m.value) for m in mentions if m.kind == "date" and _is_whole(m.value)})
    hints = []
    for case in cases:
        recorded = case.recorded_on
        if recorded is None or not days:
            continue
        apart, closest = min((abs((recorded - on).days), on) for on in days)
        if apart <= DAYS:
            how = "on" if apart == 0 else f"{apart} day{'' if apart == 1 else 's'} from"
            hints.append(Hint(case.pk, NEAR_DAY, f"Recorded {how} {day(closest)}, a day that the report names"))
    return hints


def _is_whole(value: str) -> bool:
    try:
        return len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False
