"""How a record differs from the person: typing, order, marriage, spelling, dates.

Rates are ours, chosen so that about four records in ten of somebody who is already known differ from the truth in
something and one in ten is thin; the kinds are those of recorded-crime data (names swapped, a former name,
transliteration, an initial, day and month exchanged, one digit of the year wrong, an age instead of a date).
"""

from collections.abc import Callable
from datetime import date
from random import Random

from reassess.caseload.persons import Person, Record

_KEYS = {"a": "s", "e": "r", "i": "o", "o": "p", "u": "y", "n": "m", "r": "t", "s": "d", "t": "r", "l": "k", "m": "n"}
_SOUNDS = (
    ("mohammed", "muhammad"), ("ahmed", "ahmad"), ("hussain", "hussein"), ("ou", "u"), ("oy", "ou"), ("kh", "h"),
    ("ph", "f"),
    ("ee", "i"), ("ck", "k"), ("sz", "s"), ("cz", "ch"), ("yev", "iev"), ("ii", "iy"), ("ei", "ey"), ("ie", "ei"),
    ("y", "i"),
    ("j", "y"), ("w", "v"), ("aa", "a"), ("c", "k"), ("k", "c"), ("i", "y"), ("z", "s"), ("s", "z"), ("a", "e"),
)  # fmt: skip
_SHORT = {
    "Christopher": "Chris", "Rebecca": "Becky", "Matthew": "Matt", "Daniel": "Dan", "Samuel": "Sam", "Samantha": "Sam",
    "Alexander": "Alex", "Alexandra": "Alex", "Michael": "Mike", "Nicholas": "Nick", "Katherine": "Kate",
    "Thomas": "Tom",
    "Elizabeth": "Liz", "Mohammed": "Mo", "Abdullah": "Abdul", "Jonathan": "Jon", "Joshua": "Josh", "Jennifer": "Jen",
}  # fmt: skip


def record_of(rng: Random, person: Person, person_id: str, *, exact: bool = False) -> Record:
    """A record of a person, with the slips that come with it; `exact` keeps every field right."""
    record = Record(
        person_id, person, person.forename, person.middle, person.surname, "", person.born, person.sex,
        person.pnc, person.occupation, person.ethnicity_self, person.ethnicity_observed, died=person.died,
    )  # fmt: skip
    if person.nickname and rng.random() < 0.5:
        record.nicknames = person.nickname
    _thin_out(rng, record)
    if not exact:
        _slip(rng, record)
    person.records.append(record)
    return record


def _thin_out(rng: Random, record: Record) -> None:
    """Fields that nobody filled in; one of the two ethnicity fields always stays (its absence is a planted finding)."""
    draw = rng.random()
    if draw < 0.35:
        record.ethnicity_observed = ""
    elif draw < 0.6:
        record.ethnicity_self = ""
    if rng.random() < 0.3:
        record.pnc = ""
    if rng.random() < 0.4:
        record.middle = ""


def _slip(rng: Random, record: Record) -> None:
    draw = rng.random()
    if draw < 0.22:
        rng.choice(_NAME_SLIPS)(rng, record)
    elif draw < 0.36:
        rng.choice(_DATE_SLIPS)(rng, record)
    elif draw < 0.38:
        _initial(rng, record)


def _typo(rng: Random, record: Record) -> None:
    if rng.random() < 0.5:
        record.forename = mistype(rng, record.forename)
    else:
        record.surname = mistype(rng, record.surname)


def mistype(rng: Random, name: str) -> str:
    """One slip of the keyboard after the first letter: a letter lost, doubled, exchanged or the neighbouring key."""
    at = rng.randrange(1, len(name) - 1) if len(name) > 2 else 1
    kind = rng.randrange(4)
    if kind == 0:
        return name[:at] + name[at + 1 :]
    if kind == 1:
        return name[:at] + name[at] + name[at:]
    if kind == 2:
        return name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]
    return name[:at] + _KEYS.get(name[at], "e") + name[at + 1 :]


def _swap(rng: Random, record: Record) -> None:
    record.forename, record.surname = record.surname, record.forename


def _marry(rng: Random, record: Record) -> None:
    record.surname = record.person.other_surname or f"{record.surname}-{record.person.middle or record.forename}"


def respell(name: str) -> str:
    """The name as another clerk would spell it by ear; the same name where no spelling is in doubt."""
    low = name.lower()
    for old, new in _SOUNDS:
        at = low.find(old, 1) if len(old) < 3 else low.find(old)
        if at >= 0:
            return (low[:at] + new + low[at + len(old) :]).capitalize()
    return name


def _transliterate(rng: Random, record: Record) -> None:
    record.forename, record.surname = respell(record.forename), respell(record.surname)


def _shorten(rng: Random, record: Record) -> None:
    record.forename = _SHORT.get(record.forename, record.forename[:4] if len(record.forename) > 5 else record.forename)


def _initial(rng: Random, record: Record) -> None:
    record.forename, record.middle, record.sound = record.forename[0], "", False


def _exchange_day_and_month(rng: Random, record: Record) -> None:
    born = date.fromordinal(record.person.born)
    day, month = (born.month, born.day) if born.day <= 12 else (born.day, born.month)
    record.born = date(born.year, month, day).toordinal() if day <= 28 else None


def _wrong_year(rng: Random, record: Record) -> None:
    """One digit of the year wrong by one, or the decade: what a two-digit year read badly leaves."""
    born = date.fromordinal(record.person.born)
    record.born = date(born.year + rng.choice((-1, 1, 1, -10)), born.month, min(born.day, 28)).toordinal()


def _wrong_day(rng: Random, record: Record) -> None:
    born = date.fromordinal(record.person.born)
    record.born = date(born.year, born.month, born.day % 28 + 1).toordinal()


def _no_date(rng: Random, record: Record) -> None:
    record.born = None


_NAME_SLIPS: tuple[Callable[[Random, Record], None], ...] = (
    _typo,
    _typo,
    _typo,
    _swap,
    _marry,
    _transliterate,
    _shorten,
)
_DATE_SLIPS: tuple[Callable[[Random, Record], None], ...] = (
    _exchange_day_and_month, _wrong_year, _wrong_day, _no_date, _no_date,
)  # fmt: skip
