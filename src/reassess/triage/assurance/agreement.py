"""Agreement between readers by question: Krippendorff's alpha for any readers, Cohen's kappa for two named ones.

Both measure agreement beyond chance: 1 is complete agreement, 0 is what chance would give, below 0 is less than that.
Cohen 1960, Educational and Psychological Measurement 20; Krippendorff 2004, Content Analysis, chapter 11 (nominal).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
        alpha: Krippendorff's alpha of a question, or its mean over the questions of a group that have at least
            `MIN_UNITS` units; `low` and `high` are the 95% bootstrap interval over cases.
        kappa: Cohen's kappa of a question whose units were all answered by the same two readers; else None.
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
    """Agreement by question, and the mean over the questions of all answers, of each area and of each year.

    Answers to different questions are never pooled: where one is mostly 'yes' and another mostly 'no', random answers
    would seem to agree.
    """
    everything = list(answers)
    rows = [_question(name, mine, seed) for name, mine in _members(everything, lambda answer: answer.question)]
    rows.insert(0, _mean_of_questions("all", "all", everything, seed))
    groupings: list[tuple[str, Callable[[Answer], Hashable]]] = [
        ("area", lambda answer: answer.area),
        ("year", lambda answer: answer.year),
    ]
    for group, key in groupings:
        rows += [_mean_of_questions(group, value, mine, seed) for value, mine in _members(everything, key)]
    return rows


def _members(answers: Sequence[Answer], key: Callable[[Answer], Hashable]) -> list[tuple[str, list[Answer]]]:
    members: defaultdict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        members["not recorded" if key(answer) is None else str(key(answer))].append(answer)
    return sorted(members.items())


def _units(answers: Sequence[Answer]) -> dict[str, dict[str, str]]:
    """The answers to one question by case and reader, of the cases that two or more readers answered."""
    units: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for answer in sorted(answers, key=lambda one: (one.investigation_id, one.reader)):
        units[answer.investigation_id][answer.reader] = answer.value
    return {case: unit for case, unit in units.items() if len(unit) > 1}


def _question(question: str, answers: Sequence[Answer], seed: int) -> Agreement:
    units = _units(answers)
    if len(units) < MIN_UNITS:
        return Agreement("question", question, len(units), None, None, None, None)
    alpha = krippendorffs_alpha([list(unit.values()) for unit in units.values()])
    low, high = _interval([units], seed)
    return Agreement("question", question, len(units), alpha, low, high, _kappa_of_two(units))


def _kappa_of_two(units: Mapping[str, Mapping[str, str]]) -> float | None:
    """Cohen's kappa if the same two named readers answered every unit; else None, as it is not defined."""
    readers = {reader for unit in units.values() for reader in unit}
    if len(readers) != 2:
        return None
    one, other = sorted(readers)
    return cohens_kappa([(unit[one], unit[other]) for unit in units.values()])


def _mean_of_questions(group: str, value: str, answers: Sequence[Answer], seed: int) -> Agreement:
    """The unweighted mean of alpha over the questions with enough units; cases are resampled for its interval."""
    by_question = [_units(mine) for _, mine in _members(answers, lambda answer: answer.question)]
    number = sum(map(len, by_question))
    enough = [units for units in by_question if len(units) >= MIN_UNITS]
    alphas = [krippendorffs_alpha([list(unit.values()) for unit in units.values()]) for units in enough]
    known = [alpha for alpha in alphas if alpha is not None]
    if not known:
        return Agreement(group, value, number, None, None, None, None)
    low, high = _interval(enough, seed)
    return Agreement(group, value, number, sum(known) / len(known), low, high, None)


def _interval(questions: Sequence[Mapping[str, Mapping[str, str]]], seed: int) -> tuple[float | None, float | None]:
    """The 95% bootstrap interval of the mean alpha over resampled cases: all answers on a case are drawn together."""
    cases = sorted({case for units in questions for case in units})
    row_of = {case: row for row, case in enumerate(cases)}
    chances = np.full(len(cases), 1 / len(cases))
    drawn = np.random.default_rng(seed).multinomial(len(cases), chances, size=RESAMPLES).astype(np.float64)
    alphas = np.array([_resampled_alphas(units, drawn, row_of) for units in questions])
    known = ~np.isnan(alphas)
    kept = known.any(axis=0)
    if not kept.any():
        return None, None
    means = np.where(known, alphas, 0).sum(axis=0)[kept] / known.sum(axis=0)[kept]
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


def _resampled_alphas(
    units: Mapping[str, Mapping[str, str]], drawn: NDArray[np.float64], row_of: Mapping[str, int]
) -> NDArray[np.float64]:
    """Alpha of one question in each resample; NaN where all its answers are the same."""
    values = sorted({value for unit in units.values() for value in unit.values()})
    counts = np.array([[list(unit.values()).count(value) for value in values] for unit in units.values()], np.float64)
    weights = drawn[:, [row_of[case] for case in units]]
    answers = counts.sum(axis=1)
    differing = (answers**2 - (counts**2).sum(axis=1)) / (answers - 1)
    number = weights @ answers
    expected = number**2 - ((weights @ counts) ** 2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (number - 1) * (weights @ differing) / expected, np.nan)
