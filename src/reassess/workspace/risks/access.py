"""The doors to risks: whoever may see the case, less what would tell a blind reader of another's reading."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.leases import live_leases
from reassess.workspace.cases.models import Case
from reassess.workspace.risks.models import Risk, RiskStep, State
from reassess.workspace.votes.blindness import blind_cases, is_blind


def visible_risks(user: User) -> QuerySet[Risk]:
    """Every risk that a person may see, in scope or not.

    The door is asked of each risk that is looked at: the board shows few of thousands, and its order stops early.
    """
    if not user.may(May.WORK_RISKS):
        return Risk.objects.none()
    of_cases = Exists(visible_cases(user).order_by().filter(pk=OuterRef("case")))
    return Risk.objects.filter(of_cases).filter(_not_by_other_readers(user))


def risks_of_case(user: User, case: Case) -> list[Risk]:
    """The open risks of a case that a person may read, most urgent first."""
    risks = Risk.objects.filter(case=case).exclude(state=State.CLOSED).filter(_not_by_other_readers(user))
    return list(risks.order_by("band_rank", "due_at"))


def visible_steps(user: User, risk: Risk) -> list[RiskStep]:
    """The history of a risk, without what another reader's vote added to it while the person reads blind."""
    steps = list(risk.steps.select_related("user"))
    if not _reads_blind(user, risk.case):
        return steps
    return [step for step in steps if step.kind != RiskStep.Kind.ACTION_NEEDED or step.user_id == user.pk]


def access_risk(user: User, pk: int) -> Risk:
    """One risk. Raises Http404 for 'not yours' and 'not there' alike."""
    related = ("case__dossier", "case__publication", "owner", "raised_by")
    try:
        return visible_risks(user).select_related(*related).get(pk=pk)
    except Risk.DoesNotExist:
        raise Http404 from None


def _not_by_other_readers(user: User) -> Q:
    """Filter for risks that do not come from another reader of a case that the person may still read blind.

    People who close risks see every risk until they hold the case themselves: somebody has to act on it.
    """
    if not user.may(May.VOTE):
        return Q()
    blind = Q(Exists(Case.objects.filter(blind_cases(user), pk=OuterRef("case"))))
    if user.may(May.CLOSE_RISKS):
        blind &= Q(Exists(live_leases().filter(case=OuterRef("case"), user=user)))
    return Q(raised_by=None) | Q(raised_by=user) | ~blind


def _reads_blind(user: User, case: Case) -> bool:
    if not user.may(May.VOTE) or not is_blind(user, case):
        return False
    return not user.may(May.CLOSE_RISKS) or live_leases().filter(case=case, user=user).exists()
