"""Upper bounds on the positives among the unread: an anytime-valid bound and a single planned test.

Both describe a population of N cases, P of them positive. Some cases have been read in any order and for any reason;
others were drawn at random from those unread at the time.

The anytime-valid bound is a betting confidence sequence for draws without replacement (Waudby-Smith and Ramdas 2020,
arXiv:2006.04347; ranked reading between the draws as in Stark's ALPHA, arXiv:2201.02707). If there are m positives in
all, the next draw is positive with probability p(m) = (m - found) / unread exactly, whatever the ranking did before.
For each m a bettor starts with wealth 1 and bets on fewer positives. If m is true, the chance that this wealth ever
reaches 1 / alpha is at most alpha (Ville's inequality). Each m whose wealth reaches that level is refuted for good,
so the bound stays valid however often it is looked at.

The planned test is the exact hypergeometric test, valid for one look at a sample size fixed beforehand.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, hypergeom

# (share of the population, stake): each m is bet against at the odds that would just refute it after that share has
# been drawn. The odds follow from N and m alone, so a bet never depends on later draws. Half of the stake is on a
# sixth of the population (1,500 of 9,000).
HORIZONS = ((1 / 60, 0.1), (1 / 20, 0.2), (1 / 6, 0.5), (1 / 2, 0.2))
CERTAINTY = 0.95
# One chance of being wrong is shared by all that the assurance says: half by the bound among the unread, half by the
# bound among the cases left closed, from which its interval follows.
ALPHA = 1 - CERTAINTY
STATEMENT_ALPHA = ALPHA / 2

Floats = NDArray[np.float64]


@dataclass
class MissedBound:
    """Anytime-valid upper bound on the positives of a population, with confidence 1 - alpha over all looks together.

    Call `draw` or `read` for every case in the order of reading: `draw` for a case drawn at random from all those
    unread, `read` for any other.
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
        """Record a case that was not drawn at random."""
        self.read_count += 1
        self.found += positive

    def draw(self, positive: bool) -> None:
        """Record a case drawn uniformly from those unread. A skipped draw must be recorded as positive."""
        unread = self.population - self.read_count
        chance = np.clip((self._totals - self.found) / unread, 0, 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            growth = np.log(self._odds) if positive else np.log1p(-self._odds * chance) - np.log1p(-chance)
        if positive:
            self._wealth += growth
        else:
            self._wealth += np.where(chance < 1, growth, 0)
            # A negative draw refutes outright any total under which every unread case would be positive.
            self._wealth[:, chance >= 1] = np.inf
        self.draws, self.hits = self.draws + 1, self.hits + positive
        self.read(positive)
        self._drop_refuted()

    def _drop_refuted(self) -> None:
        possible = np.logaddexp.reduce(self._wealth, axis=0) < -np.log(self.alpha)
        if not possible.all():
            self._totals, self._odds = self._totals[possible], self._odds[:, possible]
            self._wealth = self._wealth[:, possible]

    @property
    def max_total(self) -> int:
        """The highest number of positives in the whole population that has not been refuted."""
        possible = self.found + self.population - self.read_count
        highest = int(self._totals[-1]) if len(self._totals) else self.found
        return max(min(highest, possible), self.found)

    @property
    def max_missed(self) -> int:
        """The highest number of positives among the unread that has not been refuted."""
        return self.max_total - self.found


def _odds(population: int, alpha: float) -> Floats:
    """The odds q/p of the bet against each total m, from 0 to 1; one row for each horizon."""
    prevalence = np.clip(np.arange(population + 1) / max(population, 1), 1e-12, 1 - 1e-12)
    rows = []
    for share, stake in HORIZONS:
        # n draws without replacement carry the evidence of somewhat more draws with replacement.
        draws = population * share * (1 + share / 2)
        rows.append(_refuting_odds(prevalence, draws, -np.log(alpha * stake)))
    return np.array(rows)


def _refuting_odds(prevalence: Floats, draws: float, evidence: float) -> Floats:
    """The highest odds c with draws * KL(c p, p) >= evidence: the weakest result that refutes p after `draws`."""
    low, high = np.zeros_like(prevalence), np.ones_like(prevalence)
    for _ in range(40):
        middle = (low + high) / 2
        enough = draws * _kl_divergence(middle * prevalence, prevalence) >= evidence
        low, high = np.where(enough, middle, low), np.where(enough, high, middle)
    return low


def _kl_divergence(p: Floats, q: Floats) -> Floats:
    """Kullback-Leibler divergence of Bernoulli(p) from Bernoulli(q), in nats."""
    with np.errstate(divide="ignore", invalid="ignore"):
        heads = np.where(p > 0, p * np.log(p / q), 0.0)
    return np.asarray(heads + (1 - p) * np.log((1 - p) / (1 - q)))


def max_missed_planned(unread: int, drawn: int, hits: int, alpha: float = 1 - CERTAINTY) -> int:
    """Exact one-look upper bound (hypergeometric) on the positives among `unread` cases, for a planned sample size.

    Args:
        unread: cases unread before the sample was drawn; the hits are counted among them.
        drawn: the size of the sample, fixed beforehand.
        hits: positives in the sample.
        alpha: the chance that the bound is wrong.
    Raises:
        ValueError: not 0 <= hits <= drawn <= unread.
    """
    if not 0 <= hits <= drawn <= unread:
        raise ValueError(f"{hits} hits in {drawn} draws from {unread} unread: need 0 <= hits <= draws <= unread.")
    totals = np.arange(hits, unread - drawn + hits + 1)
    not_refuted = totals[hypergeom.cdf(hits, unread, totals, drawn) > alpha]
    return int(not_refuted[-1]) if len(not_refuted) else hits


# (factor by which each hit shrinks the wealth, share of the stake): small factors bet on few hits, large ones on many.
HIT_FACTORS = ((0.0, 0.3), (0.25, 0.2), (0.5, 0.2), (0.75, 0.15), (0.9, 0.1), (0.97, 0.05))


def max_left_closed(closed: int, share: float, hits: int, alpha: float = STATEMENT_ALPHA) -> int:
    """Anytime-valid upper bound on the positives among the cases ever left closed, found ones included.

    Each case left closed is drawn for a blind review with probability `share`, by a key that nobody knows. For a
    positive and a factor b, the mean of b to the power of 'drawn' is 1 - share (1 - b). So b^hits / (1 - share (1 -
    b))^positives is a martingale that starts at 1, and so is a mixture over b. By Ville's inequality (Ville 1939;
    Howard et al. 2021, arXiv:1810.08240) it ever reaches 1 / alpha with a chance of at most alpha, however the number
    of closed cases grows and however often the bound is looked at.

    Args:
        closed: cases left closed so far.
        share: the lowest probability with which any of them was drawn.
        hits: drawn cases that were positive; those without a review yet count as positive.

    >>> max_left_closed(1000, 0.1, 0), max_left_closed(1000, 0.0, 0), max_left_closed(5, 0.1, 0)
    (44, 1000, 5)
    """
    totals = np.arange(closed + 1)
    wealth = np.zeros(closed + 1)
    with np.errstate(over="ignore", divide="ignore"):
        for factor, stake in HIT_FACTORS if not hits else HIT_FACTORS[1:]:
            wealth += stake * factor**hits / np.power(1 - share * (1 - factor), totals)
    return max(int(np.flatnonzero(wealth < 1 / alpha)[-1]), min(hits, closed))


@dataclass(frozen=True)
class Share:
    """A proportion with an interval."""

    hits: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The proportion; None if `of` is 0."""
        return self.hits / self.of if self.of else None


def share(hits: int, of: int, alpha: float = 1 - CERTAINTY) -> Share:
    """The proportion `hits` / `of` with its two-sided 1 - alpha interval (Clopper and Pearson 1934, Biometrika 26)."""
    low = float(beta.ppf(alpha / 2, hits, of - hits + 1)) if hits else 0.0
    high = float(beta.ppf(1 - alpha / 2, hits + 1, of - hits)) if hits < of else 1.0
    return Share(hits, of, low, high)
