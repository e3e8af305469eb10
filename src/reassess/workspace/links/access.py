"""The door to pairs of records: whoever may see every case that a pair touches, and judges such things."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.links.models import Pair, PairCase


def visible_pairs(user: User) -> QuerySet[Pair]:
    """Pairs of which the person may see every case."""
    if not user.may(May.JUDGE_LINKS):
        return Pair.objects.none()
    hidden = PairCase.objects.filter(pair=OuterRef("pk")).exclude(case__in=visible_cases(user))
    return Pair.objects.filter(in_newest_run=True).exclude(Exists(hidden))


def access_pair(user: User, pk: int) -> Pair:
    """One pair. Raises Http404 for 'not yours' and 'not there' alike."""
    pair = visible_pairs(user).filter(pk=pk).first()
    if pair is None:
        raise Http404
    return pair
