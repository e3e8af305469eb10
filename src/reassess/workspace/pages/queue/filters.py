"""The queue: filters, order, counts. All of it is SQL on the columns that publishing writes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.answers.first_view import before_first_view, unviewed
from reassess.workspace.assurance.draws import hidden_positions
from reassess.workspace.cases import catalogue
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.models import (
    Case,
    CaseDefinition,
    CatalogueEntry,
    Finding,
    Group,
    Publication,
    Rule,
    Standing,
)
from reassess.workspace.platform.latest_cache import LatestCache
from reassess.workspace.votes.blindness import shown_standing
from reassess.workspace.votes.review_draws import open_review_draws

PAGE = 25


@dataclass(frozen=True)
class Choice:
    """One filter of the form: its name, its title and what can be chosen."""

    name: str
    title: str
    choices: tuple[tuple[str, str], ...]


AGES = (("7", "7 days"), ("30", "30 days"), ("90", "90 days"))
SCOPES = (("in", "In scope"), ("unknown", "Scope not known"), ("out", "Out of scope"))
YES = (("yes", "Yes"),)


_choices: LatestCache[tuple[int, int], list[Choice]] = LatestCache()


def choices() -> list[Choice]:
    """The filters with what the published cases hold: counted once a publication, since only that changes them."""
    newest = Publication.objects.values_list("pk", "finished_at").first()
    key = (newest[0], Case.objects.count() if newest[1] is None else -1) if newest else (0, 0)
    return _choices.get(key, _count_choices)


def _count_choices() -> list[Choice]:
    bands = Case.objects.values_list("band", "band_rank").distinct().order_by("band_rank")
    areas = Case.objects.exclude(area="").values_list("area", flat=True).distinct().order_by("area")
    years = Case.objects.exclude(year=None).values_list("year", flat=True).distinct().order_by("year")
    slugs = CaseDefinition.objects.values_list("definition", flat=True).distinct().order_by("definition")
    names = catalogue.names()
    definitions = tuple((slug, names.title(CatalogueEntry.Kind.DEFINITION, slug)) for slug in slugs)
    rules = Rule.objects.order_by("group", "title").values_list("slug", "title")
    return [
        Choice("band", "Band", tuple(dict.fromkeys((band, band) for band, _ in bands))),
        Choice("area", "Area", tuple((area, area) for area in areas)),
        Choice("year", "Year recorded", tuple((str(year), str(year)) for year in years)),
        Choice("scope", "Scope", SCOPES),
        Choice("state", "State", tuple(Standing.choices)),
        Choice("definition", "Definition met", definitions),
        Choice("finding", "Finding", tuple(rules)),
        Choice("links", "Has links", YES),
        Choice("poor", "Little text", YES),
        Choice("unseen", "Not opened for", AGES),
    ]


def filtered(user: User, chosen: QueryDict) -> QuerySet[Case]:
    """The cases that the person may see and that the filters leave, in the order of work.

    A value that no filter knows leaves nothing, rather than being passed over. A filter by what the machine found
    leaves out every case before the person's first view of it, whatever was found in it.
    """
    cases = visible_cases(user)
    if any(any(chosen.getlist(name)) for name in SAYS_WHAT_WAS_FOUND):
        cases = cases.filter(~before_first_view(user))
    for name, test in _TESTS.items():
        values = [value for value in chosen.getlist(name) if value]
        if values:
            cases = cases.filter(_state_as_shown(user, values) if name == "state" else test(values))
    return cases.order_by("band_rank", "position", "pk")


def _whole(values: list[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 6]


def _unseen(values: list[str]) -> Q:
    days = max(_whole(values), default=0)
    return Q(seen_at=None, published_at__lte=timezone.now() - timedelta(days=days))


def _has_finding(values: list[str]) -> Q:
    return Q(Exists(Finding.objects.filter(case=OuterRef("pk"), rule__in=values, gone=False)))


def _has_definition(values: list[str]) -> Q:
    return Q(Exists(CaseDefinition.objects.filter(case=OuterRef("pk"), definition__in=values, verdict="in")))


_TESTS: dict[str, Any] = {
    "band": lambda values: Q(band__in=values),
    "area": lambda values: Q(area__in=values),
    "year": lambda values: Q(year__in=_whole(values)),
    "scope": lambda values: Q(scope__in=values),
    "state": lambda values: Q(standing__in=values),
    "links": lambda values: Q(links__gt=0),
    "poor": lambda values: Q(text_poor=True),
    "unseen": _unseen,
    "finding": _has_finding,
    "definition": _has_definition,
}


SAYS_WHAT_WAS_FOUND = ("band", "finding", "definition")
"""The filters whose answer on a case would say what the machine found in it."""


def _state_as_shown(user: User, values: list[str]) -> Q:
    """Cases in these states, as far as the person may know: a blind re-reader takes theirs for second readings."""
    if not user.may(May.REREAD):
        return Q(standing__in=values)
    again = Q(Exists(open_review_draws().filter(case=OuterRef("pk"))))
    return (Q(standing__in=values) & ~again) | (again if Standing.SECOND in values else Q(pk=None))


def redact_for_blind_reader(user: User, cases: Iterable[Case]) -> None:
    """Take out of cases on a page what this person may not see yet: why they stand there, and that they are decided."""
    listed = list(cases)
    hidden = hidden_positions(user, [case.pk for case in listed])
    first = unviewed(user, listed)
    for case in listed:
        if case.pk in first:
            case.band, case.why, case.score = "", "", None
            for group in Group.values:
                setattr(case, group, None)
            case.hidden_findings = True
        if case.pk in hidden:
            case.why, case.score = "", None
            case.standing = shown_standing(user, case)


def exported(user: User, cases: QuerySet[Case], columns: Sequence[str]) -> Iterator[list[Any]]:
    """Rows of the list for a file, without the place of cases whose place this person may not see yet."""
    for part in batched(cases.iterator(), 500):
        hidden = hidden_positions(user, [case.pk for case in part])
        redact_for_blind_reader(user, part)
        for case in part:
            yield [None if name == "position" and case.pk in hidden else getattr(case, name) for name in columns]


def batched(cases: Iterable[Case], size: int) -> Iterator[list[Case]]:
    """The cases in lists of at most so many."""
    waiting = iter(cases)
    while part := list(islice(waiting, size)):
        yield part
