"""On a share of cases the machine's findings stay hidden until the reader has written a first view.

Who only looks at a settled case, or approves it, writes none.
"""

import hashlib
from collections.abc import Iterable

from django.conf import settings

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.answers.models import FirstView
from reassess.workspace.cases.models import Case
from reassess.workspace.errors import Refused
from reassess.workspace.votes.blind import is_blind


def drawn_for_first_view(case: Case) -> bool:
    """Whether this case is one of the share. The draw rests on its reference alone, so that it never changes."""
    draw = int.from_bytes(hashlib.sha256(f"first view {case.reference}".encode()).digest()[:4]) / 2**32
    return draw < settings.OPTIONS.first_view_share


def unviewed(user: User, cases: Iterable[Case]) -> set[int]:
    """Those of some cases whose findings are still hidden from this reader, in no list either."""
    if not user.may(May.VOTE) or settings.OPTIONS.first_view_share <= 0:
        return set()
    drawn = {case.pk for case in cases if drawn_for_first_view(case) and is_blind(user, case)}
    return drawn - set(FirstView.objects.filter(user=user, case__in=drawn).values_list("case_id", flat=True))


def require_first_view(user: User, case: Case) -> None:
    """Raise `Refused` where this reader has to write a first view before anything that rests on the findings."""
    if must_write_first(user, case):
        raise Refused("Write your first view of this case before you answer or decide")


def must_write_first(user: User, case: Case) -> bool:
    """Whether findings are still hidden from this reader."""
    if not user.may(May.VOTE) or not drawn_for_first_view(case) or not is_blind(user, case):
        return False
    return not FirstView.objects.filter(case=case, user=user).exists()
