"""What runs through several investigations of a chunk: groups, people who come back, people who must be kept apart."""

from random import Random

from reassess.caseload.case import Case
from reassess.caseload.days import FIRST_DAY
from reassess.caseload.generator_state import CHUNK, GeneratorState
from reassess.caseload.groups import Group, Seats, form_groups, how_recorded
from reassess.caseload.people import Seat
from reassess.caseload.persons import Person, new_person

_ADULT = (7000, 16000)
_TRAVELLERS = 4


def weave(state: GeneratorState, cases: list[Case]) -> tuple[Seats, list[Group]]:
    """Seats taken by threads, by case number, and the groups of the chunk."""
    seats: Seats = {case.number: [] for case in cases}
    usual = [case for case in cases if case.course != "minor"]
    groups = form_groups(state, usual, seats)
    _repeat_suspects(state, usual, seats)
    _repeat_victims(state, cases, seats)
    _witnesses(state, usual, seats)
    _recurring(state, cases, seats)
    _kept_apart(state, usual, seats)
    _travel(state, usual, seats)
    return seats, groups


def _adult(state: GeneratorState, case: Case, sex: str = "") -> Person:
    return state.person(case.opened - state.rng.randrange(*_ADULT), sex)


def _some(state: GeneratorState, cases: list[Case], low: int, high: int, share: float) -> list[list[Case]]:
    """So many pickings of cases (a share of the chunk), each of low to high of them in order of time."""
    times = round(state.count * share)
    if len(cases) < low:
        return []
    picks = (state.rng.sample(cases, min(len(cases), state.rng.randrange(low, high + 1))) for _ in range(times))
    return [sorted(pick, key=lambda case: case.number) for pick in picks]


def _repeat_suspects(state: GeneratorState, cases: list[Case], seats: Seats) -> None:
    for chosen in _some(state, cases, 2, 3, 0.13):
        person = _adult(state, chosen[0])
        for case in chosen:
            seats[case.number].append(Seat(person, "suspect", how_recorded(state)))


def _repeat_victims(state: GeneratorState, cases: list[Case], seats: Seats) -> None:
    """Victims who come back; some of them are the suspect of a minor matter in between."""
    usual = [case for case in cases if case.course != "minor"]
    for first in state.rng.sample(usual, min(len(usual), round(state.count * 0.06))):
        born = first.offence_from - state.rng.randrange(4800, 5600)
        person = state.person(born, "f" if state.rng.random() < 0.7 else "m")
        seats[first.number].append(Seat(person, "victim", "exact"))
        later = [case for case in usual if first.end < case.opened < first.end + 900 and first.end < case.offence_from]
        if later:
            seats[state.rng.choice(later).number].append(Seat(person, "victim", how_recorded(state)))
    for case in cases:
        if case.course == "minor":
            _victim_as_suspect(state, case, usual, seats)


def _victim_as_suspect(state: GeneratorState, case: Case, usual: list[Case], seats: Seats) -> None:
    close = [other for other in usual if abs(other.opened - case.opened) < 360 and not seats[other.number]]
    if close:
        other = state.rng.choice(close)
        person = state.person(max(case.opened, other.opened) - state.rng.randrange(5200, 6200))
        if other.offence_from > other.opened - 100:
            seats[other.number].append(Seat(person, "victim", "exact"))
            seats[case.number].append(Seat(person, "suspect", "exact"))


def _witnesses(state: GeneratorState, cases: list[Case], seats: Seats) -> None:
    """Somebody who is a witness in one case and a suspect in another."""
    for one, other in _some(state, cases, 2, 2, 0.06):
        person = _adult(state, one)
        roles = ["suspect", state.rng.choice(("witness", "witness", "other"))]
        state.rng.shuffle(roles)
        for case, role in zip((one, other), roles, strict=True):
            seats[case.number].append(Seat(person, role, how_recorded(state)))


def _recurring(state: GeneratorState, cases: list[Case], seats: Seats) -> None:
    """Professionals of the area in many cases, and relatives and friends who turn up again."""
    for chosen in _some(state, cases, 4, 26, 0.05):
        person = _adult(state, chosen[0])
        for case in chosen:
            seats[case.number].append(Seat(person, "professional", "same" if state.rng.random() < 0.6 else "record"))
    for chosen in _some(state, cases, 2, 3, 0.28):
        person = _adult(state, chosen[0])
        for case in chosen:
            seats[case.number].append(Seat(person, state.rng.choice(("witness", "other", "reporting")), "record"))


def _kept_apart(state: GeneratorState, cases: list[Case], seats: Seats) -> None:
    """Twins at one address, father and son of one name, and strangers of one name."""
    for why, share in (
        ("twins at one address", 0.03),
        ("father and son of one name", 0.03),
        ("strangers of one name", 0.03),
    ):
        for one, other in _some(state, cases, 2, 2, share):
            where = one if state.rng.random() < 0.5 else other
            pair = _pair(state, one, min(one.opened, where.opened), why)
            for case, person in zip((one, where), pair, strict=True):
                seats[case.number].append(Seat(person, state.rng.choice(("witness", "other", "suspect")), "exact"))


def _pair(state: GeneratorState, case: Case, first_seen: int, why: str) -> tuple[Person, Person]:
    """Two persons of one kind of pair, both at least thirteen on the day that the first of their cases was opened."""
    rng = state.rng
    sex = "m" if why.startswith("father") else rng.choice("fm")
    one, youngest = _adult(state, case, sex), first_seen - 4900
    if why.startswith("father"):
        one.born = min(one.born, youngest - 7500)
    born = one.born if why.startswith("twins") else min(one.born + rng.randrange(7500, 12000), youngest)
    other = state.person(born, sex, one.surname)
    if why.startswith("twins"):
        if other.forename == one.forename:
            other.forename = "Jo" if one.forename != "Jo" else "Sam"
    else:
        other.forename = one.forename
    if not why.startswith("strangers"):
        one.home = other.home = state.place("home", case.area).location_id
    for person in (one, other):
        person.nickname, person.other_surname = "", ""
    state.pairs.append((one, other, why))
    return one, other


def _travel(state: GeneratorState, cases: list[Case], seats: Seats) -> None:
    """Suspects whom a case of this chunk and one of the next both know: each chunk works them out for itself."""
    last = -(-state.total // CHUNK) - 1
    for home in {state.chunk, state.chunk - 1} & set(range(last)):
        for at in range(_TRAVELLERS if cases else 0):
            person = _traveller(state, home, at)
            seats[state.rng.choice(cases).number].append(Seat(person, "suspect", "exact"))


def _traveller(state: GeneratorState, home: int, at: int) -> Person:
    """The same person whichever chunk asks; the home is a row of the first of the two chunks."""
    rng, number = Random(f"traveller {state.seed} {home} {at}"), state.reserved_number(home, at)
    person = new_person(rng, f"human-{number:06d}", number, FIRST_DAY - rng.randrange(7000, 12000))
    person.traveller = True
    person.home = state.reserved_home(home, at)
    state.persons.append(person)
    return person
