"""The parameters of a model for one table: m and u of every comparison level, and the prior."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from reassess.linking.model.spec import ModelSpec

LevelProbabilities = Mapping[str, tuple[tuple[float, float], ...]]
"""For each comparison, the (m, u) of its levels in the order of the specification."""


@dataclass(frozen=True)
class Parameters:
    """What was estimated from a table; with the specification, the whole of the trained model."""

    prior: float
    """The probability that two records drawn at random are the same person."""
    probabilities: LevelProbabilities
    trained: bool
    """False where the table was too small to train on and the starting values stand."""

    @property
    def prior_weight(self) -> float:
        """The prior as a match weight (log2 of the odds); 0 where nothing could be compared."""
        return math.log2(self.prior / (1 - self.prior)) if 0 < self.prior < 1 else 0.0


def starting_parameters(model: ModelSpec, prior: float) -> Parameters:
    """Return the starting m and u of `model.yaml` with this prior."""
    probabilities = {part.name: tuple((level.m, level.u) for level in part.levels) for part in model.comparisons}
    return Parameters(prior, probabilities, trained=False)


def blended(start: Parameters, estimated: LevelProbabilities, matches: float, model: ModelSpec) -> Parameters:
    """Return the starting values adjusted by the estimates, in proportion to the evidence behind each.

    Args:
        start: the starting values.
        estimated: m and u as estimated; a level that never occurred counts as 0.
        matches: about how many matching pairs the table holds.
        model: gives the pseudo-counts of the starting values.
    """
    m_share = matches / (matches + model.training.m_pseudo_count)
    u_share = model.training.u_pairs / (model.training.u_pairs + model.training.u_pseudo_count)
    probabilities = {
        name: tuple(
            (_weighted_mean(m, estimated[name][n][0], m_share), _weighted_mean(u, estimated[name][n][1], u_share))
            for n, (m, u) in enumerate(levels)
        )
        for name, levels in start.probabilities.items()
    }
    return Parameters(start.prior, probabilities, trained=True)


def _weighted_mean(start: float, estimated: float, share: float) -> float:
    return share * estimated + (1 - share) * start
