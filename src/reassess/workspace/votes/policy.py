"""Where a case stands, worked out from rows alone. No database here, and nothing that a person could set.

Outcomes are those of the closed list that the review works with (domain notes, section 1.5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from reassess.workspace.cases.models import Standing
from reassess.workspace.votes.models import FIRST, SECOND, THIRD

STANDS = "O2"
"""The outcome that closes a case: it alone needs a reason of the short list and a supervisor."""

SAFEGUARD = "O6"
"""The outcome that opens a risk, or marks the open ones: someone must act now."""


@dataclass(frozen=True)
class Outcome:
    """One outcome: its code, what it is called, and what it sets in motion."""

    code: str
    title: str
    sets_in_motion: str


OUTCOMES: tuple[Outcome, ...] = (
    Outcome("O1", "Out of scope", "A local record of the criterion that is not met. Some are checked"),
    Outcome(
        "O2",
        "In scope: no further action is still right",
        "A supervisor must approve it. The victim's right to review is noted",
    ),
    Outcome("O3", "In scope: recommend reinvestigation", "National operation and the force's gold group"),
    Outcome("O4", "In scope: recommend a new charging review", "CPS rape and serious sexual offences unit"),
    Outcome("O5", "In scope: refer to the NCA", "National Crime Agency (complex or across forces)"),
    Outcome(
        "O6",
        "Safeguarding action now",
        "A risk for the safeguarding lead, opened or marked as you save. You can add it to any other outcome",
    ),
    Outcome("O7", "Cannot decide: material missing", "A search for the records, then the case is read again"),
    Outcome("O8", "Link to another case and review together", "The owner of the linked set"),
    Outcome("O9", "Possible conduct or complaint matter", "Professional standards, with the referral test"),
    Outcome("O10", "Organisational learning only", "The learning log"),
)
OUTCOME_TITLES = {outcome.code: outcome.title for outcome in OUTCOMES}

REASONS: dict[str, str] = {
    "lines": "Available lines of enquiry were not pursued",
    "accounts": "Victim accounts were not taken, or not in line with best practice",
    "suspects": "Suspects were not pursued or interviewed",
    "practice": "Proper investigative practice was not followed",
    "error": "Apparent human error",
    "new": "A line of enquiry is open now that was not open then",
    "risk": "Someone may be at risk today",
    "criterion": "A criterion of the review is not met",
    "material": "Material is missing, destroyed or not found",
    "none": "The investigation did what could be expected of it",
}

STANDS_BECAUSE: dict[str, str] = {
    "all_pursued": "Every open line of enquiry has been followed, then and now",
    "exhausted": "What was missed can no longer be followed, and you have said why",
    "eliminated": "The suspects were eliminated on evidence",
    "decided_by_court": "A court has decided the matter",
    "no_offence": "The record shows that no offence took place",
}


class VoteRow(Protocol):
    """What the policy looks at in a vote."""

    vote_number: int
    outcomes: list[str]
    reasons: list[str]
    stands_because: str


class ApprovalRow(Protocol):
    """What the policy looks at in an approval."""

    approved: bool


def agree(one: VoteRow, other: VoteRow) -> bool:
    """Whether two votes say the same: same outcomes, same reasons, same ground for letting it stand."""
    return (set(one.outcomes), set(one.reasons), one.stands_because) == (
        set(other.outcomes),
        set(other.reasons),
        other.stands_because,
    )


def settling_vote(votes: Sequence[VoteRow]) -> VoteRow | None:
    """The vote of one round that speaks for the case: the second where two agree, else the third; None if open."""
    by_number = {vote.vote_number: vote for vote in votes}
    if THIRD in by_number:
        return by_number[THIRD]
    if FIRST in by_number and SECOND in by_number and agree(by_number[FIRST], by_number[SECOND]):
        return by_number[SECOND]
    return None


def standing(
    votes: Sequence[VoteRow], approval: ApprovalRow | None, round_number: int, *, one_reader: bool = False
) -> Standing:
    """Where a case stands in its present round, from the votes and the approval of that round.

    one_reader: the round was opened because a blind re-reading differs, and one more reader settles it.
    """
    if not votes and one_reader:
        return Standing.THIRD
    if not votes:
        return Standing.UNREAD if round_number == 1 else Standing.REOPENED
    if len(votes) == 1 and not one_reader:
        return Standing.SECOND
    settled = settling_vote(votes)
    if settled is None:
        return Standing.THIRD
    if STANDS in settled.outcomes and approval is None:
        return Standing.APPROVAL
    return Standing.DECIDED


def vote_faults(outcomes: Sequence[str], reasons: Sequence[str], stands_because: str, words: str) -> dict[str, str]:
    """What is wrong with a vote, by field; empty where it can be cast."""
    faults = {}
    if not outcomes or set(outcomes) - OUTCOME_TITLES.keys():
        faults["outcomes"] = "Select at least one outcome"
    elif STANDS in outcomes and len(set(outcomes) - {STANDS, "O6", "O9", "O10"}) > 0:
        faults["outcomes"] = "Select either no further action or an outcome that takes the case further, not both"
    if not reasons or set(reasons) - REASONS.keys():
        faults["reasons"] = "Select at least one reason"
    if STANDS in outcomes and stands_because not in STANDS_BECAUSE:
        faults["stands_because"] = "Select why no further action is still right"
    if len(words.strip()) < 20:
        faults["words"] = "Give your reasons in your own words, in 20 characters or more"
    return faults
