"""The check of a cell, as SQL."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CellCheck:
    """One check: `bad` is the SQL condition that fails it, `reason` the SQL of the message for people.

    `value` is the SQL of the value shown with the message, if that is not the text of the field.
    """

    bad: str
    kind: str
    reason: str
    value: str | None = None
