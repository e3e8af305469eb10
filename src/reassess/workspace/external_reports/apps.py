"""The app of reports from outside."""

from django.apps import AppConfig


class ExternalReportsConfig(AppConfig):
    """Keeps the label of the tables that workspaces already have."""

    name = "reassess.workspace.external_reports"
    label = "outside"
