"""What a person may see of other people's votes and answers while a round is open."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.models import Case, Standing
from reassess.workspace.votes.actions import current_round
from reassess.workspace.votes.models import Vote
from reassess.workspace.votes.review_draws import open_review_draws

VOTING = ("vote.", "reread.", "approval.", "answer.")
HIDDEN = '"hidden until the case is settled"'
SETTLED = (Standing.APPROVAL, Standing.DECIDED)


def is_blind(user: User, case: Case) -> bool:
    """Whether what others think of the case is hidden from this person now.

    Nobody sees it until the round is settled, whatever their role: a supervisor may be the third reader. A blind
    reviewer also does not see decisions that wait for approval or for a blind review.
    """
    if case.standing not in SETTLED:
        return True
    if not user.may(May.REREAD):
        return False
    return case.standing == Standing.APPROVAL or open_review_draws().filter(case=case).exists()


def blind_cases(user: User) -> Q:
    """Filter for the cases for which `is_blind` is true for this person."""
    blind = ~Q(standing__in=SETTLED)
    if user.may(May.REREAD):
        blind |= Q(standing=Standing.APPROVAL) | Q(Exists(open_review_draws().filter(case=OuterRef("pk"))))
    return blind


def shown_standing(user: User, case: Case) -> Standing:
    """The standing as this person may know it. To a blind reviewer, a drawn case looks like a second reading."""
    if user.may(May.REREAD) and case.standing == Standing.DECIDED and open_review_draws().filter(case=case).exists():
        return Standing.SECOND
    return Standing(case.standing)


def hide_votes(user: User, entries: Iterable[Entry]) -> None:
    """Hide the votes in audit entries on cases that are still being read blind.

    Who did what and when stays visible, and so do the person's own votes.
    """
    votes = [one for one in entries if one.verb.startswith(VOTING) and one.case is not None and one.actor_id != user.pk]
    settled = {one.case_id: not is_blind(user, one.case) for one in votes if one.case is not None}
    for entry in votes:
        if not settled[entry.case_id]:
            entry.detail = HIDDEN


def visible_votes(user: User, case: Case) -> list[Vote]:
    """The votes of a case that a person may see: their own, those of closed rounds, and all once it is settled.

    A third reader does not see earlier rounds either while they can still vote in this one.
    """
    votes = list(case.votes.select_related("user"))
    if not is_blind(user, case):
        return votes
    number = current_round(case)
    if user.may(May.REREAD) and case.standing in SETTLED:
        return [vote for vote in votes if vote.user_id == user.pk]
    own = [vote for vote in votes if vote.user_id == user.pk]
    if user.may(May.VOTE) and not any(vote.round == number for vote in own):
        return own
    return [vote for vote in votes if vote.user_id == user.pk or vote.round < number]
