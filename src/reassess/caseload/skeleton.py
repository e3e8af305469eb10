"""The frame of an investigation: when, where, what course it took, and the force's codes on that day."""

from random import Random

from reassess.caseload.case import Case
from reassess.caseload.days import AS_OF, CONNECT_FROM, FIRST_DAY, LAST_DAY, year_of
from reassess.caseload.generator_state import GeneratorState

# Share of the caseload recorded in each year from 2010: reporting grew after 2014 and dipped in 2020.
_YEARS = (4.2, 4.4, 4.8, 5.5, 6.2, 7.0, 7.2, 7.4, 7.2, 7.0, 5.6, 6.6, 6.8, 6.8, 6.8, 6.5)
_LAST_CLOSURE = AS_OF - 20


def opening_days(rng: Random, count: int) -> list[int]:
    """The recording days of a chunk's investigations, in order of time."""
    years = rng.choices(range(len(_YEARS)), _YEARS, k=count)
    days = (FIRST_DAY + year * 365 + (year + 2) // 4 + rng.randrange(365) for year in years)
    return sorted(min(day, LAST_DAY) for day in days)


def new_case(state: GeneratorState, index: int, opened: int) -> Case:
    """The investigation with this index in the caseload, opened on that day, with nobody in it yet."""
    rng = state.rng
    closed = opened + _length(rng)
    open_still = closed > _LAST_CLOSURE or rng.random() < 0.004
    course = "open" if open_still else rng.choices(*_COURSES)[0]
    area = rng.choice(state.areas)
    number = 2_000_000 + index
    case = Case(
        number=number,
        ref=reference(number, opened),
        area=area,
        opened=opened,
        closed=None if open_still else closed,
        end=min(opened + 700, _LAST_CLOSURE) if open_still else closed,
        course=course,
        offence_from=opened - _delay(rng),
        oic=state.staff(area, "officer"),
        supervisor=state.staff(area, "supervisor"),
        setting=rng.choices(*_SETTINGS)[0],
        phones=state.phones.of(index),
    )
    case.closed_by = "" if open_still else case.supervisor
    return case


_COURSES = (("nfa", "charged", "mixed", "transferred", "no_crime", "minor"), (77, 8, 7, 1.5, 2.5, 4))
_SETTINGS = (
    ("non_familial", "familial", "institutional", "peer", "online", "unknown"),
    (70, 7, 5, 8, 6, 4),
)


def reference(number: int, opened: int) -> str:
    """The force's reference: serial and year until the change of system in November 2022, prefixed after it."""
    year = year_of(opened) % 100
    return f"01/{number + 5_000_000}/{year:02d}" if opened >= CONNECT_FROM else f"{number}/{year:02d}"


def _length(rng: Random) -> int:
    """Days from recording to closing: half within six months, a tail of years, a few within the month."""
    return int(min(1500, max(9, rng.lognormvariate(5.2, 0.65))))


def _delay(rng: Random) -> int:
    """Days from the first offence to the report; one report in fourteen is years later."""
    return rng.randrange(1500, 7000) if rng.random() < 0.07 else rng.randrange(0, 70)
