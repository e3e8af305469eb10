"""Open the workspace of a review from a command: set up Django and migrate the database."""

import os
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from reassess.records.errors import UserError


def open_workspace(review: Path, *, migrate: bool = True) -> None:
    """Set up Django for this review in this process, and migrate its database.

    Raises `UserError` where the process already works on another review, or a guard of the database is missing.
    """
    named = os.environ.get("REASSESS_REVIEW")
    if apps.ready and named and Path(named).resolve() != review.resolve():
        raise UserError(f"This process already works on {named}: use another one for {review}.")
    if not review.is_dir():
        raise UserError(f"{review}: not a folder. Make the review first: reassess init {review}")
    os.environ["REASSESS_REVIEW"] = str(review.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reassess.workspace.platform.settings")
    django.setup()
    if migrate:
        from reassess.workspace.platform.database.upgrade import (
            upgrade,  # Django must be set up before its models are imported
        )

        upgrade()
        call_command("migrate", verbosity=0, interactive=False)
        require_guards()


def require_this_version() -> None:
    """Raise `UserError` if the database has migrations still to run."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if behind:
        raise UserError(
            f"The database is {len(behind)} steps behind this version of Reassess. Publish once with this version to"
            " bring it up to date, or use the version that it was last used with."
        )


def require_guards() -> None:
    """Raise `UserError` naming every missing trigger of an append-only table."""
    from reassess.workspace.platform.database.append_only import missing_triggers

    missing = missing_triggers(connection)
    if missing:
        raise UserError(
            f"The database lacks {len(missing)} guards of its append-only tables: {', '.join(missing)}. It could have "
            "been changed without a trace, so the workspace does not start. Restore its last copy, then run verify."
        )
