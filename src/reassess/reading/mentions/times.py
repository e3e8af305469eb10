"""Dates and ages as they are written in records."""

import re
from collections.abc import Iterator
from datetime import date

from reassess.reading.mentions.found import Found

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
)
_DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?[\s-]{_MONTH}\b\.?(?:(?:,?[\s-]+|\s?['\u2019])(\d{{4}}|(?<=[-'\u2019])\d{{2}})(?!\d|:))?"
)
_MONTH_DAY = re.compile(rf"\b{_MONTH}\b\.?\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})\b")
_MONTH_YEAR = re.compile(rf"\b{_MONTH}\b\.?,?\s(\d{{4}})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?!\d|-)")
_NUMERIC = re.compile(r"\b(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/])")

_AGED = re.compile(
    r"\b[Aa](?:ged?|GED?)\b:?(?:\sas)?\s*(?:about |approx\w*\.? |around )?(\d{1,2})\b"
    r"(?:\s?(?:or|to|and|-)\s?(\d{1,2})\b)?"
)
_YEARS_OLD = re.compile(
    r"\b(\d{1,2})(?:\s?(?:or|to|-)\s?(\d{1,2}))?[\s-]?(?:years?|yrs?|y)\.?(?:[\s-]of[\s-]age|[\s-]?/?[\s-]?(?:olds?|o)\b)",
    re.IGNORECASE,
)
_DECADE = re.compile(
    r"\b(?:in (?:his|her|their) )?(early|mid|late)?[\s-]*(?:to (?:early|mid|late)[\s-]+)?([1-9]0)'?s\b", re.IGNORECASE
)
_AFTER_NAME = re.compile(r"\b[A-Z][\w'\u2019-]+, (\d{1,2})(?=[.,;)]|\s*$)", re.MULTILINE)
_SCHOOL_YEAR = re.compile(r"\b(?:in )?[Yy]ear (7|8|9|1[0-3])\b(?!\d)")
_NO_NAME = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September"
)
_DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "": (0, 9)}
CENTURY_TURN = 40


def times(text: str) -> Iterator[Found]:
    """Every date and age of the text."""
    yield from dates(text)
    yield from ages(text)


def dates(text: str) -> Iterator[Found]:
    """Dates as ISO 8601: 2013-10-05, with parts missing 2013-10 or --10-05; day before month, as written in the UK."""
    with_day = set()
    for match in _DAY_MONTH.finditer(text):
        with_day.add(match.start(2))
        yield from _date(match, match.group(3), _month(match.group(2)), match.group(1))
    for match in _MONTH_DAY.finditer(text):
        yield from _date(match, match.group(3), _month(match.group(1)), match.group(2))
    for match in _MONTH_YEAR.finditer(text):
        if match.start() not in with_day:
            yield from _date(match, match.group(2), _month(match.group(1)), None)
    for match in _ISO.finditer(text):
        yield from _date(match, match.group(1), int(match.group(2)), match.group(3))
    for match in _NUMERIC.finditer(text):
        yield from _date(match, match.group(4), int(match.group(3)), match.group(1))


def _month(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1


def _date(match: re.Match[str], year: str | None, month: int, day: str | None) -> Iterator[Found]:
    value = iso(year, month, day)
    if value:
        yield Found(match.start(), match.end(), "date", value)


def iso(year: str | None, month: int, day: str | None) -> str | None:
    """The date as ISO 8601 with what is missing left out, None where there is no such day.

    >>> iso("15", 7, "11"), iso(None, 10, "5"), iso("2013", 10, None), iso("2013", 2, "30")
    ('2015-07-11', '--10-05', '2013-10', None)
    """
    full = None if year is None else int(year) if len(year) == 4 else _century(int(year))
    try:
        # 2000 was a leap year: any day that exists in some year exists in it.
        date(full or 2000, month, int(day or 1))
    except ValueError:
        return None
    if day is None:
        return f"{full}-{month:02}"
    return f"{full}-{month:02}-{int(day):02}" if full else f"--{month:02}-{int(day):02}"


def _century(year: int) -> int:
    return 2000 + year if year < CENTURY_TURN else 1900 + year


def ages(text: str) -> Iterator[Found]:
    """Ages in years, '15' or a range '18-19'; a school year and a decade give ranges and are doubtful."""
    for pattern in (_AGED, _YEARS_OLD):
        for match in pattern.finditer(text):
            low, high = match.groups()
            yield Found(match.start(), match.end(), "age", f"{int(low)}-{int(high)}" if high else str(int(low)))
    for match in _DECADE.finditer(text):
        first, last = _DECADE_PARTS[(match.group(1) or "").lower()]
        decade = int(match.group(2))
        yield Found(match.start(), match.end(), "age", f"{decade + first}-{decade + last}", doubtful=True)
    for match in _AFTER_NAME.finditer(text):
        if not _NO_NAME.match(match.group()):
            yield Found(match.start(1), match.end(1), "age", match.group(1))
    for match in _SCHOOL_YEAR.finditer(text):
        year = int(match.group(1))
        yield Found(match.start(), match.end(), "age", f"{year + 4}-{year + 5}", detail="school year", doubtful=True)
