"""Give the tables of a workspace made before November 2026 the names that they have now.

The migrations know only the names of today. `upgrade` runs before them, in one transaction, and changes nothing where
the database is new or has been upgraded. The audit trail keeps its entries as they were written, with the names that
their subjects had then. A guard that is missing is not put back: the check of the guards still finds it.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from reassess.workspace.platform.database.append_only import create_statements, present_triggers, trigger_names

UPGRADE_LOCK = 739_201_407
"""Number of PostgreSQL's advisory lock on the upgrade, so that of two processes that start together one upgrades."""


@dataclass(frozen=True)
class Renamed:
    """A model under its old and its present app and name; a table is called `app_model`."""

    old_app: str
    old_model: str
    app: str
    model: str

    @property
    def old_table(self) -> str:
        """The table as it was called."""
        return f"{self.old_app}_{self.old_model}"

    @property
    def table(self) -> str:
        """The table as it is called now."""
        return f"{self.app}_{self.model}"


MODELS = (
    Renamed("people", "human", "people", "resolvedperson"),
    Renamed("people", "record", "people", "personincase"),
    Renamed("people", "mark", "people", "caseidentifier"),
    Renamed("people", "visit", "people", "placeincase"),
    Renamed("cases", "named", "cases", "catalogueentry"),
    Renamed("cases", "reading", "cases", "caseread"),
    Renamed("votes", "reread", "votes", "reviewdraw"),
    Renamed("votes", "rereading", "votes", "blindreview"),
    Renamed("assurance", "auditplace", "assurance", "auditposition"),
    Renamed("assurance", "commitment", "audit", "commitment"),
    Renamed("answers", "draft", "cases", "draft"),
    *(
        Renamed("outside", name, "external_reports", name)
        for name in ("report", "upload", "reportreader", "suggestion", "reportstep")
    ),
)

COLUMNS = (
    ("people_personincase", "human_id", "resolved_person_id"),
    ("votes_vote", "place", "vote_number"),
    ("votes_blindreview", "reread_id", "draw_id"),
)
"""Columns as (present table, old name, present name)."""

MIGRATED_APPS = (("outside", "external_reports"),)
"""Apps under their old and their present label in Django's list of applied migrations."""

APPLIED_BY_RENAMING = (
    ("audit_commitment", "audit", "0003_commitment"),
    ("cases_draft", "cases", "0006_draft"),
)
"""Migrations that make a table which renaming has made already, as (table, app, migration)."""


def upgrade() -> bool:
    """Rename what an older version made; returns whether there was anything to rename."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [UPGRADE_LOCK])
        tables = set(connection.introspection.table_names(cursor))
        old = [one for one in MODELS if one.old_table in tables and one.table not in tables]
        if "django_migrations" not in tables or not old:
            return False
        for one in old:
            _rename_table(cursor, connection, one)
        _rename_columns(cursor)
        _rename_in_djangos_lists(cursor, old)
    return True


def _rename_table(cursor: CursorWrapper, database: BaseDatabaseWrapper, one: Renamed) -> None:
    """Rename a table; its guards get the new name, those that were there and no others."""
    names = dict(
        zip(
            trigger_names(one.old_table, database.vendor),
            trigger_names(one.table, database.vendor),
            strict=True,
        )
    )
    guards = names.keys() & present_triggers(database)
    for name in sorted(guards):
        cursor.execute(f"DROP TRIGGER {name}" + ("" if database.vendor == "sqlite" else f" ON {one.old_table}"))
    cursor.execute(f"ALTER TABLE {one.old_table} RENAME TO {one.table}")
    wanted = tuple(f"CREATE TRIGGER {names[name]} " for name in guards)
    for statement in create_statements(one.table, database.vendor):
        if guards and (not statement.startswith("CREATE TRIGGER ") or statement.startswith(wanted)):
            cursor.execute(statement)


def _rename_columns(cursor: CursorWrapper) -> None:
    tables = set(connection.introspection.table_names(cursor))
    for table, old, new in COLUMNS:
        if table in tables and old in columns_of(cursor, table):
            cursor.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")


def columns_of(cursor: CursorWrapper, table: str) -> set[str]:
    """The columns of a table, asked of the database: Django's reader of SQLite's schema fails on check constraints."""
    cursor.execute(f"SELECT * FROM {table} WHERE 1 = 0")
    return {column[0] for column in cursor.description}


def _rename_in_djangos_lists(cursor: CursorWrapper, renamed: list[Renamed]) -> None:
    """Bring applied migrations and content types up to the renamed tables; permissions are made again by `migrate`."""
    for old_app, app in MIGRATED_APPS:
        cursor.execute("UPDATE django_migrations SET app = %s WHERE app = %s", [app, old_app])
    tables = {one.table for one in renamed}
    for table, app, name in APPLIED_BY_RENAMING:
        if table in tables:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", [app, name, timezone.now()]
            )
    for one in renamed:
        old = [one.old_app, one.old_model]
        cursor.execute(
            "DELETE FROM auth_permission WHERE content_type_id IN"
            " (SELECT id FROM django_content_type WHERE app_label = %s AND model = %s)",
            old,
        )
        cursor.execute(
            "UPDATE django_content_type SET app_label = %s, model = %s WHERE app_label = %s AND model = %s",
            [one.app, one.model, *old],
        )
