"""The pages: how much can still be missed, when it will be done, and why a case stands where it does."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reassess.workspace.accounts.roles import May
from reassess.workspace.assurance.draws import hidden_places, next_draw
from reassess.workspace.assurance.models import AuditDraw, Commitment, Statement, WorkOrder
from reassess.workspace.assurance.orders import failed_since, order_in_force
from reassess.workspace.audit.commitments import REREADS
from reassess.workspace.cases.models import Lease
from reassess.workspace.pages.cases.queue_explanation import in_force_on, places_over_time, why_here
from reassess.workspace.pages.cases.views import case_frame
from reassess.workspace.pages.oversight.burn_up_chart import picture, table
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.votes.models import Reread
from reassess.workspace.votes.review_draws import open_rereads

STALE = timedelta(days=1)
"""A statement older than this is shown with a warning."""


@needs(May.SEE_PROGRESS)
def assurance(request: SignedIn) -> HttpResponse:
    """How many missed lines can still be among the unread and those left closed; how far readers agree."""
    context = _statement(Statement.Kind.ASSURANCE)
    context |= {
        "draws": AuditDraw.objects.count(), "begun": Lease.objects.values("case").distinct().count(),
        "share": settings.OPTIONS.audit_share, "reread_share": settings.OPTIONS.reread_share,
        "rereads": Reread.objects.count(), "rereads_open": open_rereads().count(),
        "committed": Commitment.objects.filter(purpose=REREADS).first(), "restricted": _draw_is_restricted(),
    }  # fmt: skip
    return render(request, "assurance/assurance.html", context)


@needs(May.SEE_PROGRESS)
def forecast(request: SignedIn) -> HttpResponse:
    """The chance of finishing by the deadline, the dates, and what one more reader would do."""
    context = _statement(Statement.Kind.FORECAST)
    said = context["said"]
    if said is not None:
        rows = said.body["burn_up"]
        deadline = date.fromisoformat(said.body["deadline"])
        context |= {"picture": picture(rows, deadline, said.body["total"]), "rows": table(rows)}
    return render(request, "assurance/forecast.html", context | {"deadline_set": bool(settings.OPTIONS.deadline)})


def _statement(kind: str) -> dict[str, Any]:
    said = Statement.objects.filter(kind=kind).first()
    return {
        "said": said, "stale": said is not None and timezone.now() - said.at > STALE,
        "order": order_in_force(), "failed": failed_since(),
    }  # fmt: skip


def _draw_is_restricted() -> bool:
    """Whether the next draw waits because its case is restricted to named people."""
    place = next_draw()
    return place is not None and place.case.restricted


@needs(May.READ_CASES)
def case_order(request: SignedIn, pk: int) -> HttpResponse:
    """Why a case stands where it does: now, in an earlier order, or on a day."""
    file, context = case_frame(request, pk, "order")
    if context["first_view"]:
        return redirect("case", pk)
    if pk in hidden_places(request.user, [pk]):
        return render(request, "assurance/case_order.html", context | {"hidden": True})
    places = places_over_time(file.case.reference)
    order = _chosen(request, places)
    context |= {"places": places, "why": why_here(file, order, request.user) if order else None,
                "on": request.GET.get("on", "")[:10]}  # fmt: skip
    return render(request, "assurance/case_order.html", context)


def _chosen(request: SignedIn, places: list[Any]) -> WorkOrder | None:
    """The order that was asked for by its number or by a day, else the one in force."""
    number, on = request.GET.get("order", ""), request.GET.get("on", "")[:10]
    by_number = {str(place.order.pk): place.order for place in places}
    if number:
        return by_number.get(number)
    try:
        then = in_force_on(places, date.fromisoformat(on)) if on else None
    except ValueError:
        return None
    if on:
        return then.order if then else None
    return places[0].order if places else None
