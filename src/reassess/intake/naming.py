"""Names of tables and columns in the form of the record model, and text quoted for SQL and TOML."""

import json
import re


def normalise_name(name: str) -> str:
    """The name of a table or column in snake case, as the record model writes it.

    >>> normalise_name(" Investigation ID ")
    'investigation_id'
    >>> normalise_name("Missing-Episode")
    'missing_episode'
    """
    return re.sub(r"[^0-9a-z]+", "_", name.strip().lower()).strip("_")


def column_sql(name: str) -> str:
    """A column name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def toml_text(text: str) -> str:
    """The text as a TOML string. TOML reads JSON strings, except that DEL must be escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def on_one_line(text: str) -> str:
    """The text on one line, for a comment: each run of spaces, line breaks and control characters is one space."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()
