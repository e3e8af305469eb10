"""Groups: people who work together across cases, with a number, a place and ties in common."""

from dataclasses import dataclass, field

from reassess.caseload.case import Case, Part
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.people import Seat
from reassess.caseload.persons import Person
from reassess.caseload.places import PREMISES

Seats = dict[int, list[Seat]]


@dataclass(slots=True, eq=False)
class Group:
    """People who work together across cases: `cases` in order of time, `present` the members seated in each."""

    name: str
    members: list[Person]
    cases: list[Case]
    present: dict[str, list[Person]] = field(default_factory=dict)
    hidden: list[tuple[Case, Person, str]] = field(default_factory=list)


def how_recorded(state: GeneratorState) -> str:
    """How somebody who comes back is recorded: three times in ten under the record that they have."""
    return "same" if state.rng.random() < 0.3 else "record"


def form_groups(state: GeneratorState, cases: list[Case], seats: Seats) -> list[Group]:
    """Ten groups a full chunk, each in two to seven cases of about two years; their members take seats."""
    free, groups = list(cases), []
    for at in range(max(1, state.count // 25)):
        start = state.rng.randrange(max(1, len(free) - 30))
        wanted = state.rng.choices((2, 3, 4, 5, 7), (20, 30, 25, 15, 10))[0]
        near = free[start : start + 30]
        if len(near) < 4:
            break
        chosen = sorted(state.rng.sample(near, min(wanted, len(near))), key=lambda case: case.number)
        free = [case for case in free if case not in chosen]
        members = [
            state.person(chosen[0].opened - state.rng.randrange(7000, 16000)) for _ in range(state.rng.randrange(3, 9))
        ]
        group = Group(f"G{state.chunk:05d}-{at:02d}", members, chosen)
        _seat_group(state, group, seats)
        groups.append(group)
    return groups


def _seat_group(state: GeneratorState, group: Group, seats: Seats) -> None:
    """One to three members a case; one is known in the first case they are in and without a name in the last."""
    rng = state.rng
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
        for person in group.present[case.ref]:
            if group.hidden and person is hidden and case is last:
                seats[case.number].append(_hidden_seat(person, way))
            else:
                seats[case.number].append(_known_seat(state, person, way, exact=person is hidden))


def _hidden_seat(person: Person, way: str) -> Seat:
    marks = [(*_telling(person), True)] if way == "mark" else []
    return Seat(person, "suspect", "unidentified", nickname=way == "nickname", marks=marks)


def _known_seat(state: GeneratorState, person: Person, way: str, *, exact: bool) -> Seat:
    marks = [(*_telling(person), True)] if exact and way == "mark" else []
    return Seat(person, "suspect", "exact" if exact else how_recorded(state), marks=marks)


def _telling(person: Person) -> tuple[str, str]:
    """An identifier by which this person can be recognised without a name; an account is made where there is none."""
    if all(kind == "bank_account" for kind, _ in person.contacts):
        person.contacts.append(("handle", f"{person.forename}_{person.own_id[6:]}".lower()))
    return next(mark for mark in person.contacts if mark[0] != "bank_account")


def tie(state: GeneratorState, group: Group) -> None:
    """Give the group its shared number, place and ties, and state what follows for each case."""
    for case in group.cases:
        members = [part for part in case.suspects if part.record.person in group.members]
        state.groups.extend((group.name, part.person_id) for part in members)
    _share_mark(state, group)
    _share_place(state, group)
    _associate(state, group)
    for case, person, way in group.hidden:
        part = case.part_of(person)
        if part is not None:
            case.claims.add(part.person_id)
            if case.closed is not None:
                case.found("unidentified-suspect-now-identifiable", part.person_id, way)


def _share_mark(state: GeneratorState, group: Group) -> None:
    """A number that nobody is recorded as holding, in two or more of the cases."""
    lead = group.cases[0]
    phone = next(lead.phones, None)
    kind, value = ("phone", phone) if phone else state.spare_mark()
    for case in group.cases[: max(2, len(group.cases) - 1)]:
        case.identifiers.append((kind, value, "", case.opened + 3, "given by V"))
        if case.closed is not None:
            case.found("identifier-shared", value)


def _share_place(state: GeneratorState, group: Group) -> None:
    """Premises where the cases meet; stated where three of them lie within 24 months."""
    place = state.place(state.rng.choice(PREMISES), group.cases[0].area)
    named = {case.ref for case, _, _ in group.hidden}
    cases = [case for case in group.cases if case.ref in named or case is group.cases[0] or state.rng.random() < 0.8]
    for case in cases:
        state.task(case, case.opened + 4, "house_to_house", f"Enquiries at {place.name}", on=min(case.opened + 9,
        case.end),
                  result="Visited, staff seen")  # fmt: skip
        for part in case.suspects:
            if part.record.person in group.members:
                _mark_nickname(group, part)
                case.add("presence", case.ref, place.location_id, part.person_id, case.opened - 2, "")
    for case in cases:
        if case.closed is not None and _with_two_others(case, cases):
            case.found("place-shared", place.location_id)


def meet_far_apart(state: GeneratorState, cases: list[Case]) -> None:
    """Premises that three cases share over more than 24 months: place-shared by nearly."""
    early, late = cases[: len(cases) // 3], cases[2 * len(cases) // 3 :]
    if len(early) < 2 or not late or late[0].opened - early[-1].opened < 800:
        return
    place = state.place(state.rng.choice(PREMISES), early[0].area)
    for case in (*state.rng.sample(early, 2), state.rng.choice(late)):
        state.task(case, case.opened + 4, "house_to_house", f"Enquiries at {place.name}", on=min(case.opened + 9,
        case.end),
                  result="Visited, staff seen")  # fmt: skip
        case.add("presence", case.ref, place.location_id, "", case.opened - 2, "")
        if case.closed is not None:
            case.near("place-shared", place.location_id, "three cases over more than 24 months")


def _with_two_others(case: Case, cases: list[Case]) -> bool:
    """Whether three cases in a row, this one among them, lie within 24 months."""
    rows = zip(cases, cases[1:], cases[2:], strict=False)
    return any(case in row and row[2].opened - row[0].opened <= 700 for row in rows)


def _mark_nickname(group: Group, part: Part) -> None:
    """Where a nickname is what will give the hidden member away, the known record carries it."""
    if any(person is part.record.person and way == "nickname" for _, person, way in group.hidden):
        part.record.nicknames = part.record.person.nickname


def _associate(state: GeneratorState, group: Group) -> None:
    """A tie between members of two cases that share no suspect."""
    for earlier, later in zip(group.cases, group.cases[1:], strict=False):
        one, other = _known(earlier), _known(later)
        shared = {part.record.person.own_id for part in earlier.suspects} & {
            part.record.person.own_id for part in later.suspects
        }
        if one and other and not shared:
            state.add("relationship", one.person_id, other.person_id, "associate", earlier.opened - 100, None)
            for case, part in ((earlier, one), (later, other)):
                if case.closed is not None:
                    case.found("suspects-associated-across", part.person_id)
            return


def _known(case: Case) -> Part | None:
    return next((part for part in case.suspects if part.identified), None)
