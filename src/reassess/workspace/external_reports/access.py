"""The door to reports: a protected disclosure is there only for the people named for it."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.cases.models import Case
from reassess.workspace.external_reports.models import Report, ReportReader, ReportStep


def visible_reports(user: User) -> QuerySet[Report]:
    """The reports that a person may see."""
    if not user.may(May.RECORD_REPORTS):
        return Report.objects.none()
    named = Exists(ReportReader.objects.filter(report=OuterRef("pk"), user=user))
    return Report.objects.filter(Q(protected=False) | named)


def linked_reports(user: User, case: Case) -> list[Report]:
    """The reports that the team linked to a case, of those that this person may see; the last word on each counts."""
    last = ReportStep.objects.filter(report=OuterRef("pk"), case=case).order_by("-number")
    about = visible_reports(user).annotate(word=Subquery(last.values("kind")[:1]))
    return list(about.filter(word=ReportStep.Kind.LINKED).order_by("received_on", "pk"))


def access_report(user: User, pk: int) -> Report:
    """One report. Raises Http404 for 'not yours' and 'not there' alike."""
    report = visible_reports(user).select_related("made_by").filter(pk=pk).first()
    if report is None:
        raise Http404
    return report
