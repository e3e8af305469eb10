"""Plants of extant risk, and what looks like one (rules.md: extant risks)."""

from datetime import date

from reassess.caseload.case import Case, Part
from reassess.caseload.days import AS_OF
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.people import born_for_age
from reassess.caseload.plants.registry import endangers, nearly, take
from reassess.caseload.plants.victims import bystander

_WITH_CHILDREN = (
    "school_staff",
    "foster_carer",
    "care_worker",
    "youth_worker",
    "sports_coach",
    "faith_leader",
    "health_worker",
)
_AUTHORITY = {"taxi_licence": "Transport licensing office", "driver": "Parcel company", "police": "MPS"}


def _alone(parts: list[Part]) -> list[Part]:
    """People with one record, so that nothing elsewhere changes the answer."""
    persons = ((part, part.record.person) for part in parts)
    return [part for part, person in persons if len(person.records) == 1 and person.died is None and not person.recurs]


def _at_liberty(case: Case) -> list[Part]:
    return [
        part for part in _alone(case.known_suspects) if not any(row.kind == "trial_convicted" for row in part.decisions)
    ]


@endangers("victim-missing-now", weight=4)
def missing_now(state: GeneratorState, case: Case) -> bool:
    """A child of today who is missing."""
    part = take(case, [part for part in _alone(case.victims) if part.child_at(AS_OF)])
    if part is None:
        return False
    state.add("missing_episode", part.person_id, AS_OF - state.rng.randrange(1, 15), None, "", "", None)
    case.found("victim-missing-now", part.person_id)
    return True


@nearly("victim-missing-now")
def found_yesterday(state: GeneratorState, case: Case) -> bool:
    """A child of today who was found yesterday."""
    part = take(case, [part for part in _alone(case.victims) if part.child_at(AS_OF)])
    if part is None:
        return False
    state.add("missing_episode", part.person_id, AS_OF - 4, AS_OF - 1, "", "", AS_OF - 1)
    case.near("victim-missing-now", part.person_id, "found the day before")
    return True


@endangers("threat-to-life-recorded", weight=5)
def threat(state: GeneratorState, case: Case) -> bool:
    """A threat to kill, in the last 24 months."""
    part = take(case, case.victims) if case.recent and case.claim("threat") else None
    if part is None:
        return False
    words = ("reports a threat to kill passed on by a third party.", "is in fear for life.")
    text = f"{part.label} {part.record.name} {state.rng.choice(words)} Duty inspector informed."
    case.note(case.end, text)
    case.found("threat-to-life-recorded", part.person_id)
    return True


@nearly("threat-to-life-recorded", weight=3)
def no_threat(state: GeneratorState, case: Case) -> bool:
    """The question asked and answered with no."""
    part = take(case, case.victims)
    if part is None or not case.claim("threat"):
        return False
    words = state.rng.choice(
        ("No threats were made.", "Asked about threats to kill, none reported.", "No threats to life recorded.")
    )
    case.note(case.opened + 6, f"Risk assessment for {part.label}. {words}")
    case.near("threat-to-life-recorded", part.person_id, "negated")
    return True


@endangers("self-harm-recorded", weight=3)
def self_harm(state: GeneratorState, case: Case) -> bool:
    """A victim who spoke of suicide."""
    part = take(case, case.victims)
    if part is None or not case.claim("self-harm"):
        return False
    words = (
        "has voiced suicidal thoughts. Health team informed, plan in place.",
        "disclosed serious self-harm to GP. Health team informed.",
    )
    case.note(case.opened + 15, f"{part.label} {part.record.name} {state.rng.choice(words)}")
    case.found("self-harm-recorded", part.person_id)
    return True


@nearly("self-harm-recorded", weight=3)
def not_suicidal(state: GeneratorState, case: Case) -> bool:
    """The question asked and answered with no."""
    part = take(case, case.victims)
    if part is None or not case.claim("self-harm"):
        return False
    words = state.rng.choice(
        ("is not suicidal.", "no suicidal thoughts or self-harm reported.", "denies any self-harm.")
    )
    case.note(case.opened + 15, f"Health visit: {part.label} {words}")
    case.near("self-harm-recorded", part.person_id, "negated")
    return True


@endangers("victim-lives-with-suspect", weight=2)
def lives_with_suspect(state: GeneratorState, case: Case) -> bool:
    """Victim and suspect at one current address."""
    victim, suspect = _pair(case)
    if victim is None or suspect is None:
        return False
    _share_home(state, case, victim, suspect, None)
    case.found("victim-lives-with-suspect", victim.person_id)
    return True


@nearly("victim-lives-with-suspect", weight=2)
def lived_with_suspect(state: GeneratorState, case: Case) -> bool:
    """The same, ended when the case was opened."""
    victim, suspect = _pair(case)
    if victim is None or suspect is None:
        return False
    _share_home(state, case, victim, suspect, case.opened)
    case.near("victim-lives-with-suspect", victim.person_id, "the shared residence has ended")
    return True


def _pair(case: Case) -> tuple[Part | None, Part | None]:
    victim = take(case, _alone(case.victims))
    return victim, take(case, _at_liberty(case)) if victim else None


def _share_home(state: GeneratorState, case: Case, victim: Part, suspect: Part, until: int | None) -> None:
    home = state.place("home", case.area).location_id
    for part in (victim, suspect):
        state.add("residence", part.person_id, home, case.opened - 700, until)


@endangers("suspect-lives-with-child", weight=3)
def lives_with_child(state: GeneratorState, case: Case) -> bool:
    """A suspect whose current home, or whose child, is that of a child of today."""
    part = take(case, _at_liberty(case))
    if part is None:
        return False
    child = bystander(state, case, AS_OF - state.rng.randrange(800, 5500))
    if state.rng.random() < 0.5:
        state.add("relationship", part.person_id, child.person_id, "parent", child.record.person.born, None)
    else:
        _share_home(state, case, child, part, None)
    case.found("suspect-lives-with-child", part.person_id)
    return True


@nearly("suspect-lives-with-child", weight=2)
def child_of_age_today(state: GeneratorState, case: Case) -> bool:
    """A suspect's child who turns 18 on the day of the assessment."""
    part = take(case, _at_liberty(case))
    if part is None:
        return False
    child = bystander(state, case, born_for_age(AS_OF, 18))
    state.add("relationship", part.person_id, child.person_id, "parent", child.record.person.born, None)
    case.near("suspect-lives-with-child", part.person_id, "18 on the day of the assessment")
    return True


@endangers("suspect-works-with-children", weight=2)
def works_with_children(state: GeneratorState, case: Case) -> bool:
    """A suspect whose current position brings children."""
    return _position(state, case, state.rng.choice(_WITH_CHILDREN), "suspect-works-with-children", None)


@endangers("suspect-licensed-driver", weight=2)
def licensed_driver(state: GeneratorState, case: Case) -> bool:
    """A suspect who drives the public."""
    return _position(state, case, state.rng.choice(("taxi_licence", "driver")), "suspect-licensed-driver", None)


@endangers("suspect-police", weight=0.4)
def police(state: GeneratorState, case: Case) -> bool:
    """A suspect who serves in the police."""
    return _position(state, case, "police", "suspect-police", None)


@nearly("suspect-works-with-children", weight=2)
def worked_with_children(state: GeneratorState, case: Case) -> bool:
    """A position that has ended."""
    kind = state.rng.choice(_WITH_CHILDREN)
    return _position(state, case, kind, "suspect-works-with-children", case.opened + 3)


def _position(state: GeneratorState, case: Case, kind: str, rule: str, until: int | None) -> bool:
    part = take(case, _at_liberty(case))
    if part is None:
        return False
    state.add("position", part.person_id, kind, _AUTHORITY.get(kind, "Local employer"), case.opened - 900, until)
    if until is None:
        case.found(rule, part.person_id)
    else:
        case.near(rule, part.person_id, "the position has ended")
    return True


@endangers("trafficking-referral-missing-child", weight=2)
def unreferred_child(state: GeneratorState, case: Case) -> bool:
    """A child of today with a county-lines flag and no referral to the national mechanism."""
    part = take(case, [part for part in _alone(case.victims) if part.child_at(AS_OF)])
    if part is None or case.flags & {"county_lines", "modern_slavery"}:
        return False
    case.flags.add("county_lines")
    for other in case.victims:
        if other is not part:
            case.referrals.append((other.person_id, "nrm", case.opened + 5, case.opened + 12, "Reasonable grounds"))
    case.referrals = [row for row in case.referrals if row[:2] != (part.person_id, "nrm")]
    case.found("trafficking-referral-missing-child", part.person_id)
    if case.closed is not None:
        case.found("trafficking-referral-missing", part.person_id)
    return True


@endangers("suspect-may-leave", weight=2)
def may_leave(state: GeneratorState, case: Case) -> bool:
    """A suspect abroad, or said to be about to go."""
    part = take(case, [part for part in _at_liberty(case) if part.record.full_name])
    if part is None:
        return False
    if state.rng.random() < 0.5:
        state.add("whereabouts", part.person_id, "abroad", case.end - 5, None)
    else:
        case.note(case.opened + 30, f"Neighbour reports that {part.record.name} intends to move to Spain for good.")
    case.found("suspect-may-leave", part.person_id)
    return True


@nearly("suspect-may-leave", weight=2)
def came_back(state: GeneratorState, case: Case) -> bool:
    """Abroad once, and back."""
    part = take(case, _at_liberty(case))
    if part is None:
        return False
    state.add("whereabouts", part.person_id, "abroad", date(2008, 3, 1).toordinal(), date(2008, 3, 15).toordinal())
    case.near("suspect-may-leave", part.person_id, "the stay abroad has ended")
    return True
