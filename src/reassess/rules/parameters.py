"""RuleSettings of an assessment and the parameters of rules, written into SQL as literals."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from reassess.records.errors import UserError
from reassess.records.store import quoted
from reassess.rules.catalogue import DatedValue


@dataclass(frozen=True)
class RuleSettings:
    """Everything an assessment depends on besides the records.

    as_of: the day of the assessment. parameters: values set for this review, by rule and parameter name.
    folders: the force's own rule folders. closures: the force's own closure wordings (pattern, nfa, why).
    """

    as_of: date
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    folders: Sequence[Path] = ()
    closures: Sequence[Mapping[str, Any]] = ()


def parameter_values(
    declared: Mapping[str, Sequence[DatedValue]], own: Mapping[str, Any], settings: RuleSettings
) -> dict[str, Any]:
    """Return each parameter's value: the one set for this review, or the one in force on the day of the assessment."""
    unknown = set(own) - set(declared)
    if unknown:
        raise UserError(
            f"review.toml: there is no parameter {', '.join(sorted(unknown))}."
            f" Use one of: {', '.join(declared) or 'none'}."
        )
    in_force = {name: _in_force(name, values, settings.as_of) for name, values in declared.items() if name not in own}
    return {"as_of": settings.as_of, **in_force, **own}


def _in_force(name: str, values: Sequence[DatedValue], as_of: date) -> Any:
    started = [value for value in values if value.since <= as_of]
    if not started:
        first = min(value.since for value in values)
        raise UserError(
            f"parameter {name} has no value on {as_of:%-d %B %Y}; its first applies from {first:%-d %B %Y}."
            " Set the parameter in review.toml, or use a later day of assessment."
        )
    return max(started, key=lambda value: value.since).value


def fill(sql: str, values: Mapping[str, Any]) -> str:
    """Replace every $name in the SQL by its value as a literal. Raises UserError for a name without a value."""

    def literal_of(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise UserError(f"${match[1]} has no value. Declare it under `parameters:` in the front matter.")
        return literal(values[match[1]])

    return re.sub(r"\$([a-z_][a-z0-9_]*)", literal_of, sql)


def literal(value: Any) -> str:
    """Return a number, boolean, date, text or list of these as an SQL literal."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, list | tuple):
        return f"({', '.join(literal(item) for item in value)})"
    return quoted(str(value))
