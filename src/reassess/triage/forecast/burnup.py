"""The burn-up as a table: cases read so far, and the band in which they will be."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from reassess.triage.decisions import Decision, first_decisions
from reassess.triage.forecast.effort import effort_of
from reassess.triage.forecast.monte_carlo import Forecast, Remaining

Row = dict[str, object]
# A point a week is as much as the eye reads.
STEP_DAYS = 7


def burn_up_table(result: Forecast, remaining: Remaining, history: Sequence[Decision]) -> list[Row]:
    """The picture as a table: day, series (read, likely, early, late) and cases.

    `late` is what is read by that day with a chance of 95%, `likely` of 50%, `early` of 5%.
    """
    by_day = Counter(one.decided_at.date() for one in first_decisions(history).values())
    rows: list[Row] = []
    read = 0
    for day in sorted(by_day):
        read += by_day[day]
        rows.append({"day": day.isoformat(), "series": "read", "cases": read})
    efforts = np.cumsum([effort_of(name, result.efforts) for name in remaining.classes]) * (1 + remaining.extra_share)
    for ahead in range(0, _last_day(result) + STEP_DAYS, STEP_DAYS):
        done = result.paths.done[:, min(ahead, result.paths.done.shape[1] - 1)]
        for series, level in (("late", 0.05), ("likely", 0.5), ("early", 0.95)):
            further = int(np.searchsorted(efforts, np.quantile(done, level), side="right"))
            rows.append({"day": _iso(result.today, ahead), "series": series, "cases": read + further})
    return rows


def _iso(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()


def _last_day(result: Forecast) -> int:
    latest = result.dates[0.95] or result.deadline + timedelta(days=365)
    return max((max(latest, result.deadline) - result.today).days, STEP_DAYS)
