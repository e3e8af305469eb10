"""Upper bounds on the positives still missed: among the unread, and among the cases read and left closed.

Pure functions of the decisions and of the population committed before the first decision.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reassess.triage.assurance.bounds import ALPHA, MissedBound, Share, max_left_closed
from reassess.triage.decisions import FIRST_READINGS, Decision, in_serving_order


@dataclass(frozen=True)
class DailyLook:
    """The bound after one audit draw, with the cases read and the positives found by then."""

    at: datetime
    read: int
    found: int
    max_missed: int


@dataclass(frozen=True)
class BlindReviewResult:
    """The result of blind reviews of cases left closed.

    Attributes:
        left_closed: cases that were left closed.
        pending: cases drawn for a blind review that have none yet; each counts as positive until it has one.
        missed: blind reviews that found something, as a share of all. Its interval is that of the share of positives
            among the cases left closed: at least those found, at most `max_missed`.
        max_missed: upper bound on the positives among the cases left closed, valid however often it is looked at.
    """

    left_closed: int
    pending: int
    missed: Share
    max_missed: int


@dataclass(frozen=True)
class Assurance:
    """The bounds that the decisions so far support, and what they rest on.

    Attributes:
        population: cases committed to before the first decision.
        draws: audit draws recorded, skipped ones included.
        hits: audit draws that were positive.
        skipped: audit draws without a decision although later draws have one; each counts as positive until decided.
        max_missed: upper bound on the positives among the unread, valid however often it is looked at.
        looks: the bound after each audit draw.
        outside_population: decided cases outside the committed population; nothing is claimed about them.
        problems: problems with how the audit was drawn, as sentences.
    """

    population: int
    read: int
    found: int
    draws: int
    hits: int
    skipped: int
    max_missed: int
    looks: tuple[DailyLook, ...]
    blind_review: BlindReviewResult
    outside_population: int
    problems: tuple[str, ...]


def assure(
    order: Sequence[str],
    decisions: Sequence[Decision],
    *,
    review_share: float = 0.0,
    pending_reviews: int = 0,
    alpha: float = ALPHA,
) -> Assurance:
    """Bound the positives still missed, given the decisions so far.

    Args:
        order: the investigations that the review committed to read, in the committed random order.
        decisions: `stream` marks the audit draws; `served_at` is when each case was handed out.
        review_share: the lowest share of cases left closed that was ever drawn for a blind review.
        pending_reviews: cases drawn for a blind review that have none yet.
        alpha: the chance that anything said is ever wrong, half for each of the two statements.
    """
    audit = _Audit(order, alpha / 2)
    for decision in in_serving_order(decisions):
        if decision.stream in FIRST_READINGS:
            audit.record(decision)
    return Assurance(
        population=len(audit.position),
        read=len(audit.read),
        found=audit.found,
        draws=audit.bound.draws,
        hits=audit.hits,
        skipped=len(audit.skipped),
        max_missed=audit.max_missed(),
        looks=tuple(audit.looks),
        blind_review=_blind_review(decisions, review_share, pending_reviews, alpha / 2),
        outside_population=audit.outside_population,
        problems=tuple(audit.problems),
    )


class _Audit:
    """Replays the decisions against the committed order."""

    def __init__(self, order: Sequence[str], alpha: float) -> None:
        self.order, self.position = order, {case: number for number, case in enumerate(order)}
        self.bound = MissedBound(len(order), alpha)
        self.read: set[str] = set()
        self.skipped: set[str] = set()
        self.looks: list[DailyLook] = []
        self.problems: list[str] = []
        self.found = self.hits = self.outside_population = self.next = 0

    def record(self, decision: Decision) -> None:
        case = decision.investigation_id
        if case not in self.position:
            self.outside_population += 1
        elif case not in self.read:
            self._record_first_reading(case, decision)

    def _record_first_reading(self, case: str, decision: Decision) -> None:
        if decision.stream == "audit":
            self._record_skipped_before(case)
        self.read.add(case)
        self.found += decision.positive
        if case not in self.skipped:
            (self.bound.draw if decision.stream == "audit" else self.bound.read)(decision.positive)
        if decision.stream == "audit":
            self.hits += decision.positive
            at = max(decision.decided_at, self.looks[-1].at) if self.looks else decision.decided_at
            self.looks.append(DailyLook(at, len(self.read), self.found, self.max_missed()))

    def _record_skipped_before(self, case: str) -> None:
        """Record each unread case before this one in the committed order as skipped: a positive draw."""
        for earlier in self.order[self.next : self.position[case]]:
            if earlier not in self.read and earlier not in self.skipped:
                self.problems.append(
                    f"{earlier} was drawn before {case} and has no decision. It counts as a positive until it has one."
                )
                self.skipped.add(earlier)
                self.bound.draw(True)
        self.next = max(self.next, self.position[case] + 1)

    def max_missed(self) -> int:
        """Upper bound on the positives among the unread: that of the draws, plus the skipped cases still unread."""
        return self.bound.max_missed + len(self.skipped - self.read)


def _blind_review(
    decisions: Sequence[Decision], review_share: float, pending: int, alpha: float
) -> BlindReviewResult:
    """Bound the positives among cases left closed, including those that their blind review opened again."""
    first: dict[str, bool] = {}
    reviewed: dict[str, bool] = {}
    for decision in decisions:
        case = decision.investigation_id
        if decision.stream == "reread":
            reviewed.setdefault(case, decision.positive)
        elif decision.stream in FIRST_READINGS:
            first.setdefault(case, not decision.positive if decision.closed is None else decision.closed)
    closed = {case for case, left in first.items() if left} | set(reviewed)
    hits = sum(reviewed.values())
    most = max_left_closed(len(closed), review_share, hits + pending, alpha)
    low, high = (hits / len(closed), most / len(closed)) if closed else (0.0, 1.0)
    return BlindReviewResult(len(closed), pending, Share(hits, len(reviewed), low, high), most)
