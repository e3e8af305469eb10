"""The guarded session, and what a person does before first use."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from reassess.workspace.accounts.conduct import VERSION
from reassess.workspace.accounts.sessions import touch, why_ended
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.platform.middleware import Answer

SECOND_FACTOR_READY = "second_factor_ready"


class SessionGuard:
    """Ends a session that is idle, too old, moved to another browser, or of a withdrawn account."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or sign the person out and send them to sign in."""
        if not request.user.is_authenticated:
            return self.answer(request)
        now = timezone.now()
        ended = why_ended(request, now)
        if ended:
            with audited_transaction(request.user) as ledger:
                ledger.add("session.stopped", subject=request.user, why=ended)
            logout(request)
            messages.info(
                request, f"You’ve been signed out because {ended}. Sign in again to carry on. Your drafts are saved."
            )
            return redirect("account_login")
        touch(request, now)
        return self.answer(request)


class BeforeFirstUse:
    """Sends a person first to set up a second factor, then to the code of conduct, whatever they asked for."""

    FREE = ("/account/", "/static/", "/conduct/", "/health/")

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or redirect to what is still to be done."""
        if not request.user.is_authenticated or request.path.startswith(self.FREE):
            return self.answer(request)
        if settings.OPTIONS.second_factor and not self._has_second_factor(request):
            return redirect("mfa_activate_totp")
        if request.user.conduct_version != VERSION:
            return redirect("conduct")
        return self.answer(request)

    def _has_second_factor(self, request: HttpRequest) -> bool:
        if request.session.get(SECOND_FACTOR_READY):
            return True
        ready = bool(is_mfa_enabled(request.user))
        if ready:
            request.session[SECOND_FACTOR_READY] = True
        return ready
