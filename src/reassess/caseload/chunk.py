"""One chunk of investigations, from its number and the seed to the rows of every table."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from reassess.caseload import closing, finalise, groups, links, log, people, skeleton, steps, threads
from reassess.caseload.case import Case, Row
from reassess.caseload.days import year_of
from reassess.caseload.dirt import soil
from reassess.caseload.documents import add_documents
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.marks import HUB_PHONES
from reassess.caseload.output import Block, block
from reassess.caseload.plants import plant
from reassess.caseload.rows import table_rows
from reassess.caseload.scans import add_scans
from reassess.caseload.truth import truth_of
from reassess.caseload.wording import WORDS

_TEMPLATED = 6


@dataclass(frozen=True, slots=True)
class Written:
    """A chunk as CSV text: by table and by truth file the text and its number of rows, and what the whole counts up."""

    tables: dict[str, Block]
    truth: dict[str, Block]
    broken: list[Row]
    findings: Counter[str]
    hubs: Counter[tuple[str, ...]]


def write_chunk(seed: int, total: int, documents: Path, dirt: float, chunk: int) -> Written:
    """Make a chunk of a caseload of `total` investigations; its files are written under `documents`."""
    state, cases = _build(seed, chunk, total, documents)
    clean = table_rows(state, cases)
    made, broken = soil(state.rng, clean, dirt) if dirt else (clean, [])
    known = truth_of(state, cases)
    return Written(
        tables={name: block(rows) for name, rows in made.items()},
        truth={name: block(rows) for name, rows in known.items()},
        broken=broken,
        findings=Counter(str(row[1]) for row in known["findings"]),
        hubs=Counter(hub for case in cases for hub in _hubs(case)),
    )


def _hubs(case: Case) -> set[tuple[str, ...]]:
    return {(kind, value, note) for kind, value, _, _, note in case.identifiers if (value, note) in HUB_PHONES}


def _build(seed: int, chunk: int, total: int, documents: Path) -> tuple[GeneratorState, list[Case]]:
    state = GeneratorState(seed, chunk, total)
    days = skeleton.opening_days(state.rng, state.count)
    cases = [skeleton.new_case(state, state.start + at, day) for at, day in enumerate(days)]
    seats, formed = threads.weave(state, cases)
    grouped = {case.ref for group in formed for case in group.cases}
    for case in cases:
        case.label = _labelled(state, case, case.ref in grouped, bool(seats[case.number]))
        people.fill(state, case, seats[case.number])
        steps.take_all(state, case)
    for group in formed:
        groups.tie(state, group)
    groups.meet_far_apart(state, [case for case in cases if case.course != "minor"])
    _template(state, cases)
    for case in cases:
        _finish(state, case, documents)
    links.state_links(state, cases)
    add_scans(state, cases, documents)
    return state, cases


def _labelled(state: GeneratorState, case: Case, grouped: bool, threaded: bool) -> bool:
    """Whether a missed line is planted: one closed case in eight, more where cases hang together."""
    chance = 0.055 + 0.25 * grouped + 0.05 * threaded + (0.05 if year_of(case.opened) < 2015 else 0.0)
    chance *= 1.2 if case.setting == "non_familial" else 0.5
    return case.closed is not None and case.course in ("nfa", "mixed", "charged") and state.rng.random() < chance


def _finish(state: GeneratorState, case: Case, documents: Path) -> None:
    if "template" not in case.claims:
        closing.decide(state, case)
    plant(state, case)
    finalise.settle(state, case)
    finalise.follow(case)
    case.summary = _summary(case)
    log.write_log(state, case)
    add_documents(state, case, documents)


def _template(state: GeneratorState, cases: list[Case]) -> None:
    """Give one closing text to six cases of a chunk that has enough of them: template-rationale."""
    ready = [case for case in cases if case.course == "nfa"]
    if len(ready) < 4 * _TEMPLATED:
        return
    text = state.rng.choice(WORDS["templates"])
    for case in state.rng.sample(ready, _TEMPLATED):
        closing.decide(state, case)
        case.claims.update(("closing", "template"))
        case.reason = text
        case.found("template-rationale")


def _summary(case: Case) -> str:
    """One line about who is involved, without what happened."""
    known = [part.record.name for part in case.suspects if part.identified and part.record.full_name]
    if case.course == "minor":
        return f"Matter of {year_of(case.opened)} recorded, one person dealt with."
    people = "Victims are" if len(case.victims) > 1 else "Victim is"
    suspects = f" Named: {', '.join(known[:3])}." if known else " Nobody is named."
    return f"{people} {', '.join(part.label for part in case.victims)}.{suspects}"
