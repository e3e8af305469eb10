"""Blind review: a quality assurer with no part in a case reads a random share of 'no further action stands' again.

A case is drawn if the random key of its reference and round falls within the share. The digest of the key's seed is in
the audit trail before the first decision. If the reviewer differs, the case is re-opened for one more reader, who
settles it and is told that there is a difference, but not what it is.
"""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.models import Case, Lease, Standing
from reassess.workspace.votes.models import Approval, Reopening, ReviewDraw, Vote


def open_review_draws() -> QuerySet[ReviewDraw]:
    """Draws without a review yet, of cases that have not been re-opened since."""
    reopened = Reopening.objects.filter(case=OuterRef("case"), round__gt=OuterRef("round"))
    return ReviewDraw.objects.filter(review=None, case__standing=Standing.DECIDED).exclude(Exists(reopened))


def cases_to_review_blind(user: User) -> QuerySet[Case]:
    """Cases that this person may review blind, because they had no part in them, in the order of the random keys."""
    if not user.may(May.REREAD):
        return Case.objects.none()
    leases = Lease.objects.filter(case=OuterRef("pk"))
    part = [
        Vote.objects.filter(case=OuterRef("pk"), user=user),
        Approval.objects.filter(case=OuterRef("pk"), user=user),
        leases.filter(user=user, taken_at__lt=OuterRef("review_draws__drawn_at")),
        leases.filter(ended_at=None, ends_at__gt=timezone.now()).exclude(user=user),
    ]
    waiting = visible_cases(user).filter(review_draws__in=open_review_draws(), in_newest_run=True)
    for theirs in part:
        waiting = waiting.exclude(Exists(theirs))
    return waiting.order_by("review_draws__random_key", "pk")


def is_blind_reviewer(user: User, case: Case) -> bool:
    """Whether this person holds this case as its blind reviewer."""
    if not user.may(May.REREAD):
        return False
    held = Lease.objects.filter(case=case, user=user, ended_at=None, ends_at__gt=timezone.now()).exists()
    return held and cases_to_review_blind(user).filter(pk=case.pk).exists()
