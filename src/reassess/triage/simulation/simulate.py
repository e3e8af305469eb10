"""The same ordering and assurance code on any labelled table, so that anyone can check the claims.

Two passes over the same features. The first is the learnt order alone, comparable with screening software: it
gives the recall curve and its measures. The second is a review as it would be run, a twentieth of it drawn at
random and all of it once the order has run dry, and gives what the bound said at each look.
"""

import resource
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassess.records.errors import UserError
from reassess.triage.assurance.audit_sample import committed_order
from reassess.triage.order.features.blocks import Block, tokens_block, words_block
from reassess.triage.simulation.metrics import OrderMeasures, order_measures
from reassess.triage.simulation.simulated_review import Look, ReviewPlan, SimulatedReview, simulate_review

AUDIT_SHARE = 0.05
# The order counts as run dry after this share of all cases in a row without a positive (100 of 2,000).
DRY_SHARE = 0.05


@dataclass(frozen=True)
class LabelledTable:
    """Cases with known answers: their text, tokens by block, and whether each is positive."""

    references: Sequence[str]
    texts: Sequence[str]
    tokens: Mapping[str, Sequence[Sequence[str]]]
    positive: NDArray[np.bool_]


@dataclass(frozen=True)
class Simulation:
    """What came out of a simulation.

    Attributes:
        order: the learnt order alone, starting cases first.
        audited: the same with audit draws, to the last case.
        certified_after: cases read when the bound first certified the target; None if that took everything.
        seconds: CPU seconds for features, order and audited review.
        memory_mb: the most memory that the process has held.
    """

    table: LabelledTable
    start: list[int]
    target: float
    order: SimulatedReview
    measures: OrderMeasures
    audited: SimulatedReview
    certified_after: int | None
    violated_looks: int
    seconds: Mapping[str, float]
    memory_mb: float


def simulate_table(table: LabelledTable, seed: int = 0, target: float = 0.95, audited: bool = True) -> Simulation:
    """Carry a review of the table through, from one positive and one negative drawn with `seed`.

    The starting cases are those of `asreview simulate --n-prior-included 1 --n-prior-excluded 1 --prior-seed SEED`.

    Raises:
        UserError: there are not two positive and two negative records.
    """
    _refuse_too_few(table.positive)
    started = time.process_time()
    blocks = table_blocks(table)
    featured = time.process_time()
    start = starting_rows(table.positive, seed)
    draws = draw_rows(table.references, seed)
    order = simulate_review(blocks, table.positive, ReviewPlan(start, draws))
    ordered = time.process_time()
    plan = ReviewPlan(
        start, draws, AUDIT_SHARE, dry_after=max(50, round(DRY_SHARE * len(draws))), to_the_end=True
    )
    review = simulate_review(blocks, table.positive, plan) if audited else SimulatedReview([], [], [], 0)
    seconds = {"features": featured - started, "order": ordered - featured, "audited": time.process_time() - ordered}
    return _summed_up(table, start, target, order, review, seconds)


def _refuse_too_few(positive: NDArray[np.bool_]) -> None:
    """One record of each kind is given; an order is measured by the others, of which there must be some of each."""
    positives, negatives = int(positive.sum()), int((~positive).sum())
    if min(positives, negatives) < 2:
        raise UserError(
            f"The labels name {positives:,} positive and {negatives:,} negative records. A simulation starts from one"
            " of each and measures by the others: give a table with two or more of each."
        )


def table_blocks(table: LabelledTable) -> list[Block]:
    """The words block of a table and one block for each of its token columns."""
    return [words_block(table.texts)] + [tokens_block(name, tokens) for name, tokens in table.tokens.items()]


def starting_rows(positive: NDArray[np.bool_], seed: int) -> list[int]:
    """One positive and one negative row, drawn as ASReview draws its prior records."""
    return [
        int(np.random.RandomState(seed).choice(np.flatnonzero(positive == kind), 1, replace=False)[0])
        for kind in (True, False)
    ]


def draw_rows(references: Sequence[str], seed: int) -> list[int]:
    """All rows in the committed random order."""
    place = {reference: row for row, reference in enumerate(references)}
    return [place[reference] for reference in committed_order(str(seed), references)]


def in_reading_order(positive: NDArray[np.bool_], review: SimulatedReview) -> NDArray[np.bool_]:
    """Whether each case was positive, in the order read, starting cases left out and unread cases last."""
    read = [row for row, stream in zip(review.rows, review.streams, strict=True) if stream != "start"]
    found = np.zeros(len(positive) - review.streams.count("start"), dtype=bool)
    found[: len(read)] = positive[read]
    return found


def _summed_up(
    table: LabelledTable,
    start: list[int],
    target: float,
    order: SimulatedReview,
    review: SimulatedReview,
    seconds: Mapping[str, float],
) -> Simulation:
    return Simulation(
        table=table,
        start=start,
        target=target,
        order=order,
        measures=order_measures(in_reading_order(table.positive, order), target),
        audited=review,
        certified_after=_certified_after(review.looks, target),
        violated_looks=violated_looks(review.looks, int(table.positive.sum())),
        seconds=seconds,
        memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _certified_after(looks: Sequence[Look], target: float) -> int | None:
    """Cases read at the first look that proves the target recall."""
    proved = (look.read for look in looks if look.found >= target * (look.found + look.max_missed))
    return next(proved, None)


def violated_looks(looks: Sequence[Look], positives: int) -> int:
    """How many looks said 'at most m missed' when more were."""
    return sum(look.found + look.max_missed < positives for look in looks)
