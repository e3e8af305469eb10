"""From investigations to rows of the record model."""

from collections.abc import Callable, Iterator

from reassess.caseload.case import Case, Row
from reassess.caseload.days import iso
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.marks import written
from reassess.caseload.places import AREAS
from reassess.records.model import tables


def table_rows(state: GeneratorState, cases: list[Case]) -> dict[str, list[Row]]:
    """Every row of a chunk by table, in the order of the model, dates as ISO text and booleans as words."""
    made: dict[str, list[Row]] = {name: [] for name in tables()} | state.tables
    for name, of_case in _OF_CASE.items():
        made[name] = [row for case in cases for row in of_case(state, case)]
    for name in ("offence", "presence", "entry", "document"):
        made[name] = [row for case in cases for row in case.rows.get(name, ())]
    made["person"] = list(_people(state))
    return {name: _as_text(name, list(dict.fromkeys(rows))) for name, rows in made.items()}


def _as_text(name: str, rows: list[Row]) -> list[Row]:
    dates = [at for at, field in enumerate(tables()[name].fields) if field.type == "date"]
    if not dates:
        return rows
    texts = []
    for row in rows:
        cells = list(row)
        for at in dates:
            cells[at] = iso(row[at])  # type: ignore[arg-type]
        texts.append(tuple(cells))
    return texts


def _investigation(state: GeneratorState, case: Case) -> Iterator[Row]:
    yield (
        case.ref, "MPS", AREAS[case.area][0], case.opened, case.closed, case.outcome, case.reason, case.closed_by,
        case.oic,
        case.supervisor, ";".join(sorted(case.flags)), case.setting, case.reviewed, case.summary,
    )  # fmt: skip


def _people(state: GeneratorState) -> Iterator[Row]:
    for person in state.persons:
        for record in person.records:
            low, high, estimated = record.age or (None, None, None)
            yield (
                record.person_id, record.forename, record.middle, record.surname, record.nicknames, record.sex,
                record.born,
                low, high, estimated, record.ethnicity_self, record.ethnicity_observed, person.nationality, record.died,
                record.pnc, record.occupation, record.description,
            )  # fmt: skip


def _involvement(state: GeneratorState, case: Case) -> Iterator[Row]:
    for part in case.parts:
        known = "" if part.identified is None else str(part.identified).lower()
        yield (
            case.ref, part.person_id, part.role, part.named, known, part.arrested, part.interviewed, part.eliminated,
            part.elimination_reason, part.account, part.account_kind, part.supports, part.withdrawn,
        )  # fmt: skip


def _identifier(state: GeneratorState, case: Case) -> Iterator[Row]:
    for kind, value, person_id, noted, note in case.identifiers:
        yield (case.ref, kind, written(state.rng, kind, value), person_id, noted, note)


def _action(state: GeneratorState, case: Case) -> Iterator[Row]:
    yield from case.actions


def _exhibit(state: GeneratorState, case: Case) -> Iterator[Row]:
    for item in case.exhibits:
        yield (
            item.exhibit_id, case.ref, item.kind, item.description, item.person_id, item.seized, item.submitted,
            item.examined,
            item.result, item.disposed,
        )  # fmt: skip


def _referral(state: GeneratorState, case: Case) -> Iterator[Row]:
    for person_id, kind, made, replied, reply in case.referrals:
        yield (case.ref, person_id, kind, made, replied, reply)


def _decision(state: GeneratorState, case: Case) -> Iterator[Row]:
    for part in case.suspects:
        for row in part.decisions:
            yield (case.ref, part.person_id, row.kind, row.day, row.by, row.test, row.rationale)


_OF_CASE: dict[str, Callable[[GeneratorState, Case], Iterator[Row]]] = {
    "investigation": _investigation, "involvement": _involvement, "identifier": _identifier, "action": _action,
    "exhibit": _exhibit, "referral": _referral, "decision": _decision,
}  # fmt: skip
