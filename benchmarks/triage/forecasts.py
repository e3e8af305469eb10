"""Forecasts on simulated teams, beside counting cases: Brier score, and how often a promise of 85% came true.

A team of eight works 4,000 cases of three weights with a weekday pattern, capacity that stays good or bad for a
while (AR 0.6), outages and bank holidays. It is asked after eight weeks whether all will be done by a deadline that
was fixed without knowing how the work would go. The true efforts of the classes differ from project to project and
are not told to the forecast. `hard first` is what a priority queue does; `easy first` is its opposite.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from reassess.triage.decisions import Decision
from reassess.triage.forecast.monte_carlo import RemainingWork, forecast
from reassess.triage.forecast.team import Team, team_of

START = date(2026, 1, 5)
READERS = [f"reader {number}" for number in range(1, 9)]
HISTORY_WEEKS = 8
CASES = 4000
MIX = {"light": 0.5, "ordinary": 0.35, "heavy": 0.15}
WEEKDAYS = (0.9, 1.05, 1.1, 1.05, 0.8)
SCENARIOS = ("random order", "hard first", "easy first")


@dataclass(frozen=True)
class Project:
    """One simulated project: what was decided, what is left, and when all was really done."""

    team: Team
    history: list[Decision]
    left: list[str]
    today: date
    deadline: date
    finished: date


def simulated(scenario: str, seed: int) -> Project:
    """A project of a scenario, worked to its end."""
    generator = np.random.default_rng(seed)
    efforts = {
        "light": 0.5 * generator.uniform(0.8, 1.25),
        "ordinary": 1.0,
        "heavy": 2.5 * generator.uniform(0.75, 1.3),
    }
    queue = _queue(scenario, generator)
    team = team_of(READERS)
    total = sum(efforts[name] for name in queue)
    a_day = total / generator.uniform(90, 150)
    deadline = _deadline(team, total / a_day * generator.uniform(0.8, 1.2))
    history, left, today, finished = _worked(queue, efforts, team, a_day, generator)
    return Project(team, history, left, today, deadline, finished)


def _queue(scenario: str, generator: np.random.Generator) -> list[str]:
    names = list(MIX)
    queue = [names[at] for at in generator.choice(len(names), size=CASES, p=list(MIX.values()))]
    if scenario == "random order":
        return queue
    # Most, not all, of the heavy cases come first: a queue knows the weight of a case only roughly.
    rank = {name: number for number, name in enumerate(names)}
    noisy = np.array([rank[name] for name in queue]) + generator.normal(0, 0.6, CASES)
    order = np.argsort(-noisy if scenario == "hard first" else noisy)
    return [queue[at] for at in order]


def _deadline(team: Team, working_days: float) -> date:
    day, worked = START, 0.0
    while worked < working_days:
        worked += team.present(day) / len(READERS)
        day += timedelta(days=1)
    return day


def _capacity(a_day: float, generator: np.random.Generator) -> Iterator[tuple[int, float]]:
    """Effort done on each calendar day, as (days since the start, effort of a full team)."""
    mood, outage, level = 0.0, 0, np.exp(generator.normal(0, 0.1))
    for day in range(2000):
        mood = 0.6 * mood + generator.normal(0, 0.2)
        outage = outage - 1 if outage else int(generator.integers(2, 5)) * (generator.random() < 0.008)
        yield day, a_day * level * WEEKDAYS[min(day % 7, 4)] * np.exp(mood - 0.03) * (0.15 if outage else 1)


def _worked(
    queue: list[str], efforts: dict[str, float], team: Team, a_day: float, generator: np.random.Generator
) -> tuple[list[Decision], list[str], date, date]:
    today = START + timedelta(weeks=HISTORY_WEEKS)
    history: list[Decision] = []
    done, owed, day = 0, 0.0, START
    for number, capacity in _capacity(a_day, generator):
        day = START + timedelta(days=number)
        owed += capacity * team.present(day) / len(READERS)
        while done < len(queue) and owed >= efforts[queue[done]]:
            owed -= efforts[queue[done]]
            if day < today:
                history.append(_decision(done, queue[done], efforts, day, generator))
            done += 1
        if done == len(queue):
            break
    return history, queue[len(history) :], today, day


def _decision(number: int, name: str, efforts: dict[str, float], day: date, generator: np.random.Generator) -> Decision:
    minutes = float(40 * efforts[name] * np.exp(generator.normal(0, 0.5)))
    opened = datetime.combine(day, time(9)) + timedelta(minutes=float(generator.uniform(0, 360)))
    reader = READERS[number % len(READERS)]
    decided = opened + timedelta(minutes=minutes)
    return Decision(f"C{number}", reader, opened, decided, None, False, "order", name)


def by_counting(project: Project, seed: int) -> float:
    """What counting cases says: past days drawn at random, every case like every other."""
    generator = np.random.default_rng(seed)
    days = [START + timedelta(days=number) for number in range((project.today - START).days)]
    counts = np.array(
        [sum(one.decided_at.date() == day for one in project.history) for day in days if project.team.present(day)]
    )
    ahead = [project.today + timedelta(days=number) for number in range((project.deadline - project.today).days + 1)]
    working = sum(project.team.present(day) > 0 for day in ahead)
    done = generator.choice(counts, size=(2000, max(working, 1))).sum(axis=1)
    return float((done >= len(project.left)).mean())


def measured(scenario: str, projects: int) -> dict[str, float]:
    """Brier scores of both, and how often the promise of 85% came true."""
    ours, counted, true = [], [], []
    for seed in range(projects):
        project = simulated(scenario, seed)
        remaining = RemainingWork(project.left, extra=0.0)
        result = forecast(
            remaining, project.history, project.team, deadline=project.deadline, today=project.today, seed=seed
        )
        ours.append(result.chance)
        counted.append(by_counting(project, seed))
        true.append(project.finished <= project.deadline)
    said, came = np.array(ours), np.array(true)
    return {
        "brier": float(((said - came) ** 2).mean()),
        "brier of counting": float(((np.array(counted) - came) ** 2).mean()),
        "promised 85%": int((said >= 0.85).sum()),
        "of which true": float(came[said >= 0.85].mean()) if (said >= 0.85).any() else float("nan"),
        "done in time": float(came.mean()),
    }


def main() -> None:
    """Print a line a scenario."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=220)
    projects = parser.parse_args().projects
    for scenario in SCENARIOS:
        figures = measured(scenario, projects)
        print(f"{scenario:14}", "  ".join(f"{name} {value:.3f}" for name, value in figures.items()), flush=True)


if __name__ == "__main__":
    main()
