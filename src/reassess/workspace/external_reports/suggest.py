"""Which investigations a report may speak of, and why: what it mentions is looked up in the record."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from reassess.workspace.accounts.models import User
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.catalogue import visible_references
from reassess.workspace.cases.models import Case, Publication
from reassess.workspace.external_reports.fuzzy_matches import Hint, near_days, near_places, near_spellings
from reassess.workspace.people.models import CaseIdentifier, PersonInCase, Place, PlaceInCase, ResolvedPerson
from reassess.workspace.platform.latest_cache import LatestCache
from reassess.workspace.platform.reading_room import Known, Mention
from reassess.workspace.platform.search_index import index_file

AT_MOST = 20
HUB = 20
"""Something that stands in more cases than this points to none of them."""

IDENTIFIERS = {"phone": 5.0, "vehicle": 5.0, "email": 5.0, "handle": 4.0, "imei": 5.0, "bank_account": 5.0}
NAME, PLACE, POSTCODE = 3.0, 1.5, 1.0


_known: LatestCache[int, Known] = LatestCache()


def known() -> Known:
    """The people and places of the newest finished publication, as the finder takes them."""
    newest = Publication.objects.exclude(finished_at=None).values_list("pk", flat=True).first() or 0
    return _known.get(newest, _read_known)


def _read_known() -> Known:
    names = ResolvedPerson.objects.exclude(name="").values_list("name", flat=True).distinct().order_by("name")
    people = tuple((name.rsplit(" ", 1)[0], name.rsplit(" ", 1)[1]) for name in names if " " in name)
    places = Place.objects.exclude(name="").values_list("name", flat=True).distinct().order_by("name")
    return Known(people, tuple(places))


def suggest(mentions: list[Mention], reader: User) -> list[tuple[int, float, list[str]]]:
    """Cases as (pk, score, why), the likeliest first; only among those that the reader may see.

    A mention counts the less, the more cases it stands in, and nothing where it is a hub. Near spellings,
    places and days count less than what is said exactly; a day alone suggests nothing.
    """
    cases = visible_references(reader)
    hints = [*_exact(mentions, visible_cases(reader)), *near_places(mentions, cases, HUB)]
    index = _index()
    if index is not None:
        hints += near_spellings(mentions, index, cases, HUB)
    pointed = list(Case.objects.filter(pk__in={hint.case for hint in hints}).order_by("pk"))
    return _ranked([*hints, *near_days(mentions, pointed)])


def can_search() -> bool:
    """Whether the index of the newest run is there; without it near spellings are not looked up, and pages say so."""
    return _index() is not None


def _index() -> Path | None:
    newest = Publication.objects.exclude(finished_at=None).first()
    file = index_file(newest.run) if newest else None
    return file if file is not None and file.is_file() else None


def _exact(mentions: list[Mention], cases: QuerySet[Case]) -> Iterator[Hint]:
    for kind, value, words in sorted({(m.kind, m.value, m.words) for m in mentions}):
        weight, found = _look_up(kind, value, cases)
        if len(found) <= HUB:
            line = f"{kind.replace('_', ' ').capitalize()} {words} is in its record"
            yield from (Hint(pk, weight / len(found) ** 0.5, line) for pk in sorted(found))


def _ranked(hints: list[Hint]) -> list[tuple[int, float, list[str]]]:
    scores: dict[int, float] = defaultdict(float)
    why: dict[int, list[str]] = defaultdict(list)
    for hint in hints:
        if hint.line not in why[hint.case]:
            why[hint.case].append(hint.line)
            scores[hint.case] += hint.weight
    ranked = sorted(scores, key=lambda pk: (-scores[pk], pk))[:AT_MOST]
    return [(pk, round(scores[pk], 3), why[pk]) for pk in ranked]


def _look_up(kind: str, value: str, cases: QuerySet[Case]) -> tuple[float, set[int]]:
    rows: Any
    if kind in IDENTIFIERS:
        rows, weight = CaseIdentifier.objects.filter(kind=kind, value=value), IDENTIFIERS[kind]
    elif kind in ("name", "nickname"):
        rows, weight = PersonInCase.objects.filter(name__iexact=value), NAME
    elif kind == "place":
        rows, weight = PlaceInCase.objects.filter(place__name__iexact=value), PLACE
    elif kind == "postcode":
        rows, weight = PlaceInCase.objects.filter(place__postcode__iexact=value), POSTCODE
    else:
        return 0.0, set()
    return weight, set(rows.filter(case__in=cases).values_list("case_id", flat=True)[: HUB * 4])
