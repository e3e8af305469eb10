"""The bands of the queue: their words, their ranks, and cases in the order of work."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db.models import Case as When_
from django.db.models import F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from reassess.workspace.cases.models import Case, Standing

BAND_WORDS = {
    "risk": "Risk today",
    "immediate": "Immediate risk",
    "same_day": "Same-day risk",
    "next_working_day": "Risk by the next working day",
    "before_contact": "Look before contact",
    "rape": "Rape",
    "priority": "Priority offence",
    "rest": "Other offence",
    "others": "Other offence",
    "other": "Other offence",
    "audit": "Drawn at random",
    "outside": "Outside the criteria",
    "unseen_too_long": "Waiting too long",
}


RISK_BANDS = ("risk", "immediate", "same_day", "next_working_day", "before_contact")


def band_ranks(bands: Iterable[str]) -> dict[str, int]:
    """The rank of each band, given in the order of work: by the first place at which it occurs.

    Bands of risk come before `UNSEEN_RANK` and all others after it, so that a case that nobody has seen for too long
    can be put between them whenever its time comes.

    >>> band_ranks(["same_day", "rape", "rape", "rest"]) == {"same_day": 0, "rape": 1002, "rest": 1003}
    True
    """
    ranks: dict[str, int] = {}
    for band in bands:
        if band not in ranks:
            after = 0 if band in RISK_BANDS else UNSEEN_RANK + 1
            ranks[band] = UNSEEN_RANK if band == "unseen_too_long" else after + len(ranks)
    return ranks


def band_words(band: str) -> str:
    """A band of the run in words.

    >>> band_words("same_day"), band_words("priority_offence")
    ('Same-day risk', 'Priority offence')
    """
    return BAND_WORDS.get(band, band.replace("_", " ").capitalize())


UNSEEN_RANK = 1000
"""Rank among the bands at which a case stands that nobody has seen for too long: bands of risk come before it."""


def in_order(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases in the order of work: band, then place; those unseen for too long right after the bands of risk."""
    ceiling = timezone.now() - timedelta(days=settings.OPTIONS.unseen_ceiling_days)
    starving = Q(standing__in=(Standing.UNREAD, Standing.REOPENED), published_at__lt=ceiling, seen_at=None)
    rank = When_(
        When(starving & Q(band_rank__gt=UNSEEN_RANK), then=Value(UNSEEN_RANK)),
        default=F("band_rank"),
        output_field=IntegerField(),
    )
    return cases.annotate(rank=rank).order_by("rank", F("position").asc(), "pk")
