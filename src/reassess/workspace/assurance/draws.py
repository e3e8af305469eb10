"""Audit draws: a share of the work comes from the committed random order, strictly in sequence.

A reader cannot tell a drawn case from another before voting on it. Its position in the queue and the reason for it
stay hidden, so that nothing influences the labels that the audit rests on.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.assurance.models import AuditDraw, AuditPosition
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.leases import live_leases
from reassess.workspace.cases.models import Case, Lease, Standing
from reassess.workspace.votes.models import Vote
from reassess.workspace.votes.review_draws import open_review_draws

SETTLED = (Standing.APPROVAL, Standing.DECIDED)


def next_draw() -> AuditPosition | None:
    """The first case of the committed order that is unread and not leased. A handed-back case stays first."""
    held = Exists(live_leases().filter(case=OuterRef("case")))
    waiting = AuditPosition.objects.filter(case__standing=Standing.UNREAD, case__in_newest_run=True).exclude(held)
    return waiting.order_by("number").select_related("case").first()


def due_draw(user: User) -> Case | None:
    """The next draw if one is due now and this person may read it; else None.

    A person who handed the case back is not given it again. It waits for someone else, and no later draw overtakes it.
    """
    share = settings.OPTIONS.audit_share
    if share <= 0:
        return None
    position = next_draw()
    if position is None:
        return None
    begun = Lease.objects.values("case").distinct().count()
    handed_back = AuditDraw.objects.filter(case=position.case).exists()
    if not handed_back and int(share * (begun + 1)) <= AuditDraw.objects.count():
        return None
    theirs = (
        visible_cases(user)
        .filter(pk=position.case_id)
        .exclude(Exists(Lease.objects.filter(case=OuterRef("pk"), user=user)))
    )
    return theirs.first()


def hidden_positions(user: User, cases: Iterable[int]) -> set[int]:
    """The cases among these whose position in the queue, and its reason, this person may not see yet.

    They are hidden on a drawn case until the person has voted or the case is settled, and on a case that waits for a
    blind review from anyone who may review it.
    """
    drawn = AuditDraw.objects.filter(case__in=list(cases)).exclude(case__standing__in=SETTLED)
    unvoted = drawn.exclude(Exists(Vote.objects.filter(case=OuterRef("case"), user=user)))
    hidden = set(unvoted.values_list("case_id", flat=True))
    if user.may(May.REREAD):
        hidden |= set(open_review_draws().filter(case__in=list(cases)).values_list("case_id", flat=True))
    return hidden
