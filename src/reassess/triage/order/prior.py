"""The stated prior: orders the work before there is evidence, from a data file with reasons, and then fades."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from reassess.triage.config import document

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PriorTerm:
    """How much each finding of a rule, or of a group of rules, counts, and why."""

    rule: str | None
    group: str | None
    weight: float
    why: str


@cache
def prior_terms() -> tuple[PriorTerm, ...]:
    """The terms of `prior.yaml`, in its order."""
    return tuple(
        PriorTerm(term.get("rule"), term.get("group"), float(term["weight"]), term["why"])
        for term in document("prior.yaml")["terms"]
    )


@cache
def term_for(rule: str, group: str) -> PriorTerm | None:
    """The term that counts findings of this rule: the rule's own, else that of its group, else none."""
    by_rule = {term.rule: term for term in prior_terms() if term.rule}
    by_group = {term.group: term for term in prior_terms() if term.group}
    return by_rule.get(rule) or by_group.get(group)


def reason_for(rule: str, group: str) -> str:
    """Why the prior counts findings of this rule; empty where it does not."""
    term = term_for(rule, group)
    return term.why if term else ""


def counted(rule: str, group: str, number: int) -> float:
    """What so many findings of a rule count together, before standardising; more than a few add nothing."""
    term = term_for(rule, group)
    return term.weight * min(number, int(document("prior.yaml")["most_of_a_kind"])) if term else 0.0


Findings = Mapping[tuple[str, str], int]


def stated_prior(findings: Sequence[Findings]) -> Floats:
    """The prior score of each case, standardised over all.

    Args:
        findings: for each case the number of findings by (rule, group).
    """
    mean, deviation = prior_scale(findings)
    return np.asarray((_raw(findings) - mean) / deviation)


def prior_scale(findings: Sequence[Findings]) -> tuple[float, float]:
    """Mean and deviation of the prior over all cases, by which it is standardised."""
    raw = _raw(findings)
    return (float(raw.mean()), float(raw.std()) or 1.0) if len(raw) else (0.0, 1.0)


def _raw(findings: Sequence[Findings]) -> Floats:
    return np.array(
        [sum(counted(rule, group, number) for (rule, group), number in sorted(case.items())) for case in findings],
        dtype=np.float64,
    )


def prior_share(positives: int, negatives: int) -> float:
    """How much of the score the prior still makes, from 1 (no decisions of one kind) towards 0."""
    evidence = float(document("prior.yaml")["evidence"])
    smaller = min(positives, negatives)
    return evidence / (evidence + smaller)
