"""What a review may set about its workspace: `workspace/settings.toml` in the review's folder."""

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from reassess.records.errors import UserError

FOLDER = "workspace"
SETTINGS_FILE = "settings.toml"


@dataclass(frozen=True)
class Options:
    """Settings of a workspace, with the unit of each in its name."""

    lease_hours: int = 8
    """How long a reader keeps a case."""
    cases_at_once: int = 3
    """How many cases a reader can have at once."""
    idle_minutes: int = 30
    """A session ends after this long without a request."""
    session_hours: int = 12
    """A session ends after this long in any case."""
    second_factor: bool = True
    """Whether every account needs a second factor. Turn it off only for a demonstration."""
    first_view_share: float = 0.0
    """Share of cases whose findings are hidden until the reader has written their own view."""
    unseen_ceiling_days: int = 90
    """A case that no one has opened for this long comes first, after those with a risk today."""
    audit_share: float = 0.05
    """Share of first readings drawn from the committed random order, on which the assurance is based."""
    reread_share: float = 0.1
    """Share of approved decisions of no further action that get a blind review."""
    deadline: str = ""
    """The day by which every case should be read, such as 2026-12-18. Empty: no deadline."""
    refit_seconds: int = 60
    """How often the server checks whether to update the order. 0: never."""
    host: str = "localhost"
    """Host name of the server. Passkeys depend on it."""
    mail_host: str = ""
    """SMTP server for escalations. Empty: no mail."""
    mail_from: str = "reassess@example.org"
    """Sender of escalations."""
    organisation: str = "Case review"
    """Name shown at the top of each page."""


def read_options(review: Path | None) -> Options:
    """The options of a review folder, with defaults for those it does not set.

    Raises `UserError` for an option that does not exist or has the wrong kind of value.
    """
    path = review / FOLDER / SETTINGS_FILE if review else None
    if path is None or not path.is_file():
        return Options()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path}: not valid TOML ({error}). Mend the line that it names.") from error
    return Options(**{name: _checked(path, name, value) for name, value in table.items()})


def _checked(path: Path, name: str, value: Any) -> Any:
    kinds = {field.name: type(field.default) for field in fields(Options)}
    if name not in kinds:
        raise UserError(f"{path}: there is no setting {name!r}. It may set: {', '.join(sorted(kinds))}.")
    kind = kinds[name]
    if kind is float and isinstance(value, int):
        return float(value)
    if type(value) is not kind:
        raise UserError(f"{path}: {name} must be {kind.__name__}, not {value!r}.")
    return value


def review_from_environment() -> Path | None:
    """The review folder that this process serves, from REASSESS_REVIEW."""
    named = os.environ.get("REASSESS_REVIEW")
    return Path(named).resolve() if named else None
