"""What runs through several investigations of a chunk: groups, people who come back, people who must be kept apart."""

from random import Random

from reassess.caseload.case import Case
from reassess.caseload.cast import Seat
from reassess.caseload.days import FIRST_DAY
from reassess.caseload.desk import CHUNK, Desk
from reassess.caseload.groups import Group, Seats, form_groups, how_recorded
from reassess.caseload.people import Human, new_human

_ADULT = (7000, 16000)
_TRAVELLERS = 4


def weave(desk: Desk, cases: list[Case]) -> tuple[Seats, list[Group]]:
    """Seats taken by threads, by case number, and the groups of the chunk."""
    seats: Seats = {case.number: [] for case in cases}
    usual = [case for case in cases if case.course != "minor"]
    groups = form_groups(desk, usual, seats)
    _repeat_suspects(desk, usual, seats)
    _repeat_victims(desk, cases, seats)
    _witnesses(desk, usual, seats)
    _recurring(desk, cases, seats)
    _kept_apart(desk, usual, seats)
    _travel(desk, usual, seats)
    return seats, groups


def _adult(desk: Desk, case: Case, sex: str = "") -> Human:
    return desk.human(case.opened - desk.rng.randrange(*_ADULT), sex)


def _some(desk: Desk, cases: list[Case], low: int, high: int, share: float) -> list[list[Case]]:
    """So many pickings of cases (a share of the chunk), each of low to high of them in order of time."""
    times = round(desk.count * share)
    if len(cases) < low:
        return []
    picks = (desk.rng.sample(cases, min(len(cases), desk.rng.randrange(low, high + 1))) for _ in range(times))
    return [sorted(pick, key=lambda case: case.number) for pick in picks]


def _repeat_suspects(desk: Desk, cases: list[Case], seats: Seats) -> None:
    for chosen in _some(desk, cases, 2, 3, 0.13):
        human = _adult(desk, chosen[0])
        for case in chosen:
            seats[case.number].append(Seat(human, "suspect", how_recorded(desk)))


def _repeat_victims(desk: Desk, cases: list[Case], seats: Seats) -> None:
    """Victims who come back; some of them are the suspect of a minor matter in between."""
    usual = [case for case in cases if case.course != "minor"]
    for first in desk.rng.sample(usual, min(len(usual), round(desk.count * 0.06))):
        human = desk.human(first.offence_from - desk.rng.randrange(4800, 5600), "f" if desk.rng.random() < 0.7 else "m")
        seats[first.number].append(Seat(human, "victim", "exact"))
        later = [case for case in usual if first.end < case.opened < first.end + 900 and first.end < case.offence_from]
        if later:
            seats[desk.rng.choice(later).number].append(Seat(human, "victim", how_recorded(desk)))
    for case in cases:
        if case.course == "minor":
            _victim_as_suspect(desk, case, usual, seats)


def _victim_as_suspect(desk: Desk, case: Case, usual: list[Case], seats: Seats) -> None:
    close = [other for other in usual if abs(other.opened - case.opened) < 360 and not seats[other.number]]
    if close:
        other = desk.rng.choice(close)
        human = desk.human(max(case.opened, other.opened) - desk.rng.randrange(5200, 6200))
        if other.offence_from > other.opened - 100:
            seats[other.number].append(Seat(human, "victim", "exact"))
            seats[case.number].append(Seat(human, "suspect", "exact"))


def _witnesses(desk: Desk, cases: list[Case], seats: Seats) -> None:
    """Somebody who is a witness in one case and a suspect in another."""
    for one, other in _some(desk, cases, 2, 2, 0.06):
        human = _adult(desk, one)
        roles = ["suspect", desk.rng.choice(("witness", "witness", "other"))]
        desk.rng.shuffle(roles)
        for case, role in zip((one, other), roles, strict=True):
            seats[case.number].append(Seat(human, role, how_recorded(desk)))


def _recurring(desk: Desk, cases: list[Case], seats: Seats) -> None:
    """Professionals of the area in many cases, and relatives and friends who turn up again."""
    for chosen in _some(desk, cases, 4, 26, 0.05):
        human = _adult(desk, chosen[0])
        for case in chosen:
            seats[case.number].append(Seat(human, "professional", "same" if desk.rng.random() < 0.6 else "record"))
    for chosen in _some(desk, cases, 2, 3, 0.28):
        human = _adult(desk, chosen[0])
        for case in chosen:
            seats[case.number].append(Seat(human, desk.rng.choice(("witness", "other", "reporting")), "record"))


def _kept_apart(desk: Desk, cases: list[Case], seats: Seats) -> None:
    """Twins at one address, father and son of one name, and strangers of one name."""
    for why, share in (
        ("twins at one address", 0.03),
        ("father and son of one name", 0.03),
        ("strangers of one name", 0.03),
    ):
        for one, other in _some(desk, cases, 2, 2, share):
            where = one if desk.rng.random() < 0.5 else other
            pair = _pair(desk, one, min(one.opened, where.opened), why)
            for case, human in zip((one, where), pair, strict=True):
                seats[case.number].append(Seat(human, desk.rng.choice(("witness", "other", "suspect")), "exact"))


def _pair(desk: Desk, case: Case, first_seen: int, why: str) -> tuple[Human, Human]:
    """Two humans of one kind of pair, both at least thirteen on the day that the first of their cases was opened."""
    rng = desk.rng
    sex = "m" if why.startswith("father") else rng.choice("fm")
    one, youngest = _adult(desk, case, sex), first_seen - 4900
    if why.startswith("father"):
        one.born = min(one.born, youngest - 7500)
    born = one.born if why.startswith("twins") else min(one.born + rng.randrange(7500, 12000), youngest)
    other = desk.human(born, sex, one.surname)
    if why.startswith("twins"):
        if other.forename == one.forename:
            other.forename = "Jo" if one.forename != "Jo" else "Sam"
    else:
        other.forename = one.forename
    if not why.startswith("strangers"):
        one.home = other.home = desk.place("home", case.area).location_id
    for human in (one, other):
        human.nickname, human.other_surname = "", ""
    desk.pairs.append((one, other, why))
    return one, other


def _travel(desk: Desk, cases: list[Case], seats: Seats) -> None:
    """Suspects whom a case of this chunk and one of the next both know: each chunk works them out for itself."""
    last = -(-desk.total // CHUNK) - 1
    for home in {desk.chunk, desk.chunk - 1} & set(range(last)):
        for at in range(_TRAVELLERS if cases else 0):
            human = _traveller(desk, home, at)
            seats[desk.rng.choice(cases).number].append(Seat(human, "suspect", "exact"))


def _traveller(desk: Desk, home: int, at: int) -> Human:
    """The same human whichever chunk asks; the home is a row of the first of the two chunks."""
    rng, number = Random(f"traveller {desk.seed} {home} {at}"), desk.reserved_number(home, at)
    human = new_human(rng, f"human-{number:06d}", number, FIRST_DAY - rng.randrange(7000, 12000))
    human.traveller = True
    human.home = desk.reserved_home(home, at)
    desk.humans.append(human)
    return human
