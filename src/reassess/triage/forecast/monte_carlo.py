"""Monte Carlo forecast of when the first readings will be finished: block bootstrap of effort over the real calendar.

Counting cases misleads as soon as the work is reordered: hard cases first make the end look out of reach, easy cases
first make it look near. So the unit is effort by weight class, and the remaining mix is known exactly from the queue.
Past working days are resampled in blocks of a week, which keeps good and bad spells together. The uncertainty of the
mean rate is added, because a few weeks of history do not determine it well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from reassess.triage.config import read_config
from reassess.triage.decisions import Decision
from reassess.triage.forecast.effort import class_efforts, effort_a_person_day, effort_of
from reassess.triage.forecast.team import Team

SIMULATIONS = 2000
WEEK = 5
# Work not finished by then is reported as 'not within five years'.
HORIZON_DAYS = 5 * 366
MAX_FURTHER_READERS = 40

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RemainingWork:
    """The work that is left.

    Attributes:
        classes: weight classes of the unread cases, in queue order; None for a case whose class is not known.
        extra: further work as a share of the effort of first readings (second and third readings, blind reviews of
            closed cases); None for the shares in `assumptions.yaml`.
    """

    classes: Sequence[str | None]
    extra: float | None = None

    @property
    def extra_share(self) -> float:
        """The share of further work: as given, or as in `assumptions.yaml`."""
        if self.extra is not None:
            return self.extra
        assumed = read_config("assumptions.yaml")
        return float(assumed["second_reads"] + assumed["third_reads"] + assumed["rereads_of_closed"])


@dataclass(frozen=True)
class SimulatedPaths:
    """Cumulative effort by the end of each future calendar day: one row per simulation, one column per day."""

    days: Sequence[date]
    done: Floats


@dataclass(frozen=True)
class Forecast:
    """The forecast of the end of the work.

    Attributes:
        chance: probability of finishing by the deadline.
        dates: finishing date at probability 0.5, 0.85 and 0.95; None beyond five years.
        history_days: working days of history that the forecast uses.
        from_assumptions: whether `assumptions.yaml` was used because there was too little history.
        further_readers: how many more full-time readers would make the chance 85%; None if more than forty.
        efforts: effort per case of each weight class, in units of an ordinary case.
        seed: seed of the simulations; a what-if forecast uses the same one, so that only the change matters.
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
    paths: SimulatedPaths


def forecast(
    remaining: RemainingWork, history: Sequence[Decision], team: Team, *, deadline: date, today: date, seed: int = 1
) -> Forecast:
    """Forecast when the work will be finished, from the effort done so far and the team's calendar.

    Args:
        history: all decisions so far, including second readings.
        team: who is present when, in the past and in the future.
    """
    efforts = class_efforts(history)
    rates = effort_a_person_day(history, efforts, team, today)
    left = sum(effort_of(name, efforts) for name in remaining.classes) * (1 + remaining.extra_share)
    simulated = _simulated_rates(rates, seed)
    paths = _paths(simulated, team, today)
    finished = _finish_days(paths, left)
    return Forecast(
        today=today,
        deadline=deadline,
        chance=_chance(finished, today, deadline),
        dates={level: _date_at(finished, today, level) for level in (0.5, 0.85, 0.95)},
        history_days=len(rates),
        from_assumptions=_too_little(rates),
        further_readers=_further_readers(simulated, team, left, today, deadline),
        efforts=efforts,
        effort_left=left,
        seed=seed,
        paths=paths,
    )


def _too_little(rates: Sequence[float]) -> bool:
    return len(rates) < read_config("assumptions.yaml")["least_days"] or not any(rates)


def _simulated_rates(rates: Sequence[float], seed: int) -> Floats:
    """Simulated effort per person per working day: one row per simulation, one column per future working day."""
    generator = np.random.default_rng(seed)
    days = HORIZON_DAYS * WEEK // 7
    if _too_little(rates):
        assumed = read_config("assumptions.yaml")
        levels = assumed["cases_a_day"] * np.exp(generator.normal(0, np.log(assumed["uncertain_by"]), SIMULATIONS))
        return np.asarray(np.repeat(levels[:, None], days, axis=1))
    past = np.array(rates)
    weights = 0.5 ** (np.arange(len(past))[::-1] / read_config("assumptions.yaml")["half_life_days"])
    levels = _levels(past, weights, generator)
    return np.asarray(_blocks(past, weights, days, generator) * levels[:, None])


def _blocks(past: Floats, weights: Floats, days: int, generator: np.random.Generator) -> Floats:
    """Block bootstrap: past days resampled in runs of a week, recent weeks with a higher probability."""
    runs = -(-days // WEEK)
    starts = np.arange(len(past) - WEEK + 1)
    chances = weights[starts + WEEK // 2] / weights[starts + WEEK // 2].sum()
    chosen = generator.choice(starts, size=(SIMULATIONS, runs), p=chances)
    return np.asarray(past[(chosen[:, :, None] + np.arange(WEEK)).reshape(SIMULATIONS, -1)][:, :days])


def _levels(past: Floats, weights: Floats, generator: np.random.Generator) -> Floats:
    """Multipliers for the uncertainty of the mean rate: Student's t with the effective number of weeks."""
    weeks = len(past) // WEEK
    recent = past[-weeks * WEEK :].reshape(weeks, WEEK).mean(axis=1)
    own = weights[-weeks * WEEK :].reshape(weeks, WEEK).mean(axis=1)
    mean = float(np.average(recent, weights=own))
    effective = float(own.sum() ** 2 / (own**2).sum())
    spread = float(np.sqrt(np.average((recent - mean) ** 2, weights=own) * weeks / max(weeks - 1, 1)))
    # Good and bad weeks come in spells, so the variance of the mean is inflated by 1.5.
    error = spread / max(mean, 1e-9) * np.sqrt(1.5 / effective)
    drawn = student.rvs(max(effective - 1, 1), size=SIMULATIONS, random_state=generator)
    return np.asarray(np.clip(1 + error * drawn, 0.2, 3.0))


def _paths(rates: Floats, team: Team, today: date) -> SimulatedPaths:
    days = [today + timedelta(days=count) for count in range(HORIZON_DAYS)]
    present = np.array([team.present(day) for day in days])
    working = np.flatnonzero(present > 0)[: rates.shape[1]]
    daily = np.zeros((len(rates), len(days)))
    daily[:, working] = rates[:, : len(working)] * present[working]
    return SimulatedPaths(days, np.cumsum(daily, axis=1))


def _finish_days(paths: SimulatedPaths, left: float) -> NDArray[np.int64]:
    """The index of the day on which each simulation finishes the work; the number of days if it does not."""
    # The tolerance stops a rounding error in the last bit from costing a day.
    reached = paths.done >= left * (1 - 1e-9)
    return np.where(reached.any(axis=1), reached.argmax(axis=1), len(paths.days))


def _chance(finished: NDArray[np.int64], today: date, deadline: date) -> float:
    return float((finished <= (deadline - today).days).mean())


def _date_at(finished: NDArray[np.int64], today: date, level: float) -> date | None:
    day = int(np.quantile(finished, level, method="higher"))
    return today + timedelta(days=day) if day < HORIZON_DAYS else None


def _further_readers(rates: Floats, team: Team, left: float, today: date, deadline: date) -> int | None:
    """The fewest more readers that make the chance 85%, by bisection over the same simulations."""
    days = [today + timedelta(days=count) for count in range(max((deadline - today).days + 1, 0))]
    low, high = 0, MAX_FURTHER_READERS + 1
    while low < high:
        middle = (low + high) // 2
        present = np.array([team.with_more(middle, today).present(day) for day in days])
        worked = present[present > 0]
        done = rates[:, : len(worked)] @ worked[: rates.shape[1]]
        if float((done >= left * (1 - 1e-9)).mean()) >= 0.85:
            high = middle
        else:
            low = middle + 1
    return low if low <= MAX_FURTHER_READERS else None


def what_if(
    base: Forecast, remaining: RemainingWork, history: Sequence[Decision], team: Team, further: int = 1
) -> Forecast:
    """The same forecast with more readers from today, or with a changed `remaining`."""
    more = team.with_more(further, base.today)
    return forecast(remaining, history, more, deadline=base.deadline, today=base.today, seed=base.seed)


@dataclass(frozen=True)
class Backtest:
    """Rolling-origin backtest: how forecasts of four weeks' work, made from past weeks, came true.

    Attributes:
        forecasts: number of forecasts, one a week.
        brier: Brier score: 0 is perfect, 0.25 is what always saying 50% scores; None without forecasts.
        coverage: how often at least the amount forecast at 85% was done; None without forecasts.
    """

    forecasts: int
    brier: float | None
    coverage: float | None


# Each backtest asks whether this multiple of the mean past rate will be done in the next four weeks.
THRESHOLDS = (0.8, 1.0, 1.2)
AHEAD = 4 * WEEK


def backtest(history: Sequence[Decision], team: Team, today: date, seed: int = 1) -> Backtest:
    """Forecast four weeks ahead from each past week, from the rates known then, and compare with what was done."""
    rates = effort_a_person_day(history, class_efforts(history), team, today)
    least = int(read_config("assumptions.yaml")["least_days"])
    errors, covered = [], []
    for origin in range(least, len(rates) - AHEAD + 1, WEEK):
        simulated = _simulated_rates(rates[:origin], seed)[:, :AHEAD].sum(axis=1)
        done = float(sum(rates[origin : origin + AHEAD]))
        usual = float(np.mean(rates[:origin])) * AHEAD
        errors += [(float((simulated >= share * usual).mean()) - (done >= share * usual)) ** 2 for share in THRESHOLDS]
        covered.append(done >= float(np.quantile(simulated, 0.15)))
    return Backtest(
        forecasts=len(covered),
        brier=float(np.mean(errors)) if errors else None,
        coverage=float(np.mean(covered)) if covered else None,
    )
