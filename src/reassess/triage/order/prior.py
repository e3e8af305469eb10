"""The stated prior: an expert judgement (`prior.yaml`) that orders the work until decisions replace it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from reassess.triage.config import read_config

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PriorTerm:
    """The weight of each finding of a rule, or of a group of rules, and the reason for it."""

    rule: str | None
    group: str | None
    weight: float
    why: str


@cache
def prior_terms() -> tuple[PriorTerm, ...]:
    """The terms of `prior.yaml`, in its order."""
    return tuple(
        PriorTerm(term.get("rule"), term.get("group"), float(term["weight"]), term["why"])
        for term in read_config("prior.yaml")["terms"]
    )


@cache
def term_for(rule: str, group: str) -> PriorTerm | None:
    """The term for findings of this rule: its own, or else that of its group; None if neither exists."""
    by_rule = {term.rule: term for term in prior_terms() if term.rule}
    by_group = {term.group: term for term in prior_terms() if term.group}
    return by_rule.get(rule) or by_group.get(group)


def reason_for(rule: str, group: str) -> str:
    """The reason for the weight of this rule's findings; empty if the prior does not count them."""
    term = term_for(rule, group)
    return term.why if term else ""


def prior_contribution(rule: str, group: str, number: int) -> float:
    """The weight of `number` findings of a rule together, capped and not yet standardised."""
    term = term_for(rule, group)
    return term.weight * min(number, int(read_config("prior.yaml")["max_findings_counted"])) if term else 0.0


Findings = Mapping[tuple[str, str], int]


def stated_prior(findings: Sequence[Findings]) -> Floats:
    """The prior score of each case, standardised over all cases.

    Args:
        findings: the number of findings by (rule, group), one mapping per case.
    """
    mean, deviation = prior_scale(findings)
    return np.asarray((_raw(findings) - mean) / deviation)


def prior_scale(findings: Sequence[Findings]) -> tuple[float, float]:
    """Mean and standard deviation of the raw prior over all cases."""
    raw = _raw(findings)
    return (float(raw.mean()), float(raw.std()) or 1.0) if len(raw) else (0.0, 1.0)


def _raw(findings: Sequence[Findings]) -> Floats:
    counts = (sorted(case.items()) for case in findings)
    raw = [sum(prior_contribution(rule, group, number) for (rule, group), number in case) for case in counts]
    return np.array(raw, dtype=np.float64)


def prior_share(positives: int, negatives: int) -> float:
    """The share of the prior in the score: 1 until both labels occur, then falling towards 0."""
    evidence = float(read_config("prior.yaml")["evidence"])
    smaller = min(positives, negatives)
    return evidence / (evidence + smaller)
