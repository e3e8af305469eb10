"""The score inside a band: one regularised linear scorer per block, combined by late fusion with visible weights.

A case's score is the sum over blocks of weight times z-score, standardised on the cases still unread. A block's score
is a sum over its terms, so every score can be explained exactly, term by term (`explanation.py`).
Each scorer is a linear support vector machine with squared hinge loss whose positives count as much as `BALANCE_RATIO`
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

BALANCE_RATIO = 9.8
# Refit when the decided cases have grown by 1/REFIT_GROWTH: the same order as after every decision, for a tenth of the
# time. Refitting once a day finds each positive half as late again.
REFIT_GROWTH = 20

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class DecidedCases:
    """The cases decided so far, as rows of the blocks, and whether each was positive."""

    rows: Rows
    positive: NDArray[np.bool_]

    @property
    def enough_to_fit(self) -> bool:
        """Whether both labels occur."""
        return bool(self.positive.any() and not self.positive.all())


@dataclass(frozen=True)
class BlockFit:
    """A fitted block: one coefficient per term, and the mean and deviation of its scores over the unread cases."""

    name: str
    weight: float
    limit: float | None
    coefficients: Floats
    mean: float
    deviation: float

    def raw(self, block: Block) -> Floats:
        """Every case's z-score in this block times the block's weight, before the limit."""
        return np.asarray((block.matrix @ self.coefficients - self.mean) / self.deviation * self.weight)

    def scores(self, block: Block) -> Floats:
        """This block's contribution to every case's score."""
        raw = self.raw(block)
        return raw if self.limit is None else np.clip(raw, -self.limit * self.weight, self.limit * self.weight)


def fit_blocks(blocks: Sequence[Block], decided: DecidedCases) -> tuple[BlockFit, ...]:
    """Fit every block to the decided cases and standardise it on those unread.

    Raises:
        ValueError: the decided cases all have the same label.
    """
    unread = np.ones(blocks[0].matrix.shape[0], dtype=bool)
    unread[decided.rows] = False
    # When every case has been read, standardise on all of them.
    pool = np.flatnonzero(unread) if unread.any() else np.arange(len(unread))
    return tuple(_fit_block(block, decided, pool) for block in blocks)


def block_scores(blocks: Sequence[Block], fits: Sequence[BlockFit]) -> Floats:
    """Each block's contribution to each score: one row per case, one column per block."""
    columns = [fit.scores(block) for block, fit in zip(blocks, fits, strict=True)]
    return np.asarray(np.column_stack(columns) * multipliers(blocks))


def _fit_block(block: Block, decided: DecidedCases, pool: Rows) -> BlockFit:
    coefficients = _linear(block.matrix, decided, block.strength)
    if block.themes is not None:
        coefficients = _with_themes_and_similarity(block, decided, coefficients, pool)
    scores = block.matrix @ coefficients
    return BlockFit(
        block.name, block.weight, block.limit, coefficients, float(scores[pool].mean()), _spread(scores[pool])
    )


def _with_themes_and_similarity(block: Block, decided: DecidedCases, words: Floats, pool: Rows) -> Floats:
    """Coefficients per term: those of the words plus the weighted ones of themes and of similarity to positives."""
    assert block.themes is not None
    themes, similarity = block_settings("themes"), block_settings("similarity")
    direction = _linear(block.themes.places, decided, themes.strength)
    average = np.asarray(block.matrix[decided.rows[decided.positive]].mean(axis=0)).ravel()
    total = words / _spread((block.matrix @ words)[pool])
    total += similarity.weight * average / _spread((block.matrix @ average)[pool])
    total[block.themes.columns] += (
        themes.weight * (block.themes.loadings @ direction) / _spread((block.themes.places @ direction)[pool])
    )
    return np.asarray(total)


def _spread(scores: Floats) -> float:
    """The standard deviation, or 1 where all scores are equal."""
    return float(scores.std()) or 1.0


def _linear(matrix: sparse.csr_matrix | NDArray[np.float32], decided: DecidedCases, strength: float) -> Floats:
    # Texts without shared words, or tokens of one case each, leave no terms to fit.
    if not matrix.shape[1]:
        return np.zeros(0)
    scorer = LinearSVC(C=strength, random_state=0)
    scorer.fit(matrix[decided.rows], decided.positive, sample_weight=_balanced(decided.positive))
    return np.asarray(scorer.coef_[0], dtype=np.float64)


def _balanced(positive: NDArray[np.bool_]) -> Floats:
    """Sample weights: all negatives together count 1/BALANCE_RATIO of the positives; the mean weight is 1."""
    positives, negatives = int(positive.sum()), int((~positive).sum())
    weights = np.where(positive, 1.0, positives / (BALANCE_RATIO * negatives))
    return np.asarray(weights * len(positive) / weights.sum())
