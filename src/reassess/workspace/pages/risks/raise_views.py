"""The form that raises a risk: from a case, a person or document of it, or a report from outside."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reassess.workspace.accounts.roles import May
from reassess.workspace.cases.access import access_case, visible_cases
from reassess.workspace.cases.actions import log_glance
from reassess.workspace.cases.models import Case
from reassess.workspace.cases.person_names import outside_name
from reassess.workspace.external_reports.access import access_report
from reassess.workspace.pages.cases.page_file import CasePageFile
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.platform.forms import text
from reassess.workspace.risks.models import Band
from reassess.workspace.risks.raising import raise_fault, raise_risk

BANDS = (
    (Band.IMMEDIATE.value, "Immediate", "within the hour"),
    (Band.SAME_DAY.value, "Same day", "before today ends"),
    (Band.NEXT.value, "Next working day", "by 5pm on the next working day"),
    (Band.BEFORE_CONTACT.value, "Before contact", "no clock, but look before anyone is contacted"),
)
"""The bands to choose from, with what each promises."""


@needs(May.READ_CASES)
def raise_on_case(request: SignedIn, pk: int) -> HttpResponse:
    """Raise a risk on a case. `?person=` and `?document=` name what it was seen in."""
    case = access_case(request.user, pk, dossier=True)
    file = CasePageFile(case, request.user)
    document = request.GET.get("document", "")
    titles = {row["document_id"]: row["title"] or row["document_id"] for row in file.dossier["document"]}
    raised_from = f"the document ‘{titles[document]}’"[:300] if document in titles else ""
    posted = _posted(request)
    faults = raise_fault(posted["band"], posted["words"]) if request.method == "POST" else {}
    if request.method == "POST" and not faults:
        person = posted["person"] if posted["person"] in file.people else ""
        raise_risk(
            acting_user=request.user,
            case=case,
            band=posted["band"],
            words=posted["words"],
            subject=person,
            who=_who(file, person),
            raised_from=raised_from,
            draft_key=_draft_key("case", pk),
        )
        messages.success(request, "Risk raised. It is on the risks board and its clock has started.")
        return redirect("case", pk)
    log_glance(acting_user=request.user, case=case, page="raise a risk")
    people = sorted((file.name(person), person) for person in file.people)
    context = {
        "case": case,
        "people": [(person, name) for name, person in people],
        "raised_from": raised_from,
        "back": reverse("case", args=[pk]),
        "back_words": case.reference,
        "draft_key": _draft_key("case", pk),
    }
    return _form(request, context, posted, faults)


@needs(May.RECORD_REPORTS)
def raise_on_report(request: SignedIn, pk: int) -> HttpResponse:
    """Raise a risk from a report, on the case that the person names."""
    report = access_report(request.user, pk)
    posted = _posted(request)
    faults: dict[str, str] = {}
    if request.method == "POST":
        case = _case(request, posted["reference"])
        if case is None:
            faults["reference"] = "Enter the reference of a case that you have access to"
        faults |= raise_fault(posted["band"], posted["words"])
        if case is not None and not faults:
            raise_risk(
                acting_user=request.user,
                case=case,
                band=posted["band"],
                words=posted["words"],
                raised_from=f"external report {report.pk}",
                draft_key=_draft_key("report", pk),
            )
            messages.success(request, "Risk raised. It is on the risks board and its clock has started.")
            return redirect("report", pk)
    context = {
        "back": reverse("report", args=[pk]),
        "back_words": report.title,
        "draft_key": _draft_key("report", pk),
    }
    return _form(request, context, posted, faults)


def _draft_key(noun: str, pk: int) -> str:
    return f"raise-risk:{noun}:{pk}"


def _posted(request: SignedIn) -> dict[str, str]:
    """What was sent, or what the link that led here names."""
    sent = {name: text(request, name).strip() for name in ("band", "words", "person", "reference")}
    return sent | {"person": sent["person"] or request.GET.get("person", "")}


def _case(request: SignedIn, reference: str) -> Case | None:
    return visible_cases(request.user).filter(reference=reference).first()


def _who(file: CasePageFile, person: str) -> str:
    roles = {row["role"] for row in file.dossier["involvement"] if row["person_id"] == person}
    return outside_name(file.people[person], roles)[:200] if person else ""


def _form(request: SignedIn, context: dict[str, Any], posted: dict[str, str], faults: dict[str, str]) -> HttpResponse:
    shown = context | {"bands": BANDS, "posted": posted, "faults": faults}
    return render(request, "risks/raise.html", shown, status=422 if faults else 200)
