"""The Django app that holds what all nouns share: templates, checks, template tags."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Registers the system check of the append-only tables."""

    name = "reassess.workspace.pages"
    label = "workspace"

    def ready(self) -> None:
        """Import the check, so that Django knows it."""
        from reassess.workspace.platform.database import append_only as appendonly

        self.check_triggers = appendonly.check_triggers
