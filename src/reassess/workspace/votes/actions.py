"""Vote, review blind, approve or refuse, and re-open."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.actions import commit_seed
from reassess.workspace.audit.commitments import REREADS, is_drawn, random_key
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.actions import delete_draft, end_leases
from reassess.workspace.cases.leases import holder
from reassess.workspace.cases.models import Case, Lease, Standing
from reassess.workspace.platform.errors import Refused
from reassess.workspace.votes.models import FIRST, SECOND, THIRD, Approval, BlindReview, Reopening, ReviewDraw, Vote
from reassess.workspace.votes.policy import STANDS, standing, vote_faults
from reassess.workspace.votes.review_draws import is_blind_reviewer, open_review_draws


def current_round(case: Case) -> int:
    """Number of the present round: 1, plus 1 for each re-opening."""
    return 1 + case.reopenings.count()


def is_settled_by_one_reader(case: Case) -> bool:
    """Whether a blind review that differs opened the present round, so that one more reader settles it."""
    opening = case.reopenings.order_by("round").last()
    return opening is not None and opening.why == Reopening.Why.REREAD


def refresh_standing(case: Case) -> Standing:
    """Work out the standing from the rows and store it for lists and filters. Call it after every new row."""
    number = current_round(case)
    votes = list(case.votes.filter(round=number))
    approval = case.approvals.filter(round=number).first()
    case.standing = standing(votes, approval, number, one_reader=is_settled_by_one_reader(case))
    Case.objects.filter(pk=case.pk).update(standing=case.standing)
    return Standing(case.standing)


def lock(case: Case) -> Case:
    """Lock the row of a case until the transaction ends, so that votes on it come one after the other."""
    return Case.objects.select_for_update().get(pk=case.pk)


def may_vote(user: User, case: Case) -> str:
    """Why this person cannot vote on the case now; empty if they can."""
    if not user.may(May.VOTE):
        return "You do not have permission to vote"
    if case.votes.filter(user=user).exists() or had_a_part(user, case):
        return "You cannot vote on this case again. Another person must vote next"
    if case.standing not in (Standing.UNREAD, Standing.REOPENED, Standing.SECOND, Standing.THIRD):
        return "This case is not waiting for a vote"
    if holder(case) != user:
        return "Take this case before you decide it"
    return ""


def had_a_part(user: User, case: Case) -> bool:
    """Whether the person approved or blind-reviewed an earlier round, and so knows how others voted."""
    approved = case.approvals.filter(user=user).exists()
    return approved or case.review_draws.filter(review__user=user).exists()


def cast_vote(
    *,
    acting_user: User,
    case: Case,
    outcomes: Sequence[str],
    reasons: Sequence[str],
    words: str,
    stands_because: str = "",
    answered: int = 0,
    asked: int = 0,
) -> Vote:
    """Record one person's decision and end their lease.

    Raises `Refused` if the person may not vote on this case now or the vote is incomplete. Constraints of the table
    also prevent two votes with one number, or by one person, in a round.
    """
    with audited_transaction(acting_user) as ledger:
        case = lock(case)
        faults = vote_faults(outcomes, reasons, stands_because, words)
        refusal = may_vote(acting_user, case) or "; ".join(faults.values())
        if refusal:
            raise Refused(refusal)
        number = current_round(case)
        vote = _insert_vote(
            case=case,
            round=number,
            user=acting_user,
            publication_id=case.publication_id,
            vote_number=THIRD if is_settled_by_one_reader(case) else FIRST + case.votes.filter(round=number).count(),
            **written(outcomes, reasons, words, stands_because),
            answered=answered,
            asked=asked,
            at=timezone.now(),
        )
        end_leases(case=case, how="voted")
        delete_draft(acting_user=acting_user, key=f"vote:{case.pk}")
        ledger.add(
            "vote.cast",
            case=case,
            subject=vote,
            round=number,
            vote_number=vote.vote_number,
            outcomes=vote.outcomes,
            reasons=vote.reasons,
            stands_because=vote.stands_because,
            standing=str(refresh_standing(case)),
        )
    return vote


def written(outcomes: Sequence[str], reasons: Sequence[str], words: str, stands_because: str) -> dict[str, Any]:
    """What was decided, as columns of a vote or a blind review: each code once, sorted."""
    return {
        "outcomes": sorted(set(outcomes)),
        "reasons": sorted(set(reasons)),
        "words": words.strip(),
        "stands_because": stands_because if STANDS in outcomes else "",
    }


def _insert_vote(**columns: object) -> Vote:
    if columns["vote_number"] not in (FIRST, SECOND, THIRD):
        raise Refused("This case is not waiting for a vote")
    try:
        return Vote.objects.create(**columns)
    except IntegrityError:
        raise Refused("Someone else voted on this case at the same moment. Reload the page and try again") from None


def answer_approval(*, acting_user: User, case: Case, approved: bool, words: str) -> Approval:
    """Approve or refuse 'no further action stands'. A refusal starts a new round.

    Raises `Refused` for a voter on the case, for another role, and if the case is not waiting for approval.
    """
    if not acting_user.may(May.APPROVE):
        raise Refused("You do not have permission to approve decisions")
    with audited_transaction(acting_user) as ledger:
        case = lock(case)
        number = current_round(case)
        if case.standing != Standing.APPROVAL:
            raise Refused("This case is not waiting for approval")
        if case.votes.filter(user=acting_user).exists():
            raise Refused("You cannot approve this case because you voted on it. Another supervisor must approve it")
        if len(words.strip()) < 10:
            raise Refused("Explain why, in 10 characters or more")
        answer = Approval.objects.create(
            case=case, round=number, user=acting_user, approved=approved, words=words.strip(), at=timezone.now()
        )
        now_stands = refresh_standing(case)
        drawn = draw_for_blind_review(case=case, number=number) if approved else None
        ledger.add(
            "approval.given" if approved else "approval.refused",
            case=case,
            subject=answer,
            rows=[drawn] if drawn else [],
            round=number,
            standing=str(now_stands),
        )
        if not approved:
            reopen(acting_user=acting_user, case=case, why=Reopening.Why.REFUSED, words=words.strip())
    return answer


def reopen(*, acting_user: User | None, case: Case, why: str, words: str) -> Reopening | None:
    """Start a new round. Returns None if the present one has no vote yet.

    Earlier votes and approvals stay as they are, and a running lease continues.
    """
    with audited_transaction(acting_user) as ledger:
        number = current_round(case)
        if not case.votes.filter(round=number).exists():
            return None
        opening = Reopening.objects.create(
            case=case, round=number + 1, why=why, words=words, user=acting_user, at=timezone.now()
        )
        refresh_standing(case)
        ledger.add("case.reopened", case=case, subject=opening, round=number + 1, why=str(why), words=words)
    return opening


def reopen_by_supervisor(*, acting_user: User, case: Case, words: str) -> Reopening:
    """Re-open a decided case. Raises `Refused` for other roles, without an explanation, or before any vote."""
    if not acting_user.may(May.APPROVE):
        raise Refused("You do not have permission to re-open cases")
    if len(words.strip()) < 10:
        raise Refused("Explain why, in 10 characters or more")
    with audited_transaction(acting_user):
        opening = reopen(acting_user=acting_user, case=lock(case), why=Reopening.Why.SUPERVISOR, words=words.strip())
    if opening is None:
        raise Refused("This case has no votes yet, so there is nothing to re-open")
    return opening


def draw_for_blind_review(*, case: Case, number: int) -> ReviewDraw | None:
    """Draw an approved decision for a blind review, or not. Call it in the transaction of the approval."""
    share = settings.OPTIONS.reread_share
    key = random_key(commit_seed(purpose=REREADS), case.reference, number)
    if not is_drawn(key, share):
        return None
    return ReviewDraw.objects.create(case=case, round=number, random_key=key, share=share, drawn_at=timezone.now())


def cast_blind_review(
    *,
    acting_user: User,
    case: Case,
    outcomes: Sequence[str],
    reasons: Sequence[str],
    words: str,
    stands_because: str = "",
    answered: int = 0,
    asked: int = 0,
) -> BlindReview:
    """Record a blind review and end its lease. If it differs, the case is re-opened for one more reader.

    Raises `Refused` if the person is not its reviewer now or the review is incomplete.
    """
    with audited_transaction(acting_user) as ledger:
        case = lock(case)
        draw = open_review_draws().filter(case=case).first()
        if draw is None or not is_blind_reviewer(acting_user, case):
            raise Refused("You cannot take this case. Take the next case instead")
        faults = "; ".join(vote_faults(outcomes, reasons, stands_because, words).values())
        if faults:
            raise Refused(faults)
        lease = Lease.objects.get(case=case, user=acting_user, ended_at=None)
        read = BlindReview.objects.create(
            draw=draw,
            user=acting_user,
            **written(outcomes, reasons, words, stands_because),
            differs=STANDS not in outcomes,
            answered=answered,
            asked=asked,
            opened_at=lease.taken_at,
            at=timezone.now(),
        )
        end_leases(case=case, how="voted")
        delete_draft(acting_user=acting_user, key=f"vote:{case.pk}")
        ledger.add("reread.cast", case=case, subject=read, outcomes=read.outcomes, differs=read.differs)
        if read.differs:
            reopen(acting_user=None, case=case, why=Reopening.Why.REREAD, words="A blind review differs")
    return read
