"""The learnt order inside a band: one regularised linear scorer a block, fused late with visible weights.

A case's score is a sum over blocks of weight times standard score, standardised on the cases still unread; a block's
score is a sum over its terms. So what moved a case can be said exactly, term by term (`explain.py`).
The scorer is a linear support vector machine with squared hinge loss whose positives count as much as `BALANCE`
times fewer negatives, as in ASReview's default (ELAS u4).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC

from reassess.triage.config import block_settings
from reassess.triage.order.features.blocks import Block, multipliers

BALANCE = 9.8

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Decided:
    """The cases decided so far, as rows of the blocks, and whether each was positive."""

    rows: Rows
    positive: NDArray[np.bool_]

    @property
    def enough_to_fit(self) -> bool:
        """Whether there is at least one of each kind."""
        return bool(self.positive.any() and not self.positive.all())


@dataclass(frozen=True)
class BlockFit:
    """What a block learnt: a weight a term, and the mean and deviation of its scores over the unread."""

    name: str
    weight: float
    limit: float | None
    coefficients: Floats
    mean: float
    deviation: float

    def raw(self, block: Block) -> Floats:
        """The standard score of every case in this block, times the block's weight, before the limit."""
        return np.asarray((block.matrix @ self.coefficients - self.mean) / self.deviation * self.weight)

    def scores(self, block: Block) -> Floats:
        """What this block adds to every case's score."""
        raw = self.raw(block)
        return raw if self.limit is None else np.clip(raw, -self.limit * self.weight, self.limit * self.weight)


def fit_blocks(blocks: Sequence[Block], decided: Decided) -> tuple[BlockFit, ...]:
    """Fit every block to the decided cases and standardise it on those unread.

    Raises:
        ValueError: the decided cases are all of one kind.
    """
    unread = np.ones(blocks[0].matrix.shape[0], dtype=bool)
    unread[decided.rows] = False
    # With nothing left to read there is nothing to standardise on; the whole pool then stands in for it.
    pool = np.flatnonzero(unread) if unread.any() else np.arange(len(unread))
    return tuple(_fit_block(block, decided, pool) for block in blocks)


def block_scores(blocks: Sequence[Block], fits: Sequence[BlockFit]) -> Floats:
    """What each block adds to the score of each case: a row a case, a column a block."""
    columns = [fit.scores(block) for block, fit in zip(blocks, fits, strict=True)]
    return np.asarray(np.column_stack(columns) * multipliers(blocks))


def _fit_block(block: Block, decided: Decided, pool: Rows) -> BlockFit:
    coefficients = _linear(block.matrix, decided, block.strength)
    if block.themes is not None:
        coefficients = _with_themes_and_likeness(block, decided, coefficients, pool)
    scores = block.matrix @ coefficients
    return BlockFit(
        block.name, block.weight, block.limit, coefficients, float(scores[pool].mean()), _spread(scores[pool])
    )


def _with_themes_and_likeness(block: Block, decided: Decided, words: Floats, pool: Rows) -> Floats:
    """The words' coefficients plus the weighted shares of themes and of likeness to the positives, all per term."""
    assert block.themes is not None
    themes, likeness = block_settings("themes"), block_settings("likeness")
    direction = _linear(block.themes.places, decided, themes.strength)
    average = np.asarray(block.matrix[decided.rows[decided.positive]].mean(axis=0)).ravel()
    total = words / _spread((block.matrix @ words)[pool])
    total += likeness.weight * average / _spread((block.matrix @ average)[pool])
    total[block.themes.columns] += (
        themes.weight * (block.themes.loadings @ direction) / _spread((block.themes.places @ direction)[pool])
    )
    return np.asarray(total)


def _spread(scores: Floats) -> float:
    """The standard deviation, or 1 where all scores are equal."""
    return float(scores.std()) or 1.0


def _linear(matrix: sparse.csr_matrix | NDArray[np.float32], decided: Decided, strength: float) -> Floats:
    # Texts without words, or all alike, and tokens of one case each leave no term to learn from.
    if not matrix.shape[1]:
        return np.zeros(0)
    scorer = LinearSVC(C=strength, random_state=0)
    scorer.fit(matrix[decided.rows], decided.positive, sample_weight=_balanced(decided.positive))
    return np.asarray(scorer.coef_[0], dtype=np.float64)


def _balanced(positive: NDArray[np.bool_]) -> Floats:
    """A weight a case: negatives together count a `BALANCE`th of the positives; the mean weight is 1."""
    positives, negatives = int(positive.sum()), int((~positive).sum())
    weights = np.where(positive, 1.0, positives / (BALANCE * negatives))
    return np.asarray(weights * len(positive) / weights.sum())
