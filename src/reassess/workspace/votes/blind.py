"""What a person may see of other people's votes and answers while a round is open."""

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.cases.models import Case, Standing
from reassess.workspace.votes.actions import current_round
from reassess.workspace.votes.models import Vote

SETTLED = (Standing.APPROVAL, Standing.DECIDED)


def is_blind(user: User, case: Case) -> bool:
    """Whether what others think of the case is hidden from this person now.

    Nobody sees it until the round is settled, whatever their role: a supervisor may be the third reader.
    """
    return case.standing not in SETTLED


def visible_votes(user: User, case: Case) -> list[Vote]:
    """The votes of a case that a person may see: one's own, those of closed rounds, all once it is settled.

    A third reader is blind to earlier rounds as well while they can still vote in this one.
    """
    votes = list(case.votes.select_related("user"))
    if not is_blind(user, case):
        return votes
    number = current_round(case)
    own = [vote for vote in votes if vote.user_id == user.pk]
    if user.may(May.VOTE) and not any(vote.round == number for vote in own):
        return own
    return [vote for vote in votes if vote.user_id == user.pk or vote.round < number]
