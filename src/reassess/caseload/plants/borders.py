"""Near misses at a border: an age reached on the day, a last moment, half of what a rule asks for."""

from reassess.caseload.case import Case, Part
from reassess.caseload.days import AS_OF, birthday
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.people import born_for_age
from reassess.caseload.plants.registry import nearly, take


def _reborn(case: Case, part: Part, day: int, years: int) -> bool:
    """Give a victim of this case alone the birthday on which they reach an age that day; False where there is none."""
    born = born_for_age(day, years)
    if birthday(born, years) != day:
        return False
    part.record.born = part.record.person.born = born
    part.record.age = None
    return True


def _alone(case: Case) -> list[Part]:
    return [
        part
        for part in case.victims
        if not part.record.person.recurs and len(part.record.person.records) == 1 and part.child_at(case.opened)
    ]


def _aged(case: Case, low: int, high: int) -> list[Part]:
    """Victims of this case alone whose recorded age at the offence lies between the two."""
    return [
        part
        for part in _alone(case)
        if birthday(part.record.born or 0, low) <= case.offence_from < birthday(part.record.born or 0, high)
    ]


@nearly("offence-understated", weight=2)
def thirteen_on_the_day(state: GeneratorState, case: Case) -> bool:
    """A victim who turned 13 on the day of the offence: the older group is right."""
    part = take(case, _aged(case, 13, 15))
    if part is None or not _reborn(case, part, case.offence_from, 13):
        return False
    case.near("offence-understated", part.person_id, "13 on the day of the offence")
    return True


@nearly("victim-still-child", weight=4)
def eighteen_today(state: GeneratorState, case: Case) -> bool:
    """A victim who turns 18 on the day of the assessment."""
    part = take(case, _aged(case, 13, 18)) if AS_OF - 5 * 365 < case.offence_from < AS_OF - 400 else None
    if part is None or not _reborn(case, part, AS_OF, 18):
        return False
    case.near("victim-still-child", part.person_id, "18 on the day of the assessment")
    return True


@nearly("victim-now-adult", weight=4)
def eighteen_tomorrow(state: GeneratorState, case: Case) -> bool:
    """A victim who did not support and turns 18 on the day after the assessment."""
    ready = [part for part in _aged(case, 13, 18) if part.supports in ("no", "withdrawn")]
    part = take(case, ready) if AS_OF - 5 * 365 < case.offence_from < AS_OF - 400 else None
    if part is None or not _reborn(case, part, AS_OF + 1, 18):
        return False
    case.near("victim-now-adult", part.person_id, "18 on the day after the assessment")
    return True


@nearly("missing-not-considered", weight=2)
def missing_flagged(state: GeneratorState, case: Case) -> bool:
    """A victim who was missing near the offence, in a case that carries the flag."""
    part = take(case, _alone(case)) if case.claim("missing") else None
    if part is None:
        return False
    gone = case.offence_from - 12
    state.add("missing_episode", part.person_id, gone, gone + 1, "", "", gone + 2)
    case.flags.add("missing")
    case.near("missing-not-considered", part.person_id, "the case carries the flag")
    return True


@nearly("review-right-not-offered")
def right_by_letter(state: GeneratorState, case: Case) -> bool:
    """A willing victim who was told by letter."""
    part = take(case, [part for part in case.victims if part.supports == "yes"]) if case.course == "nfa" else None
    if part is None or not case.claim("no review right"):
        return False
    case.note(case.end, f"Decision letter sent to {part.label}, VRR leaflet enclosed.")
    case.near("review-right-not-offered", part.person_id, "an entry speaks of it")
    return True


@nearly("cctv-not-viewed")
def cctv_viewed(state: GeneratorState, case: Case) -> bool:
    """A recording that somebody watched."""
    exhibit = next((item for item in case.exhibits if item.kind == "cctv" and item.examined), None)
    if exhibit is None:
        return False
    case.near("cctv-not-viewed", exhibit.exhibit_id, "viewed")
    return True


@nearly("demographics-missing")
def one_code_is_enough(state: GeneratorState, case: Case) -> bool:
    """A suspect with one of the two ethnicity codes."""
    part = take(case, case.known_suspects)
    if part is None:
        return False
    part.record.ethnicity_self, part.record.ethnicity_observed = "", part.record.person.ethnicity_observed
    case.near("demographics-missing", part.person_id, "the observed code is recorded")
    return True


@nearly("decision-maker-unknown")
def decided_by_name(state: GeneratorState, case: Case) -> bool:
    """Nobody closed it by the record, and the decision names who decided."""
    if case.course != "nfa" or not any(part.nfa for part in case.suspects) or not case.claim("decided by"):
        return False
    case.closed_by = ""
    case.near("decision-maker-unknown", "", "the decision names who decided")
    return True
