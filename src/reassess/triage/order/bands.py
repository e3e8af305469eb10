"""The bands of the queue and its sort key: a band follows from rules and people, and always outranks the score."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reassess.triage.config import read_config


@dataclass(frozen=True)
class Band:
    """One band of `bands.yaml`; `rank` 0 is read first."""

    name: str
    rank: int
    title: str
    why: str


@cache
def bands() -> Mapping[str, Band]:
    """The bands by name, the first to be read first."""
    return {
        raw["name"]: Band(raw["name"], rank, raw["title"], raw["why"])
        for rank, raw in enumerate(read_config("bands.yaml")["bands"])
    }


@dataclass(frozen=True)
class SortCriteria:
    """Everything that decides the position of a case in the queue."""

    band: int
    score: float
    age: float
    random_key: str


SortKey = tuple[int, float, float, str]


def sort_key(criteria: SortCriteria) -> SortKey:
    """(band, -score, -age, random key). A score that is NaN or infinite sorts last within its band.

    >>> sort_key(SortCriteria(1, float("nan"), 10, "a")) > sort_key(SortCriteria(1, -99.0, 10, "b"))
    True
    >>> sort_key(SortCriteria(2, 99.0, 10, "a")) > sort_key(SortCriteria(1, float("nan"), 10, "b"))
    True
    """
    score = criteria.score if math.isfinite(criteria.score) else -math.inf
    age = criteria.age if math.isfinite(criteria.age) else -math.inf
    return (criteria.band, -score, -age, criteria.random_key)


def sorted_rows(cases: Sequence[SortCriteria]) -> list[int]:
    """The indices of the cases in reading order."""
    return sorted(range(len(cases)), key=lambda index: sort_key(cases[index]))


@dataclass(frozen=True)
class BandFacts:
    """What the band of a case follows from.

    Attributes:
        risk_bands: the bands of the open risks.
        scope: in, out or unknown by the criteria.
        offence_classes: Home Office classes ('19' for rape). The letter is kept only where it says that the victim was
            under 13 ('17B'), never where it would reveal the victim's sex.
        unseen_days: days that the case has waited in the queue; None if not known.
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
    risks = [bands()[name] for name in sorted(facts.risk_bands)]
    if risks:
        return min(risks, key=lambda band: band.rank)
    return bands()[_without_risk(facts)]


def _without_risk(facts: BandFacts) -> str:
    settings = read_config("bands.yaml")
    if facts.unseen_days is not None and facts.unseen_days > settings["unseen_ceiling_days"]:
        return "unseen_too_long"
    if facts.scope == "out":
        return "outside"
    if facts.offence_classes & set(settings["rape_classes"]):
        return "rape"
    return "priority" if facts.offence_classes & set(settings["priority_classes"]) else "rest"
