"""Agreement between readers: Cohen's kappa for pairs of readers and Krippendorff's alpha for any number, by group.

Both measure agreement beyond chance: 1 is complete agreement, 0 is what chance would give, below 0 is less than that.
Cohen 1960, Educational and Psychological Measurement 20; Krippendorff 2004, Content Analysis, chapter 11 (nominal).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

# With fewer units answered by two readers, the interval is too wide for the figure to be useful.
MIN_UNITS = 20
RESAMPLES = 400


@dataclass(frozen=True)
class Answer:
    """One reader's answer to one question on one case."""

    investigation_id: str
    question: str
    area: str | None
    year: int | None
    reader: str
    value: str


@dataclass(frozen=True)
class Agreement:
    """The agreement of a group of answers.

    Attributes:
        units: (case, question) pairs that two or more readers answered.
        alpha: Krippendorff's alpha, with `low` and `high`; None with fewer than `MIN_UNITS` units.
        kappa: Cohen's kappa; None unless each unit was answered by exactly two readers.
    """

    group: str
    value: str
    units: int
    alpha: float | None
    low: float | None
    high: float | None
    kappa: float | None


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of (first reader's answer, second reader's answer) pairs; None if all answers are the same.

    >>> cohens_kappa([("yes", "yes"), ("no", "no"), ("yes", "no"), ("no", "no")])
    0.5
    """
    agreed = sum(left == right for left, right in pairs)
    lefts, rights = Counter(left for left, _ in pairs), Counter(right for _, right in pairs)
    by_chance = sum(lefts[value] * rights[value] for value in lefts) / len(pairs) if pairs else 0.0
    return (agreed - by_chance) / (len(pairs) - by_chance) if len(pairs) != by_chance else None


def krippendorffs_alpha(units: Sequence[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal values, given the answers to each unit; None if all answers are the same.

    Units with fewer than two answers are left out.
    """
    pairable = [Counter(unit) for unit in units if len(unit) > 1]
    totals = sum((Counter(unit) for unit in pairable), Counter[str]())
    number = sum(totals.values())
    expected = number * number - sum(count * count for count in totals.values())
    if not expected:
        return None
    observed = sum(
        (sum(unit.values()) ** 2 - sum(count * count for count in unit.values())) / (sum(unit.values()) - 1)
        for unit in pairable
    )
    return 1 - (number - 1) * observed / expected


def agreements(answers: Iterable[Answer], seed: int = 1) -> list[Agreement]:
    """Agreement over all answers, then by question, area and year."""
    everything = list(answers)
    groupings: list[tuple[str, Callable[[Answer], Hashable]]] = [
        ("all", lambda _: "all"),
        ("question", lambda answer: answer.question),
        ("area", lambda answer: answer.area),
        ("year", lambda answer: answer.year),
    ]
    rows = []
    for group, key in groupings:
        members: defaultdict[str, list[Answer]] = defaultdict(list)
        for answer in everything:
            members["not recorded" if key(answer) is None else str(key(answer))].append(answer)
        rows += [_agreement(group, value, members[value], seed) for value in sorted(members)]
    return rows


def _agreement(group: str, value: str, answers: Sequence[Answer], seed: int) -> Agreement:
    units: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for answer in sorted(answers, key=lambda one: (one.investigation_id, one.question, one.reader)):
        units[answer.investigation_id, answer.question][answer.reader] = answer.value
    twice = [list(unit.values()) for unit in units.values() if len(unit) > 1]
    if len(twice) < MIN_UNITS:
        return Agreement(group, value, len(twice), None, None, None, None)
    pairs = [(unit[0], unit[1]) for unit in twice]
    kappa = cohens_kappa(pairs) if all(len(unit) == 2 for unit in twice) else None
    low, high = _interval(twice, seed)
    return Agreement(group, value, len(twice), krippendorffs_alpha(twice), low, high, kappa)


def _interval(units: Sequence[Sequence[str]], seed: int) -> tuple[float | None, float | None]:
    """The 95% bootstrap interval of alpha over resampled units.

    Units with the same answers are interchangeable, so one resample is one multinomial draw of how often each answer
    pattern occurs.
    """
    patterns = Counter(tuple(sorted(unit)) for unit in units)
    values = sorted({value for pattern in patterns for value in pattern})
    counts = np.array([[pattern.count(value) for value in values] for pattern in patterns], dtype=np.float64)
    answers = counts.sum(axis=1)
    differing = (answers**2 - (counts**2).sum(axis=1)) / (answers - 1)
    chances = np.array(list(patterns.values())) / len(units)
    drawn = np.random.default_rng(seed).multinomial(len(units), chances, size=RESAMPLES).astype(np.float64)
    totals, number = drawn @ counts, drawn @ answers
    expected = number**2 - (totals**2).sum(axis=1)
    known = expected > 0
    if not known.any():
        return None, None
    alphas = 1 - (number[known] - 1) * (drawn @ differing)[known] / expected[known]
    return float(np.quantile(alphas, 0.025)), float(np.quantile(alphas, 0.975))
