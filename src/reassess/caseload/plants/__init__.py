"""The planted truth: which rules are made to be found in a case, and which are made to look so.

`plant` draws for one case. Everything that it plants is stated in the case; nothing of it is written into the extract.
"""

from random import Random

from reassess.caseload.case import Case
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.plants import borders, items, records, risks, suspects, victims
from reassess.caseload.plants.registry import NEAR_MISSES, PLANTS, RISKS, Plant

# Imported for what they declare: each module adds its plants to the lists of the registry.
__all__ = [
    "NEAR_MISSES",
    "PLANTS",
    "RISKS",
    "borders",
    "items",
    "plant",
    "records",
    "risks",
    "suspects",
    "victims",
]

_STRONG = [plant for plant in PLANTS if plant.strong]
_WEAK = [plant for plant in PLANTS if not plant.strong]
_TRIES = 12


def plant(state: GeneratorState, case: Case) -> None:
    """Plant what the case draws: missed lines where it is labelled so, untidiness, risks and near misses."""
    rng = state.rng
    if case.course == "minor":
        return
    if case.closed is not None:
        _apply(state, case, _STRONG, _strong_ones(rng, case))
        _apply(state, case, _WEAK, rng.choices((0, 1, 2, 3), (38, 34, 19, 9))[0] + (1 if case.label else 0))
        _apply(state, case, NEAR_MISSES, rng.choices((0, 1, 2), (72, 22, 6))[0])
    _apply(state, case, RISKS, 1 if rng.random() < (0.16 if case.recent else 0.1) else 0)


def _strong_ones(rng: Random, case: Case) -> int:
    """One to four in a case labelled as having a missed line; now and then one, explained away, in any other."""
    if case.label:
        return rng.choices((1, 2, 3, 4), (25, 35, 25, 15))[0]
    return 1 if rng.random() < 0.1 else 0


def _apply(state: GeneratorState, case: Case, choices: list[Plant], wanted: int) -> None:
    done: set[str] = set()
    weights = [plant.weight for plant in choices]
    for _ in range(_TRIES if wanted else 0):
        plant = state.rng.choices(choices, weights)[0]
        if plant.rule not in done and plant.apply(state, case):
            done.add(plant.rule)
            if len(done) == wanted:
                return
