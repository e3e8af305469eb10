"""What runs through several investigations of a chunk: groups, people who come back, people who must be kept apart.

A thread takes seats before the cases are filled (`weave`), and adds what its people have in common once their records
exist (`Group.tie`).
"""

from dataclasses import dataclass, field

from reassess.caseload.case import Case, Part
from reassess.caseload.cast import Seat
from reassess.caseload.days import AS_OF
from reassess.caseload.desk import Desk
from reassess.caseload.people import Human
from reassess.caseload.places import PREMISES

Seats = dict[int, list[Seat]]
_ADULT = (7000, 16000)


@dataclass(slots=True, eq=False)
class Group:
    """People who work together across cases: `cases` in order of time, `present` the members seated in each."""

    name: str
    members: list[Human]
    cases: list[Case]
    present: dict[str, list[Human]] = field(default_factory=dict)
    hidden: list[tuple[Case, Human, str]] = field(default_factory=list)


def weave(desk: Desk, cases: list[Case]) -> tuple[Seats, list[Group]]:
    """Seats taken by threads, by case number, and the groups of the chunk."""
    seats: Seats = {case.number: [] for case in cases}
    usual = [case for case in cases if case.course != "minor"]
    groups = _groups(desk, usual, seats)
    _repeat_suspects(desk, usual, seats)
    _repeat_victims(desk, cases, seats)
    _witnesses(desk, usual, seats)
    _recurring(desk, cases, seats)
    _kept_apart(desk, usual, seats)
    return seats, groups


def _adult(desk: Desk, case: Case, sex: str = "") -> Human:
    return desk.human(case.opened - desk.rng.randrange(*_ADULT), sex)


def _how(desk: Desk) -> str:
    return "same" if desk.rng.random() < 0.3 else "record"


def _some(desk: Desk, cases: list[Case], low: int, high: int, share: float) -> list[list[Case]]:
    """So many pickings of cases (a share of the chunk), each of low to high of them in order of time."""
    times = round(desk.count * share)
    if len(cases) < low:
        return []
    picks = (desk.rng.sample(cases, min(len(cases), desk.rng.randrange(low, high + 1))) for _ in range(times))
    return [sorted(pick, key=lambda case: case.number) for pick in picks]


def _groups(desk: Desk, cases: list[Case], seats: Seats) -> list[Group]:
    free, groups = list(cases), []
    for at in range(max(1, desk.count // 25)):
        start = desk.rng.randrange(max(1, len(free) - 30))
        wanted = desk.rng.choices((2, 3, 4, 5, 7), (20, 30, 25, 15, 10))[0]
        near = free[start : start + 30]
        if len(near) < 4:
            break
        chosen = sorted(desk.rng.sample(near, min(wanted, len(near))), key=lambda case: case.number)
        free = [case for case in free if case not in chosen]
        members = [_adult(desk, chosen[0]) for _ in range(desk.rng.randrange(3, 9))]
        group = Group(f"G{desk.chunk:05d}-{at:02d}", members, chosen)
        _seat_group(desk, group, seats)
        groups.append(group)
    return groups


def _seat_group(desk: Desk, group: Group, seats: Seats) -> None:
    """One to three members a case; one is known in the first case they are in and without a name in the last."""
    rng = desk.rng
    for case in group.cases:
        group.present[case.ref] = rng.sample(
            group.members, min(len(group.members), rng.choices((1, 2, 3), (30, 50, 20))[0])
        )
    hidden, first, last = rng.choice(group.members), group.cases[0], group.cases[-1]
    for case in (first, last):
        if hidden not in group.present[case.ref]:
            group.present[case.ref].append(hidden)
    way = rng.choice(("mark", "mark", "nickname"))
    if last.course in ("nfa", "open"):
        group.hidden.append((last, hidden, way))
        hidden.nickname = f"{hidden.nickname or 'Kit'}{rng.randrange(10, 99)}" if way == "nickname" else hidden.nickname
    for case in group.cases:
        for human in group.present[case.ref]:
            if group.hidden and human is hidden and case is last:
                seats[case.number].append(_hidden_seat(human, way))
            else:
                seats[case.number].append(_known_seat(desk, human, way, exact=human is hidden))


def _hidden_seat(human: Human, way: str) -> Seat:
    marks = [(*human.contacts[0], True)] if way == "mark" else []
    return Seat(human, "suspect", "unidentified", nickname=way == "nickname", marks=marks)


def _known_seat(desk: Desk, human: Human, way: str, *, exact: bool) -> Seat:
    marks = [(*human.contacts[0], True)] if exact and way == "mark" else []
    return Seat(human, "suspect", "exact" if exact else _how(desk), marks=marks)


def tie(desk: Desk, group: Group) -> None:
    """Give the group its shared number, place and ties, and state what follows for each case."""
    for case in group.cases:
        desk.groups.extend((group.name, part.person_id) for part in case.suspects if part.record.human in group.members)
    _share_mark(desk, group)
    _share_place(desk, group)
    _associate(desk, group)
    for case, human, way in group.hidden:
        part = case.part_of(human)
        if part is not None:
            case.found("unidentified-suspect-now-identifiable", part.person_id, way)
            case.claims.add(part.person_id)


def _share_mark(desk: Desk, group: Group) -> None:
    """A number that nobody is recorded as holding, in two or more of the cases."""
    lead = group.cases[0]
    phone = next(lead.phones, None)
    kind, value = ("phone", phone) if phone else desk.spare_mark()
    for case in group.cases[: max(2, len(group.cases) - 1)]:
        case.identifiers.append((kind, value, "", case.opened + 3, "given by V"))
        case.found("identifier-shared", value)


def _share_place(desk: Desk, group: Group) -> None:
    """Premises where the cases meet; stated where three of them lie within 24 months."""
    place = desk.place(desk.rng.choice(PREMISES), group.cases[0].area)
    named = {case.ref for case, _, _ in group.hidden}
    cases = [case for case in group.cases if case.ref in named or case is group.cases[0] or desk.rng.random() < 0.8]
    for case in cases:
        desk.task(case, case.opened + 4, "house_to_house", f"Enquiries at {place.name}", on=min(case.opened + 9, case.end),
                  result="Visited, staff seen")  # fmt: skip
        for part in case.suspects:
            if part.record.human in group.members:
                _mark_nickname(group, part)
                case.add("presence", case.ref, place.location_id, part.person_id, case.opened - 2, "")
    for case in cases:
        if any(later.opened - earlier.opened <= 700 and earlier.opened <= case.opened <= later.opened
               for earlier, later in zip(cases, cases[2:], strict=False)):  # fmt: skip
            case.found("place-shared", place.location_id)


def _mark_nickname(group: Group, part: Part) -> None:
    """Where a nickname is what will give the hidden member away, the known record carries it."""
    if any(human is part.record.human and way == "nickname" for _, human, way in group.hidden):
        part.record.nicknames = part.record.human.nickname


def _associate(desk: Desk, group: Group) -> None:
    """A tie between members of two cases that share no suspect."""
    for earlier, later in zip(group.cases, group.cases[1:], strict=False):
        one, other = _known(earlier), _known(later)
        shared = {part.record.human.human_id for part in earlier.suspects} & {
            part.record.human.human_id for part in later.suspects
        }
        if one and other and not shared:
            desk.add("relationship", one.person_id, other.person_id, "associate", earlier.opened - 100, None)
            for case, part in ((earlier, one), (later, other)):
                if case.closed is not None:
                    case.found("suspects-associated-across", part.person_id)
            return


def _known(case: Case) -> Part | None:
    return next((part for part in case.suspects if part.identified), None)


def _repeat_suspects(desk: Desk, cases: list[Case], seats: Seats) -> None:
    for chosen in _some(desk, cases, 2, 3, 0.13):
        human = _adult(desk, chosen[0])
        for case in chosen:
            seats[case.number].append(Seat(human, "suspect", _how(desk)))


def _repeat_victims(desk: Desk, cases: list[Case], seats: Seats) -> None:
    """Victims who come back; some of them are the suspect of a minor matter in between."""
    usual = [case for case in cases if case.course != "minor"]
    for first in desk.rng.sample(usual, min(len(usual), round(desk.count * 0.06))):
        human = desk.human(first.offence_from - desk.rng.randrange(4800, 5600), "f" if desk.rng.random() < 0.7 else "m")
        seats[first.number].append(Seat(human, "victim", "exact"))
        later = [case for case in usual if first.end < case.opened < first.end + 900]
        if later:
            seats[desk.rng.choice(later).number].append(Seat(human, "victim", _how(desk)))
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
            seats[case.number].append(Seat(human, role, _how(desk)))


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
            pair = _pair(desk, one, why)
            for case, human in zip((one, where), pair, strict=True):
                seats[case.number].append(Seat(human, desk.rng.choice(("witness", "other", "suspect")), "exact"))


def _pair(desk: Desk, case: Case, why: str) -> tuple[Human, Human]:
    rng = desk.rng
    sex = "m" if why.startswith("father") else rng.choice("fm")
    one = _adult(desk, case, sex)
    other = desk.human(
        one.born if why.startswith("twins") else min(one.born + rng.randrange(7500, 12000), AS_OF - 3000),
        sex,
        one.surname,
    )
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
