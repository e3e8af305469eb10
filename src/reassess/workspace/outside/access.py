"""The door to reports: a protected disclosure is there only for the people named for it."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.outside.models import Report, ReportReader


def visible_reports(user: User) -> QuerySet[Report]:
    """The reports that a person may see."""
    if not user.may(May.RECORD_REPORTS):
        return Report.objects.none()
    named = Exists(ReportReader.objects.filter(report=OuterRef("pk"), user=user))
    return Report.objects.filter(Q(protected=False) | named)


def access_report(user: User, pk: int) -> Report:
    """One report. Raises Http404 for 'not yours' and 'not there' alike."""
    report = visible_reports(user).select_related("made_by").filter(pk=pk).first()
    if report is None:
        raise Http404
    return report
