"""The only way to read a case. 'Not allowed' and 'does not exist' get the same answer."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.cases.models import Case, CaseStaff, Grant


def visible_cases(user: User) -> QuerySet[Case]:
    """Every case that a person may read: their role reads cases, they had no hand in it, and if it is
    restricted they are named for it."""
    if not user.may(May.READ_CASES):
        return Case.objects.none()
    cases = Case.objects.filter(Q(restricted=False) | Exists(Grant.objects.filter(case=OuterRef("pk"), user=user)))
    if user.staff_id:
        cases = cases.exclude(Exists(CaseStaff.objects.filter(case=OuterRef("pk"), staff_id__iexact=user.staff_id)))
    return cases


def access_case(user: User, pk: int, *, dossier: bool = False) -> Case:
    """The case, for a person who may read it. Raises Http404 for any other, and where there is none."""
    cases = visible_cases(user).select_related("publication")
    try:
        return (cases.select_related("dossier") if dossier else cases).get(pk=pk)
    except Case.DoesNotExist:
        raise Http404 from None


def hidden_references(user: User, references: set[str]) -> set[str]:
    """Those of some case references that the person may not see, or that are not in the workspace."""
    seen = set(visible_cases(user).filter(reference__in=references).values_list("reference", flat=True))
    return references - seen
