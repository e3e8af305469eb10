"""The cases that a person can take, and which of them comes next."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.assurance.draws import due_draw
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.bands import in_order
from reassess.workspace.cases.leases import live_leases
from reassess.workspace.cases.models import Case, Lease, Standing
from reassess.workspace.votes.models import Approval, BlindReview, Vote
from reassess.workspace.votes.review_draws import cases_to_review_blind

READABLE = (Standing.UNREAD, Standing.REOPENED, Standing.SECOND, Standing.THIRD)


TOGETHER_DAYS = 14
"""Days for which the cases of a group are kept for the reader who took one of them."""


def waiting_for(user: User) -> QuerySet[Case]:
    """Cases that this person could take now, in the order of work.

    A case that nobody has seen for too long comes right after those with a risk today. Nobody is offered a case in
    which they had a part in any round, so the next reader is always another person.
    """
    waiting = (
        visible_cases(user)
        .filter(standing__in=READABLE, in_newest_run=True)
        .exclude(Exists(Vote.objects.filter(case=OuterRef("pk"), user=user)))
        .exclude(Exists(Approval.objects.filter(case=OuterRef("pk"), user=user)))
        .exclude(Exists(BlindReview.objects.filter(draw__case=OuterRef("pk"), user=user)))
        .exclude(Exists(live_leases().filter(case=OuterRef("pk"))))
    )
    return in_order(waiting)


def something_waits(user: User) -> bool:
    """Whether there is a case that this person could take now, including a blind review."""
    return waiting_for(user).exists() or cases_to_review_blind(user).exists()


def next_for(user: User) -> tuple[Case | None, bool]:
    """The next case for a person, and whether it is an audit draw."""
    again = cases_to_review_blind(user).exclude(Exists(live_leases().filter(case=OuterRef("pk")))).first()
    if again is not None:
        return again, False
    drawn = due_draw(user)
    if drawn is not None:
        return drawn, True
    first = waiting_for(user).first()
    return _of_the_same_group(user, first) or first, False


def _of_the_same_group(user: User, first: Case | None) -> Case | None:
    """A case in the first one's band from a group that this person has begun, else from one that nobody else has.

    Never one of a later band: a group that somebody has begun does not hold up a case at risk.
    """
    if first is None:
        return None
    band = waiting_for(user).filter(Q(("rank", vars(first)["rank"])))  # an annotation of `in_order`
    keys = Lease.objects.filter(user=user).exclude(case__set_key="").order_by("-pk").values_list("case__set_key")[:10]
    own = band.filter(set_key__in=[key for (key,) in keys]).first() if keys else None
    return own or band.exclude(_begun_by_another(user)).first()


def _begun_by_another(user: User) -> Q:
    """Filter for first readings in a group of which someone else holds or has just read a case."""
    since = timezone.now() - timedelta(days=TOGETHER_DAYS)
    others = Lease.objects.filter(
        case__set_key=OuterRef("set_key"), taken_at__gt=since, how__in=("", "voted"), user__is_active=True
    ).exclude(user=user)
    return Q(standing__in=(Standing.UNREAD, Standing.REOPENED)) & ~Q(set_key="") & Q(Exists(others))
