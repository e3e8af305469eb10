"""The tab 'Why here': why a case stands where it does in the order."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from reassess.workspace.accounts.roles import May
from reassess.workspace.assurance.draws import hidden_positions
from reassess.workspace.assurance.models import WorkOrder
from reassess.workspace.pages.cases.queue_explanation import in_force_on, places_over_time, why_here
from reassess.workspace.pages.cases.views import case_frame
from reassess.workspace.pages.permissions import SignedIn, needs


@needs(May.READ_CASES)
def case_order(request: SignedIn, pk: int) -> HttpResponse:
    """Why a case stands where it does: now, in an earlier order, or on a day."""
    file, context = case_frame(request, pk, "order")
    if context["first_view"]:
        return redirect("case", pk)
    if pk in hidden_positions(request.user, [pk]):
        return render(request, "oversight/case_order.html", context | {"hidden": True})
    places = places_over_time(file.case.reference)
    order = _chosen(request, places)
    context |= {
        "places": places,
        "why": why_here(file, order, request.user) if order else None,
        "on": request.GET.get("on", "")[:10],
    }
    return render(request, "oversight/case_order.html", context)


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
