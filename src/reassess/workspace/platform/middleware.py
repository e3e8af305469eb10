"""What stands between a request and a page: null characters, caches, and refusals that keep what was written."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from reassess.workspace.platform.errors import Conflict, Refused
from reassess.workspace.platform.forms import LONGEST

Answer = Callable[[HttpRequest], HttpResponse]


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
