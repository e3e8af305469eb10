"""Progress, assurance, forecast and publications: numbers for oversight, no case and no name."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reassess.workspace.accounts.roles import May
from reassess.workspace.assurance.draws import next_draw
from reassess.workspace.assurance.models import AuditDraw, Statement
from reassess.workspace.assurance.orders import failed_since, order_in_force
from reassess.workspace.audit.commitments import REREADS
from reassess.workspace.audit.models import Commitment
from reassess.workspace.cases import catalogue
from reassess.workspace.cases.models import Case, CatalogueEntry, Lease, Publication, Standing
from reassess.workspace.pages.oversight.burn_up_chart import picture, table
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.risks.models import Band, Risk, State
from reassess.workspace.votes.models import ReviewDraw
from reassess.workspace.votes.review_draws import open_review_draws

STALE = timedelta(days=1)
"""A statement older than this is shown with a warning."""


@needs(May.SEE_PROGRESS)
def assurance(request: SignedIn) -> HttpResponse:
    """How many missed lines can still be among the unread and those left closed; how far readers agree."""
    context = _statement(Statement.Kind.ASSURANCE)
    context |= {
        "draws": AuditDraw.objects.count(),
        "begun": Lease.objects.values("case").distinct().count(),
        "share": settings.OPTIONS.audit_share,
        "reread_share": settings.OPTIONS.reread_share,
        "rereads": ReviewDraw.objects.count(),
        "rereads_open": open_review_draws().count(),
        "committed": Commitment.objects.filter(purpose=REREADS).first(),
        "restricted": _draw_is_restricted(),
    }
    return render(request, "oversight/assurance.html", context)


@needs(May.SEE_PROGRESS)
def forecast(request: SignedIn) -> HttpResponse:
    """The chance of finishing by the deadline, the dates, and what one more reader would do."""
    context = _statement(Statement.Kind.FORECAST)
    said = context["said"]
    if said is not None:
        rows = said.body["burn_up"]
        deadline = date.fromisoformat(said.body["deadline"])
        context |= {"picture": picture(rows, deadline, said.body["total"]), "rows": table(rows)}
    return render(request, "oversight/forecast.html", context | {"deadline_set": bool(settings.OPTIONS.deadline)})


def _statement(kind: str) -> dict[str, Any]:
    said = Statement.objects.filter(kind=kind).first()
    return {
        "said": said,
        "stale": said is not None and timezone.now() - said.at > STALE,
        "order": order_in_force(),
        "failed": failed_since(),
    }


def _draw_is_restricted() -> bool:
    """Whether the next draw waits because its case is restricted to named people."""
    place = next_draw()
    return place is not None and place.case.restricted


@needs(May.SEE_PROGRESS)
def progress(request: SignedIn) -> HttpResponse:
    """Numbers of progress only: no case, no name."""
    cases = Case.objects.filter(in_newest_run=True)
    by_standing = dict(cases.values_list("standing").annotate(n=Count("pk")).order_by())
    risks = {
        (band, state): n
        for band, state, n in Risk.objects.values_list("band", "state").annotate(n=Count("pk")).order_by()
    }
    context = {
        "total": cases.count(),
        "standings": [(standing.label, by_standing.get(standing.value, 0)) for standing in Standing],
        "risks": [
            (
                band.label,
                sum(n for (one, state), n in risks.items() if one == band and state != State.CLOSED),
                risks.get((band.value, State.CLOSED.value), 0),
            )
            for band in Band
        ],
    }
    return render(request, "oversight/progress.html", context | _figures())


def _figures() -> dict[str, Any]:
    """What the newest run says in numbers: scope by element, and how often each rule found what it was asked of."""
    newest = Publication.objects.exclude(finished_at=None).first()
    kept: dict[str, list[dict[str, Any]]] = newest.figures if newest else {}
    rules = catalogue.rules()
    asked = [
        row
        | {
            "title": rules[row["rule"]].title,
            "group": rules[row["rule"]].get_group_display(),
            "share": row["found"] / row["asked"] if row["asked"] else None,
        }
        for row in kept.get("asked", [])
        if row["rule"] in rules
    ]
    names = catalogue.names()
    scope = [row | {"title": names.title(CatalogueEntry.Kind.ELEMENT, row["element"])} for row in kept.get("scope", [])]
    return {"scope": scope, "asked": sorted(asked, key=lambda row: (row["group"], row["title"]))}


@needs(May.SEE_PUBLICATIONS)
def publications(request: SignedIn) -> HttpResponse:
    """Every run that was published, with its counts."""
    return render(request, "oversight/publications.html", {"publications": Publication.objects.all()[:50]})
