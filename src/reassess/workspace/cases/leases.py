"""Taking a case is a lease with an end; two people never hold the same one."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Case as When_
from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.assurance.draws import due_draw, record_draw
from reassess.workspace.audit.ledger import acting
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.models import Case, Lease, Standing
from reassess.workspace.platform.errors import Refused
from reassess.workspace.votes.models import Approval, Rereading, Vote
from reassess.workspace.votes.review_draws import rereads_for

READABLE = (Standing.UNREAD, Standing.REOPENED, Standing.SECOND, Standing.THIRD)
TRIES = 5
UNSEEN_RANK = 1000
"""Rank among the bands at which a case stands that nobody has seen for too long: bands of risk come before it."""
TOGETHER_DAYS = 14
"""For so long after somebody took a case, those that travel with it are kept for the same reader."""


def live_leases() -> QuerySet[Lease]:
    """Leases that are running now."""
    return Lease.objects.filter(ended_at=None, ends_at__gt=timezone.now())


def holder(case: Case) -> User | None:
    """Who holds a case now."""
    lease = live_leases().filter(case=case).select_related("user").first()
    return lease.user if lease else None


def waiting_for(user: User) -> QuerySet[Case]:
    """Cases that this person could take now, in the order of work.

    A case unseen for longer than the ceiling comes before all but those with a risk today; nobody is offered a case
    in which they have had a part in any round, so that the next reader is always another person.
    """
    waiting = (
        visible_cases(user)
        .filter(standing__in=READABLE, in_newest_run=True)
        .exclude(Exists(Vote.objects.filter(case=OuterRef("pk"), user=user)))
        .exclude(Exists(Approval.objects.filter(case=OuterRef("pk"), user=user)))
        .exclude(Exists(Rereading.objects.filter(reread__case=OuterRef("pk"), user=user)))
        .exclude(Exists(live_leases().filter(case=OuterRef("pk"))))
    )
    return in_order(waiting)


def in_order(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases in the order of work: band, then place; those unseen for too long right after the bands of risk."""
    ceiling = timezone.now() - timedelta(days=settings.OPTIONS.unseen_ceiling_days)
    starving = Q(standing__in=(Standing.UNREAD, Standing.REOPENED), published_at__lt=ceiling, seen_at=None)
    rank = When_(
        When(starving & Q(band_rank__gt=UNSEEN_RANK), then=Value(UNSEEN_RANK)),
        default=F("band_rank"),
        output_field=IntegerField(),
    )
    return cases.annotate(rank=rank).order_by("rank", F("position").asc(), "pk")


def something_waits(user: User) -> bool:
    """Whether there is a case that this person could take now, a blind re-reading among them."""
    return waiting_for(user).exists() or rereads_for(user).exists()


def take_next(*, acting_user: User) -> Case | None:
    """Lease the next case to somebody; None where nothing waits for them.

    First the blind re-readings of those who do them, then a draw of the audit where its share of the work is due, then
    the order, in which linked cases travel together.
    """
    for _ in range(TRIES):
        case, drawn = _next_for(acting_user)
        if case is None:
            return None
        try:
            take_case(acting_user=acting_user, case=case, drawn=drawn)
        except Refused:
            if holder(case) in (None, acting_user):
                raise
            continue
        return case
    raise Refused("Others are taking cases at this moment: try again")


def _next_for(user: User) -> tuple[Case | None, bool]:
    """The next case for a person, and whether the audit draws it."""
    again = rereads_for(user).exclude(Exists(live_leases().filter(case=OuterRef("pk")))).first()
    if again is not None:
        return again, False
    drawn = due_draw(user)
    if drawn is not None:
        return drawn, True
    first = waiting_for(user).first()
    return _travelling(user, first) or first, False


def _travelling(user: User, first: Case | None) -> Case | None:
    """The case of the first one's band that travels with others of this person, else with nobody else's.

    Never one of a later band: a set that somebody has begun keeps nobody from a case at risk.
    """
    if first is None:
        return None
    band = waiting_for(user).filter(Q(("rank", vars(first)["rank"])))  # an annotation of `in_order`
    keys = Lease.objects.filter(user=user).exclude(case__set_key="").order_by("-pk").values_list("case__set_key")[:10]
    own = band.filter(set_key__in=[key for (key,) in keys]).first() if keys else None
    return own or band.exclude(_begun_by_another(user)).first()


def _begun_by_another(user: User) -> Q:
    """First readings of a set of which somebody else holds or has just read a case."""
    since = timezone.now() - timedelta(days=TOGETHER_DAYS)
    others = Lease.objects.filter(
        case__set_key=OuterRef("set_key"), taken_at__gt=since, how__in=("", "voted"), user__is_active=True
    ).exclude(user=user)
    return Q(standing__in=(Standing.UNREAD, Standing.REOPENED)) & ~Q(set_key="") & Q(Exists(others))


def take_case(*, acting_user: User, case: Case, drawn: bool = False) -> Lease:
    """Lease one case; `drawn`: because the audit drew it.

    Raises `Refused` where somebody holds it, or the person holds as many as they may.
    """
    if not acting_user.may(May.TAKE_CASES):
        raise Refused("Your role does not take cases")
    now = timezone.now()
    with acting(acting_user) as ledger:
        Lease.objects.filter(case=case, ended_at=None, ends_at__lte=now).update(ended_at=now, how="lapsed")
        if live_leases().filter(user=acting_user).count() >= settings.OPTIONS.cases_at_once:
            raise Refused(f"You hold {settings.OPTIONS.cases_at_once} cases already: decide one or hand one back")
        lease = _lease(case, acting_user)
        if drawn:
            record_draw(acting_user, case)
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
