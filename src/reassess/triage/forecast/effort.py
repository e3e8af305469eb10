"""How much work a case is: by its weight class, learnt from reading times and shrunk towards what was assumed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from reassess.triage.config import read_config
from reassess.triage.decisions import Decision
from reassess.triage.forecast.team import Team

# A reading that was left open over lunch or overnight says nothing about the case.
LONGEST_READING = timedelta(hours=8)
SHORTEST_READING = timedelta(minutes=1)


def class_efforts(decisions: Sequence[Decision]) -> dict[str, float]:
    """The effort of a case of each weight class, in units of an ordinary one.

    The mean logarithm of the reading times of a class, shrunk towards the assumed ratio as if `worth_cases` cases had
    taken exactly that; classes without readings keep the assumption.
    """
    assumed: Mapping[str, float] = read_config("assumptions.yaml")["classes"]
    times = _log_minutes(decisions)
    unit = _unit(times, assumed)
    if unit is None:
        return dict(assumed)
    worth = float(read_config("assumptions.yaml")["worth_cases"])
    learnt = dict(assumed)
    for name, logs in sorted(times.items()):
        before = float(np.log(assumed.get(name, 1.0)))
        learnt[name] = float(np.exp((worth * before + float(np.sum(np.array(logs) - unit))) / (worth + len(logs))))
    return learnt


def _log_minutes(decisions: Sequence[Decision]) -> dict[str, list[float]]:
    times: defaultdict[str, list[float]] = defaultdict(list)
    for decision in decisions:
        spent = decision.decided_at - decision.opened_at
        if SHORTEST_READING <= spent <= LONGEST_READING:
            times[class_of(decision)].append(float(np.log(spent / timedelta(minutes=1))))
    return dict(times)


def _unit(times: Mapping[str, Sequence[float]], assumed: Mapping[str, float]) -> float | None:
    """The log minutes of one unit of effort, from all classes together; None without readings."""
    logs = [log - float(np.log(assumed.get(name, 1.0))) for name, own in times.items() for log in own]
    return float(np.mean(logs)) if logs else None


def class_of(decision: Decision) -> str:
    """The weight class of a decided case; the usual one where nobody said."""
    return decision.weight_class or str(read_config("assumptions.yaml")["unknown_class"])


def effort_of(weight_class: str | None, efforts: Mapping[str, float]) -> float:
    """The effort of one case; that of the usual class where its own is not known."""
    usual = str(read_config("assumptions.yaml")["unknown_class"])
    return efforts.get(weight_class or usual, efforts.get(usual, 1.0))


def effort_a_person_day(
    decisions: Sequence[Decision], efforts: Mapping[str, float], team: Team, today: date
) -> list[float]:
    """Effort done for each person present, for each past working day from the first decision to yesterday.

    Every reading counts, second ones too: it took the time. What was done on a day on which the calendar has nobody
    present counts for the next working day.
    """
    if not decisions:
        return []
    done: defaultdict[date, float] = defaultdict(float)
    for decision in decisions:
        done[decision.decided_at.date()] += effort_of(decision.weight_class, efforts)
    rates, carried = [], 0.0
    day = min(done)
    while day < today:
        carried += done.get(day, 0.0)
        present = team.present(day)
        if present:
            rates.append(carried / present)
            carried = 0.0
        day += timedelta(days=1)
    return rates
