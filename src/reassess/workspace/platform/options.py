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
    """How long a case that somebody takes stays theirs."""
    cases_at_once: int = 3
    """How many cases one person may hold."""
    idle_minutes: int = 30
    """A session without a request for this long has ended."""
    session_hours: int = 12
    """A session ends after this long, used or not."""
    second_factor: bool = True
    """Whether an account must set up a second factor before it sees anything. Off only for a demonstration."""
    first_view_share: float = 0.0
    """Share of cases on which the machine's findings stay hidden until the reader has written a first view."""
    unseen_ceiling_days: int = 90
    """A case unseen for this long comes before every other but those with a risk today."""
    audit_share: float = 0.05
    """Share of first readings that come from the committed random order: what the assurance rests on."""
    reread_share: float = 0.1
    """Share of approved 'no further action stands' that a quality assurer reads again, blind."""
    deadline: str = ""
    """The day by which every case must have been read, as 2026-12-18; empty = none is set."""
    refit_seconds: int = 60
    """How often the order looks whether there is enough to learn from anew; 0 = never by itself."""
    host: str = "localhost"
    """The name by which people reach the server. Passkeys are tied to it."""
    mail_host: str = ""
    """SMTP server of the team for escalations; empty = in the workspace only."""
    mail_from: str = "reassess@example.org"
    """Sender of escalations."""
    organisation: str = "Case review"
    """Name shown at the top of each page."""


def read_options(review: Path | None) -> Options:
    """The options of a review folder; the defaults where it sets none.

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
