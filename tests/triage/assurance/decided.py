"""Decisions on an invented population of 300 cases, and the bound after a list of reads."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from reassess.triage.assurance.audit_sample import committed_order
from reassess.triage.assurance.bounds import CERTAINTY, MissedBound
from reassess.triage.decisions import Decision

POPULATION = [f"C{number:03}" for number in range(300)]
ORDER = committed_order("seed", POPULATION)
START = datetime(2026, 3, 2, 9)


def decisions(cases: Sequence[tuple[str, str, bool]]) -> list[Decision]:
    """Decisions on (case, stream, positive), ten minutes apart."""
    return [
        Decision(
            case,
            "officer-1",
            START + timedelta(minutes=10 * n),
            START + timedelta(minutes=10 * n + 9),
            None,
            yes,
            stream,
            None,
        )
        for n, (case, stream, yes) in enumerate(cases)
    ]


def bound_after(population: int, reads: Iterable[tuple[bool, bool]], alpha: float = 1 - CERTAINTY) -> MissedBound:
    """The bound after reads given as (drawn at random, positive)."""
    bound = MissedBound(population, alpha)
    for drawn, positive in reads:
        (bound.draw if drawn else bound.read)(positive)
    return bound
