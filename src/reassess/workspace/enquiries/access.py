"""The door to lines of enquiry."""

from django.db.models import Q, QuerySet
from django.http import Http404

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.models import Case
from reassess.workspace.enquiries.models import Enquiry
from reassess.workspace.votes.blindness import SETTLED, is_blind


def visible_enquiries(user: User) -> QuerySet[Enquiry]:
    """Lines of enquiry that a person may see: a supervisor all; others those they raised or own, and those of
    settled cases, since another reader's lines of enquiry would say how they voted."""
    if not user.may(May.RAISE_ENQUIRIES):
        return Enquiry.objects.none()
    enquiries = Enquiry.objects.filter(case__in=visible_cases(user))
    if user.may(May.ALLOCATE_ENQUIRIES) or not user.may(May.VOTE):
        return enquiries
    return enquiries.filter(Q(raised_by=user) | Q(owner=user) | Q(case__standing__in=SETTLED))


def access_enquiry(user: User, pk: int) -> Enquiry:
    """One line of enquiry. Raises Http404 for 'not yours' and 'not there' alike."""
    try:
        found = visible_enquiries(user).select_related("case__dossier", "case__publication", "owner", "raised_by")
        return found.get(pk=pk)
    except Enquiry.DoesNotExist:
        raise Http404 from None


def shown_enquiries(user: User, case: Case) -> list[Enquiry]:
    """Every enquiry of a case, but only one's own while the person could still vote on it blind."""
    enquiries = case.enquiries.select_related("owner", "raised_by")
    if user.may(May.VOTE) and is_blind(user, case) and not user.may(May.ALLOCATE_ENQUIRIES):
        enquiries = enquiries.filter(raised_by=user)
    return list(enquiries)
