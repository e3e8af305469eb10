"""On a share of cases the machine's findings stay hidden until the reader has written a first view.

Who only looks at a settled case, or approves it, writes none.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.answers.models import FirstView
from reassess.workspace.cases.first_view_draw import drawn_for_first_view
from reassess.workspace.cases.models import Case
from reassess.workspace.platform.errors import Refused
from reassess.workspace.votes.blindness import blind_cases, is_blind


def before_first_view(user: User) -> Q:
    """The cases whose findings are still hidden from this reader, as `must_write_first` says of each."""
    share = settings.OPTIONS.first_view_share
    if not user.may(May.VOTE) or share <= 0:
        return Q(pk__in=[])
    written = Exists(FirstView.objects.filter(user=user, case=OuterRef("pk")))
    return Q(first_view_draw__lt=share) & blind_cases(user) & ~Q(written)


def unviewed(user: User, cases: Iterable[Case]) -> set[int]:
    """Those of some cases whose findings are still hidden from this reader, in no list either."""
    if not user.may(May.VOTE) or settings.OPTIONS.first_view_share <= 0:
        return set()
    listed = Case.objects.order_by().filter(before_first_view(user), pk__in=[case.pk for case in cases])
    return set(listed.values_list("pk", flat=True))


def require_first_view(user: User, case: Case) -> None:
    """Raise `Refused` where this reader has to write a first view before anything that rests on the findings."""
    if must_write_first(user, case):
        raise Refused("Save your own view of this case before you answer or decide")


def must_write_first(user: User, case: Case) -> bool:
    """Whether findings are still hidden from this reader."""
    if not user.may(May.VOTE) or not drawn_for_first_view(case) or not is_blind(user, case):
        return False
    return not FirstView.objects.filter(case=case, user=user).exists()
