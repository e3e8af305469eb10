"""Cast a blind re-reading: rows only, like a vote, and a difference opens the case for one more reader."""

from collections.abc import Sequence

from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.answers.actions import forget_draft
from reassess.workspace.audit.ledger import acting
from reassess.workspace.cases.leases import end_leases
from reassess.workspace.cases.models import Case, Lease
from reassess.workspace.platform.errors import Refused
from reassess.workspace.votes.actions import lock, reopen, written
from reassess.workspace.votes.models import Reopening, Rereading
from reassess.workspace.votes.policy import STANDS, vote_faults
from reassess.workspace.votes.review_draws import open_rereads, rereading


def cast_reread(
    *,
    acting_user: User,
    case: Case,
    outcomes: Sequence[str],
    reasons: Sequence[str],
    words: str,
    stands_because: str = "",
    answered: int = 0,
    asked: int = 0,
) -> Rereading:
    """Record a blind re-reading and end its lease; a difference re-opens the case for one more reader.

    Raises `Refused` where the person is not its re-reader now or the reading is incomplete.
    """
    with acting(acting_user) as ledger:
        case = lock(case)
        reread = open_rereads().filter(case=case).first()
        if reread is None or not rereading(acting_user, case):
            raise Refused("This case does not wait for you: take the next case")
        faults = "; ".join(vote_faults(outcomes, reasons, stands_because, words).values())
        if faults:
            raise Refused(faults)
        lease = Lease.objects.get(case=case, user=acting_user, ended_at=None)
        read = Rereading.objects.create(
            reread=reread, user=acting_user, **written(outcomes, reasons, words, stands_because),
            differs=STANDS not in outcomes, answered=answered, asked=asked, opened_at=lease.taken_at,
            at=timezone.now(),
        )  # fmt: skip
        end_leases(case=case, how="voted")
        forget_draft(acting_user, f"vote:{case.pk}")
        ledger.add("reread.cast", case=case, subject=read, outcomes=read.outcomes, differs=read.differs)
        if read.differs:
            reopen(acting_user=None, case=case, why=Reopening.Why.REREAD, words="A blind re-reading differs")
    return read
