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

    Nobody sees it until the round is settled, whatever their role: a supervisor may be the third reader. Who re-reads
    approved decisions sees none that waits for approval or for its re-reading.
    """
    if case.standing not in SETTLED:
        return True
    if not user.may(May.REREAD):
        return False
    return case.standing == Standing.APPROVAL or open_review_draws().filter(case=case).exists()


def blind_cases(user: User) -> Q:
    """The cases of which `is_blind` is true for this person, for use in a filter on cases."""
    blind = ~Q(standing__in=SETTLED)
    if user.may(May.REREAD):
        blind |= Q(standing=Standing.APPROVAL) | Q(Exists(open_review_draws().filter(case=OuterRef("pk"))))
    return blind


def shown_standing(user: User, case: Case) -> Standing:
    """Where the case stands as far as this person may know: a blind re-reader takes it for a second reading."""
    if user.may(May.REREAD) and case.standing == Standing.DECIDED and open_review_draws().filter(case=case).exists():
        return Standing.SECOND
    return Standing(case.standing)


def hide_votes(user: User, entries: Iterable[Entry]) -> None:
    """Take what was voted out of entries of the audit trail on cases that are still being read blind.

    Who did what and when stays; one's own votes stay too.
    """
    votes = [one for one in entries if one.verb.startswith(VOTING) and one.case is not None and one.actor_id != user.pk]
    settled = {one.case_id: not is_blind(user, one.case) for one in votes if one.case is not None}
    for entry in votes:
        if not settled[entry.case_id]:
            entry.detail = HIDDEN


def visible_votes(user: User, case: Case) -> list[Vote]:
    """The votes of a case that a person may see: one's own, those of closed rounds, all once it is settled.

    A third reader is blind to earlier rounds as well while they can still vote in this one.
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
