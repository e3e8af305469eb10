"""Names as people write them and names as the record model writes them."""

import json
import re


def plain(name: str) -> str:
    """A table's or column's name in the model's form: small letters, words joined by an underscore.

    >>> plain(" Investigation ID ")
    'investigation_id'
    >>> plain("Missing-Episode")
    'missing_episode'
    """
    return re.sub(r"[^0-9a-z]+", "_", name.strip().lower()).strip("_")


def column_sql(name: str) -> str:
    """A column name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def toml_text(text: str) -> str:
    """The text as a TOML string; JSON's strings are TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def on_one_line(text: str) -> str:
    """The text with every run of blanks, line breaks and control characters as one blank, fit for a comment."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()
