"""The clocks of the bands."""

from datetime import datetime, time, timedelta
from functools import cache

import holidays
from django.utils import timezone

from reassess.workspace.risks.models import Band

END_OF_DAY = time(17, 0)
"""Local time by which 'the next working day' has passed."""

SHORTEST_SAME_DAY = timedelta(hours=4)
"""A risk found late in the evening still leaves this long before its clock passes."""

RANKS = {Band.IMMEDIATE: 0, Band.SAME_DAY: 1, Band.NEXT: 2, Band.BEFORE_CONTACT: 3}


@cache
def _bank_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG")


def due(band: str, starts_at: datetime) -> datetime | None:
    """When the clock of a risk passes: an hour; midnight, but never under four hours; five on the next working day.

    None for a risk that somebody must look at before any contact: it has no clock.
    """
    if band == Band.BEFORE_CONTACT:
        return None
    if band == Band.IMMEDIATE:
        return starts_at + timedelta(hours=1)
    local = timezone.localtime(starts_at)
    if band == Band.SAME_DAY:
        midnight = datetime.combine(local.date() + timedelta(days=1), time(0), tzinfo=local.tzinfo)
        return max(midnight, starts_at + SHORTEST_SAME_DAY)
    day = local.date() + timedelta(days=1)
    while day.weekday() >= 5 or day in _bank_holidays():
        day += timedelta(days=1)
    return datetime.combine(day, END_OF_DAY, tzinfo=local.tzinfo)


def time_left(due_at: datetime | None, now: datetime) -> str:
    """The time left, or passed, in words: '2 hours left', '3 days over', 'no clock'."""
    if due_at is None:
        return "no clock"
    seconds = (due_at - now).total_seconds()
    word = "left" if seconds >= 0 else "over"
    minutes = int(abs(seconds) // 60)
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size or size == 1:
            count = minutes // size
            return f"{count} {unit}{'' if count == 1 else 's'} {word}"
    raise AssertionError("the loop always ends at minutes")
