"""Append-only tables also refuse INSERT OR REPLACE, from whatever connection it comes."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from reassess.workspace.platform.database.append_only import put_replace_guard

GUARDED = (
    *(("votes", name) for name in ("Vote", "Approval", "Reopening", "ReviewDraw", "BlindReview")),
    *(("answers", name) for name in ("Answer", "Note", "FirstView")),
    *(("assurance", name) for name in ("AuditDraw", "WorkOrder", "Statement")),
    *(("external_reports", name) for name in ("Upload", "ReportStep")),
    *(("audit", name) for name in ("Entry", "Commitment")),
    ("cases", "Change"),
    ("enquiries", "EnquiryStep"),
    ("links", "Judgement"),
    ("people", "ContactNote"),
    ("risks", "RiskStep"),
)


def install(registry: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the guard on every table that was guarded before there was one."""
    for app_label, model in GUARDED:
        put_replace_guard(registry.get_model(app_label, model), editor)


class Migration(migrations.Migration):
    dependencies = (
        ("audit", "0003_commitment"),
        ("votes", "0004_guard_rereads"),
        ("answers", "0002_guards"),
        ("assurance", "0002_guards"),
        ("external_reports", "0002_guards"),
        ("cases", "0006_draft"),
        ("enquiries", "0002_guards"),
        ("links", "0002_guards"),
        ("people", "0002_hubs_and_contact"),
        ("risks", "0002_guards"),
    )

    operations = (migrations.RunPython(install, migrations.RunPython.noop),)
