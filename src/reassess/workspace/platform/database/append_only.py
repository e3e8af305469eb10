"""Tables that are only ever added to: the database itself refuses UPDATE, DELETE and TRUNCATE on them.

A model becomes one by inheriting `AppendOnly`; the migration that makes its table adds
`guard("app_label", "Model")`; the system check names every table whose trigger is missing, and
the server does not start on it. `bulk_create` and plain SQL cannot pass a trigger by.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from django.apps import apps
from django.core.checks import Error, Tags, register
from django.db import connections, migrations, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSAL = "append-only"

BODY = f" BEGIN RAISE EXCEPTION '% is {REFUSAL}', TG_TABLE_NAME; END "
"""Body of the function that refuses, on PostgreSQL."""

EVENTS = {27: "_no_change", 34: "_no_truncate"}
"""Bits of `pg_trigger.tgtype` (row 1, before 2, delete 8, update 16, truncate 32) -> end of the guard's name."""

POSTGRESQL_GUARDS = (
    "SELECT tgname, tgtype, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal"
    " AND tgenabled IN ('O', 'A') AND tgqual IS NULL AND cardinality(tgattr::int2[]) = 0"
    " AND starts_with(tgname::text, (SELECT relname FROM pg_class WHERE oid = tgrelid) || '_no_')"
)


class AppendOnlyError(Exception):
    """Somebody tried to change or delete a row of an append-only table from Python."""


class AppendOnly(models.Model):
    """A row that is written once. `save` of a stored row and `delete` raise before the trigger has to."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; raises `AppendOnlyError` where it is stored already."""
        if not self._state.adding:
            raise AppendOnlyError(f"{self._meta.db_table} is append-only: add a new row instead of changing one")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always raises `AppendOnlyError`."""
        raise AppendOnlyError(f"{self._meta.db_table} is append-only: nothing is ever deleted from it")


def guarded_models() -> Iterator[type[models.Model]]:
    """Every installed model whose table must refuse change."""
    return (model for model in apps.get_models() if issubclass(model, AppendOnly))


def trigger_names(table: str, vendor: str) -> list[str]:
    """The triggers that guard a table on this kind of database."""
    verbs = ("update", "delete") if vendor == "sqlite" else ("change", "truncate")
    return [f"{table}_no_{verb}" for verb in verbs]


def replace_guard(model: Any) -> dict[str, str]:
    """The trigger, by name, that refuses on SQLite to insert over a stored row.

    `INSERT OR REPLACE` and `REPLACE` delete the old row without firing the triggers of DELETE on a connection that has
    not set `recursive_triggers`, so that a connection of somebody else's would pass them by.
    """
    table, key = model._meta.db_table, model._meta.pk
    unique = [[field] for field in model._meta.concrete_fields if field.unique or field is key]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None:
            unique.append([model._meta.get_field(name) for name in constraint.fields])
    same = [" AND ".join(f"{field.column} = NEW.{field.column}" for field in fields) for fields in unique]
    stored = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {one})" for one in same)
    name = f"{table}_no_replace"
    refusal = f"SELECT RAISE(ABORT, '{table} is {REFUSAL}')"
    return {name: f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {stored} BEGIN {refusal}; END"}


def expected_triggers(model: type[models.Model], vendor: str) -> dict[str, str]:
    """Every trigger that should guard a table, by name, with its SQL."""
    table = model._meta.db_table
    statements = [one for one in create_statements(table, vendor) if one.startswith("CREATE TRIGGER ")]
    triggers = dict(zip(trigger_names(table, vendor), statements, strict=True))
    return triggers | (replace_guard(model) if vendor == "sqlite" else {})


def create_statements(table: str, vendor: str) -> list[str]:
    """The SQL that makes a table refuse change."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is {REFUSAL}'); END"
            for verb in ("update", "delete")
        ]
    return [
        f"CREATE OR REPLACE FUNCTION reassess_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$${BODY}$$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION reassess_refuse()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION reassess_refuse()",
    ]


def guard(app_label: str, model: str) -> migrations.RunPython:
    """The migration step that puts the triggers on a model's table."""

    def install(registry: Any, editor: BaseDatabaseSchemaEditor) -> None:
        table = registry.get_model(app_label, model)._meta.db_table
        for statement in create_statements(table, editor.connection.vendor):
            editor.execute(statement, params=None)
        put_replace_guard(registry.get_model(app_label, model), editor)

    def remove(registry: Any, editor: BaseDatabaseSchemaEditor) -> None:
        table = registry.get_model(app_label, model)._meta.db_table
        for name in trigger_names(table, editor.connection.vendor):
            editor.execute(f"DROP TRIGGER {name}" + ("" if editor.connection.vendor == "sqlite" else f" ON {table}"))

    return migrations.RunPython(install, remove)


def put_replace_guard(model: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the guard against REPLACE on a table, instead of an earlier one; nothing to do on PostgreSQL."""
    if editor.connection.vendor == "sqlite":
        for name, statement in replace_guard(model).items():
            editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
            editor.execute(statement, params=None)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be in the database and are not, are disabled, or do something else."""
    present = sound_triggers(connection)
    wanted = [name for model in guarded_models() for name in expected_triggers(model, connection.vendor)]
    return [name for name in wanted if name not in present]


def sound_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the guards in the database that are enabled and have the body that they should have."""
    expected = {
        name: sql for model in guarded_models() for name, sql in expected_triggers(model, connection.vendor).items()
    }
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            return {name for name, sql in cursor.fetchall() if expected.get(name, "").split() == (sql or "").split()}
        cursor.execute(POSTGRESQL_GUARDS)
        return {
            name for name, events, body in cursor.fetchall() if name.endswith(EVENTS.get(events, "-")) and body == BODY
        }


def present_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the triggers that are in the database and enabled."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


@register(Tags.database)
def check_triggers(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    """System check: one error for each trigger that is missing from a migrated database."""
    return [
        Error(
            f"The trigger {name} is missing, so the table could be changed without a trace.",
            hint="Restore the database from its last copy, or put the trigger back and verify the audit chain.",
            id="reassess.E001",
        )
        for alias in databases or []
        for name in _missing_where_migrated(alias)
    ]


def _missing_where_migrated(alias: str) -> list[str]:
    connection = connections[alias]
    tables = set(connection.introspection.table_names())
    if not any(model._meta.db_table in tables for model in guarded_models()):
        return []
    return missing_triggers(connection)
