"""Dates and ages as they are written in records."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from reassess.reading.mentions.found import Found, lowered
from reassess.reading.mentions.prefilter import around, beginnings, begun_at, places, starts

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
_MONTH = f"({_MONTH_NAMES}|{_MONTH_NAMES.upper()})"
# Every form with a month in letters is looked for around one of these only.
_MONTH_BEGINS = re.compile(r"[JFMASOND](?:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec|AN|EB|AR|PR|AY|UN|UL|UG|EP|CT|OV|EC)")
_MONTH_REACH = 30
_DAY_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?[\s-]{_MONTH}\b\.?(?:(?:,?[\s-]+|\s?['\u2019])(\d{{4}}|(?<=[-'\u2019])\d{{2}})(?!\d|:))?"
)
_MONTH_DAY = re.compile(rf"\b{_MONTH}\b\.?\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})\b")
_MONTH_YEAR = re.compile(rf"\b{_MONTH}\b\.?,?(?:[\s-](\d{{4}})\b|\s?['\u2019](\d{{2}})\b)")
_JOINED = re.compile(rf"\b(\d{{1,2}}){_MONTH}(\d{{4}}|\d{{2}})\b")
# '1-3 May 2014', '1/2 May', '1 and 3 May': the first day stands without its month.
_FIRST_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s?(?:-|/|\u2013|to|and|or|&)\s?\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}\b(?:\s(\d{{4}})\b)?"
)
_ISO = re.compile(r"(\d(?<!\w\d)\d{3})([-/])(\d{2})\2(\d{2})(?!\d|[-/])")
_NUMERIC_MONTH = re.compile(r"(\d(?<![\d/.-]\d)(?:(?<=0)[1-9]|(?<=1)[0-2]?|(?<=[2-9])))/((?:19|20)\d{2})(?![\d/])")
_BORN = re.compile(r"\b(?:dob|d\.o\.b\.?|born|date of birth):?\s+(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})\b", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d(?<!\w\d)\d?)([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/]|\2\d)")
_SORT_CODE_BEFORE = re.compile(r"\b(?:sort[\s-]?codes?|s/c)[\s:.,]*(?:(?:is|was|no|number)\b[\s:.]*)?$", re.IGNORECASE)
_ACCOUNT_AFTER = re.compile(r"[\s,]*(?:(?:account|acc|a/c)\b[\s:.]*(?:(?:no|number)\b[\s:.]*)?)?\d{8}\b", re.IGNORECASE)
_SORT_CODE_REACH = 24
_BORN_CUES = ("dob", "d.o.b", "born", "date of birth")

_UNITS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS_IN_WORDS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WRITTEN = {word: number for number, word in enumerate(_UNITS, 1)} | {
    word: number for number, word in zip(range(20, 100, 10), _TENS_IN_WORDS, strict=True)
}
# 'Thirty-five' before 'thirty', and 'fifteen' before 'five': the longest word that fits is the age.
_YEARS = (
    rf"(\d{{1,2}}|(?:{'|'.join(_TENS_IN_WORDS)})(?:[\s-](?:{'|'.join(_UNITS[:9])})\b)?"
    rf"|{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
)
# 'Aged 6 months' is no age in years.
_NOT_MONTHS = (
    rf"(?!(?:\s?(?:or|to|and|-|/)\s?{_YEARS.replace('(', '(?:', 1)})?[\s-]?(?:months?|mths?|weeks?|wks?|days?)\b)"
)
_AGED = re.compile(
    rf"\b(?:age[d]?|turned|turning)\b:?(?:\sas)?\s*(?:about |approx\w*\.? |around |between |only |just )?{_YEARS}"
    rf"(?:years|yrs?)?\b(?:\s?(?:or|to|and|-|/)\s?{_YEARS}(?:years|yrs?)?\b)?{_NOT_MONTHS}",
    re.IGNORECASE,
)
_AGED_CUES = ("age", "turn")
_ONLY = r"(?: then| only| just| still| now| about| nearly| almost)?"
_IS_YEARS = re.compile(rf" (?:is|was|were|am){_ONLY} {_YEARS}")
_BE = (" is ", " was ", " were ", " am ")
_SAID_TO_BE = re.compile(
    rf"\b(?:she|he|they|victim|child|girl|boy|i) (?:is|was|were|am){_ONLY} {_YEARS}"
    rf"(?:\s?(?:or|and|to|-|/)\s?{_YEARS}\b)?(?: and a half)?"
    r"(?=[.,;)]|\s*$| (?:at|when|then|or|by|and|but)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_SEX_AGE = re.compile(
    r"\b(?:[FM]/(\d{1,2})|(\d{1,2})/[FM])\b(?![/\d])|\b(?:[Ff]e)?[Mm]ale,? (?:aged )?(\d{1,2})(?=[.,;)]|\s*$)"
)
_SEX_CUES = ("F/", "M/", "/F", "/M", "male ", "male,", "Male ", "Male,")
_BIRTHDAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th) birthday\b", re.IGNORECASE)
_YEARS_OLD = re.compile(
    rf"(?<![\d/½.])\b{_YEARS}(?:\s?(?:or|to|-|/)\s?{_YEARS})?(?: 1/2|½)?[\s-]?(?:years?|yrs?|y)\.?"
    r"(?: (?:and )?\d{1,2} months?)?"
    r"(?:[\s-]of[\s-]age|[\s-]?/?[\s-]?(?:olds?|o)\b)",
    re.IGNORECASE,
)
_OLD = re.compile(r"y(?:ears?|rs?)?\.?(?: (?:and )?\d{1,2} months?)?(?:[\s-]of[\s-]age|[\s-]?/?[\s-]?(?:olds?|o)\b)")
_TENS = re.compile(r"0'?s\b")
_AGE_REACH = 60
_DECADE = re.compile(
    r"\b(?:in (?:his|her|their) )?(?:(early|mid|late)[\s-]*(?:to (?:early|mid|late)[\s-]+)?)?([1-9]0)'?s\b",
    re.IGNORECASE,
)
_DECADE_WORDS = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70}
_DECADE_IN_WORDS = re.compile(
    rf"\b(?:in (?:his|her|their) (?:(early|mid|late)[\s-]+)?|(early|mid|late)[\s-]+)({'|'.join(_DECADE_WORDS)})\b",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"[A-Z](?<!\w[A-Z])[\w'\u2019-]{1,40}, (\d{1,2})(?=[.,;)]|\s*$)", re.MULTILINE)
_SCHOOL_YEAR = re.compile(r"\b(?:in )?(?:[Yy]ear |Y)(7|8|9|1[0-3])\b(?!\d| ?/)")
_CLASS = re.compile(r"[Yy](?<!\w[Yy])(?:ear |(?<=Y))(?:[789]|1[0-3])\b")
_NO_NAME = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September"
)
_DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "": (0, 9)}
CENTURY_TURN = 30


def times(text: str) -> Iterator[Found]:
    """Every date and age of the text."""
    yield from dates(text)
    yield from ages(text)


def dates(text: str) -> Iterator[Found]:
    """Dates as ISO 8601: 2013-10-05, with parts missing 2013-10 or --10-05; day before month, as written in the UK."""
    yield from _dates_in_letters(text, starts(_MONTH_BEGINS.finditer(text)))
    for match in _ISO.finditer(text):
        yield from _date(match, match.group(1), int(match.group(3)), match.group(4))
    for match in _NUMERIC_MONTH.finditer(text):
        yield Found(match.start(), match.end(), "date", f"{match.group(2)}-{int(match.group(1)):02}", doubtful=True)
    for match in begun_at(_BORN, text, beginnings(lowered(text), _BORN_CUES)):
        value = iso(match.group(3), int(match.group(2)), match.group(1))
        if value:
            yield Found(match.start(1), match.end(3), "date", value)
    for match in _NUMERIC.finditer(text):
        if not (_continues_digits(text, match) or _is_sort_code(text, match)):
            yield from _date(match, match.group(4), int(match.group(3)), match.group(1))


def _continues_digits(text: str, match: re.Match[str]) -> bool:
    """Whether more digits stand before a date with the same separator, as in an internet address (192.10.12.14)."""
    before = text[max(0, match.start() - 2) : match.start()]
    return before[:1].isdigit() and before[1:] == match.group(2)


def _is_sort_code(text: str, match: re.Match[str]) -> bool:
    """Whether six digits in pairs are a bank's sort code, by what stands before or after them."""
    if len(match.group()) != len("12-05-63"):
        return False
    before = text[max(0, match.start() - _SORT_CODE_REACH) : match.start()]
    return _SORT_CODE_BEFORE.search(before) is not None or _ACCOUNT_AFTER.match(text, match.end()) is not None


def _dates_in_letters(text: str, months: Sequence[int]) -> Iterator[Found]:
    """Dates whose month is a word, given where such words stand."""
    with_day = set()
    for match in around(_DAY_MONTH, text, months, _MONTH_REACH):
        with_day.add(match.start(2))
        yield from _date(match, match.group(3), _month(match.group(2)), match.group(1))
    for match in begun_at(_MONTH_DAY, text, months):
        yield from _date(match, match.group(3), _month(match.group(1)), match.group(2))
    for match in begun_at(_MONTH_YEAR, text, months):
        if match.start() not in with_day:
            yield from _date(match, match.group(2) or match.group(3), _month(match.group(1)), None)
    for match in around(_JOINED, text, months, _MONTH_REACH):
        yield from _date(match, match.group(3), _month(match.group(2)), match.group(1))
    for match in around(_FIRST_DAY, text, months, _MONTH_REACH):
        value = iso(match.group(3), _month(match.group(2)), match.group(1))
        if value:
            yield Found(match.start(1), match.end(1), "date", value)


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
    lower = lowered(text)
    aged = begun_at(_AGED, text, beginnings(lower, _AGED_CUES))
    said = begun_at(_IS_YEARS, lower, sorted(at for word in _BE for at in places(lower, word)))
    said_to_be = around(_SAID_TO_BE, text, starts(said), _AGE_REACH)
    for match in (*aged, *said_to_be, *around(_YEARS_OLD, text, starts(_OLD.finditer(lower)), _AGE_REACH)):
        yield Found(match.start(), match.end(), "age", _one_or_two(*match.groups()))
    for match in _ages_in_figures(text, lower):
        yield Found(match.start(), match.end(), "age", _years(next(filter(None, match.groups()))))
    for match in _AFTER_NAME.finditer(text):
        if not _NO_NAME.match(match.group()):
            yield Found(match.start(1), match.end(1), "age", match.group(1))
    yield from _rough_ages(text, lower)


def _ages_in_figures(text: str, lower: str) -> Iterator[re.Match[str]]:
    """'F/15', '15th birthday'."""
    yield from around(_SEX_AGE, text, sorted(at for word in _SEX_CUES for at in places(text, word)), _AGE_REACH)
    yield from around(_BIRTHDAY, text, places(lower, " birthday"), _AGE_REACH)


def _rough_ages(text: str, lower: str) -> Iterator[Found]:
    """'In his early 20s' and 'in year 10', as ranges."""
    for match in around(_DECADE, text, starts(_TENS.finditer(lower)), _AGE_REACH):
        # 'In the 90s' is when, not how old.
        if lower.endswith("the ", 0, match.start()):
            continue
        yield _decade(match, match.group(1), int(match.group(2)))
    for match in around(_DECADE_IN_WORDS, text, places(lower, "ties"), _AGE_REACH):
        if not lower.endswith("the ", 0, match.start()):
            yield _decade(match, match.group(1) or match.group(2), _DECADE_WORDS[match.group(3).lower()])
    for match in around(_SCHOOL_YEAR, text, starts(_CLASS.finditer(text)), len("in ")):
        year = int(match.group(1))
        yield Found(match.start(), match.end(), "age", f"{year + 4}-{year + 5}", detail="school year", doubtful=True)


def _decade(match: re.Match[str], part: str | None, decade: int) -> Found:
    first, last = _DECADE_PARTS[(part or "").lower()]
    return Found(match.start(), match.end(), "age", f"{decade + first}-{decade + last}", doubtful=True)


def _one_or_two(first: str, second: str | None) -> str:
    """One age, or two as a range from the lower: two children may be 'aged 16 and 15'."""
    years = sorted((_years(each) for each in (first, second) if each), key=int)
    return "-".join(years)


def _years(written: str) -> str:
    """Years in figures.

    >>> _years("15"), _years("fifteen"), _years("thirty-five"), _years("Twenty one")
    ('15', '15', '35', '21')
    """
    if written.isdigit():
        return str(int(written))
    return str(sum(_WRITTEN[word] for word in re.split(r"[\s-]", written.lower())))
