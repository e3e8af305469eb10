"""Taking a case is a lease with an end; two people never hold the same one."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Case as When_
from django.db.models import Exists, F, OuterRef, QuerySet, Value, When
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import acting
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.models import Case, Lease, Standing
from reassess.workspace.errors import Refused
from reassess.workspace.votes.models import Vote

READABLE = (Standing.UNREAD, Standing.REOPENED, Standing.SECOND, Standing.THIRD)
TRIES = 5


def live_leases() -> QuerySet[Lease]:
    """Leases that are running now."""
    return Lease.objects.filter(ended_at=None, ends_at__gt=timezone.now())


def holder(case: Case) -> User | None:
    """Who holds a case now."""
    lease = live_leases().filter(case=case).select_related("user").first()
    return lease.user if lease else None


def waiting_for(user: User) -> QuerySet[Case]:
    """Cases that this person could take now, in the order of work.

    A case unseen for longer than the ceiling comes first in its band; nobody is offered a case in
    which they have voted in any round, so that the second reader is always another person.
    """
    ceiling = timezone.now() - timedelta(days=settings.OPTIONS.unseen_ceiling_days)
    overdue = When_(
        When(standing__in=(Standing.UNREAD, Standing.REOPENED), published_at__lt=ceiling, seen_at=None, then=Value(0)),
        default=Value(1),
    )
    return (
        visible_cases(user)
        .filter(standing__in=READABLE, in_newest_run=True)
        .exclude(Exists(Vote.objects.filter(case=OuterRef("pk"), user=user)))
        .exclude(Exists(live_leases().filter(case=OuterRef("pk"))))
        .annotate(overdue=overdue)
        .order_by("band_rank", "overdue", F("position").asc(), "pk")
    )


def take_next(*, acting_user: User) -> Case | None:
    """Lease the next case to somebody; None where nothing waits for them.

    Cases of a set that the person reads already come first inside the same band: linked cases travel together.
    """
    for _ in range(TRIES):
        case = _next_of_their_sets(acting_user) or waiting_for(acting_user).first()
        if case is None:
            return None
        try:
            take_case(acting_user=acting_user, case=case)
        except Refused:
            if holder(case) in (None, acting_user):
                raise
            continue
        return case
    raise Refused("Others are taking cases at this moment: try again")


def _next_of_their_sets(user: User) -> Case | None:
    sets = Lease.objects.filter(user=user).exclude(case__set_key="").order_by("-pk").values_list("case__set_key")[:10]
    keys = [key for (key,) in sets]
    first = waiting_for(user).first() if keys else None
    if first is None:
        return None
    return waiting_for(user).filter(set_key__in=keys, band_rank=first.band_rank).first()


def take_case(*, acting_user: User, case: Case) -> Lease:
    """Lease one case. Raises `Refused` where somebody holds it, or the person holds as many as they may."""
    if not acting_user.may(May.TAKE_CASES):
        raise Refused("Your role does not take cases")
    now = timezone.now()
    with acting(acting_user) as ledger:
        Lease.objects.filter(case=case, ended_at=None, ends_at__lte=now).update(ended_at=now, how="lapsed")
        if live_leases().filter(user=acting_user).count() >= settings.OPTIONS.cases_at_once:
            raise Refused(f"You hold {settings.OPTIONS.cases_at_once} cases already: decide one or hand one back")
        lease = _lease(case, acting_user)
        ledger.add("case.taken", case=case, subject=lease, until=lease.ends_at)
    return lease


def _lease(case: Case, user: User) -> Lease:
    now = timezone.now()
    ends_at = now + timedelta(hours=settings.OPTIONS.lease_hours)
    if Lease.objects.filter(case=case, ended_at=None).exists():
        raise Refused("Somebody else has this case now")
    try:
        return Lease.objects.create(case=case, user=user, taken_at=now, ends_at=ends_at)
    except IntegrityError:
        raise Refused("Somebody else has this case now") from None


def hand_back(*, acting_user: User, case: Case) -> None:
    """End one's own lease. No reason is asked for and none is kept."""
    with acting(acting_user) as ledger:
        if end_leases(case=case, user=acting_user, how="handed back"):
            ledger.add("case.handed_back", case=case)


def end_leases(*, how: str, **which: Any) -> int:
    """End the running leases that fit (`case`, `user`); returns how many. For use inside another action."""
    return Lease.objects.filter(ended_at=None, **which).update(ended_at=timezone.now(), how=how)
