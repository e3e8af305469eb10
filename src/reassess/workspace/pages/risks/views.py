"""The board of risks and the page of one."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from reassess.workspace.accounts.roles import May
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.actions import log_glance
from reassess.workspace.cases.models import Rule
from reassess.workspace.pages.cases.page_file import CasePageFile
from reassess.workspace.pages.cases.tabs.evidence import shown_evidence
from reassess.workspace.pages.cases.tabs.people import contact
from reassess.workspace.pages.paging import page_number
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.pages.risks.receiving_bodies import BODIES, body_for, by_key
from reassess.workspace.pages.risks.referral import referral_form
from reassess.workspace.pages.risks.steps import TAKEN, arguments, offered_steps
from reassess.workspace.people.contact_notes import not_to_contact
from reassess.workspace.platform.errors import Refused
from reassess.workspace.platform.forms import number, text
from reassess.workspace.risks import actions
from reassess.workspace.risks.access import access_risk, visible_risks, visible_steps
from reassess.workspace.risks.clock import RANKS
from reassess.workspace.risks.models import Band, Risk, State
from reassess.workspace.risks.titles import risk_titles

SHOWN = 25
"""Risks of one band on one page of the board."""

ON_BOARD = (
    "rule",
    "subject",
    "who",
    "route",
    "starts_at",
    "due_at",
    "escalated_at",
    "state",
    "found",
    "case__reference",
    "owner__first_name",
    "owner__last_name",
    "owner__username",
)
"""The columns that the board shows: a fifth of what its rows hold."""


@needs(May.WORK_RISKS)
def board(request: SignedIn) -> HttpResponse:
    """The bands by clock, most urgent first; people by initials where they are victims."""
    whose = request.GET.get("whose", "")
    risks = actions.board(visible_risks(request.user)).select_related("case", "owner")
    if whose == "mine":
        risks = risks.filter(owner=request.user)
    elif whose == "nobody":
        risks = risks.filter(owner=None)
    elif whose == "over":
        risks = actions.past_their_clock(risks)
    elif whose == "soon":
        risks = actions.nearly_due(risks)
    counts = dict(risks.order_by().values_list("band").annotate(n=Count("pk")))
    bands = [_band(request, band, risks, counts.get(band, 0)) for band in Band]
    stop = not_to_contact(request.user, {risk.subject for band in bands for risk in band["risks"]})
    titles = risk_titles()
    for band in bands:
        band["rows"] = [(risk, titles.get(risk.rule, risk.rule), risk.subject in stop) for risk in band["risks"]]
    return render(request, "risks/board.html", {"bands": bands, "whose": whose})


def _band(request: SignedIn, band: Band, risks: QuerySet[Risk], count: int) -> dict[str, Any]:
    pages = -(-count // SHOWN) or 1
    page = page_number(request.GET, pages, band.value)
    of_band = risks.filter(band_rank=RANKS[band]).only(*ON_BOARD)
    listed = list(of_band[(page - 1) * SHOWN : page * SHOWN]) if count else []
    return {"band": band, "count": count, "pages": pages, "page": page, "risks": listed}


@needs(May.WORK_RISKS)
def risk(request: SignedIn, pk: int) -> HttpResponse:
    """One risk: what it rests on, its history, its next steps."""
    found = access_risk(request.user, pk)
    file = CasePageFile(found.case, request.user)
    log_glance(acting_user=request.user, case=found.case, page=f"risk {pk}")
    return render(request, "risks/risk.html", _context(request, found, file))


def _context(request: SignedIn, found: Risk, file: CasePageFile) -> dict[str, Any]:
    items = [
        item
        for row in file.dossier["finding"]
        if (row["rule"], row["subject"]) == (found.rule, found.subject)
        for item in row["evidence"]
    ]
    parts = [row for row in file.dossier["involvement"] if row["person_id"] == found.subject]
    proposal = found.steps.filter(kind="proposed").last()
    may_agree = (
        found.state == State.CLOSING
        and proposal is not None
        and proposal.user_id != request.user.pk
        and request.user.may(May.CLOSE_RISKS)
    )
    return {
        "risk": found,
        "case": found.case,
        "rule": Rule.objects.filter(pk=found.rule).first(),
        "title": risk_titles().get(found.rule, found.rule),
        "says": file.redact(found.says),
        "evidence": [shown_evidence(file, item) for item in items],
        "name": file.name(found.subject) if parts else found.who,
        "contact": contact(file, found.subject, parts),
        "steps": visible_steps(request.user, found),
        "bodies": BODIES,
        "body": body_for(found.route),
        "reasons": actions.CLOSING_REASONS,
        "open": found.state != State.CLOSED,
        "proposal": proposal,
        "offered": offered_steps(request.user, found, may_agree=may_agree),
        "posted": {"do": ""},
    }


@needs(May.WORK_RISKS)
@require_POST
def step(request: SignedIn, pk: int) -> HttpResponse:
    """Take the step that the form names."""
    found = access_risk(request.user, pk)
    version, words = number(request, "version"), text(request, "words")
    named: dict[str, Any] = {"acting_user": request.user, "risk": found, "version": version}
    do = text(request, "do", 20)
    if do not in TAKEN:
        raise Refused("Select what was done")
    to, reason = text(request, "to", 200), text(request, "reason", 60)
    try:
        TAKEN[do](**named, **arguments(do, to, words, reason))
    except Refused as refusal:
        file = CasePageFile(found.case, request.user)
        posted = {"do": do, "to": to, "reason": reason, "words": words}
        field = f"{do}-to" if do == "refer" else f"{do}-words"
        context = _context(request, found, file) | {"posted": posted, "error": (str(refusal), field)}
        return render(request, "risks/risk.html", context, status=422)
    messages.success(request, "Recorded.")
    return redirect("risk", pk)


@needs(May.WORK_RISKS)
def form(request: SignedIn, pk: int, body: str) -> HttpResponse:
    """The receiving body's form as a filled document."""
    found = access_risk(request.user, pk)
    chosen = by_key(body)
    with audited_transaction(request.user) as ledger:
        ledger.add("risk.form_made", case=found.case, subject=found, body=chosen.key)
    content = referral_form(CasePageFile(found.case, request.user), found, chosen, request.user)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="referral-{found.pk}-{chosen.key}.docx"'
    return response
