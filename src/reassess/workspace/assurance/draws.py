"""One in twenty of the work comes from the committed random order: strictly in its order, none passed over.

A reader cannot tell a drawn case from another until they have voted on it: its place in the order and the reason for
it stay hidden, because the audit rests on labels that nothing has coloured.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.assurance.models import AuditDraw, AuditPosition
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.models import Case, Lease, Standing
from reassess.workspace.votes.models import Vote
from reassess.workspace.votes.review_draws import open_review_draws

SETTLED = (Standing.APPROVAL, Standing.DECIDED)


def live() -> dict[str, object]:
    """What a running lease fits, for use in a filter on leases."""
    return {"ended_at": None, "ends_at__gt": timezone.now()}


def next_draw() -> AuditPosition | None:
    """The first case of the committed order that is unread and in nobody's hands; a handed-back one stays next."""
    held = Exists(Lease.objects.filter(case=OuterRef("case"), **live()))
    waiting = AuditPosition.objects.filter(case__standing=Standing.UNREAD, case__in_newest_run=True).exclude(held)
    return waiting.order_by("number").select_related("case").first()


def due_draw(user: User) -> Case | None:
    """The next draw, if the share of the work asks for one now and this person may read it; else None.

    Somebody who handed it back is not given it again; it waits for another, and no later one goes before it.
    """
    share = settings.OPTIONS.audit_share
    if share <= 0:
        return None
    place = next_draw()
    if place is None:
        return None
    begun = Lease.objects.values("case").distinct().count()
    handed_back = AuditDraw.objects.filter(case=place.case).exists()
    if not handed_back and int(share * (begun + 1)) <= AuditDraw.objects.count():
        return None
    theirs = (
        visible_cases(user)
        .filter(pk=place.case_id)
        .exclude(Exists(Lease.objects.filter(case=OuterRef("pk"), user=user)))
    )
    return theirs.first()


def hidden_positions(user: User, cases: Iterable[int]) -> set[int]:
    """Those of some cases whose place in the order, and why, this person may not see yet.

    A drawn case hides them from everybody who has not voted on it until it is settled, and a case that waits for a
    blind re-reading from those who may be its re-reader.
    """
    drawn = AuditDraw.objects.filter(case__in=list(cases)).exclude(case__standing__in=SETTLED)
    unvoted = drawn.exclude(Exists(Vote.objects.filter(case=OuterRef("case"), user=user)))
    hidden = set(unvoted.values_list("case_id", flat=True))
    if user.may(May.REREAD):
        hidden |= set(open_review_draws().filter(case__in=list(cases)).values_list("case_id", flat=True))
    return hidden
