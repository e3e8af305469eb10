"""Position in the order and positives among the unread by group, from the audit sample with weights and intervals.

The share of positives among the unread also depends on how common positives are in a group. It does not show whether
the order misses a group more often, and no row claims that.

Only cases drawn at random measure the order without bias, because the order itself chose all the others. A draw from
M unread cases has weight M. Sex, age band, ethnicity and area are those recorded for the victims. Apart from identity
and counts of completeness they are used nowhere else.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

# With fewer positives among the draws, even a threefold difference would not show.
MIN_POSITIVES = 10
MIN_DRAWS = 30
RESAMPLES = 400
COMPARABLE = "waits can be compared"

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class AuditDraw:
    """One audited case.

    Attributes:
        unread: cases unread when it was drawn; the inverse of its chance of being drawn.
        position: its relative position in the queue at that time, 0 for next and 1 for last.
        groups: recorded characteristics, e.g. {'sex': 'f', 'area': 'Haringey'}; those not recorded are left out.
    """

    investigation_id: str
    unread: int
    position: float
    positive: bool
    groups: Mapping[str, str]


@dataclass(frozen=True)
class GroupRow:
    """One row of the fairness report.

    Attributes:
        wait: weighted median relative position in the queue, 0 for next and 1 for last, with its interval.
        missed: weighted share of positives among the cases that the order had not reached, with its interval.
        says: whether the numbers are large enough to compare.
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
    """The fairness report: one row for each recorded value of each characteristic, and one for 'not recorded'."""
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
    if len(draws) < MIN_DRAWS:
        says = f"too few draws to tell ({len(draws)}; {MIN_DRAWS} needed)"
        return GroupRow(characteristic, value, len(draws), positives, None, None, None, None, None, None, says)
    wait, low, high = _wait(draws, seed)
    missed = _missed(draws)
    too_few = positives < MIN_POSITIVES
    says = "too few positives to compare: a threefold difference would not show" if too_few else COMPARABLE
    return GroupRow(characteristic, value, len(draws), positives, wait, low, high, *missed, says)


def _wait(draws: Sequence[AuditDraw], seed: int) -> tuple[float, float, float]:
    """The weighted median position with its 95% bootstrap interval."""
    ordered = sorted(draws, key=lambda draw: (draw.position, draw.investigation_id))
    positions, weights = (np.array([getattr(draw, name) for draw in ordered]) for name in ("position", "unread"))
    number = len(ordered)
    (median,) = _weighted_medians(positions, weights, np.arange(number)[None, :])
    resampled = np.sort(np.random.default_rng(seed).integers(number, size=(RESAMPLES, number)), axis=1)
    low, high = np.quantile(_weighted_medians(positions, weights, resampled), (0.025, 0.975))
    return float(median), float(low), float(high)


def _weighted_medians(positions: Floats, weights: Floats, chosen: NDArray[np.int64]) -> Floats:
    """The weighted median of each row of chosen draws, which must be sorted by position."""
    reached = np.cumsum(weights[chosen], axis=1)
    middle = (reached >= reached[:, -1:] / 2).argmax(axis=1)
    return np.asarray(positions[chosen[np.arange(len(chosen)), middle]])


def _missed(draws: Sequence[AuditDraw]) -> tuple[float, float, float]:
    """The weighted share of positives with its Clopper-Pearson interval at the effective sample size."""
    weights = np.array([draw.unread for draw in draws], dtype=np.float64)
    positive = np.array([draw.positive for draw in draws])
    rate = float(weights[positive].sum() / weights.sum())
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    hits = rate * effective
    low = float(beta.ppf(0.025, hits, effective - hits + 1)) if hits else 0.0
    high = float(beta.ppf(0.975, hits + 1, effective - hits)) if hits < effective else 1.0
    return rate, low, high
