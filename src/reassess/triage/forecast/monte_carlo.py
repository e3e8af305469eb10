"""Will the initial assessments be finished by the deadline? Effort in blocks of working days over the real calendar.

Counting cases fails as soon as the work is reordered: hard cases first make the end look out of reach, easy ones
first make it look near. So the unit is effort by weight class; the mix that remains is known exactly from the queue;
past working days are drawn in blocks of a week, so that good and bad spells stay together, and a doubt about the
level itself is added, because few weeks do not say it well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from reassess.triage.config import document
from reassess.triage.decisions import Decision
from reassess.triage.forecast.effort import class_efforts, effort_a_person_day, effort_of
from reassess.triage.forecast.team import Team

DRAWS = 2000
WEEK = 5
# Nobody plans further than this; what is not done by then is 'not within five years'.
HORIZON_DAYS = 5 * 366
MOST_FURTHER_READERS = 40

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Remaining:
    """The work that is left.

    Attributes:
        classes: weight classes of the unread cases, in queue order; None where a case's is not known.
        extra: work beside first readings, as a share of their effort (second reads, audits, readings of closed).
        arrivals_a_week: ordinary cases that still come in, a week.
    """

    classes: Sequence[str | None]
    extra: float | None = None
    arrivals_a_week: float = 0.0

    @property
    def extra_share(self) -> float:
        """The extra work as stated, or as `assumptions.yaml` has it."""
        if self.extra is not None:
            return self.extra
        assumed = document("assumptions.yaml")
        return float(assumed["second_reads"] + assumed["third_reads"] + assumed["rereads_of_closed"])


@dataclass(frozen=True)
class Paths:
    """Effort done by the end of each future calendar day: a row a draw, a column a day."""

    days: Sequence[date]
    done: Floats


@dataclass(frozen=True)
class Forecast:
    """What can be expected.

    Attributes:
        chance: of finishing by the deadline.
        dates: by chance of 0.5, 0.85 and 0.95, the day by which the work is done; None beyond five years.
        history_days: working days of history that it rests on.
        from_assumptions: whether there was too little history and `assumptions.yaml` stood in for it.
        further_readers: how many more full-time readers would make the chance 85%; None if not even forty.
        efforts: the effort of each weight class that was used.
        seed: of the draws, so that what would be different can be worked out from the same ones.
    """

    today: date
    deadline: date
    chance: float
    dates: dict[float, date | None]
    history_days: int
    from_assumptions: bool
    further_readers: int | None
    efforts: dict[str, float]
    effort_left: float
    seed: int
    paths: Paths


def forecast(
    remaining: Remaining, history: Sequence[Decision], team: Team, *, deadline: date, today: date, seed: int = 1
) -> Forecast:
    """Forecast the end of the work from the effort done so far, over the team's own calendar.

    Args:
        history: all decisions so far, second readings too.
        team: who is there when, in the past and in the future.
    """
    efforts = class_efforts(history)
    rates = effort_a_person_day(history, efforts, team, today)
    left = sum(effort_of(name, efforts) for name in remaining.classes) * (1 + remaining.extra_share)
    pace = _paces(rates, seed)
    paths = _paths(pace, team, today, remaining.arrivals_a_week * effort_of(None, efforts))
    finished = _finish_days(paths, left)
    return Forecast(
        today=today,
        deadline=deadline,
        chance=_chance(finished, today, deadline),
        dates={level: _date_at(finished, today, level) for level in (0.5, 0.85, 0.95)},
        history_days=len(rates),
        from_assumptions=_too_little(rates),
        further_readers=_further_readers(pace, team, remaining, efforts, left, today, deadline),
        efforts=efforts,
        effort_left=left,
        seed=seed,
        paths=paths,
    )


def _too_little(rates: Sequence[float]) -> bool:
    return len(rates) < document("assumptions.yaml")["least_days"] or not any(rates)


def _paces(rates: Sequence[float], seed: int) -> Floats:
    """Effort a person a working day: a row a draw, a column a future working day."""
    generator = np.random.default_rng(seed)
    days = HORIZON_DAYS * WEEK // 7
    if _too_little(rates):
        assumed = document("assumptions.yaml")
        levels = assumed["cases_a_day"] * np.exp(generator.normal(0, np.log(assumed["uncertain_by"]), DRAWS))
        return np.asarray(np.repeat(levels[:, None], days, axis=1))
    past = np.array(rates)
    weights = 0.5 ** (np.arange(len(past))[::-1] / document("assumptions.yaml")["half_life_days"])
    levels = _levels(past, weights, generator)
    return np.asarray(_blocks(past, weights, days, generator) * levels[:, None])


def _blocks(past: Floats, weights: Floats, days: int, generator: np.random.Generator) -> Floats:
    """Past days drawn in runs of a week, later weeks more often than earlier ones."""
    runs = -(-days // WEEK)
    starts = np.arange(len(past) - WEEK + 1)
    chances = weights[starts + WEEK // 2] / weights[starts + WEEK // 2].sum()
    chosen = generator.choice(starts, size=(DRAWS, runs), p=chances)
    return np.asarray(past[(chosen[:, :, None] + np.arange(WEEK)).reshape(DRAWS, -1)][:, :days])


def _levels(past: Floats, weights: Floats, generator: np.random.Generator) -> Floats:
    """The doubt about the mean pace itself: Student's t with as many weeks as the history has."""
    weeks = len(past) // WEEK
    recent = past[-weeks * WEEK :].reshape(weeks, WEEK).mean(axis=1)
    own = weights[-weeks * WEEK :].reshape(weeks, WEEK).mean(axis=1)
    mean = float(np.average(recent, weights=own))
    effective = float(own.sum() ** 2 / (own**2).sum())
    spread = float(np.sqrt(np.average((recent - mean) ** 2, weights=own) * weeks / max(weeks - 1, 1)))
    # Good and bad weeks follow each other, so that weeks count for less than their number.
    error = spread / max(mean, 1e-9) * np.sqrt(1.5 / effective)
    drawn = student.rvs(max(effective - 1, 1), size=DRAWS, random_state=generator)
    return np.asarray(np.clip(1 + error * drawn, 0.2, 3.0))


def _paths(pace: Floats, team: Team, today: date, arriving_a_week: float) -> Paths:
    days = [today + timedelta(days=count) for count in range(HORIZON_DAYS)]
    present = np.array([team.present(day) for day in days])
    working = np.flatnonzero(present > 0)[: pace.shape[1]]
    daily = np.zeros((len(pace), len(days)))
    daily[:, working] = pace[:, : len(working)] * present[working]
    arrived = arriving_a_week / 7 * np.arange(1, len(days) + 1)
    return Paths(days, np.cumsum(daily, axis=1) - arrived)


def _finish_days(paths: Paths, left: float) -> NDArray[np.int64]:
    """For each draw the number of the day on which the work is done; the number of days where it is not."""
    # A rounding error in the last bit must not cost a day.
    reached = paths.done >= left * (1 - 1e-9)
    return np.where(reached.any(axis=1), reached.argmax(axis=1), len(paths.days))


def _chance(finished: NDArray[np.int64], today: date, deadline: date) -> float:
    return float((finished <= (deadline - today).days).mean())


def _date_at(finished: NDArray[np.int64], today: date, level: float) -> date | None:
    day = int(np.quantile(finished, level, method="higher"))
    return today + timedelta(days=day) if day < HORIZON_DAYS else None


def _further_readers(
    pace: Floats,
    team: Team,
    remaining: Remaining,
    efforts: dict[str, float],
    left: float,
    today: date,
    deadline: date,
) -> int | None:
    """The fewest more readers that make the chance 85%, from the same draws; effort grows with people present."""
    until = max((deadline - today).days + 1, 0)
    days = [today + timedelta(days=count) for count in range(until)]
    arriving = remaining.arrivals_a_week * effort_of(None, efforts) / 7 * until
    low, high = 0, MOST_FURTHER_READERS + 1
    while low < high:
        middle = (low + high) // 2
        present = np.array([team.with_more(middle, today).present(day) for day in days])
        worked = present[present > 0]
        done = pace[:, : len(worked)] @ worked[: pace.shape[1]] - arriving
        if float((done >= left * (1 - 1e-9)).mean()) >= 0.85:
            high = middle
        else:
            low = middle + 1
    return low if low <= MOST_FURTHER_READERS else None


def what_if(
    base: Forecast, remaining: Remaining, history: Sequence[Decision], team: Team, further: int = 1
) -> Forecast:
    """The same forecast with more readers from today on, or with another `remaining` (a changed criterion)."""
    more = team.with_more(further, base.today)
    return forecast(remaining, history, more, deadline=base.deadline, today=base.today, seed=base.seed)


@dataclass(frozen=True)
class BackTest:
    """How earlier forecasts of four weeks' work came true.

    Attributes:
        forecasts: how many were made, one a week.
        brier: mean squared error of the chances given; 0 is perfect, 0.25 is saying 50% always.
        promised: how often what was said to be done with 85% was done; None of no forecast.
    """

    forecasts: int
    brier: float | None
    promised: float | None


# What is asked of a past forecast: will so much of the recent pace be done in the next four weeks?
THRESHOLDS = (0.8, 1.0, 1.2)
AHEAD = 4 * WEEK


def back_test(history: Sequence[Decision], team: Team, today: date, seed: int = 1) -> BackTest:
    """Forecast four weeks ahead from each past week with what was known then, and compare with what was done."""
    rates = effort_a_person_day(history, class_efforts(history), team, today)
    least = int(document("assumptions.yaml")["least_days"])
    errors, kept = [], []
    for origin in range(least, len(rates) - AHEAD + 1, WEEK):
        said = _paces(rates[:origin], seed)[:, :AHEAD].sum(axis=1)
        done = float(sum(rates[origin : origin + AHEAD]))
        usual = float(np.mean(rates[:origin])) * AHEAD
        errors += [(float((said >= share * usual).mean()) - (done >= share * usual)) ** 2 for share in THRESHOLDS]
        kept.append(done >= float(np.quantile(said, 0.15)))
    return BackTest(len(kept), float(np.mean(errors)) if errors else None, float(np.mean(kept)) if kept else None)


def without_extra(remaining: Remaining) -> Remaining:
    """The same work with first readings only: when all is read, as against when all is certain."""
    return replace(remaining, extra=0.0)
