"""The list of lines of enquiry and the page of one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import ALLOWED, May
from reassess.workspace.cases import catalogue
from reassess.workspace.cases.actions import log_glance
from reassess.workspace.enquiries import actions
from reassess.workspace.enquiries.access import access_enquiry, visible_enquiries
from reassess.workspace.enquiries.models import State
from reassess.workspace.pages.cases.page_file import CasePageFile
from reassess.workspace.pages.cases.tabs.people import before_contact
from reassess.workspace.pages.paging import page_number
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.people.contact_notes import cases_not_to_contact
from reassess.workspace.platform.errors import Refused
from reassess.workspace.platform.forms import day_field, number, text

SHOWN = 50


@needs(May.RAISE_ENQUIRIES)
def enquiries(request: SignedIn) -> HttpResponse:
    """Lines of enquiry by due date; overdue ones first and said so."""
    listed = visible_enquiries(request.user).select_related("case", "owner", "raised_by")
    state = request.GET.get("state", "open")
    if state == "open":
        listed = listed.exclude(state=State.FILED)
    elif state in State.values:
        listed = listed.filter(state=state)
    paginator = Paginator(listed.order_by(F("due_on").asc(nulls_last=True), "pk"), SHOWN)
    page = paginator.page(page_number(request.GET, paginator.num_pages))
    stop = cases_not_to_contact(request.user, {one.case_id for one in page.object_list})
    context = {"page": page, "state": state, "states": State.choices, "today": timezone.localdate(), "stop": stop}
    return render(request, "enquiries/list.html", context)


@needs(May.RAISE_ENQUIRIES)
def enquiry(request: SignedIn, pk: int) -> HttpResponse:
    """One line of enquiry with its history and what can be done next."""
    found = access_enquiry(request.user, pk)
    log_glance(acting_user=request.user, case=found.case, page=f"enquiry {pk}")
    workers = [role.value for role, may in ALLOWED.items() if May.RAISE_ENQUIRIES in may]
    context = {
        "enquiry": found,
        "steps": list(found.steps.select_related("user")),
        "today": timezone.localdate(),
        "rule": catalogue.titles().get(found.rule, found.rule),
        "before_contact": before_contact(CasePageFile(found.case, request.user)),
        "next": [state.value for state in actions.NEXT[found.state]],
        "may_allocate": request.user.may(May.ALLOCATE_ENQUIRIES),
        "people": User.objects.filter(is_active=True, role__in=workers).order_by("username"),
    }
    return render(request, "enquiries/enquiry.html", context)


@needs(May.RAISE_ENQUIRIES)
@require_POST
def step(request: SignedIn, pk: int) -> HttpResponse:
    """Take the step that the form names."""
    found = access_enquiry(request.user, pk)
    user, version, do = request.user, number(request, "version"), text(request, "do", 20)
    if do == "allocate":
        owner = User.objects.filter(username=text(request, "owner", 150), is_active=True).first()
        if owner is None:
            raise Refused("Select an owner")
        actions.allocate_enquiry(
            acting_user=user, enquiry=found, version=version, owner=owner, due_on=day_field(request, "due")
        )
    elif do == "complete":
        actions.complete_enquiry(acting_user=user, enquiry=found, version=version, words=text(request, "words"))
    elif do == "result":
        actions.result_enquiry(
            acting_user=user,
            enquiry=found,
            version=version,
            result=text(request, "words"),
            evidence=text(request, "evidence"),
        )
    elif do == "file":
        actions.file_enquiry(acting_user=user, enquiry=found, version=version, words=text(request, "words"))
    else:
        raise Refused("Select what was done")
    messages.success(request, "Recorded.")
    return redirect("enquiry", pk)
