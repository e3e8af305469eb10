"""Nobody can sign up: an administrator or the command line creates accounts."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's account adapter without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this server may follow a sign-in."""
        return bool(url) and str(url).startswith("/") and bool(super().is_safe_url(url))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail about accounts leaves this machine."""
