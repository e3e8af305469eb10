"""The ordinary steps with people, all of them taken: what a plant later takes away is then the only thing missing."""

from random import Random

from reassess.caseload.case import Case, Part
from reassess.caseload.days import AS_OF
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.material import gather
from reassess.caseload.offences import record_offences
from reassess.caseload.people import again

_SUPPORTS = (("yes", "no", "withdrawn", "unknown"), (48, 22, 22, 8))
_REFERRALS = ("health", "isva", "education", "mace", "social_care", "mash")
_REPLIES = ("Held", "Allocated", "Assessment opened", "Advice given", "No reply recorded", "Plan in place")


def take_all(state: GeneratorState, case: Case) -> None:
    """Take every ordinary step of a case whose people are seated."""
    record_offences(state, case)
    for part in list(case.parts):
        _take_part(state, case, part)
    gather(state, case)
    _afterwards(state.rng, case)
    if state.rng.random() < 0.03:
        again(state, case)


def _afterwards(rng: Random, case: Case) -> None:
    """What came after closing: a review by another body now and then, and suspects who have died since."""
    if case.closed is None:
        return
    if case.course == "nfa" and rng.random() < 0.03:
        case.reviewed = min(case.closed + rng.randrange(200, 1500), AS_OF - 5)
    for part in case.suspects:
        person = part.record.person
        if part.identified and len(person.records) == 1 and not person.recurs and rng.random() < 0.015:
            part.record.died = person.died = rng.randrange(case.closed + 1, AS_OF)


def _take_part(state: GeneratorState, case: Case, part: Part) -> None:
    if part.role == "victim":
        _victim(state, case, part)
    elif part.role == "suspect":
        _suspect(state, case, part)
    elif part.role != "other" or state.rng.random() < 0.4:
        part.account = case.within(state.rng, part.named, 1, 25)
        child = part.child_at(part.account)
        part.account_kind = (
            "abe"
            if child is not False and part.role in ("witness", "reporting")
            else state.rng.choice(("statement", "notes"))
        )
    _home(state, case, part)


def _victim(state: GeneratorState, case: Case, part: Part) -> None:
    rng = state.rng
    part.account = case.within(state.rng, case.opened, 0, 14)
    part.account_kind = "statement" if part.child_at(part.account) is False else "abe"
    part.supports = rng.choices(*_SUPPORTS)[0]
    if part.supports == "withdrawn":
        part.withdrawn = case.within(state.rng, case.opened, 10, 90)
    if part.supports in ("no", "withdrawn"):
        case.referrals.append((part.person_id, "isva", case.opened + 2, case.opened + 5, "Adviser allocated"))
    _safeguard(state, case, part)
    if rng.random() < 0.3:
        _missing(state, case, part)


def _safeguard(state: GeneratorState, case: Case, part: Part) -> None:
    rng, day = state.rng, case.opened
    if part.child_at(day) is not False:
        case.referrals.append((part.person_id, "strategy_discussion", day + rng.randrange(2), day + 2, "Held"))
        case.referrals.append(
            (part.person_id, rng.choice(("mash", "social_care")), day + rng.randrange(2), day + 4, "Allocated")
        )
        if case.flags & {"county_lines", "modern_slavery"}:
            case.referrals.append((part.person_id, "nrm", day + 8, day + 15, "Reasonable grounds"))
    for _ in range(rng.randrange(2, 8)):
        made = min(day + rng.randrange(1, 150), case.end)
        replied = None if rng.random() < 0.3 else made + rng.randrange(1, 20)
        case.referrals.append(
            (part.person_id, rng.choice(_REFERRALS[:4]), made, replied, rng.choice(_REPLIES) if replied else "")
        )


def _missing(state: GeneratorState, case: Case, part: Part) -> None:
    """Missing episodes around the offence, each with its debrief, the flag and a word in the log."""
    rng = state.rng
    for _ in range(min(25, int(rng.expovariate(0.12)) + 1)):
        gone = case.offence_from - rng.randrange(1, 80)
        back = gone + rng.randrange(1, 4)
        state.add("missing_episode", part.person_id, gone, back, "", "", back + rng.randrange(0, 4))
    case.flags.add("missing")


def _suspect(state: GeneratorState, case: Case, part: Part) -> None:
    rng = state.rng
    if not part.identified:
        if not part.record.nicknames and not part.record.description:
            return
        day = case.within(state.rng, part.named, 1, 20)
        on = case.within(state.rng, day, 5, 120)
        state.task(case, day, "identification", f"Identify {part.label} {part.record.name}".strip(),
        person=part.person_id, on=on,
                     result="Local enquiries and systems checked. Not identified")  # fmt: skip
        return
    part.interviewed = case.within(state.rng, part.named, 1, 60)
    part.arrested = part.interviewed if rng.random() < 0.6 else None
    if case.course in ("nfa", "mixed") and len(case.suspects) > 2 and rng.random() < 0.08:
        part.eliminated = case.within(state.rng, part.interviewed, 3, 60)
        part.elimination_reason = rng.choice(
            ("Work records place S elsewhere on the dates", "Border records", "ID procedure negative")
        )
    for kind, count in (("community", rng.randrange(1, 4)), ("custody", int(rng.random() < 0.15))):
        for _ in range(count):
            start = part.interviewed - rng.randrange(0, 900)
            state.add("whereabouts", part.person_id, kind, start, min(start + rng.randrange(2, 300), AS_OF - 1))


def _home(state: GeneratorState, case: Case, part: Part) -> None:
    rng = state.rng
    if (part.role == "suspect" and not part.identified) or rng.random() < 0.12:
        return
    home = state.home_of(part.record.person, case.area)
    state.add("residence", part.person_id, home, case.opened - rng.randrange(100, 4000), None)
    if rng.random() < 0.15:
        old = state.place("home", case.area).location_id
        left = case.opened - rng.randrange(4000, 5000)
        state.add("residence", part.person_id, old, left - rng.randrange(200, 2000), left)
    for _ in range(rng.randrange(0, 4)):
        day = max(part.named - rng.randrange(0, 60), case.offence_from)
        case.add("presence", case.ref, home, part.person_id, day, rng.choice(("home address", "", "seen by OIC", "")))
