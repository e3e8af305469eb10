"""How many positives can still be missed: among the unread, and among those that were read and left closed.

Pure functions over decisions and the population that was committed before day one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from reassess.triage.assurance.audit_sample import committed_order
from reassess.triage.assurance.bounds import CERTAINTY, MissedBound, Share, most_missed_planned, share
from reassess.triage.decisions import FIRST_READINGS, Decision, as_served

# Two statements are made, about the unread and about those left closed; each has half of the room for error.
ALPHA = 1 - CERTAINTY


@dataclass(frozen=True)
class DailyLook:
    """What could be said after one audit draw: when, cases read, positives found, most still among the unread."""

    at: datetime
    read: int
    found: int
    most_missed: int


@dataclass(frozen=True)
class Reread:
    """What blind second readings of cases left closed say.

    Attributes:
        left_closed: cases that were decided to stay closed.
        missed: re-readings that found something, of all re-readings, with the interval: the readers' own miss rate.
        most_missed: the most that can be among the cases left closed (exact, one look).
    """

    left_closed: int
    missed: Share
    most_missed: int


@dataclass(frozen=True)
class Assurance:
    """What can be said today.

    Attributes:
        population: cases committed to before day one.
        skipped: audit draws that are not decided although later ones are; each counts as a positive until it is.
        most_missed: most positives among the unread, valid however often it is looked at.
        strangers: decided cases that came after the commitment, of which nothing is claimed.
        problems: what is wrong with how the audit was drawn, in words.
    """

    population: int
    read: int
    found: int
    draws: int
    hits: int
    skipped: int
    most_missed: int
    looks: tuple[DailyLook, ...]
    reread: Reread
    strangers: int
    problems: tuple[str, ...]


def assure(population: Sequence[str], decisions: Sequence[Decision], *, seed: str, alpha: float = ALPHA) -> Assurance:
    """What the decisions so far prove about what is still missed.

    Args:
        population: the investigations that the review committed to read.
        decisions: `stream` says which were audit draws, `served_at` when each case was handed out.
        seed: of the committed order, by which it is checked that no draw was skipped or swapped.
        alpha: the chance of being wrong, shared in halves by the two statements.
    """
    audit = _Audit(population, seed, alpha / 2)
    for decision in as_served(decisions):
        if decision.stream in FIRST_READINGS:
            audit.take(decision)
    read = audit.bound
    return Assurance(
        population=len(audit.place),
        read=len(audit.read),
        found=audit.found,
        draws=read.draws,
        hits=audit.hits,
        skipped=len(audit.skipped),
        most_missed=audit.most_missed(),
        looks=tuple(audit.looks),
        reread=_reread(decisions, alpha / 2),
        strangers=audit.strangers,
        problems=tuple(audit.problems),
    )


class _Audit:
    """Follows the decisions through the committed order."""

    def __init__(self, population: Sequence[str], seed: str, alpha: float) -> None:
        order = committed_order(seed, population)
        self.order, self.place = order, {case: number for number, case in enumerate(order)}
        self.bound = MissedBound(len(order), alpha)
        self.read: set[str] = set()
        self.skipped: set[str] = set()
        self.looks: list[DailyLook] = []
        self.problems: list[str] = []
        self.found = self.hits = self.strangers = self.next = 0

    def take(self, decision: Decision) -> None:
        case = decision.investigation_id
        if case not in self.place:
            self.strangers += 1
        elif case not in self.read:
            self._first_reading(case, decision)

    def _first_reading(self, case: str, decision: Decision) -> None:
        if decision.stream == "audit":
            self._pass_over_up_to(case)
        self.read.add(case)
        self.found += decision.positive
        if case not in self.skipped:
            (self.bound.draw if decision.stream == "audit" else self.bound.read)(decision.positive)
        if decision.stream == "audit":
            self.hits += decision.positive
            at = max(decision.decided_at, self.looks[-1].at) if self.looks else decision.decided_at
            self.looks.append(DailyLook(at, len(self.read), self.found, self.most_missed()))

    def _pass_over_up_to(self, case: str) -> None:
        """Count every unread case before this one in the committed order as a positive draw: it was skipped."""
        for passed in self._unread_before(case):
            self.problems.append(
                f"{passed} was drawn before {case} and is not decided; until then it counts as a positive"
            )
            self.skipped.add(passed)
            self.bound.draw(True)
        self.next = max(self.next, self.place[case] + 1)

    def _unread_before(self, case: str) -> Iterator[str]:
        for earlier in self.order[self.next : self.place[case]]:
            if earlier not in self.read and earlier not in self.skipped:
                yield earlier

    def most_missed(self) -> int:
        """Most positives among the unread: those that the bound allows, and the skipped that nobody has read."""
        return self.bound.most_missed + len(self.skipped - self.read)


def _reread(decisions: Sequence[Decision], alpha: float) -> Reread:
    """Cases left closed and what their blind re-readings found; a case that was open again since counts as it was."""
    first: dict[str, bool] = {}
    again: dict[str, bool] = {}
    for decision in decisions:
        case = decision.investigation_id
        if decision.stream == "reread":
            again.setdefault(case, decision.positive)
        elif decision.stream in FIRST_READINGS:
            first.setdefault(case, not decision.positive if decision.closed is None else decision.closed)
    closed = {case for case, left in first.items() if left} | set(again)
    hits = sum(again.values())
    return Reread(
        left_closed=len(closed),
        missed=share(hits, len(again), alpha),
        most_missed=most_missed_planned(len(closed), len(again), hits, alpha),
    )


def sentence(assurance: Assurance) -> str:
    """The assurance in words: what it says, on what it rests, and what it does not mean."""
    unread = assurance.population - assurance.read
    said = [
        f"Of {assurance.population:,} investigations {assurance.read:,} have been read and {assurance.found:,} had a"
        f" missed line or an opportunity.",
        f"At most {assurance.most_missed:,} more are among the {unread:,} unread: this rests on {assurance.draws:,}"
        f" cases drawn at random, of which {assurance.hits:,} had one, and holds however often it is looked at.",
        _about_those_left_closed(assurance.reread),
        "Both statements together are wrong in at most 5 of 100 such reviews; the second holds for one look, the first"
        " for any number. They speak of what these readers would find, not of what happened; they say nothing about any"
        " one case, and they are no proof that all was found.",
    ]
    if assurance.skipped:
        said.append(f"{assurance.skipped:,} earlier draws are not decided yet and are counted as if each had one.")
    if assurance.strangers:
        apart = "that are out of scope or came after the commitment"
        said.append(f"Nothing is claimed about {assurance.strangers:,} {apart}.")
    return " ".join(said)


def _about_those_left_closed(reread: Reread) -> str:
    if not reread.missed.of:
        return (
            f"No case of the {reread.left_closed:,} left closed has been read again, so nothing can be said about"
            f" what their readers missed."
        )
    return (
        f"Of {reread.left_closed:,} left closed {reread.missed.of:,} were read again by somebody who did not know the"
        f" first answer; {reread.missed.hits:,} had one after all ({reread.missed.low:.1%} to"
        f" {reread.missed.high:.1%}), so at most {reread.most_missed:,} can be among them."
    )


@dataclass(frozen=True)
class Certificate:
    """A planned test: `drawn` of `unread` cases, fixed beforehand, with `hits` positives; looked at once."""

    unread: int
    drawn: int
    hits: int
    alpha: float

    @property
    def most_missed(self) -> int:
        """Most positives among the unread, counted before the draw."""
        return most_missed_planned(self.unread, self.drawn, self.hits, self.alpha)

    def sentence(self) -> str:
        """The certificate in words."""
        left = self.most_missed - self.hits
        return (
            f"{self.drawn:,} of {self.unread:,} unread investigations were drawn at random, a number fixed beforehand,"
            f" and all were read: {self.hits:,} had a missed line or an opportunity. With {1 - self.alpha:.0%}"
            f" confidence at most {left:,} are among the {self.unread - self.drawn:,} that stay unread. This is one"
            f" planned look; a second look at more draws would need a new plan."
        )


def certify(unread: int, planned: int, outcomes: Sequence[bool], alpha: float = ALPHA) -> Certificate:
    """A signed certificate from a planned sample.

    Args:
        unread: cases unread when the plan was made.
        planned: the size of the sample, fixed then.
        outcomes: whether each drawn case was positive.
    Raises:
        ValueError: the sample is not of the planned size.
    """
    if len(outcomes) != planned:
        raise ValueError(f"the plan was {planned} draws, but {len(outcomes)} are there; a certificate needs them all")
    return Certificate(unread, planned, sum(outcomes), alpha)
