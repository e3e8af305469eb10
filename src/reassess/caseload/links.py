"""What follows from one person in several investigations, stated where both records are sound enough to link."""

from collections import defaultdict

from reassess.caseload.case import Case, Part
from reassess.caseload.days import AS_OF
from reassess.caseload.generator_state import GeneratorState

_TWO_YEARS = 729
Seen = list[tuple[Case, Part]]


def state_links(state: GeneratorState, cases: list[Case]) -> None:
    """Add to each case the findings of the groups new and risk that rest on the same person being elsewhere."""
    seen: dict[str, Seen] = defaultdict(list)
    for case in cases:
        for part in case.parts:
            if part.record.sound or _identifiable(case, part):
                seen[part.record.person.own_id].append((case, part))
    for places in seen.values():
        if len({case.number for case, _ in places}) > 1:
            _state(places)
            _state_explained(places)
        elif places[0][1].record.person.traveller and places[0][0].closed is not None:
            places[0][0].found(
                "suspect-in-other-investigation", places[0][1].person_id, "the other is in the next area"
            )
    for one, other, why in state.pairs:
        _state_apart(seen[one.own_id], seen[other.own_id], why)


def _state_apart(ones: Seen, others: Seen, why: str) -> None:
    """Two people easily taken for one, each in one case: neither has been seen elsewhere."""
    for case, part in (*ones, *others):
        if part.role == "suspect" and case.closed is not None:
            case.near("suspect-in-other-investigation", part.person_id, why)
        elif part.role != "suspect" and case.closed is not None:
            case.near("witness-is-suspect-elsewhere", part.person_id, why)


def _state_explained(places: Seen) -> None:
    """Identifiers that two cases share because one person, recorded without a slip, is in both and holds them."""
    person = places[0][1].record.person
    exact = all(part.record.surname == person.surname and part.record.forename == person.forename and part.record.born
    == person.born
                for _, part in places)  # fmt: skip
    for mark in person.contacts if exact else ():
        holding = [
            case
            for case, part in places
            if any(row[:2] == mark and row[2] == part.person_id for row in case.identifiers)
        ]
        for case in holding if len(holding) > 1 and mark[0] != "bank_account" else ():
            case.near("identifier-shared", mark[1], "explained: one person is in all of these cases and holds it")


def _identifiable(case: Case, part: Part) -> bool:
    return any(
        rule == "unidentified-suspect-now-identifiable" and subject == part.person_id
        for rule, subject, _ in case.findings
    )


def _state(places: Seen) -> None:
    for case, part in places:
        elsewhere = [(other, there) for other, there in places if other is not case]
        as_suspect = [other for other, there in elsewhere if there.role == "suspect"]
        if part.role == "suspect":
            _of_suspect(case, part, as_suspect)
        elif part.role == "victim":
            _of_victim(case, part, elsewhere)
        elif as_suspect and case.closed is not None and part.role != "professional":
            case.found("witness-is-suspect-elsewhere", part.person_id)


def _of_suspect(case: Case, part: Part, others: list[Case]) -> None:
    if not others:
        return
    if case.closed is not None:
        case.found("suspect-in-other-investigation", part.person_id)
        if any(_victims(other) - _victims(case) for other in others):
            case.found("similar-accounts", part.person_id)
    live = (
        part.eliminated is None
        and part.record.person.died is None
        and not any(row.kind == "trial_convicted" for row in part.decisions)
    )
    if live and any(other.closed is None or other.opened > AS_OF - _TWO_YEARS for other in others):
        case.found("suspect-active", part.person_id)


def _of_victim(case: Case, part: Part, elsewhere: Seen) -> None:
    if case.closed is None:
        return
    if any(there.role == "victim" and other.opened > case.closed for other, there in elsewhere):
        case.found("repeat-victim", part.person_id)
    if any(_charged_as_child(case, other, there) for other, there in elsewhere):
        case.found("victim-treated-as-suspect", part.person_id)


def _charged_as_child(case: Case, other: Case, there: Part) -> bool:
    near = abs(other.opened - case.opened) <= 365
    return there.role == "suspect" and other.course == "minor" and near and bool(there.child_at(other.opened))


def _victims(case: Case) -> set[str]:
    return {part.record.person.own_id for part in case.victims}
