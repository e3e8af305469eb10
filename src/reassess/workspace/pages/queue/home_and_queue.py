"""The two lists: My work and the Queue."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May
from reassess.workspace.allocation.access import something_waits, waiting_for
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.access import visible_cases
from reassess.workspace.cases.actions import drop_filter, save_filter
from reassess.workspace.cases.leases import live_leases
from reassess.workspace.cases.models import Case, CaseRead, Change, SavedFilter, Standing
from reassess.workspace.enquiries.models import Enquiry, State
from reassess.workspace.links.access import visible_pairs
from reassess.workspace.pages.csv_responses import csv_response
from reassess.workspace.pages.paging import page_number
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.pages.queue.filters import PAGE, choices, exported, filtered, redact_for_blind_reader
from reassess.workspace.people.contact_notes import cases_not_to_contact
from reassess.workspace.platform.forms import text
from reassess.workspace.risks.access import visible_risks
from reassess.workspace.risks.actions import nearly_due, past_their_clock, without_owner
from reassess.workspace.risks.models import Risk
from reassess.workspace.risks.models import State as RiskState
from reassess.workspace.risks.titles import risk_titles

EXPORTED = (
    "reference",
    "area",
    "year",
    "band",
    "scope",
    "standing",
    "missed",
    "new",
    "risk",
    "justice",
    "record",
    "links",
    "position",
)


@needs()
def my_work(request: SignedIn) -> HttpResponse:
    """The first page: what is leased to me, what is due, what changed. People who read no case get their own start."""
    user = request.user
    if not user.may(May.READ_CASES):
        return redirect("progress" if user.may(May.SEE_PROGRESS) else "accounts")
    leases = list(live_leases().filter(user=user).select_related("case").order_by("ends_at"))
    redact_for_blind_reader(user, [lease.case for lease in leases])
    due = _due(user)
    context = {
        "leases": leases,
        "changed": _changed(user),
        "due": due,
        "week": _week(user),
        "stop": cases_not_to_contact(user, {enquiry.case_id for enquiry in due}),
        "approvals": _approvals(user),
        "risks": _own_risks(user),
        "unowned": _unowned_risks(user),
        "risk_titles": risk_titles(),
        "next_up": user.may(May.TAKE_CASES) and something_waits(user),
        "may_hold": settings.OPTIONS.cases_at_once,
    }
    return render(request, "queue/my_work.html", context | {"figures": figures(user, context)})


def figures(user: User, known: dict[str, Any]) -> list[tuple[str, int, str]]:
    """The numbers at the head of My work for this role: what it is, how many, and the list that holds them."""
    risks = reverse("risks")
    counted: list[tuple[May | None, str, Callable[[], int], str]] = [
        (May.TAKE_CASES, "Your cases", lambda: len(known["leases"]), ""),
        (May.VOTE, "Second and third reads waiting", lambda: _second_reads(user), ""),
        (May.APPROVE, "Waiting for your approval", lambda: len(known["approvals"]), ""),
        (May.RAISE_ENQUIRIES, "Lines of enquiry due or with no owner", lambda: len(known["due"]), reverse("enquiries")),
        (May.WORK_RISKS, "Your risks", lambda: len(known["risks"]), f"{risks}?whose=mine"),
        (
            May.CLOSE_RISKS,
            "Risks with no owner",
            lambda: without_owner(visible_risks(user)).count(),
            f"{risks}?whose=nobody",
        ),
        (
            May.CLOSE_RISKS,
            "Risks due within 2 hours",
            lambda: nearly_due(visible_risks(user)).count(),
            f"{risks}?whose=soon",
        ),
        (
            May.CLOSE_RISKS,
            "Overdue risks",
            lambda: past_their_clock(visible_risks(user)).count(),
            f"{risks}?whose=over",
        ),
        (May.JUDGE_LINKS, "Links to judge", lambda: visible_pairs(user).filter(judged="").count(), reverse("links")),
        (None, "Changed since you read them", lambda: len(known["changed"]), ""),
    ]
    return [(term, count(), url) for may, term, count, url in counted if may is None or user.may(may)]


def _changed(user: User) -> list[Change]:
    """Changes under cases that the person has read, since they did."""
    read = CaseRead.objects.filter(user=user, case__changes__at__gt=F("at"))
    changes = Change.objects.filter(case__in=read.values("case"), case__in_newest_run=True).select_related("case")
    visible = set(visible_cases(user).filter(pk__in=[c.case_id for c in changes]).values_list("pk", flat=True))
    return [change for change in changes if change.case_id in visible][:20]


def _due(user: User) -> list[Enquiry]:
    today = timezone.localdate()
    mine = Q(owner=user)
    if user.may(May.ALLOCATE_ENQUIRIES):
        mine |= Q(due_on__lt=today) | Q(owner=None)
    waiting = Enquiry.objects.exclude(state=State.FILED).filter(mine, case__in=visible_cases(user))
    return list(waiting.select_related("case", "owner").order_by(F("due_on").asc(nulls_last=True), "pk")[:20])


def _own_risks(user: User) -> list[Risk]:
    if not user.may(May.WORK_RISKS):
        return []
    open_risks = Risk.objects.exclude(state=RiskState.CLOSED).filter(owner=user).select_related("case")
    return list(open_risks.order_by("due_at")[:20])


def _unowned_risks(user: User) -> list[Risk]:
    """Immediate and same-day risks that nobody owns, most urgent first, for people who allocate and close them."""
    if not user.may(May.CLOSE_RISKS):
        return []
    urgent = without_owner(visible_risks(user)).filter(band_rank__lte=1).select_related("case")
    return list(urgent.order_by("band_rank", "due_at", "pk")[:10])


def _second_reads(user: User) -> int:
    return waiting_for(user).filter(standing__in=(Standing.SECOND, Standing.THIRD)).count()


def _approvals(user: User) -> list[Case]:
    if not user.may(May.APPROVE):
        return []
    waiting = visible_cases(user).filter(standing=Standing.APPROVAL).exclude(votes__user=user)
    return list(waiting.order_by("band_rank", "position")[:20])


def _week(user: User) -> dict[str, int]:
    """How many cases of which weight the person read in the last seven days: for their own eyes."""
    since = timezone.now() - timedelta(days=7)
    return CaseRead.objects.filter(user=user, at__gte=since).aggregate(
        read=Count("pk"), heavy=Count("pk", Q(heavy=True))
    )


@needs(May.READ_CASES)
def queue(request: SignedIn) -> HttpResponse:
    """Cases in the order of work, with filters that work without script."""
    cases = filtered(request.user, request.GET)
    paginator = Paginator(cases, PAGE)
    number = page_number(request.GET, paginator.num_pages)
    everything = visible_cases(request.user).count()
    page = paginator.page(number)
    redact_for_blind_reader(request.user, page.object_list)
    context: dict[str, Any] = {
        "page": page,
        "left_out": everything - paginator.count,
        "everything": everything,
        "filters": _filters(request.GET),
        "saved": SavedFilter.objects.filter(user=request.user),
        "leased": _leased(request.user),
        "query_string": _without_page(request.GET),
    }
    return render(request, "queue/queue.html", context)


@needs(May.READ_CASES)
def by_reference(request: SignedIn) -> HttpResponse:
    """On to the case of a reference, through the same door as its pages."""
    wanted = request.GET.get("reference", "").strip()[:100]
    if not wanted:
        return redirect("queue")
    found = visible_cases(request.user).filter(reference=wanted).first()
    if found is None:
        raise Http404
    return redirect("case", found.pk)


def _filters(chosen: QueryDict) -> list[dict[str, Any]]:
    return [{"choice": choice, "chosen": chosen.get(choice.name, "")} for choice in choices()]


def _leased(user: User) -> dict[int, str]:
    return {lease.case_id: "you" if lease.user_id == user.pk else "someone" for lease in live_leases()}


def _without_page(chosen: QueryDict) -> str:
    values = chosen.copy()
    values.pop("page", None)
    return values.urlencode()


@needs(May.READ_CASES)
def export_queue(request: SignedIn) -> HttpResponseBase:
    """The filtered list as CSV: references and counts, no name of anybody."""
    cases = filtered(request.user, request.GET)
    with audited_transaction(request.user) as ledger:
        ledger.add("queue.exported", query=request.GET.urlencode()[:1000], cases=cases.count())
    return csv_response("queue.csv", EXPORTED, exported(request.user, cases, EXPORTED))


@needs(May.READ_CASES)
@require_POST
def keep_filter(request: SignedIn) -> HttpResponse:
    """Keep the present filters under a name, or drop a kept one."""
    query = text(request, "query", 1000)
    if request.POST.get("drop"):
        drop_filter(acting_user=request.user, name=text(request, "drop", 60))
    else:
        save_filter(acting_user=request.user, name=text(request, "name"), query=query)
        messages.success(request, "Filters saved.")
    return redirect(f"{reverse('queue')}?{query}")
