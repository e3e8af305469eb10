"""Reports from outside: the list, a new one, and the page of one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.access import access_case, visible_cases
from reassess.workspace.cases.models import Case
from reassess.workspace.external_reports.access import access_report, visible_reports
from reassess.workspace.external_reports.actions import LONGEST, decide_report, name_readers, record_report
from reassess.workspace.external_reports.models import Report, ReportStep, Suggestion
from reassess.workspace.external_reports.suggest import can_search
from reassess.workspace.pages.marked_text import marked
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.people.contact_notes import cases_not_to_contact
from reassess.workspace.platform.errors import Refused
from reassess.workspace.platform.forms import day_field, number, text

SHOWN = 200


@needs(May.RECORD_REPORTS)
def reports(request: SignedIn) -> HttpResponse:
    """The reports that the person may see, newest first."""
    return render(request, "external_reports/list.html", {"reports": list(visible_reports(request.user)[:SHOWN])})


@needs(May.RECORD_REPORTS)
def new_report(request: SignedIn) -> HttpResponse:
    """Record a report: paste or upload."""
    error = None
    if request.method == "POST":
        try:
            made = _record(request)
        except Refused as refusal:
            error = (str(refusal), "title")
        else:
            messages.success(request, "Recorded.")
            return redirect("report", made.pk)
    context = {"kinds": Report.Kind.choices, "posted": request.POST, "error": error, "today": timezone.localdate()}
    return render(request, "external_reports/new.html", context, status=422 if error else 200)


def _record(request: SignedIn) -> Report:
    upload = request.FILES.get("file")
    if upload is not None and (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise Refused("The file must be smaller than 20 MB")
    return record_report(
        acting_user=request.user,
        kind=text(request, "kind", 20),
        title=text(request, "title", 200),
        source=text(request, "source", 200),
        received_on=day_field(request, "received"),
        text=text(request, "text", LONGEST),
        protected=text(request, "protected") == "yes",
        file_name=upload.name or "" if upload else "",
        content=upload.read() if upload else b"",
    )


@needs(May.RECORD_REPORTS)
def report(request: SignedIn, pk: int) -> HttpResponse:
    """One report: what was read in it, suggestions with why, decisions, its text."""
    found = access_report(request.user, pk)
    with audited_transaction(request.user) as ledger:
        ledger.add("report.read", subject=found)
    steps = list(found.steps.select_related("user", "case"))
    named = Suggestion.objects.filter(report=found, case__in=visible_cases(request.user))
    suggestions = list(named.select_related("case"))
    context: dict[str, Any] = {
        "report": found,
        "read": _read_in(found),
        "steps": steps,
        "pages": _pages(found),
        "suggestions": suggestions,
        "stop": cases_not_to_contact(request.user, {one.case_id for one in suggestions}),
        "decided": {step.case_id: step.get_kind_display() for step in steps if step.case_id},
        "readers": [reader.user for reader in found.readers.select_related("user")],
        "has_file": hasattr(found, "upload"),
        "searched": can_search(),
    }
    return render(request, "external_reports/report.html", context)


def _read_in(found: Report) -> list[tuple[str, list[str]]]:
    by_kind: dict[str, list[str]] = {}
    for one in found.mentions:
        listed = by_kind.setdefault(one["kind"], [])
        if one["words"] not in listed:
            listed.append(one["words"])
    return sorted(by_kind.items())


def _pages(found: Report) -> list[str]:
    return [
        marked(page, [(m["start"], m["end"], "mention") for m in found.mentions if m["page"] == number])
        for number, page in enumerate(found.passages)
    ]


@needs(May.RECORD_REPORTS)
@require_POST
def step(request: SignedIn, pk: int) -> HttpResponse:
    """Link, set aside, or ask for a record."""
    found = access_report(request.user, pk)
    kind = text(request, "do", 20)
    case = _chosen_case(request) if kind != ReportStep.Kind.REQUEST else None
    decide_report(acting_user=request.user, report=found, kind=kind, case=case, words=text(request, "words"))
    messages.success(request, "Recorded.")
    return redirect("report", pk)


def _chosen_case(request: SignedIn) -> Case:
    if number(request, "case"):
        return access_case(request.user, number(request, "case"))
    case = visible_cases(request.user).filter(reference=text(request, "reference", 100).strip()).first()
    if case is None:
        raise Refused("There is no case with that reference that you have access to")
    return case


@needs(May.RECORD_REPORTS)
@require_POST
def readers(request: SignedIn, pk: int) -> HttpResponse:
    """Name further readers of a protected disclosure."""
    found = access_report(request.user, pk)
    people = User.named(text(request, "people", 1000).replace(",", " ").split())
    name_readers(acting_user=request.user, report=found, people=people)
    messages.success(request, "Named.")
    return redirect("report", pk)


@needs(May.RECORD_REPORTS)
def upload(request: SignedIn, pk: int) -> HttpResponse:
    """The file as received, only as a download."""
    found = access_report(request.user, pk)
    if not hasattr(found, "upload"):
        raise Http404
    with audited_transaction(request.user) as ledger:
        ledger.add("report.file_read", subject=found)
    response = HttpResponse(bytes(found.upload.body), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="report-{pk}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
