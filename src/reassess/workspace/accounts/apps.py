"""The app of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Connects the signals of sign-in."""

    name = "reassess.workspace.accounts"

    def ready(self) -> None:
        """Import the receivers."""
        from reassess.workspace.accounts import signals

        self.receivers = signals
