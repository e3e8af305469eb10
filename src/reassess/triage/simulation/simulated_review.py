"""A review carried through on labelled cases: the order, refits and audit draws as they would have come."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassess.triage.assurance.bounds import STATEMENT_ALPHA, MissedBound
from reassess.triage.order.features.blocks import Block
from reassess.triage.order.prior import prior_share
from reassess.triage.order.scorer import REFIT_GROWTH, DecidedCases, block_scores, fit_blocks

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ReviewPlan:
    """How a review is carried through.

    Args:
        start: rows that are decided before the review begins.
        draws: all rows in the committed random order, for the audit.
        audit_share: how much of the state is drawn at random from the unread.
        bands: the band of each row, lower first; None for one band.
        prior: the stated prior of each row, which orders until there is evidence; None for none.
        dry_after: after so many reads in order without a positive, everything is drawn at random; None for never.
        to_the_end: read every case, instead of stopping at the last positive.
    """

    start: Sequence[int]
    draws: Sequence[int]
    audit_share: float = 0.0
    bands: NDArray[np.int64] | None = None
    prior: Floats | None = None
    dry_after: int | None = None
    to_the_end: bool = False


@dataclass(frozen=True)
class Look:
    """What the daily bound said after one audit draw: cases read, positives found, and most that are still unread."""

    read: int
    found: int
    max_missed: int


@dataclass(frozen=True)
class SimulatedReview:
    """The rows in the order in which they were read, which stream each came from, what the bound said, and refits."""

    rows: list[int]
    streams: list[str]
    looks: list[Look]
    refits: int


class _ReviewState:
    """The state of a review under way."""

    def __init__(self, positive: NDArray[np.bool_], plan: ReviewPlan) -> None:
        self.positive, self.plan = positive, plan
        self.unread = np.ones(len(positive), dtype=bool)
        self.bound = MissedBound(len(positive), STATEMENT_ALPHA)
        self.draws = iter(plan.draws)
        self.review = SimulatedReview([], [], [], 0)
        self.owed, self.dry = 0.0, 0
        for row in plan.start:
            self.take(row, "start")

    def take(self, row: int, stream: str) -> None:
        positive = bool(self.positive[row])
        self.unread[row] = False
        self.review.rows.append(row)
        self.review.streams.append(stream)
        if stream == "audit":
            self.bound.draw(positive)
            self.review.looks.append(Look(self.bound.read_count, self.bound.found, self.bound.max_missed))
        else:
            self.bound.read(positive)
            self.dry = 0 if positive else self.dry + 1

    def audit_is_due(self) -> bool:
        """Whether the next case comes from the audit, which keeps its share of the work."""
        if self.plan.dry_after is not None and self.dry >= self.plan.dry_after:
            return True
        self.owed += self.plan.audit_share
        if self.owed < 1:
            return False
        self.owed -= 1
        return True

    def next_draw(self) -> int:
        return next(row for row in self.draws if self.unread[row])

    def goes_on(self) -> bool:
        left = self.unread if self.plan.to_the_end else self.unread & self.positive
        return bool(left.any())


def simulate_review(blocks: Sequence[Block], positive: NDArray[np.bool_], plan: ReviewPlan) -> SimulatedReview:
    """Read the cases in the order of this software, refitting inside the day, until the last positive is found.

    Args:
        blocks: one row a case each.
        positive: what a reader would decide about each case.
    """
    state = _ReviewState(positive, plan)
    refits = 0
    while state.goes_on():
        decided = np.array(state.review.rows, dtype=np.int64)
        scores, refitted = scores_now(blocks, DecidedCases(decided, positive[decided]), plan.prior)
        refits += refitted
        _read_a_batch(state, scores, max(1, len(decided) // REFIT_GROWTH))
    return SimulatedReview(state.review.rows, state.review.streams, state.review.looks, refits)


def scores_now(blocks: Sequence[Block], decided: DecidedCases, prior: Floats | None) -> tuple[Floats, bool]:
    """The score of every case after these decisions, and whether anything was learnt from them."""
    learnt = block_scores(blocks, fit_blocks(blocks, decided)).sum(axis=1) if decided.enough_to_fit else None
    if prior is None:
        return (np.zeros(blocks[0].matrix.shape[0]) if learnt is None else learnt), learnt is not None
    stated = prior_share(int(decided.positive.sum()), int((~decided.positive).sum()))
    if learnt is None or stated == 1:
        return prior, learnt is not None
    return np.asarray(stated * prior + (1 - stated) * learnt), True


def _read_a_batch(state: _ReviewState, scores: Floats, size: int) -> None:
    bands = state.plan.bands if state.plan.bands is not None else np.zeros(len(scores), dtype=np.int64)
    order = np.lexsort((np.arange(len(scores)), -scores, bands))
    ahead = iter(order[state.unread[order]])
    for _ in range(size):
        if not state.goes_on():
            return
        if state.audit_is_due():
            state.take(state.next_draw(), "audit")
        else:
            state.take(int(next(row for row in ahead if state.unread[row])), "order")
