"""Raise a risk by hand, and act on a vote for safeguarding action: the vote and the risk are one transaction."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.audit.ledger import Ledger, audited_transaction
from reassess.workspace.cases.access import access_case
from reassess.workspace.cases.actions import delete_draft
from reassess.workspace.cases.models import Case
from reassess.workspace.platform.errors import Refused
from reassess.workspace.risks.actions import add_step
from reassess.workspace.risks.clock import RANKS, due
from reassess.workspace.risks.models import RAISED_RULE, Band, Risk, RiskStep, State
from reassess.workspace.votes.actions import cast_blind_review, cast_vote
from reassess.workspace.votes.models import BlindReview, Vote
from reassess.workspace.votes.policy import SAFEGUARD
from reassess.workspace.votes.review_draws import is_blind_reviewer

SHORTEST = 10
"""Characters of the words of a risk that a person raises."""


def raise_fault(band: str, words: str) -> dict[str, str]:
    """What is wrong with a risk to be raised, by field; empty where it can be raised."""
    faults = {}
    if band not in Band.values:
        faults["band"] = "Select how soon someone must act"
    if len(words.strip()) < SHORTEST:
        faults["words"] = f"Say who may be at risk and why, in {SHORTEST} characters or more"
    return faults


def raise_risk(
    *,
    acting_user: User,
    case: Case,
    band: str,
    words: str,
    subject: str = "",
    who: str = "",
    raised_from: str = "",
    draft_key: str = "",
) -> Risk:
    """Open a risk that a person saw. Anyone who may read the case may raise one; its clock starts now.

    Raises Http404 for a person who may not read the case, and `Refused` where the band or the words are missing.
    """
    access_case(acting_user, case.pk)
    faults = "; ".join(raise_fault(band, words).values())
    if faults:
        raise Refused(faults)
    with audited_transaction(acting_user) as ledger:
        delete_draft(acting_user=acting_user, key=draft_key)
        return _open(ledger, acting_user, case, band, words.strip(), subject=subject, who=who, raised_from=raised_from)


def _open(ledger: Ledger, user: User, case: Case, band: str, words: str, **columns: str) -> Risk:
    now = timezone.now()
    risk = Risk.objects.create(
        case=case,
        rule=RAISED_RULE,
        band=band,
        band_rank=RANKS[Band(band)],
        says=words,
        starts_at=now,
        due_at=due(band, now),
        raised_by=user,
        **columns,
    )
    step = RiskStep.objects.create(risk=risk, number=1, kind=RiskStep.Kind.RAISED, user=user, words=words, at=now)
    ledger.add("risk.raised", case=case, subject=risk, rows=[step], band=band, due=risk.due_at, words=words)
    return risk


def cast_decision(
    *, acting_user: User, case: Case, outcomes: Sequence[str], words: str, **columns: Any
) -> Vote | BlindReview:
    """Record a vote or a blind review. With outcome O6, a risk is opened or marked in the same transaction."""
    cast = cast_blind_review if is_blind_reviewer(acting_user, case) else cast_vote
    with audited_transaction(acting_user) as ledger:
        vote = cast(acting_user=acting_user, case=case, outcomes=outcomes, words=words, **columns)
        if SAFEGUARD in vote.outcomes:
            call_for_action(ledger, acting_user, case, vote.words)
    return vote


def call_for_action(ledger: Ledger, user: User, case: Case, words: str) -> list[Risk]:
    """Mark the open risks of a case as needing action now. Open a same-day risk if none has to be met that soon.

    Call it inside `audited_transaction`. Returns the risks that now stand for the call.
    """
    urgent = Risk.objects.filter(case=case, band_rank__lte=RANKS[Band.SAME_DAY]).exclude(state=State.CLOSED)
    risks = list(urgent.select_for_update(of=("self",)))
    for risk in risks:
        add_step(ledger, risk, RiskStep.Kind.ACTION_NEEDED, user=user, words=words)
    return risks or [_open(ledger, user, case, Band.SAME_DAY, words, raised_from="a decision: safeguarding action now")]
