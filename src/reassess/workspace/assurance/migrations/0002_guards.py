# ruff: noqa: RUF012
"""The database refuses to change what this app only adds to."""

from django.db import migrations

from reassess.workspace.platform.database.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_initial")]
    operations = [
        guard("assurance", "AuditDraw"),
        guard("assurance", "WorkOrder"),
        guard("assurance", "Statement"),
    ]
