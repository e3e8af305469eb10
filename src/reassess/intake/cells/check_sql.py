"""A fault that a cell can have, as SQL."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """A fault that a text can have: `bad` is the SQL condition, `reason` the SQL of the sentence for people.

    `value` is the SQL of what people are shown, where that is not the text of the field.
    """

    bad: str
    kind: str
    reason: str
    value: str | None = None
