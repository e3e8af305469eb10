"""The app of external reports."""

from django.apps import AppConfig


class ExternalReportsConfig(AppConfig):
    """Reports from outside the force."""

    name = "reassess.workspace.external_reports"
