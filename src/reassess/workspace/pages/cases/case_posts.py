"""What people do on a case: each view reads its form, calls one action, and goes back to the page."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.allocation.actions import take_case, take_next
from reassess.workspace.answers.actions import give_answer, write_first_view, write_note
from reassess.workspace.answers.first_view import require_first_view
from reassess.workspace.answers.quotes import read_quotes
from reassess.workspace.cases.access import access_case
from reassess.workspace.cases.actions import hand_back, restrict_case, save_draft, unrestrict_case
from reassess.workspace.cases.models import Case, Rule, Standing
from reassess.workspace.enquiries.actions import raise_enquiry
from reassess.workspace.pages.cases.decide import decide_context
from reassess.workspace.pages.cases.page_file import CasePageFile
from reassess.workspace.pages.cases.tabs.findings import case_findings
from reassess.workspace.pages.cases.views import case_frame, findings_context
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.people.actions import write_contact
from reassess.workspace.platform.errors import Refused
from reassess.workspace.platform.forms import number, text
from reassess.workspace.risks.raising import cast_decision
from reassess.workspace.votes.actions import (
    answer_approval,
    current_round,
    reopen_by_supervisor,
)
from reassess.workspace.votes.blindness import shown_standing
from reassess.workspace.votes.policy import vote_faults

AFTER_A_VOTE = {
    Standing.SECOND: "Recorded. The other reader does not see it.",
    Standing.THIRD: "Recorded. The two readings differ: a third reader decides.",
    Standing.APPROVAL: "Recorded. The case waits for a supervisor's approval.",
    Standing.DECIDED: "Recorded. The case is decided.",
}
"""What a reader is told, by where the case stands after the vote."""


@needs(May.TAKE_CASES)
@require_POST
def take_next_case(request: SignedIn) -> HttpResponse:
    """Lease the next case and open it."""
    case = take_next(acting_user=request.user)
    if case is None:
        messages.info(request, "There are no cases for you to take right now.")
        return redirect("my_work")
    return redirect("case", case.pk)


@needs(May.TAKE_CASES)
@require_POST
def take(request: SignedIn, pk: int) -> HttpResponse:
    """Lease this case."""
    take_case(acting_user=request.user, case=access_case(request.user, pk))
    messages.success(request, "This case is yours.")
    return redirect("case", pk)


@needs(May.TAKE_CASES)
@require_POST
def hand_back_case(request: SignedIn, pk: int) -> HttpResponse:
    """Hand the case back, without a reason."""
    hand_back(acting_user=request.user, case=access_case(request.user, pk))
    messages.success(request, "You have handed the case back.")
    return redirect("my_work")


@needs(May.VOTE, May.WORK_RISKS)
@require_POST
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """Save the answer to one question. An incomplete one comes back with what was written."""
    case = access_case(request.user, pk, dossier=True)
    require_first_view(request.user, case)
    rule = get_object_or_404(Rule, pk=text(request, "rule", 100))
    subject = text(request, "subject", 300)
    try:
        file = CasePageFile(case, request.user)
        quotes = read_quotes(file, request.POST.getlist("quote"), text(request, "own_quote"))
        given = give_answer(
            acting_user=request.user,
            case=case,
            rule=rule.slug,
            subject=subject,
            verdict=text(request, "verdict"),
            words=text(request, "words"),
            quotes=quotes,
            version=number(request, "version"),
        )
    except Refused as refusal:
        return _answer_again(request, pk, rule.slug, subject, str(refusal))
    messages.success(request, f"Answered: {given.get_verdict_display()}.")
    page = "case" if case.findings.filter(rule=rule.slug, subject=subject, gone=False).exists() else "case_questions"
    return redirect(f"{reverse(page, args=[pk])}#f{text(request, 'number', 6)}")


def _answer_again(request: SignedIn, pk: int, rule: str, subject: str, why: str) -> HttpResponse:
    file, context = case_frame(request, pk, "findings")
    context |= findings_context(file, request.user, first_view=False)
    found = context["findings"]
    template = "cases/findings/questions.html"
    for finding in [*(one for group in found.groups for one in group.findings), *found.other_questions]:
        if (finding.rule.slug, finding.subject) == (rule, subject):
            finding.draft = text(request, "words")
            context["error"] = (why, finding.anchor)
            template = template if finding in found.other_questions else "cases/findings/findings.html"
    return render(request, template, context, status=422)


@needs(May.VOTE)
@require_POST
def vote(request: SignedIn, pk: int) -> HttpResponse:
    """Cast a vote, or show the form again with what is missing and everything that was written."""
    case = access_case(request.user, pk, dossier=True)
    require_first_view(request.user, case)
    posted: dict[str, Any] = {
        "outcomes": request.POST.getlist("outcomes"),
        "reasons": request.POST.getlist("reasons"),
        "stands_because": text(request, "stands_because", 40),
        "words": text(request, "words"),
    }
    faults = _changed_since(request, case) | vote_faults(**posted)
    if faults:
        file, context = case_frame(request, pk, "decide")
        context |= decide_context(file, request.user)
        return render(request, "cases/decide.html", context | {"posted": posted, "faults": faults}, status=422)
    found = case_findings(CasePageFile(case, request.user), request.user)
    cast_decision(acting_user=request.user, case=case, answered=found.answered, asked=found.asked, **posted)
    case.refresh_from_db(fields=["standing"])
    messages.success(request, AFTER_A_VOTE.get(shown_standing(request.user, case), "Recorded."))
    return redirect("my_work")


def _changed_since(request: SignedIn, case: Case) -> dict[str, str]:
    """The fault of a form that was opened before the case was published anew or re-opened; empty where it was not."""
    seen = number(request, "round"), number(request, "publication")
    now = current_round(case), case.publication_id
    if all(one in (0, other) for one, other in zip(seen, now, strict=True)):
        return {}
    return {"outcomes": "The case has changed since you opened this page. Read what changed, then record again"}


@needs(May.APPROVE)
@require_POST
def approve(request: SignedIn, pk: int) -> HttpResponse:
    """Approve or refuse 'no further action stands'."""
    case = access_case(request.user, pk)
    approved = {"yes": True, "no": False}.get(text(request, "approved"))
    if approved is None:
        raise Refused("Select whether you approve")
    for why in _changed_since(request, case).values():
        raise Refused(why)
    answer_approval(acting_user=request.user, case=case, approved=approved, words=text(request, "words"))
    messages.success(request, "Recorded.")
    return redirect("case_decide", pk)


@needs(May.APPROVE)
@require_POST
def reopen(request: SignedIn, pk: int) -> HttpResponse:
    """Re-open a decided case."""
    reopen_by_supervisor(acting_user=request.user, case=access_case(request.user, pk), words=text(request, "words"))
    messages.success(request, "You have re-opened the case. Earlier votes are kept.")
    return redirect("case_decide", pk)


@needs(May.VOTE, May.WORK_RISKS)
@require_POST
def note(request: SignedIn, pk: int) -> HttpResponse:
    """Save the team's note."""
    write_note(
        acting_user=request.user,
        case=access_case(request.user, pk),
        text=text(request, "text"),
        version=number(request, "version"),
    )
    messages.success(request, "Note saved.")
    return redirect(f"{reverse('case', args=[pk])}#note")


@needs(May.VOTE, May.WORK_RISKS)
@require_POST
def contact(request: SignedIn, pk: int) -> HttpResponse:
    """Save what is known of contacting a person of the case."""
    write_contact(
        acting_user=request.user,
        case=access_case(request.user, pk),
        person=text(request, "person", 100),
        do_not_contact=text(request, "do_not_contact") == "yes",
        preference=text(request, "words"),
        version=number(request, "version"),
    )
    messages.success(request, "Contact note saved. Everyone who sees this person's name will see it.")
    return redirect("case_people", pk)


@needs(May.VOTE)
@require_POST
def first_view(request: SignedIn, pk: int) -> HttpResponse:
    """Record the first view, after which the findings are shown."""
    write_first_view(acting_user=request.user, case=access_case(request.user, pk), text=text(request, "text"))
    return redirect("case", pk)


@needs(May.RAISE_ENQUIRIES)
@require_POST
def enquiry(request: SignedIn, pk: int) -> HttpResponse:
    """Raise a line of enquiry on this case."""
    raise_enquiry(
        acting_user=request.user,
        case=access_case(request.user, pk),
        title=text(request, "title"),
        text=text(request, "text"),
        rule=text(request, "rule", 100),
        subject=text(request, "subject", 300),
    )
    messages.success(request, "You have raised a line of enquiry.")
    return redirect(f"{reverse('case', args=[pk])}#enquiries")


@needs(May.RESTRICT)
@require_POST
def restrict(request: SignedIn, pk: int) -> HttpResponse:
    """Restrict the case to named people, or show it to the team again."""
    case = access_case(request.user, pk)
    if text(request, "do") == "open":
        unrestrict_case(acting_user=request.user, case=case, words=text(request, "words"))
    else:
        people = User.named(text(request, "people").replace(",", " ").split())
        restrict_case(acting_user=request.user, case=case, people=people, words=text(request, "words"))
    messages.success(request, "Saved.")
    return redirect("case", pk)


@needs()
@require_POST
def draft(request: SignedIn) -> HttpResponse:
    """Keep unfinished words; called by the page every few seconds, and by the button beside a long field."""
    try:
        posted: dict[str, Any] = json.loads(request.body)
        key, words = (str(posted[name]).replace("\x00", "") for name in ("key", "text"))
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "send JSON with key and text"}, status=400)
    saved = save_draft(acting_user=request.user, key=key, text=words)
    return JsonResponse({"saved_at": saved.saved_at.isoformat()})


def keys(request: HttpRequest) -> HttpResponse:
    """The page of all keys."""
    return render(request, "keys.html")
