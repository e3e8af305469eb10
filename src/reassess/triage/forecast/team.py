"""Who is there on which day: working days, bank holidays, leave, people who join and leave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

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


def team_of(names: Iterable[str], region: str = "ENG") -> Team:
    """A team of full-time readers without leave, where nobody has stated more."""
    return Team([Reader(name) for name in sorted(set(names))], region)
