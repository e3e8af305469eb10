"""What every page knows: who is there, what they may do, and which run its content comes from."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from reassess.workspace.accounts.roles import allowed
from reassess.workspace.cases.models import Publication


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of the layout."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"organisation": settings.OPTIONS.organisation, "may": frozenset()}
    match = getattr(request, "resolver_match", None)
    return {
        "organisation": settings.OPTIONS.organisation,
        "may": frozenset(may.name for may in allowed(user.role)),
        "publication": Publication.objects.exclude(finished_at=None).first(),
        "here": match.url_name if match else "",
    }
