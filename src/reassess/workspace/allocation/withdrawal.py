"""Withdraw a person from the team: what they held goes back, and nothing is left without an owner."""

from django.utils import timezone

from reassess.workspace.accounts.actions import end_sessions
from reassess.workspace.accounts.models import User
from reassess.workspace.audit.ledger import acting
from reassess.workspace.cases.leases import end_leases
from reassess.workspace.cases.models import Case, Standing
from reassess.workspace.enquiries.actions import return_enquiries
from reassess.workspace.platform.errors import Refused
from reassess.workspace.risks.actions import return_risks
from reassess.workspace.votes.actions import reopen
from reassess.workspace.votes.models import Reopening

OPEN = (Standing.SECOND, Standing.THIRD, Standing.APPROVAL)


def withdraw(*, acting_user: User, account: User) -> None:
    """Close an account, end its sessions and leases, hand back its risks and enquiries, and start a new
    round on every undecided case in which the person voted. Their past votes, answers and decisions stay."""
    if account.pk == acting_user.pk:
        raise Refused("Another administrator must withdraw you")
    with acting(acting_user) as ledger:
        account.is_active = False
        account.save(update_fields=["is_active"])
        end_sessions(account)
        end_leases(user=account, how="withdrawn")
        return_risks(acting_user=acting_user, owner=account)
        return_enquiries(acting_user=acting_user, owner=account)
        for case in Case.objects.filter(standing__in=OPEN, votes__user=account).distinct().order_by("pk"):
            reopen(
                acting_user=acting_user,
                case=case,
                why=Reopening.Why.WITHDRAWAL,
                words=f"{account.username} left the team before the case was decided",
            )
        ledger.add("account.withdrawn", subject=account, at=timezone.now())
