"""Whether groups of people wait longer or are missed more: from the audit stream only, weighted, with intervals.

Only cases drawn at random say anything about the order without bias: all others were chosen by it. A draw from a
pool of M unread cases stands for M of them. Sex, age band, ethnicity and area are those recorded of the victims; they
feed nothing else in this software.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

# With fewer positives among the draws, even a threefold difference cannot be seen.
LEAST_POSITIVES = 10
LEAST_DRAWS = 30
RESAMPLES = 400

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class AuditDraw:
    """One audited case.

    Attributes:
        unread: how many cases were unread when it was drawn; the inverse of its chance.
        place: where the order had it then, 0 for next and 1 for last.
        groups: what is recorded, e.g. {'sex': 'f', 'area': 'Haringey'}; left out where nothing is.
    """

    investigation_id: str
    unread: int
    place: float
    positive: bool
    groups: Mapping[str, str]


@dataclass(frozen=True)
class GroupRow:
    """A line of the report.

    Attributes:
        wait: weighted median place in the order, 0 for next and 1 for last, with its interval.
        missed: weighted share of positives among those the order had not reached, with its interval.
        says: what the numbers allow to be said.
    """

    characteristic: str
    value: str
    draws: int
    positives: int
    wait: float | None
    wait_low: float | None
    wait_high: float | None
    missed: float | None
    missed_low: float | None
    missed_high: float | None
    says: str


def fairness(draws: Sequence[AuditDraw], seed: int = 1) -> list[GroupRow]:
    """The report: a line for each recorded value of each characteristic, and one for where nothing is recorded."""
    names = sorted({name for draw in draws for name in draw.groups})
    rows = [_row("all", "all", draws, seed)]
    for name in names:
        members: defaultdict[str, list[AuditDraw]] = defaultdict(list)
        for draw in draws:
            members[draw.groups.get(name, "not recorded")].append(draw)
        rows += [_row(name, value, members[value], seed) for value in sorted(members)]
    return rows


def _row(characteristic: str, value: str, draws: Sequence[AuditDraw], seed: int) -> GroupRow:
    positives = sum(draw.positive for draw in draws)
    if len(draws) < LEAST_DRAWS:
        says = f"too few draws to tell ({len(draws)}; {LEAST_DRAWS} needed)"
        return GroupRow(characteristic, value, len(draws), positives, None, None, None, None, None, None, says)
    wait, low, high = _wait(draws, seed)
    missed = _missed(draws)
    few = positives < LEAST_POSITIVES
    says = "too few positives to compare: a threefold difference would not show" if few else "can be compared"
    return GroupRow(characteristic, value, len(draws), positives, wait, low, high, *missed, says)


def _wait(draws: Sequence[AuditDraw], seed: int) -> tuple[float, float, float]:
    """The weighted median place, and the middle 95% of the same over resampled draws."""
    ordered = sorted(draws, key=lambda draw: (draw.place, draw.investigation_id))
    places, weights = (np.array([getattr(draw, name) for draw in ordered]) for name in ("place", "unread"))
    number = len(ordered)
    (median,) = _weighted_medians(places, weights, np.arange(number)[None, :])
    resampled = np.sort(np.random.default_rng(seed).integers(number, size=(RESAMPLES, number)), axis=1)
    low, high = np.quantile(_weighted_medians(places, weights, resampled), (0.025, 0.975))
    return float(median), float(low), float(high)


def _weighted_medians(places: Floats, weights: Floats, chosen: NDArray[np.int64]) -> Floats:
    """For each row of chosen draws, in order of their places, the place at which half of their weight is reached."""
    reached = np.cumsum(weights[chosen], axis=1)
    middle = (reached >= reached[:, -1:] / 2).argmax(axis=1)
    return np.asarray(places[chosen[np.arange(len(chosen)), middle]])


def _missed(draws: Sequence[AuditDraw]) -> tuple[float, float, float]:
    """The weighted share of positives and its interval (Clopper and Pearson at the effective number of draws)."""
    weights = np.array([draw.unread for draw in draws], dtype=np.float64)
    positive = np.array([draw.positive for draw in draws])
    rate = float(weights[positive].sum() / weights.sum())
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    hits = rate * effective
    low = float(beta.ppf(0.025, hits, effective - hits + 1)) if hits else 0.0
    high = float(beta.ppf(0.975, hits + 1, effective - hits)) if hits < effective else 1.0
    return rate, low, high
