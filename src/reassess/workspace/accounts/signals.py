"""Sign-ins, failures, sign-outs, and changes of one's own password and second factors, in the audit trail."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.sessions import begin
from reassess.workspace.audit.ledger import audited_transaction


@receiver(user_logged_in)
def note_sign_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Begin the guarded session and record it."""
    begin(request, timezone.now())
    with audited_transaction(user) as ledger:
        ledger.add("session.begun", subject=user)


@receiver(user_login_failed)
def note_failure(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Record a failed sign-in, with the name that was tried."""
    with audited_transaction(None) as ledger:
        ledger.add("session.failed", subject=f"name:{str(credentials.get('username', ''))[:150]}")


@receiver(user_logged_out)
def note_sign_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    """Record a sign-out."""
    if user is not None:
        with audited_transaction(user) as ledger:
            ledger.add("session.ended", subject=user)


@receiver(password_changed)
def note_password(sender: Any, user: User, **kwargs: Any) -> None:
    """Record that a person changed their own password."""
    with audited_transaction(user) as ledger:
        ledger.add("account.password_changed", subject=user)


@receiver(authenticator_added)
def note_factor_added(sender: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Record a new second factor."""
    _note_factor(user, "account.factor_added", authenticator)


@receiver(authenticator_removed)
def note_factor_removed(sender: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Record that a second factor was removed."""
    _note_factor(user, "account.factor_removed", authenticator)


@receiver(authenticator_reset)
def note_factor_reset(sender: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Record that recovery codes were made anew."""
    _note_factor(user, "account.factor_reset", authenticator)


def _note_factor(user: User, verb: str, authenticator: Authenticator) -> None:
    with audited_transaction(user) as ledger:
        ledger.add(verb, subject=user, kind=authenticator.type)
