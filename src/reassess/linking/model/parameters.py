"""The numbers of a model for one table: m and u of every level, and how common pairs of one person are."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reassess.linking.model.spec import Model

Numbers = Mapping[str, tuple[tuple[float, float], ...]]
"""For each comparison the (m, u) of its levels, in the order of the declaration."""


@dataclass(frozen=True)
class Parameters:
    """What a table has taught the model; with the declaration it is the whole of the trained model."""

    prior: float
    """The probability that two records drawn at random are one person."""
    numbers: Numbers
    learnt: bool
    """False where the table was too small to teach and the starting values stand."""

    @property
    def start_weight(self) -> float:
        """The prior as a weight, log2 of the odds; 0 where nothing could be compared."""
        return math.log2(self.prior / (1 - self.prior)) if 0 < self.prior < 1 else 0.0


def starting(model: Model, prior: float) -> Parameters:
    """The values that `model.yaml` declares."""
    numbers = {part.name: tuple((level.m, level.u) for level in part.levels) for part in model.comparisons}
    return Parameters(prior, numbers, learnt=False)


def blended(start: Parameters, taught: Numbers, matches: float, model: Model) -> Parameters:
    """The starting values corrected by what a table taught, in proportion to what it had to teach with.

    Args:
        start: the starting values.
        taught: m and u as learnt, in which a level that never occurred counts as 0.
        matches: how many pairs of one person the table holds, about.
        model: tells how many pairs the starting values are worth.
    """
    m_share = matches / (matches + model.learning.prior_matches)
    u_share = model.learning.sample_pairs / (model.learning.sample_pairs + model.learning.prior_pairs)
    numbers = {
        name: tuple(
            (_mix(m, taught[name][n][0], m_share), _mix(u, taught[name][n][1], u_share))
            for n, (m, u) in enumerate(levels)
        )
        for name, levels in start.numbers.items()
    }
    return Parameters(start.prior, numbers, learnt=True)


def _mix(start: float, taught: float, share: float) -> float:
    return share * taught + (1 - share) * start


def distinct(levels: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same (m, u) with no two of one weight: a later level that ties is moved by less than a millionth of its m.

    Splink keeps the weight of a comparison but not its level; with distinct weights the one tells the other.
    """
    made: list[tuple[float, float]] = []
    for m, u in levels:
        while any(abs(math.log2(m / u) - math.log2(other / of)) < 1e-7 for other, of in made):
            m *= 1 - 3e-7
        made.append((m, u))
    return made


def level_weights(levels: Sequence[tuple[float, float]]) -> list[float]:
    """The weight, log2(m / u), of each level as it stands in the scored pairs."""
    return [math.log2(m / u) for m, u in distinct(levels)]
