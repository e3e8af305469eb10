"""Take a case, take the next one, and withdraw a person, whose work goes back to the team."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from reassess.workspace.accounts.actions import end_sessions
from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.allocation.access import next_for
from reassess.workspace.assurance.actions import record_draw
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.actions import end_leases
from reassess.workspace.cases.leases import holder, live_leases
from reassess.workspace.cases.models import Case, Lease, Standing
from reassess.workspace.enquiries.actions import return_enquiries
from reassess.workspace.platform.errors import Refused
from reassess.workspace.risks.actions import return_risks
from reassess.workspace.votes.actions import reopen
from reassess.workspace.votes.models import Reopening

TRIES = 5


def take_next(*, acting_user: User) -> Case | None:
    """Lease the next case to somebody; None where nothing waits for them.

    First the blind re-readings of those who do them, then a draw of the audit where its share of the work is due, then
    the order, in which linked cases travel together.
    """
    for _ in range(TRIES):
        case, drawn = next_for(acting_user)
        if case is None:
            return None
        try:
            take_case(acting_user=acting_user, case=case, drawn=drawn)
        except Refused:
            if holder(case) in (None, acting_user):
                raise
            continue
        return case
    raise Refused("Other people are taking cases at this moment. Try again")


def take_case(*, acting_user: User, case: Case, drawn: bool = False) -> Lease:
    """Lease one case; `drawn`: because the audit drew it.

    Raises `Refused` where somebody holds it, or the person holds as many as they may.
    """
    if not acting_user.may(May.TAKE_CASES):
        raise Refused("You do not have permission to take cases")
    now = timezone.now()
    with audited_transaction(acting_user) as ledger:
        Lease.objects.filter(case=case, ended_at=None, ends_at__lte=now).update(ended_at=now, how="lapsed")
        if live_leases().filter(user=acting_user).count() >= settings.OPTIONS.cases_at_once:
            raise Refused(f"You have {settings.OPTIONS.cases_at_once} cases. Decide or hand back one to take another")
        lease = _lease(case, acting_user)
        if drawn:
            record_draw(acting_user, case)
        ledger.add("case.taken", case=case, subject=lease, until=lease.ends_at)
    return lease


def _lease(case: Case, user: User) -> Lease:
    now = timezone.now()
    ends_at = now + timedelta(hours=settings.OPTIONS.lease_hours)
    if Lease.objects.filter(case=case, ended_at=None).exists():
        raise Refused("Someone else has this case now")
    try:
        return Lease.objects.create(case=case, user=user, taken_at=now, ends_at=ends_at)
    except IntegrityError:
        raise Refused("Someone else has this case now") from None


OPEN = (Standing.SECOND, Standing.THIRD, Standing.APPROVAL)


def withdraw(*, acting_user: User, account: User) -> None:
    """Close an account, end its sessions and leases, hand back its risks and enquiries, and start a new
    round on every undecided case in which the person voted. Their past votes, answers and decisions stay."""
    if account.pk == acting_user.pk:
        raise Refused("You cannot close your own account. Ask another administrator to do it")
    with audited_transaction(acting_user) as ledger:
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
