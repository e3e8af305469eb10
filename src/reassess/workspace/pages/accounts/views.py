"""Accounts for the administrator, and the code of conduct for everybody."""

from django.contrib import messages
from django.http import HttpResponse
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
from reassess.workspace.allocation.actions import withdraw_person
from reassess.workspace.pages.permissions import SignedIn, needs
from reassess.workspace.platform.errors import Refused
from reassess.workspace.platform.forms import text


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
            messages.success(request, "Account added.")
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
    withdraw_person(acting_user=request.user, account=get_object_or_404(User, pk=pk))
    messages.success(request, "Account closed. Their work has gone back to the team.")
    return redirect("accounts")


@needs(May.MANAGE_ACCOUNTS)
@require_POST
def renew(request: SignedIn, pk: int) -> HttpResponse:
    """Give somebody a new first password, or take away second factors that they lost."""
    account = get_object_or_404(User, pk=pk)
    if text(request, "do", 20) == "factors":
        drop_factors(acting_user=request.user, account=account)
        words = "You have removed their second factors. They'll set up a new one when they next sign in."
        messages.success(request, words)
    else:
        renew_password(acting_user=request.user, account=account, password=request.POST.get("password", ""))
        messages.success(request, "The new password works from now on. Give it to them in person.")
    return redirect("edit_account", pk)


@needs()
def conduct(request: SignedIn) -> HttpResponse:
    """The code of conduct, accepted before first use."""
    if request.method == "POST":
        accept_conduct(acting_user=request.user)
        return redirect("my_work")
    return render(request, "accounts/conduct.html", {"clauses": CLAUSES})
