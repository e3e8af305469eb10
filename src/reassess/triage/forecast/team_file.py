"""The team as a force writes it down: a TOML file of who reads when, checked field by field."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationError

from reassess.records.errors import UserError
from reassess.triage.forecast.team import REGIONS, Absence, Reader, Team

A_DAY = "a day such as 2026-08-03, without quotation marks or a time"
Day = Annotated[date, Strict()]


class ReaderLine(BaseModel):
    """One `[[reader]]` of the file; the descriptions are what an error says was expected."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Strict()] = Field(min_length=1, description='a name such as "officer-1"')
    weekdays: list[Annotated[int, Strict(), Field(ge=0, le=6)]] = Field(
        default=[0, 1, 2, 3, 4], description="numbers from 0 (Monday) to 6 (Sunday), such as [0, 1, 2]"
    )
    share: Annotated[float, Strict()] = Field(default=1.0, gt=0, le=1, description="a number over 0 and up to 1")
    joins: Day | None = Field(default=None, description=A_DAY)
    leaves: Day | None = Field(default=None, description=A_DAY)
    away: list[tuple[Day, Day]] = Field(
        default=[], description="pairs of a first and a last day, such as [[2026-08-03, 2026-08-14]]"
    )

    def reader(self) -> Reader:
        """The reader that the line describes."""
        away = tuple(Absence(first, last) for first, last in self.away)
        return Reader(self.name, frozenset(self.weekdays), self.share, self.joins, self.leaves, away)


def read_team(file: Path) -> Team:
    """A team from TOML: `region`, and a `[[reader]]` with name, weekdays, share, joins, leaves and away for each.

        region = "ENG"
        [[reader]]
        name = "officer-1"
        weekdays = [0, 1, 2, 3, 4]       # 0 is Monday
        share = 1.0
        away = [[2026-08-03, 2026-08-14]]

    Raises:
        UserError: the file is not there, is no TOML, names nobody or somebody twice, or names a field that is not known
            or not of its kind.
    """
    raw = _content(file)
    unknown = sorted(set(raw) - {"region", "reader"})
    if unknown:
        raise UserError(f"{file}: {unknown[0]} is not known; expected region and a [[reader]] for each reader")
    region = raw.get("region", "ENG")
    if region not in REGIONS:
        raise UserError(f"{file}: region: expected {', '.join(REGIONS)}, found {region!r}")
    return Team(_readers(file, raw.get("reader", [])), region)


def _content(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError(f"{file}: there is no such file; it says who reads when") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, IsADirectoryError) as error:
        raise UserError(f"{file}: is no TOML file in UTF-8: {error}") from error


def _readers(file: Path, lines: Any) -> list[Reader]:
    if not isinstance(lines, list) or not lines:
        raise UserError(f"{file}: names no reader; write [[reader]] in double brackets for each, with a name")
    readers = [_reader(file, number, line) for number, line in enumerate(lines, start=1)]
    names = [reader.name for reader in readers]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UserError(f"{file}: the reader {twice[0]!r} stands there twice; keep one [[reader]] for each")
    return readers


def _reader(file: Path, number: int, line: Any) -> Reader:
    where = f"{file}: reader {number}"
    try:
        reader = ReaderLine.model_validate(line).reader()
    except ValidationError as error:
        # A field that is not known says more than the one that is missing for it.
        wrong = min(error.errors(), key=lambda item: item["type"] != "extra_forbidden")
        raise UserError(f"{where}: {_expected(wrong['loc'], wrong['msg'])}") from error
    if any(absence.first > absence.last for absence in reader.away):
        raise UserError(f"{where}: away: a last day comes before its first")
    if reader.joins and reader.leaves and reader.joins > reader.leaves:
        raise UserError(f"{where}: leaves before joining")
    return reader


def _expected(place: tuple[int | str, ...], message: str) -> str:
    name = str(place[0]) if place else "reader"
    field = ReaderLine.model_fields.get(name)
    if field is None:
        return f"{name} is not known; expected {', '.join(ReaderLine.model_fields)}"
    return f"{name}: expected {field.description or message}"
