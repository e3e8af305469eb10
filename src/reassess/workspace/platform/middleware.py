"""What stands between a request and a page: the guarded session, and what comes before first use."""

from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from reassess.workspace.accounts.conduct import VERSION
from reassess.workspace.accounts.sessions import touch, why_ended
from reassess.workspace.audit.ledger import acting
from reassess.workspace.platform.errors import Conflict, Refused
from reassess.workspace.platform.forms import LONGEST

Answer = Callable[[HttpRequest], HttpResponse]

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
            with acting(request.user) as ledger:
                ledger.add("session.stopped", subject=request.user, why=ended)
            logout(request)
            messages.info(request, f"Your session has ended because {ended}. Your drafts are kept.")
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


class NoNull:
    """Refuses a null character in an address: PostgreSQL cannot hold one, and nobody types one."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or 400."""
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
            return HttpResponseBadRequest("The address holds a null character.")
        return self.answer(request)


class NoStore:
    """Keeps pages out of every cache: what was shown must not come back with the Back key after sign-out."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the header set."""
        response = self.answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class Refusals:
    """Turns what the rules of the review refuse into a page that keeps what the person wrote."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for `Refused` and for `Conflict`; every other exception goes on."""
        back = _same_site(request)
        if isinstance(exception, Conflict):
            return render(request, "errors/conflict.html", {"conflict": exception, "back": back}, status=409)
        if isinstance(exception, Refused):
            words = request.POST.get("words") or request.POST.get("text") or ""
            context = {"why": str(exception), "back": back, "words": words[:LONGEST]}
            return render(request, "errors/refused.html", context, status=422)
        return None


def _same_site(request: HttpRequest) -> str:
    """The path that the person came from, if it is on this server; else the first page."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return urlsplit(came_from).path or "/"
    return "/"
