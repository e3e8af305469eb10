"""On a share of cases the machine's findings stay hidden until the reader has written a first view."""

import hashlib

from django.conf import settings

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.answers.models import FirstView
from reassess.workspace.cases.models import Case


def drawn_for_first_view(case: Case) -> bool:
    """Whether this case is one of the share. The draw rests on its reference alone, so that it never changes."""
    draw = int.from_bytes(hashlib.sha256(f"first view {case.reference}".encode()).digest()[:4]) / 2**32
    return draw < settings.OPTIONS.first_view_share


def must_write_first(user: User, case: Case) -> bool:
    """Whether findings are still hidden from this reader."""
    if not user.may(May.VOTE) or not drawn_for_first_view(case):
        return False
    return not FirstView.objects.filter(case=case, user=user).exists()
