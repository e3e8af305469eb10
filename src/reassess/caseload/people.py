"""Who is in an investigation, from 2 to 40 people: whom a thread through several cases brings, and newcomers."""

from dataclasses import dataclass, field

from reassess.caseload.case import Case, Part
from reassess.caseload.days import birthday
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.persons import NICKNAMES, Person, Record

_LABEL = {"victim": "V", "suspect": "S", "witness": "W", "reporting": "R", "professional": "P", "other": "O"}
_LOOKS = (
    "short dark hair",
    "tall, slim build",
    "stocky, shaved head",
    "glasses, grey coat",
    "beard, dark jacket",
    "thin, fair hair",
)


@dataclass(slots=True, eq=False)
class Seat:
    """A place in a case that a thread has taken for somebody.

    `how` is 'record' (a new record with its slips), 'same' (the record that they have already), 'exact' (a new record
    without slips), or 'unidentified' (a suspect whose name the case does not know; `nickname` is given then, or not).
    """

    person: Person
    role: str
    how: str = "record"
    nickname: bool = False
    marks: list[tuple[str, str, bool]] = field(default_factory=list)


def fill(state: GeneratorState, case: Case, seats: list[Seat]) -> None:
    """Seat the thread's people, then as many others as the case is large."""
    for seat in seats:
        _seat(state, case, seat)
    size = int(min(40, max(2, state.rng.lognormvariate(1.93, 0.52))))
    _victims(state, case)
    _suspects(state, case, size)
    _others(state, case, size)


def join(state: GeneratorState, case: Case, record: Record, role: str) -> Part:
    """Put a record into a case in a role, named on a day near the start; no step taken yet."""
    label = f"{_LABEL[role]}{sum(part.role == role for part in case.parts) + 1}"
    named = min(case.opened + (0 if role in ("victim", "reporting") else state.rng.randrange(12)), case.end)
    part = Part(record, role, label, named)
    if role == "suspect":
        part.identified = True
    case.parts.append(part)
    return part


def newcomer(state: GeneratorState, case: Case, role: str, born: int, sex: str = "", *, exact: bool = False) -> Part:
    """Somebody met once, with a record of their own."""
    record = state.record(state.person(born, sex), exact=exact)
    _age_instead(state, case, record)
    return join(state, case, record, role)


def again(state: GeneratorState, case: Case) -> None:
    """Somebody of the case recorded a second time, by another clerk."""
    person = state.rng.choice([part for part in case.parts if part.identified is not False]).record.person
    if not person.recurs:
        join(state, case, state.record(person), "other")


def unidentified(
    state: GeneratorState, case: Case, person: Person | None = None, *, nickname: bool = True, described: bool = True
) -> Part:
    """A suspect whose name the case does not know: a nickname, a description of 20 characters or more, or neither."""
    rng = state.rng
    person = person or state.person(case.opened - rng.randrange(7000, 14000), "m" if rng.random() < 0.5 else "f")
    record = state.record(person, exact=True)
    record.forename = record.middle = record.surname = record.pnc = record.occupation = ""
    record.born, record.died, record.sound = None, None, False
    record.nicknames = (person.nickname or rng.choice(NICKNAMES)) if nickname else ""
    low = (case.opened - person.born) // 365 - rng.randrange(1, 5)
    record.age = (low, low + rng.randrange(6, 12), case.opened)
    record.description = f"Person aged {low} to {low + 8}, {rng.choice(_LOOKS)}" if described else ""
    part = join(state, case, record, "suspect")
    part.identified = False
    return part


def _seat(state: GeneratorState, case: Case, seat: Seat) -> None:
    seat.person.recurs = True
    if seat.how == "unidentified":
        part = unidentified(state, case, seat.person, nickname=seat.nickname)
    else:
        old = seat.how == "same" and next((record for record in seat.person.records if record.sound), None)
        record = old or state.record(seat.person, exact=seat.how == "exact")
        if not old:
            _age_instead(state, case, record)
        part = join(state, case, record, seat.role)
    for kind, value, owned in seat.marks:
        case.identifiers.append((kind, value, part.person_id if owned else "", part.named, ""))


def _victims(state: GeneratorState, case: Case) -> None:
    if case.course == "minor":
        return
    wanted = state.rng.choices((1, 2, 3), (80, 15, 5))[0] if not case.victims else len(case.victims)
    while len(case.victims) < wanted:
        newcomer(state, case, "victim", _victim_born(state, case), "f" if state.rng.random() < 0.75 else "m")


def _victim_born(state: GeneratorState, case: Case) -> int:
    """A birthday that makes the victim 7 to 17 at the offence, or an adult in one case of twenty."""
    low, high = state.rng.choices(((7, 13), (13, 16), (16, 18), (18, 27)), (9, 70, 16, 5))[0]
    return case.offence_from - state.rng.randrange(int(low * 365.25) + 1, int(high * 365.25))


def _suspects(state: GeneratorState, case: Case, size: int) -> None:
    rng = state.rng
    if case.course == "minor" and case.suspects:
        return
    wanted = rng.choices((1, 2, 3, 4, 6), (33, 36, 17, 9, 5))[0] if size > 2 else 1
    while len(case.suspects) < min(wanted, max(1, size - 1)):
        if case.course in ("nfa", "open") and rng.random() < 0.16:
            unidentified(state, case, nickname=rng.random() < 0.7)
        else:
            newcomer(state, case, "suspect", _suspect_born(state, case))


def _suspect_born(state: GeneratorState, case: Case) -> int:
    young = case.setting == "peer" or case.course == "minor"
    return case.opened - (state.rng.randrange(5000, 6500) if young else int(state.rng.triangular(6700, 21000, 9500)))


def _others(state: GeneratorState, case: Case, size: int) -> None:
    rng = state.rng
    if size > 2 and not case.of_role("reporting"):
        _relative(state, case)
    while len(case.parts) < size:
        role = rng.choices(("witness", "professional", "other"), (46, 30, 24))[0]
        young = role == "witness" and rng.random() < 0.35
        born = case.opened - (rng.randrange(4900, 6500) if young else rng.randrange(8000, 25000))
        newcomer(state, case, role, born)


def _relative(state: GeneratorState, case: Case) -> None:
    """Whoever reported it: often a parent, with the victim's surname."""
    part = newcomer(state, case, "reporting", case.opened - state.rng.randrange(11000, 20000))
    victim = case.victims[0] if case.victims else None
    if victim and state.rng.random() < 0.6 and part.record.full_name and victim.record.full_name:
        part.record.surname = part.record.person.surname = victim.record.person.surname
        state.add("relationship", part.person_id, victim.person_id, "parent", victim.record.person.born, None)


def _age_instead(state: GeneratorState, case: Case, record: Record) -> None:
    """Where the date of birth was not taken, often an estimated age was."""
    if record.born is None and state.rng.random() < 0.6:
        years = (case.opened - record.person.born) // 365
        record.age = (max(1, years - state.rng.randrange(0, 2)), years + state.rng.randrange(1, 3), case.opened)


def born_for_age(day: int, years: int) -> int:
    """A birthday that falls on this day of the year, so that the age is reached exactly then (never a 29 February)."""
    born = day - int(years * 365.25)
    while birthday(born, years) < day:
        born += 1
    while birthday(born, years) > day:
        born -= 1
    return born
