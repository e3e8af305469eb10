"""The page that says that the server answers."""

from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:
    """Says that the server answers; touches no data."""
    return HttpResponse("ok", content_type="text/plain")
