"""Offence codes that fit the people of a case, by the class codes of domain.md 7.3, and the flags of its time.

The flag of exploitation follows the progress report of 24 October 2025: "Only 37% of child exploitation cases were
accurately flagged in police systems" (domain.md 3.5).
"""

from reassess.caseload.case import Case, Part
from reassess.caseload.days import CSE_FLAG_FROM, birthday
from reassess.caseload.generator_state import GeneratorState

UNDER_13 = {"f": ("19E", "20B", "21"), "m": ("19H", "17B", "21")}
_TEENAGE = {"f": ("19D", "19D", "20A", "22B", "22B"), "m": ("19G", "17A", "22B", "22B")}
_ADULT = {"f": ("19C", "20A"), "m": ("19F", "17A")}
# Rape is the class of 18.5% of what the national review took in (236 of 1,273; domain.md 1.6), and of two in five drawn
# from the lists above: in three cases of five it is recorded as the other class for that age.
_INSTEAD_OF_RAPE = {"19C": "20A", "19D": "22B", "19E": "21", "19F": "17A", "19G": "22B", "19H": "21"}
# Two cases in three were opened since the flag is asked for: 37% of all of them carry it.
_FLAGGED_BEFORE, _FLAGGED_SINCE = 0.2, 0.46
_NOT_CONTACT = ("88A", "86", "88A")
_MINOR = ("46", "92E", "58C", "49", "8N", "45")
TITLES = {
    "17A": "Sexual assault on a male aged 13 and over", "17B": "Sexual assault on a male child under 13",
    "19C": "Rape of a female aged 16 and over", "19D": "Rape of a female child under 16",
    "19E": "Rape of a female child under 13", "19F": "Rape of a male aged 16 and over",
    "19G": "Rape of a male child under 16", "19H": "Rape of a male child under 13",
    "20A": "Sexual assault on a female aged 13 and over", "20B": "Sexual assault on a female child under 13",
    "21": "Sexual activity involving a child under 13", "22B": "Sexual activity involving a child under 16",
    "71": "Abuse of children through sexual exploitation", "73": "Abuse of position of trust of a sexual nature",
    "86": "Obscene publications etc", "88A": "Sexual grooming", "13": "Child abduction", "106": "Modern slavery",
    "46": "Shoplifting", "92E": "Possession of controlled drugs (Cannabis)", "58C": "Criminal damage to a vehicle",
    "49": "Other theft", "8N": "Assault with injury", "45": "Theft from vehicle",
}  # fmt: skip


def record_offences(state: GeneratorState, case: Case) -> None:
    """Offences that fit the victims' recorded ages, and the flags of the case."""
    _flags(state, case)
    rng = state.rng
    if case.course == "minor":
        case.codes = [rng.choice(_MINOR)]
    elif case.setting == "online" and rng.random() < 0.6:
        case.codes = [rng.choice(_NOT_CONTACT)]
    else:
        case.codes = [_as_nationally(case, rng.choice(_codes_for(case, victim))) for victim in case.victims]
    if case.course != "minor" and rng.random() < 0.2:
        case.codes.append(rng.choice(("13", "71", "88A", "106")))
    for code in case.codes:
        began = case.offence_from if code == case.codes[0] else min(case.offence_from + rng.randrange(20), case.opened)
        until = None if rng.random() < 0.15 else min(began + rng.randrange(0, 40), case.opened)
        case.add("offence", state.new_id("O"), case.ref, code, TITLES[code], began, until, "")


def _as_nationally(case: Case, code: str) -> str:
    return _INSTEAD_OF_RAPE.get(code, code) if case.number % 5 < 3 else code


def _codes_for(case: Case, victim: Part) -> tuple[str, ...]:
    """Class codes that fit the victim's recorded age and sex, so that none is understated."""
    sex, born = victim.record.sex, victim.record.born
    if born is None:
        return ("22B",) if victim.record.age is None or victim.record.age[0] >= 13 else UNDER_13[sex]
    if birthday(born, 13) > case.offence_from:
        return UNDER_13[sex]
    return _TEENAGE[sex] if birthday(born, 16) > case.offence_from else _ADULT[sex]


def _flags(state: GeneratorState, case: Case) -> None:
    rng = state.rng
    if case.course == "minor":
        return
    if rng.random() < (_FLAGGED_SINCE if case.opened >= CSE_FLAG_FROM else _FLAGGED_BEFORE):
        case.flags.add("cse")
    chances = (("group", 0.25 if len(case.suspects) > 1 else 0), ("county_lines", 0.03), ("modern_slavery", 0.02))
    case.flags.update(flag for flag, chance in chances if rng.random() < chance)
    if case.setting == "online":
        case.flags.add("online")
