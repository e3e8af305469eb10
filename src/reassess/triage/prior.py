"""The stated prior: orders the work before there is evidence, from a data file with reasons, and then fades."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassess.triage.settings import document

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PriorTerm:
    """How much each finding of a rule, or of a group of rules, counts, and why."""

    rule: str | None
    group: str | None
    weight: float
    why: str


def prior_terms() -> tuple[PriorTerm, ...]:
    """The terms of `prior.yaml`, in its order."""
    return tuple(
        PriorTerm(term.get("rule"), term.get("group"), float(term["weight"]), term["why"])
        for term in document("prior.yaml")["terms"]
    )


def weight_of(rule: str, group: str) -> float:
    """What one finding of this rule counts: the rule's own weight, else that of its group, else nothing."""
    terms = prior_terms()
    own = [term.weight for term in terms if term.rule == rule]
    return (own or [term.weight for term in terms if term.group == group] or [0.0])[0]


def stated_prior(findings: Sequence[Mapping[tuple[str, str], int]]) -> Floats:
    """The prior score of each case, standardised over all.

    Args:
        findings: for each case the number of findings by (rule, group); more than a few of a kind add nothing.
    """
    most = int(document("prior.yaml")["most_of_a_kind"])
    raw = np.array(
        [sum(weight_of(rule, group) * min(count, most) for (rule, group), count in case.items()) for case in findings]
    )
    return np.asarray((raw - raw.mean()) / (float(raw.std()) or 1.0)) if len(raw) else raw


def prior_share(positives: int, negatives: int) -> float:
    """How much of the score the prior still makes, from 1 (no decisions of one kind) towards 0."""
    evidence = float(document("prior.yaml")["evidence"])
    smaller = min(positives, negatives)
    return evidence / (evidence + smaller)
