"""A review carried through on labelled cases: the order, refits and audit draws as they would have come."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassess.triage.assurance.bounds import CERTAINTY, MissedBound
from reassess.triage.order.features.blocks import Block
from reassess.triage.order.prior import prior_share
from reassess.triage.order.scorer import Decided, block_scores, fit_blocks

# Refit when the decided cases have grown by a twentieth: the same order as after every decision, for a tenth of
# the time; once a day delays a positive by half as much again.
GROWTH = 20

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Plan:
    """How a review is carried through.

    Args:
        start: rows that are decided before the review begins.
        draws: all rows in the committed random order, for the audit.
        audit_share: how much of the reading is drawn at random from the unread.
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
    most_missed: int


@dataclass(frozen=True)
class Course:
    """The rows in the order in which they were read, which stream each came from, what the bound said, and refits."""

    rows: list[int]
    streams: list[str]
    looks: list[Look]
    refits: int


class _Reading:
    """The state of a review under way."""

    def __init__(self, positive: NDArray[np.bool_], plan: Plan) -> None:
        self.positive, self.plan = positive, plan
        self.unread = np.ones(len(positive), dtype=bool)
        self.bound = MissedBound(len(positive), 1 - CERTAINTY)
        self.draws = iter(plan.draws)
        self.course = Course([], [], [], 0)
        self.owed, self.dry = 0.0, 0
        for row in plan.start:
            self.take(row, "start")

    def take(self, row: int, stream: str) -> None:
        positive = bool(self.positive[row])
        self.unread[row] = False
        self.course.rows.append(row)
        self.course.streams.append(stream)
        if stream == "audit":
            self.bound.draw(positive)
            self.course.looks.append(Look(self.bound.read_count, self.bound.found, self.bound.most_missed))
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


def carry_through(blocks: Sequence[Block], positive: NDArray[np.bool_], plan: Plan) -> Course:
    """Read the cases in the order of this software, refitting inside the day, until the last positive is found.

    Args:
        blocks: one row a case each.
        positive: what a reader would decide about each case.
    """
    reading = _Reading(positive, plan)
    refits = 0
    while reading.goes_on():
        decided = np.array(reading.course.rows, dtype=np.int64)
        scores, refitted = scores_now(blocks, Decided(decided, positive[decided]), plan.prior)
        refits += refitted
        _read_a_batch(reading, scores, max(1, len(decided) // GROWTH))
    return Course(reading.course.rows, reading.course.streams, reading.course.looks, refits)


def scores_now(blocks: Sequence[Block], decided: Decided, prior: Floats | None) -> tuple[Floats, bool]:
    """The score of every case after these decisions, and whether anything was learnt from them."""
    learnt = block_scores(blocks, fit_blocks(blocks, decided)).sum(axis=1) if decided.enough_to_fit else None
    if prior is None:
        return (np.zeros(blocks[0].matrix.shape[0]) if learnt is None else learnt), learnt is not None
    stated = prior_share(int(decided.positive.sum()), int((~decided.positive).sum()))
    if learnt is None or stated == 1:
        return prior, learnt is not None
    return np.asarray(stated * prior + (1 - stated) * learnt), True


def _read_a_batch(reading: _Reading, scores: Floats, size: int) -> None:
    bands = reading.plan.bands if reading.plan.bands is not None else np.zeros(len(scores), dtype=np.int64)
    order = np.lexsort((np.arange(len(scores)), -scores, bands))
    ahead = iter(order[reading.unread[order]])
    for _ in range(size):
        if not reading.goes_on():
            return
        if reading.audit_is_due():
            reading.take(reading.next_draw(), "audit")
        else:
            reading.take(int(next(row for row in ahead if reading.unread[row])), "order")
