"""What people see when something is refused, missing or broken. None of it says what is behind a door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Conflict(Exception):
    """Somebody else saved first. Holds both texts, so that neither is lost."""

    def __init__(self, what: str, yours: str, theirs: str, version: int) -> None:
        super().__init__(f"{what} has changed")
        self.what, self.yours, self.theirs, self.version = what, yours, theirs, version


class Refused(Exception):
    """A step that the rules of the review do not allow. The message is for the person who tried it."""


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form without its token."""
    return render(request, "errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one page for 'not there' and 'not yours'."""
    return render(request, "errors/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for what a role does not do."""
    return render(request, "errors/403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for a request that cannot be read, or is over its size."""
    return render(request, "errors/400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours."""
    return render(request, "errors/500.html", status=500)
