"""Days as ordinals inside the generator, ISO text at its edge: one list look-up a date instead of one object a date."""

from datetime import date

AS_OF = date(2026, 4, 30).toordinal()
FIRST_DAY = date(2010, 1, 1).toordinal()
LAST_DAY = date(2025, 12, 31).toordinal()
OUTCOME_CODES_FROM = date(2013, 4, 1).toordinal()
OUTCOME_21_FROM = date(2016, 1, 1).toordinal()
CSE_FLAG_FROM = date(2016, 4, 1).toordinal()
DNA17_FROM = date(2014, 7, 24).toordinal()
CONNECT_FROM = date(2022, 11, 1).toordinal()
SCOPE_END = date(2025, 3, 31).toordinal()

_BASE = date(1900, 1, 1).toordinal()
_ISO = [date.fromordinal(day).isoformat() for day in range(_BASE, date(2031, 1, 1).toordinal())]
_UK = [f"{text[8:10]}/{text[5:7]}/{text[:4]}" for text in _ISO]
_YEAR = [int(text[:4]) for text in _ISO]


def iso(day: int | None) -> str:
    """The day as YYYY-MM-DD; empty text for an unknown day.

    >>> iso(AS_OF)
    '2026-04-30'
    >>> iso(None)
    ''
    """
    return "" if day is None else _ISO[day - _BASE]


def uk(day: int) -> str:
    """The day as officers write it in a log, DD/MM/YYYY."""
    return _UK[day - _BASE]


def year_of(day: int) -> int:
    """The calendar year of a day."""
    return _YEAR[day - _BASE]


def birthday(born: int, years: int) -> int:
    """The day on which somebody born then reaches this age; a birth on 29 February counts from 1 March.

    >>> iso(birthday(date(2008, 2, 29).toordinal(), 18))
    '2026-03-01'
    """
    then = date.fromordinal(born)
    year = then.year + years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if then.month == 2 and then.day == 29 and not leap:
        return date(year, 3, 1).toordinal()
    return date(year, then.month, then.day).toordinal()


def age_on(born: int, day: int) -> int:
    """Whole years of age on a day."""
    first, second = date.fromordinal(born), date.fromordinal(day)
    return second.year - first.year - ((second.month, second.day) < (first.month, first.day))
