"""Sign-ins, failures and sign-outs in the audit trail."""

from typing import Any

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
