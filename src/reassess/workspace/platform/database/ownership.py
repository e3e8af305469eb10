"""Whether the role of the application could take the guards off its own tables."""

from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = (
    "on SQLite, whoever can write the file can take the guards off. Content, chain and checkpoints still show what was"
    " changed."
)


def ownership_limit(connection: BaseDatabaseWrapper) -> str:
    """What the guards of this database cannot stop, in a sentence; empty where the role owns no table."""
    if connection.vendor == "sqlite":
        return SQLITE
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
            " WHERE relkind = 'r' AND nspname = current_schema() AND pg_has_role(current_user, relowner, 'USAGE')"
        )
        owned = cursor.fetchone()[0]
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        [superuser] = cursor.fetchone()
    if not owned and not superuser:
        return ""
    what = "is a superuser" if superuser else f"owns {owned} tables"
    return (
        f"the database role of the application {what}, so it could take the guards off."
        " Use a role that owns no table."
    )
