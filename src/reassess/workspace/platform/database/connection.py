"""The database of a workspace: SQLite in the review's folder by default, PostgreSQL by DATABASE_URL."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from reassess.records.errors import UserError

FILE = "workspace/workspace.sqlite3"

SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON; "
    "PRAGMA recursive_triggers=ON;"
)
"""`recursive_triggers` makes REPLACE fire the triggers of DELETE on every connection of ours."""


def database(review: Path | None) -> dict[str, Any]:
    """The Django setting for the default database of a review.

    Raises `UserError` for a DATABASE_URL that is neither sqlite nor postgresql.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return _sqlite(str(review / FILE) if review else ":memory:")
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql"):
        return _postgresql(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path) or ":memory:")
    raise UserError(f"DATABASE_URL begins with {parts.scheme!r}; use postgresql://... or sqlite:///path")


def _sqlite(name: str) -> dict[str, Any]:
    options = {"init_command": SQLITE_START, "transaction_mode": "IMMEDIATE", "timeout": 20}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options, "CONN_MAX_AGE": None}


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 30}, **query},
    }
