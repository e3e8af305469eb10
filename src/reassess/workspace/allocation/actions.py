"""Take a case or the next case, and withdraw a person, whose work goes back to the team."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from reassess.workspace.accounts.actions import end_sessions
from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.allocation.access import READABLE, next_for
from reassess.workspace.assurance.actions import record_draw
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.actions import end_leases
from reassess.workspace.cases.leases import holder, live_leases
from reassess.workspace.cases.models import Case, Lease, Standing
from reassess.workspace.enquiries.actions import return_enquiries
from reassess.workspace.platform.errors import Refused
from reassess.workspace.risks.actions import return_risks
from reassess.workspace.votes.actions import current_round, had_a_part, reopen
from reassess.workspace.votes.models import Reopening
from reassess.workspace.votes.review_draws import cases_to_review_blind

TRIES = 5


def take_next(*, acting_user: User) -> Case | None:
    """Lease the next case to a person. Returns None if there is none for them.

    Blind reviews come first, for those who do them; then an audit draw, if one is due; then the queue, in which linked
    cases stay with one reader.
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
    """Lease one case. `drawn`: the audit drew it.

    Raises `Refused` if someone holds it, the person may not read it next, or holds as many as they may.
    """
    if not acting_user.may(May.TAKE_CASES):
        raise Refused("You do not have permission to take cases")
    with audited_transaction(acting_user) as ledger:
        User.objects.select_for_update().get(pk=acting_user.pk)
        case = Case.objects.select_for_update().get(pk=case.pk)
        if live_leases().filter(user=acting_user).count() >= settings.OPTIONS.cases_at_once:
            raise Refused(f"You have {settings.OPTIONS.cases_at_once} cases. Decide or hand back one to take another")
        for lapsed in Lease.objects.filter(case=case, ended_at=None, ends_at__lte=timezone.now()):
            end_leases(pk=lapsed.pk, how="lapsed")
            ledger.add("case.lapsed", case=case, subject=lapsed)
        lease = _lease(case, acting_user)
        _require_takeable(acting_user, case)
        if drawn:
            record_draw(acting_user=acting_user, case=case)
        ledger.add("case.taken", case=case, subject=lease, until=lease.ends_at)
    return lease


def _require_takeable(user: User, case: Case) -> None:
    """Raise `Refused` if the person may not read the case next: its standing, an earlier part in it, or a conflict."""
    if cases_to_review_blind(user).filter(pk=case.pk).exists():
        return
    if not visible_cases(user).filter(pk=case.pk).exists():
        raise Refused("You cannot take this case. Take the next case instead")
    if case.standing not in READABLE:
        raise Refused("This case is not waiting for a reader")
    if case.votes.filter(user=user).exists() or had_a_part(user, case):
        raise Refused("You have already had a part in this case. Another person must read it next")


def _lease(case: Case, user: User) -> Lease:
    now = timezone.now()
    ends_at = now + timedelta(hours=settings.OPTIONS.lease_hours)
    if Lease.objects.filter(case=case, ended_at=None).exists():
        raise Refused("Someone else has this case now")
    try:
        return Lease.objects.create(case=case, user=user, taken_at=now, ends_at=ends_at)
    except IntegrityError:
        raise Refused("Someone else has this case now") from None


UNDECIDED = (Standing.SECOND, Standing.THIRD, Standing.APPROVAL)


def withdraw_person(*, acting_user: User, account: User) -> None:
    """Close an account, end its sessions and leases, and hand back its risks and enquiries.

    A new round starts on every undecided case on which the person voted in the present round. Their votes, answers and
    decisions stay.
    """
    if account.pk == acting_user.pk:
        raise Refused("You cannot close your own account. Ask another administrator to do it")
    with audited_transaction(acting_user) as ledger:
        account.is_active = False
        account.save(update_fields=["is_active"])
        end_sessions(account)
        end_leases(user=account, how="withdrawn")
        return_risks(acting_user=acting_user, owner=account)
        return_enquiries(acting_user=acting_user, owner=account)
        for case in Case.objects.filter(standing__in=UNDECIDED, votes__user=account).distinct().order_by("pk"):
            if case.votes.filter(user=account, round=current_round(case)).exists():
                reopen(
                    acting_user=acting_user,
                    case=case,
                    why=Reopening.Why.WITHDRAWAL,
                    words=f"{account.username} left the team before the case was decided",
                )
        ledger.add("account.withdrawn", subject=account, at=timezone.now())
