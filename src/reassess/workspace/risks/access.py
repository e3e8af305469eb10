"""The doors to risks and lines of enquiry: whoever may see the case, and works on such things."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.risks.models import Risk


def visible_risks(user: User) -> QuerySet[Risk]:
    """Every risk that a person may see, in scope or not.

    The door is asked of each risk that is looked at: the board shows few of thousands, and its order stops early.
    """
    if not user.may(May.WORK_RISKS):
        return Risk.objects.none()
    return Risk.objects.filter(Exists(visible_cases(user).order_by().filter(pk=OuterRef("case"))))


def access_risk(user: User, pk: int) -> Risk:
    """One risk. Raises Http404 for 'not yours' and 'not there' alike."""
    try:
        return visible_risks(user).select_related("case__dossier", "case__publication", "owner").get(pk=pk)
    except Risk.DoesNotExist:
        raise Http404 from None
