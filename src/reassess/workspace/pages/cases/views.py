"""The pages of a case."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.answers.first_view import must_write_first
from reassess.workspace.answers.models import Answer
from reassess.workspace.cases import catalogue
from reassess.workspace.cases.access import access_case
from reassess.workspace.cases.actions import log_read
from reassess.workspace.cases.leases import live_leases
from reassess.workspace.cases.models import CatalogueEntry
from reassess.workspace.enquiries.access import shown_enquiries
from reassess.workspace.external_reports.access import linked_reports
from reassess.workspace.pages.cases.decide import decide_context
from reassess.workspace.pages.cases.page_file import CasePageFile
from reassess.workspace.pages.cases.tabs.definitions import judged
from reassess.workspace.pages.cases.tabs.documents import documents
from reassess.workspace.pages.cases.tabs.findings import case_findings
from reassess.workspace.pages.cases.tabs.link_chart import around
from reassess.workspace.pages.cases.tabs.links import pairs
from reassess.workspace.pages.cases.tabs.people import before_contact, cards
from reassess.workspace.pages.cases.tabs.places import places
from reassess.workspace.pages.cases.tabs.summary import summary
from reassess.workspace.pages.cases.tabs.timeline import timeline
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.risks.access import risks_of_case
from reassess.workspace.risks.titles import risk_titles
from reassess.workspace.votes.blindness import is_blind, shown_standing

TABS: tuple[tuple[str, str], ...] = (
    ("findings", "Findings"),
    ("timeline", "Timeline"),
    ("people", "People"),
    ("links", "Links"),
    ("places", "Places"),
    ("documents", "Documents"),
    ("definitions", "Definitions"),
    ("order", "Why here"),
    ("decide", "Decide"),
)

Context = dict[str, Any]


def case_frame(request: SignedIn, pk: int, tab: str) -> tuple[CasePageFile, Context]:
    """The dossier behind the door and what every tab shows; the read is logged."""
    case = access_case(request.user, pk, dossier=True)
    file = CasePageFile(case, request.user)
    lease = live_leases().filter(case=case).select_related("user").first()
    first = file.first_view = must_write_first(request.user, case)
    context: Context = {
        "case": case,
        "file": file,
        "tab": tab,
        "tabs": _tabs(file, first),
        "lease": lease,
        "mine": lease is not None and lease.user_id == request.user.pk,
        "first_view": first,
        "before_contact": before_contact(file),
        "summary": summary(file),
        "risks": risks_of_case(request.user, case) if not first else [],
        "rules": risk_titles(),
        "changes": list(case.changes.all()[:3]) if not first else [],
        "opened": case.reopenings.last(),
        "stands": shown_standing(request.user, case).label,
    }
    log_read(acting_user=request.user, case=case, page=tab)
    return file, context


def _tabs(file: CasePageFile, first: bool) -> list[tuple[str, str, int | None]]:
    counts: dict[str, int] = {
        "findings": len(file.dossier["finding"]),
        "documents": len(file.dossier["document"]),
        "people": len({row["person_id"] for row in file.dossier["involvement"]}),
        "links": len({row["case"] for row in file.same_person()}),
    }
    if first:
        counts.pop("findings")
    return [(key, title, counts.get(key)) for key, title in TABS]


@needs(May.READ_CASES)
def findings(request: SignedIn, pk: int) -> HttpResponse:
    """The first tab: summary, findings, answers, the team's note and lines of enquiry."""
    file, context = case_frame(request, pk, "findings")
    context |= findings_context(file, request.user, context["first_view"])
    if "findings" in context:
        context["raised_from"] = context["findings"].by_number(request.GET.get("raise", ""))
    return render(request, "cases/findings/findings.html", context)


def findings_context(file: CasePageFile, user: User, first_view: bool) -> Context:
    """What the first tab shows beside the frame: nothing that others wrote while a first view is to be written."""
    if first_view:
        return {}
    case = file.case
    context: Context = {
        "findings": case_findings(file, user),
        "enquiries": shown_enquiries(user, case),
        "note": case.notes.select_related("user").first(),
        "reports": linked_reports(user, case),
    }
    return context if is_blind(user, case) else context | {"all_answers": _answers_of_all(case)}


@needs(May.READ_CASES)
def questions(request: SignedIn, pk: int) -> HttpResponse:
    """Every question of the catalogue without a finding here, to be answered all the same."""
    file, context = case_frame(request, pk, "questions")
    if context["first_view"]:
        return redirect("case", pk)
    context["findings"] = case_findings(file, request.user)
    return render(request, "cases/findings/questions.html", context)


def _answers_of_all(case: Any) -> list[Answer]:
    newest: dict[tuple[str, str, int], Answer] = {}
    for answer in case.answers.select_related("user").order_by("number"):
        newest[answer.rule, answer.subject, answer.user_id] = answer
    return sorted(newest.values(), key=lambda answer: (answer.rule, answer.subject, answer.user.username))


def _tab(name: str, more: Callable[[CasePageFile, SignedIn], Context]) -> Any:
    @needs(May.READ_CASES)
    def view(request: SignedIn, pk: int) -> HttpResponse:
        file, context = case_frame(request, pk, name)
        return render(request, f"cases/{name}.html", context | more(file, request))

    view.__doc__ = f"The tab '{name}' of a case."
    return view


def _timeline(file: CasePageFile, request: SignedIn) -> Context:
    months, undated = timeline(file)
    return {"months": months, "undated": undated}


def _links(file: CasePageFile, request: SignedIn) -> Context:
    chart = around(file)
    return {
        "chart": chart,
        "pairs": pairs(file),
        "shared": file.shared(),
        "same": file.same_person(),
        "hubs": file.dossier["hub"],
    }


def _definitions(file: CasePageFile, request: SignedIn) -> Context:
    names = catalogue.names()
    return {
        "scope": judged(file.dossier["scope"], CatalogueEntry.Kind.CRITERIA, names),
        "definitions": judged(file.dossier["definition"], CatalogueEntry.Kind.DEFINITION, names),
    }


timeline_tab = _tab("timeline", _timeline)
people_tab = _tab("people", lambda file, request: {"cards": cards(file, timezone.localdate())})
links_tab = _tab("links", _links)
places_tab = _tab("places", lambda file, request: {"places": places(file)})


@needs(May.READ_CASES)
def documents_tab(request: SignedIn, pk: int) -> HttpResponse:
    """The list of documents; `?open=ID` goes on to that one, as evidence and search name documents by id."""
    file, context = case_frame(request, pk, "documents")
    listed = documents(file)
    wanted = next((one for one in listed if one.document_id == request.GET.get("open")), None)
    if wanted:
        return redirect("document", pk, wanted.number)
    return render(request, "cases/documents.html", context | {"documents": listed})


definitions_tab = _tab("definitions", _definitions)


@needs(May.READ_CASES)
def decide(request: SignedIn, pk: int) -> HttpResponse:
    """The last tab: the vote, or what became of it."""
    file, context = case_frame(request, pk, "decide")
    return render(request, "cases/decide.html", context | decide_context(file, request.user))
