"""The settings of a review: `review.toml`, checked. Each error names its key."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reassess.records.errors import UserError


class ClosureLine(BaseModel):
    """A closing phrase of the force: a pattern, and whether it means no further action (None: not known)."""

    model_config = ConfigDict(extra="forbid")
    pattern: str
    nfa: bool | None = None
    why: str = "the force's own wording"


class ReviewSettings(BaseModel):
    """Settings of a review, with their defaults."""

    model_config = ConfigDict(extra="forbid")
    force: str = Field(pattern=r"^[A-Z0-9]{2,5}$", description="two to five capital letters or digits, such as MPS")
    as_of: date = Field(description="a day, such as 2026-04-30")
    seed: int = Field(default=1, description="a whole number")
    hub_investigations: int = Field(default=20, ge=2, description="a whole number from 2")
    workers: int = Field(default=2, ge=1, le=64, description="a whole number from 1 to 64")
    rule_folders: list[str] = Field(default_factory=list)
    parameters: dict[str, dict[str, Any]] = Field(default_factory=dict)
    closures: list[ClosureLine] = Field(default_factory=list)


TEMPLATE = """\
# A review of closed investigations. The rules' own parameters can be set below under [parameters."<rule>"].
force = "{force}"              # recording force, as in the extract
as_of = {as_of}             # the day of the assessment; rules never look at the clock
seed = 1                   # of the models' training samples; no secret. The audit draws have a secret seed of their own
hub_investigations = 20    # an identifier in more investigations than this explains nothing
workers = 2                # processes that read documents
rule_folders = []          # folders of the force's own rules, relative to this file

# closures = [{{pattern = "filed at source", nfa = true, why = "force policy 2009"}}]
"""


def read_settings(file: Path) -> ReviewSettings:
    """The settings in a `review.toml`. UserError names each wrong key and what was expected."""
    try:
        return checked_settings(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise UserError(
            f"{file}: not found. Make a review first: reassess init {file.parent} --force MPS --as-of 2026-04-30"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{file}: not valid TOML: {error}.") from error
    except UserError as error:
        raise UserError(f"{file}: {error}. Correct these lines and run again.") from error


def checked_settings(given: dict[str, Any]) -> ReviewSettings:
    """Check settings, given by key. UserError names each wrong key and what was expected."""
    try:
        return ReviewSettings.model_validate(given)
    except ValidationError as error:
        raise UserError("; ".join(_wrong(item["loc"], item["msg"]) for item in error.errors())) from error


def _wrong(place: tuple[int | str, ...], message: str) -> str:
    named = ReviewSettings.model_fields.get(str(place[0]))
    said = f"expected {named.description}" if named and named.description else message
    return f"{'.'.join(map(str, place))}: {said}"
