"""The burn-up as a table: cases read so far, and the range forecast for each week."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from reassess.triage.decisions import Decision, first_decisions
from reassess.triage.forecast.effort import effort_of
from reassess.triage.forecast.monte_carlo import Forecast, RemainingWork

Row = dict[str, object]
# One point a week is enough for a chart.
STEP_DAYS = 7


def burn_up_table(result: Forecast, remaining: RemainingWork, history: Sequence[Decision]) -> list[Row]:
    """The burn-up as rows of day, series (read, likely, early, late) and cases.

    The number read by that day reaches `late` with a chance of 95%, `likely` with 50% and `early` with 5%.
    """
    by_day = Counter(one.decided_at.date() for one in first_decisions(history).values())
    rows: list[Row] = []
    read = 0
    for past in sorted(by_day):
        read += by_day[past]
        rows.append({"day": past.isoformat(), "series": "read", "cases": read})
    efforts = np.cumsum([effort_of(name, result.efforts) for name in remaining.classes]) * (1 + remaining.extra_share)
    for ahead in range(0, _last_day(result) + STEP_DAYS, STEP_DAYS):
        day = (result.today + timedelta(days=ahead)).isoformat()
        done = result.paths.done[:, min(ahead, result.paths.done.shape[1] - 1)]
        for series, level in (("late", 0.05), ("likely", 0.5), ("early", 0.95)):
            further = int(np.searchsorted(efforts, np.quantile(done, level), side="right"))
            rows.append({"day": day, "series": series, "cases": read + further})
    return rows


def _last_day(result: Forecast) -> int:
    latest = result.dates[0.95] or result.deadline + timedelta(days=365)
    return max((max(latest, result.deadline) - result.today).days, STEP_DAYS)
