"""Error pages, and the exceptions behind them. No page says what the reader has no access to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Conflict(Exception):
    """Someone else saved first. Holds both texts, so that neither is lost."""

    def __init__(self, what: str, yours: str, theirs: str, version: int) -> None:
        super().__init__(f"{what} has changed")
        self.what, self.yours, self.theirs, self.version = what, yours, theirs, version


class Refused(Exception):
    """An action that the rules of the review do not allow. Its message tells the user why."""


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form without a valid CSRF token."""
    return render(request, "errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for what does not exist and for what the user has no access to."""
    return render(request, "errors/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for what the role of the user does not allow."""
    return render(request, "errors/403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for a request that is malformed or too large."""
    return render(request, "errors/400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for an unexpected error."""
    return render(request, "errors/500.html", status=500)
