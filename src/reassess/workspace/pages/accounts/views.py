"""Accounts for the administrator, the code of conduct for everybody, progress in numbers, publications."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from reassess.workspace.accounts.actions import (
    EDITABLE,
    accept_conduct,
    change_account,
    create_account,
    drop_factors,
    renew_password,
)
from reassess.workspace.accounts.conduct import CLAUSES
from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May, Role
from reassess.workspace.allocation.withdrawal import withdraw
from reassess.workspace.cases import catalogue
from reassess.workspace.cases.models import Case, Named, Publication, Standing
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.platform.errors import Refused
from reassess.workspace.platform.forms import text
from reassess.workspace.risks.models import Band, Risk, State


@needs(May.MANAGE_ACCOUNTS)
def accounts(request: SignedIn) -> HttpResponse:
    """Every account, in use or withdrawn."""
    users = User.objects.order_by("-is_active", "role", "username")
    return render(request, "accounts/list.html", {"users": users})


@needs(May.MANAGE_ACCOUNTS)
def new_account(request: SignedIn) -> HttpResponse:
    """Make an account."""
    error = ""
    if request.method == "POST":
        details = {name: text(request, name, 150) for name in EDITABLE if name != "role"}
        try:
            create_account(
                acting_user=request.user,
                username=text(request, "username", 150),
                password=request.POST.get("password", ""),
                role=text(request, "role", 20),
                **details,
            )
        except Refused as refusal:
            error = str(refusal)
        else:
            messages.success(request, "Account made.")
            return redirect("accounts")
    context = {"roles": Role.choices, "error": error, "posted": request.POST}
    return render(request, "accounts/edit.html", context, status=422 if error else 200)


@needs(May.MANAGE_ACCOUNTS)
def edit_account(request: SignedIn, pk: int) -> HttpResponse:
    """Change an account."""
    account = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        changes = {name: text(request, name, 150) for name in EDITABLE if name in request.POST}
        change_account(acting_user=request.user, account=account, **changes)
        messages.success(request, "Saved.")
        return redirect("accounts")
    posted = {name: getattr(account, name) for name in EDITABLE}
    return render(request, "accounts/edit.html", {"roles": Role.choices, "account": account, "posted": posted})


@needs(May.MANAGE_ACCOUNTS)
@require_POST
def withdraw_account(request: SignedIn, pk: int) -> HttpResponse:
    """Withdraw a person from the team."""
    withdraw(acting_user=request.user, account=get_object_or_404(User, pk=pk))
    messages.success(request, "Withdrawn. What they held has gone back to the team.")
    return redirect("accounts")


@needs(May.MANAGE_ACCOUNTS)
@require_POST
def renew(request: SignedIn, pk: int) -> HttpResponse:
    """Give somebody a new first password, or take away second factors that they lost."""
    account = get_object_or_404(User, pk=pk)
    if text(request, "do", 20) == "factors":
        drop_factors(acting_user=request.user, account=account)
        messages.success(request, "Taken away. At the next sign-in they set up a new second factor.")
    else:
        renew_password(acting_user=request.user, account=account, password=request.POST.get("password", ""))
        messages.success(request, "The new password holds from now on. Hand it over in person.")
    return redirect("edit_account", pk)


@needs()
def conduct(request: SignedIn) -> HttpResponse:
    """The code of conduct, accepted before first use."""
    if request.method == "POST":
        accept_conduct(acting_user=request.user)
        return redirect("my_work")
    return render(request, "accounts/conduct.html", {"clauses": CLAUSES})


@needs(May.SEE_PROGRESS)
def progress(request: SignedIn) -> HttpResponse:
    """Numbers of progress only: no case, no name."""
    cases = Case.objects.filter(in_newest_run=True)
    by_standing = dict(cases.values_list("standing").annotate(n=Count("pk")).order_by())
    risks = {(band, state): n for band, state, n in
             Risk.objects.values_list("band", "state").annotate(n=Count("pk")).order_by()}  # fmt: skip
    context = {
        "total": cases.count(),
        "standings": [(standing.label, by_standing.get(standing.value, 0)) for standing in Standing],
        "risks": [
            (band.label, sum(n for (one, state), n in risks.items() if one == band and state != State.CLOSED),
             risks.get((band.value, State.CLOSED.value), 0))
            for band in Band
        ],
    }  # fmt: skip
    return render(request, "accounts/progress.html", context | _figures())


def _figures() -> dict[str, Any]:
    """What the newest run says in numbers: scope by element, and how often each rule found what it was asked of."""
    newest = Publication.objects.exclude(finished_at=None).first()
    kept: dict[str, list[dict[str, Any]]] = newest.figures if newest else {}
    rules = catalogue.rules()
    asked = [
        row | {"title": rules[row["rule"]].title, "group": rules[row["rule"]].get_group_display(),
               "share": row["found"] / row["asked"] if row["asked"] else None}
        for row in kept.get("asked", []) if row["rule"] in rules
    ]  # fmt: skip
    names = catalogue.names()
    scope = [row | {"title": names.title(Named.Kind.ELEMENT, row["element"])} for row in kept.get("scope", [])]
    return {"scope": scope, "asked": sorted(asked, key=lambda row: (row["group"], row["title"]))}


@needs(May.SEE_PUBLICATIONS)
def publications(request: SignedIn) -> HttpResponse:
    """Every run that was published, with its counts."""
    return render(request, "accounts/publications.html", {"publications": Publication.objects.all()[:50]})


def health(request: HttpRequest) -> HttpResponse:
    """Says that the server answers; touches no data."""
    return HttpResponse("ok", content_type="text/plain")
