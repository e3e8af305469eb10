"""How a planted finding or near miss is declared: one small function each, which changes the case and states the truth.

A plant returns False, and changes nothing, where the case does not suit it. `strong` plants are the substantive missed
lines and opportunities that `planted.csv` counts; the others are the common untidiness of records.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reassess.caseload.case import Case, Part
from reassess.caseload.generator_state import GeneratorState

Apply = Callable[[GeneratorState, Case], bool]


@dataclass(frozen=True, slots=True)
class Plant:
    """A planted finding (or, in NEAR_MISSES, a planted near miss) of a rule, and how often it is drawn."""

    rule: str
    apply: Apply
    strong: bool
    weight: float


PLANTS: list[Plant] = []
NEAR_MISSES: list[Plant] = []
RISKS: list[Plant] = []


def plants(rule: str, *, strong: bool = False, weight: float = 1.0) -> Callable[[Apply], Apply]:
    """Declare a function that plants a finding of this rule."""
    return _declare(PLANTS, rule, strong, weight)


def nearly(rule: str, *, weight: float = 1.0) -> Callable[[Apply], Apply]:
    """Declare a function that plants what looks like a finding of this rule and is not."""
    return _declare(NEAR_MISSES, rule, False, weight)


def endangers(rule: str, *, weight: float = 1.0) -> Callable[[Apply], Apply]:
    """Declare a function that plants an extant risk."""
    return _declare(RISKS, rule, False, weight)


def take(case: Case, parts: Iterable[Part]) -> Part | None:
    """The first of these people whom no other plant has touched, now reserved."""
    return next((part for part in parts if case.claim(part.person_id)), None)


def _declare(where: list[Plant], rule: str, strong: bool, weight: float) -> Callable[[Apply], Apply]:
    def keep(apply: Apply) -> Apply:
        where.append(Plant(rule, apply, strong, weight))
        return apply

    return keep
