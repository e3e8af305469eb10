"""Digest of a row's content, so that an audit entry binds the words it speaks of and not only their key."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.db import models

BOUND = "content"
"""Key in the detail of an entry: label of each row -> digest of its content."""


def label(row: models.Model) -> str:
    """Return the name of a row in the trail: `votes.vote:12`."""
    return f"{row._meta.label_lower}:{row.pk}"


def content_digest(row: models.Model) -> str:
    """Return the SHA-256 over every column of a row, the same before it is stored and after it is read.

    A column at its default is left out, so that a column added later leaves earlier digests as they are. Numbers are
    compared as floating point, since PostgreSQL writes 1e16 inside JSON as 10000000000000000.
    """
    values = {field: field.to_python(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    columns = {field.attname: _plain(value) for field, value in values.items() if value != field.get_default()}
    text = json.dumps(columns, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return sha256(value).hexdigest()
    if isinstance(value, int):
        return repr(float(value)) if abs(value) >= 2**53 else f"{value}.0"
    if isinstance(value, float):
        return repr(value) if value % 1 or abs(value) >= 2**53 else f"{int(value)}.0"
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else str(value)
