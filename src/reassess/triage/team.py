"""Who is there on which day: working days, bank holidays, leave, people who join and leave."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import holidays

from reassess.records.errors import UserError

REGIONS = ("ENG", "WLS", "SCT", "NIR")


@dataclass(frozen=True)
class Absence:
    """Days on which a reader is away, both ends included."""

    first: date
    last: date


@dataclass(frozen=True)
class Reader:
    """One reader: which weekdays (0 is Monday), which share of a day, from when to when, and leave."""

    name: str
    weekdays: frozenset[int] = frozenset(range(5))
    share: float = 1.0
    joins: date | None = None
    leaves: date | None = None
    away: tuple[Absence, ...] = ()

    def present(self, day: date) -> float:
        """The share of a day that the reader works on this day, bank holidays not counted."""
        employed = (self.joins or day) <= day <= (self.leaves or day)
        on_leave = any(absence.first <= day <= absence.last for absence in self.away)
        return self.share if employed and not on_leave and day.weekday() in self.weekdays else 0.0


@dataclass(frozen=True)
class Team:
    """The readers and the part of the United Kingdom whose bank holidays they have.

    Raises:
        UserError: the region is none of ENG, WLS, SCT, NIR.
    """

    readers: Sequence[Reader]
    region: str = "ENG"

    def __post_init__(self) -> None:
        if self.region not in REGIONS:
            raise UserError(f"team: region {self.region!r} is none of {', '.join(REGIONS)}")

    def present(self, day: date) -> float:
        """Readers at work on a day; 0 on a bank holiday."""
        if bank_holiday(day, self.region):
            return 0.0
        return sum(reader.present(day) for reader in self.readers)

    def with_more(self, number: int, joins: date) -> "Team":
        """The same team with so many more full-time readers from a day on."""
        more = [Reader(f"further reader {count}", joins=joins) for count in range(1, number + 1)]
        return Team([*self.readers, *more], self.region)


def bank_holiday(day: date, region: str) -> bool:
    """Whether the day is a bank holiday in that part of the United Kingdom."""
    return day in _holidays(region, day.year)


@cache
def _holidays(region: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv=region, years=year))


def read_team(file: Path) -> Team:
    """A team from TOML: `region`, and a `[[reader]]` with name, weekdays, share, joins, leaves and away for each.

        region = "ENG"
        [[reader]]
        name = "officer-1"
        weekdays = [0, 1, 2, 3, 4]       # 0 is Monday
        share = 1.0
        away = [[2026-08-03, 2026-08-14]]

    Raises:
        UserError: the file is not there, is no TOML, or names a field that is not known or not of its kind.
    """
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        return Team([_reader(one) for one in raw.get("reader", [])], raw.get("region", "ENG"))
    except FileNotFoundError:
        raise UserError(f"{file}: there is no such file; it says who reads when") from None
    except (tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise UserError(
            f"{file}: {error}. Expected [[reader]] with name, weekdays, share, joins, leaves, away"
        ) from error


def _reader(raw: dict[str, Any]) -> Reader:
    away = tuple(Absence(first, last) for first, last in raw.get("away", []))
    weekdays = frozenset(raw.get("weekdays", range(5)))
    return Reader(**{**raw, "away": away, "weekdays": weekdays})


def team_of(names: Iterable[str], region: str = "ENG") -> Team:
    """A team of full-time readers without leave, where nobody has stated more."""
    return Team([Reader(name) for name in sorted(set(names))], region)
