"""How many positives can still be among the unread: the daily bound and the planned test.

Both speak of a population of N cases with P positives, some of which have been read (in any order, for any reason)
and some of which were drawn at random from those unread at the time.

The daily bound is a betting confidence sequence for draws without replacement (Waudby-Smith and Ramdas 2020,
arXiv:2006.04347; the bet of a ranked stream between draws as in Stark's ALPHA, arXiv:2201.02707). If there are m
positives in all, the next draw is positive with p(m) = (m - found) / unread exactly, whatever the ranking did
before. Wealth that bets on fewer, and starts at 1, reaches 1 / alpha with a chance of alpha at most when m is true,
at any time whatever; the totals m whose wealth has reached it are struck out for good. Looking every day costs
nothing.

The planned test is the exact hypergeometric one, valid for a single look at a size fixed beforehand.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, hypergeom

# Each m is bet against at the odds that would just refute it after this share of the population has been drawn.
# Chosen once from N and m, so that the bet never looks ahead; half the stake on a sixth (1,500 of 9,000).
HORIZONS = ((1 / 60, 0.1), (1 / 20, 0.2), (1 / 6, 0.5), (1 / 2, 0.2))
CERTAINTY = 0.95

Floats = NDArray[np.float64]


@dataclass
class MissedBound:
    """An upper bound on the positives of a population that holds at every look with confidence 1 - alpha.

    Tell it of every case read, in order: `draw` for one drawn at random from all those unread, `read` for any other.
    """

    population: int
    alpha: float = 1 - CERTAINTY
    read_count: int = 0
    found: int = 0
    draws: int = 0
    hits: int = 0
    _totals: NDArray[np.int64] = field(init=False, repr=False)
    _odds: Floats = field(init=False, repr=False)
    _wealth: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._totals = np.arange(self.population + 1)
        self._odds = _odds(self.population, self.alpha)
        self._wealth = np.log([[stake] for _, stake in HORIZONS]) + np.zeros(self.population + 1)

    def read(self, positive: bool) -> None:
        """A case was read that was not drawn at random."""
        self.read_count += 1
        self.found += positive

    def draw(self, positive: bool) -> None:
        """A case drawn uniformly from those unread was read; a draw that was skipped counts as positive."""
        unread = self.population - self.read_count
        chance = np.clip((self._totals - self.found) / unread, 0, 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            growth = np.log(self._odds) if positive else np.log1p(-self._odds * chance) - np.log1p(-chance)
        if positive:
            self._wealth += growth
        else:
            self._wealth += np.where(chance < 1, growth, 0)
            # A negative where every case left would have to be positive refutes that total outright.
            self._wealth[:, chance >= 1] = np.inf
        self.draws, self.hits = self.draws + 1, self.hits + positive
        self.read(positive)
        self._strike_out()

    def _strike_out(self) -> None:
        standing = np.logaddexp.reduce(self._wealth, axis=0) < -np.log(self.alpha)
        if not standing.all():
            self._totals, self._odds = self._totals[standing], self._odds[:, standing]
            self._wealth = self._wealth[:, standing]

    @property
    def most_in_all(self) -> int:
        """The highest number of positives in the whole population that has not been refuted."""
        possible = self.found + self.population - self.read_count
        highest = int(self._totals[-1]) if len(self._totals) else self.found
        return max(min(highest, possible), self.found)

    @property
    def most_missed(self) -> int:
        """The highest number of positives among the unread that has not been refuted."""
        return self.most_in_all - self.found


def _odds(population: int, alpha: float) -> Floats:
    """For each horizon and each total m: the odds q/p at which the bet against m is laid, from 0 to 1."""
    prevalence = np.clip(np.arange(population + 1) / max(population, 1), 1e-12, 1 - 1e-12)
    rows = []
    for share, stake in HORIZONS:
        # Without replacement the evidence of n draws is that of somewhat more with it.
        draws = population * share * (1 + share / 2)
        rows.append(_refuting_odds(prevalence, draws, -np.log(alpha * stake)))
    return np.array(rows)


def _refuting_odds(prevalence: Floats, draws: float, evidence: float) -> Floats:
    """The highest odds c with draws * KL(c p, p) >= evidence: the weakest result that refutes p after so many draws."""
    low, high = np.zeros_like(prevalence), np.ones_like(prevalence)
    for _ in range(40):
        middle = (low + high) / 2
        enough = draws * _divergence(middle * prevalence, prevalence) >= evidence
        low, high = np.where(enough, middle, low), np.where(enough, high, middle)
    return low


def _divergence(seen: Floats, said: Floats) -> Floats:
    """Kullback-Leibler divergence of two coins, in nats."""
    with np.errstate(divide="ignore", invalid="ignore"):
        heads = np.where(seen > 0, seen * np.log(seen / said), 0.0)
    return np.asarray(heads + (1 - seen) * np.log((1 - seen) / (1 - said)))


def most_missed_planned(unread: int, drawn: int, hits: int, alpha: float = 1 - CERTAINTY) -> int:
    """The one-look bound: most positives among `unread` cases of which `drawn` were drawn, `hits` of them positive.

    Counted before the draw, so the hits are among them. Exact (hypergeometric), for a sample size fixed beforehand.

    Raises:
        ValueError: the numbers do not fit each other.
    """
    if not 0 <= hits <= drawn <= unread:
        raise ValueError(f"{hits} hits among {drawn} draws from {unread} unread cannot be")
    totals = np.arange(hits, unread - drawn + hits + 1)
    not_refuted = totals[hypergeom.cdf(hits, unread, totals, drawn) > alpha]
    return int(not_refuted[-1]) if len(not_refuted) else hits


def draws_needed(unread: int, tolerated: int, alpha: float = 1 - CERTAINTY) -> int:
    """How many draws without a single hit certify that at most `tolerated` positives are among `unread` cases."""
    if tolerated >= unread:
        return 0
    sizes = np.arange(unread + 1)
    refuted = hypergeom.pmf(0, unread, tolerated + 1, sizes) <= alpha
    return int(sizes[refuted][0])


@dataclass(frozen=True)
class Share:
    """A share of a count, with its exact interval (Clopper and Pearson)."""

    hits: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The share itself; None of nothing."""
        return self.hits / self.of if self.of else None


def share(hits: int, of: int, alpha: float = 1 - CERTAINTY) -> Share:
    """`hits` of `of` with its two-sided 1 - alpha interval."""
    low = float(beta.ppf(alpha / 2, hits, of - hits + 1)) if hits else 0.0
    high = float(beta.ppf(1 - alpha / 2, hits + 1, of - hits)) if hits < of else 1.0
    return Share(hits, of, low, high)


def bound_after(population: int, reads: Iterable[tuple[bool, bool]], alpha: float = 1 - CERTAINTY) -> MissedBound:
    """The daily bound after a sequence of (drawn at random, positive)."""
    bound = MissedBound(population, alpha)
    for drawn, positive in reads:
        (bound.draw if drawn else bound.read)(positive)
    return bound
