"""Bands before scores: the sort key of the queue, and the band of a case from rules and people alone."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reassess.triage.config import document


@dataclass(frozen=True)
class Band:
    """One band of `bands.yaml`; `rank` 0 is read first."""

    name: str
    rank: int
    title: str
    why: str


@cache
def bands() -> Mapping[str, Band]:
    """The bands by name, first to last."""
    return {
        raw["name"]: Band(raw["name"], rank, raw["title"], raw["why"])
        for rank, raw in enumerate(document("bands.yaml")["bands"])
    }


@dataclass(frozen=True)
class Standing:
    """What the place of a case in the queue follows from, and nothing else."""

    band: int
    score: float
    age: float
    random_key: str


SortKey = tuple[int, float, float, str]


def sort_key(standing: Standing) -> SortKey:
    """(band, -score, -age, random key). A score that is no number, or infinite, sorts last within its band.

    >>> sort_key(Standing(1, float("nan"), 10, "a")) > sort_key(Standing(1, -99.0, 10, "b"))
    True
    >>> sort_key(Standing(2, 99.0, 10, "a")) > sort_key(Standing(1, float("nan"), 10, "b"))
    True
    """
    score = standing.score if math.isfinite(standing.score) else -math.inf
    age = standing.age if math.isfinite(standing.age) else -math.inf
    return (standing.band, -score, -age, standing.random_key)


def in_order(standings: Sequence[Standing]) -> list[int]:
    """The places of the cases: the index of the first to be read, then the second, and so on."""
    return sorted(range(len(standings)), key=lambda index: sort_key(standings[index]))


@dataclass(frozen=True)
class BandFacts:
    """What rules and people say of a case.

    Attributes:
        risk_bands: the bands of the risks that rules found and nobody closed.
        scope: in, out or unknown by the criteria.
        offence_classes: Home Office classes ('19' for rape); with the letter where it says that the victim was under 13
            ('17B'), never with one that tells the victim's sex.
        unseen_days: days that the case has waited in the queue; None where that is not known.
    """

    risk_bands: frozenset[str]
    scope: str
    offence_classes: frozenset[str]
    unseen_days: int | None = None


def band_of(facts: BandFacts) -> Band:
    """The band of a case.

    Raises:
        KeyError: a risk names a band that is not in `bands.yaml`.
    """
    named = [bands()[name] for name in sorted(facts.risk_bands)]
    if named:
        return min(named, key=lambda band: band.rank)
    return bands()[_without_risk(facts)]


def _without_risk(facts: BandFacts) -> str:
    settings = document("bands.yaml")
    if facts.unseen_days is not None and facts.unseen_days > settings["unseen_ceiling_days"]:
        return "unseen_too_long"
    if facts.scope == "out":
        return "outside"
    if facts.offence_classes & set(settings["rape_classes"]):
        return "rape"
    return "priority" if facts.offence_classes & set(settings["priority_classes"]) else "rest"
