"""How investigations ended, by the practice of their year: decisions on suspects, outcome codes and closing words.

No outcome code before April 2013 (domain.md 7.1 and 7.14): a closure was a line of text then.
Outcome 21 begins in 2016.
"""

from random import Random

from reassess.caseload.case import Case, Decision, Part
from reassess.caseload.days import OUTCOME_21_FROM, OUTCOME_CODES_FROM, year_of
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.wording import WORDS, compose

NFA_CODES = ("9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "20", "21")


def decide(state: GeneratorState, case: Case) -> None:
    """Write the decisions and the closing of a case; an open one has at most early advice."""
    if case.closed is None:
        if state.rng.random() < 0.2 and case.suspects:
            day = min(case.opened + 120, case.end)
            case.suspects[0].decisions.append(
                Decision("cps_advice", day, "CPS London", "evidential", "Early advice given.")
            )
        return
    for at, part in enumerate(case.suspects):
        _decide_suspect(state, case, part, at)
    case.outcome = _outcome(state.rng, case)
    case.reason = _reason(state.rng, case)


def _decide_suspect(state: GeneratorState, case: Case, part: Part, at: int) -> None:
    course = case.course
    if part.identified and (course in ("charged", "minor") or (course == "mixed" and at == 0)):
        _charge(state.rng, case, part)
    elif course in ("nfa", "mixed", "charged") and _decisions_recorded(state.rng, case):
        _drop(state.rng, case, part)


def _decisions_recorded(rng: Random, case: Case) -> bool:
    """Whether this case has decisions suspect by suspect: the later, the likelier; all or nothing."""
    if "decisions" not in case.claims and "no decisions" not in case.claims:
        chance = 0.45 + 0.035 * (year_of(case.end) - 2010)
        case.claims.add("decisions" if case.course in ("mixed", "charged") or rng.random() < chance else "no decisions")
    return "decisions" in case.claims


def _decision_day(rng: Random, case: Case) -> int:
    return max(case.opened, case.end - rng.randrange(0, 8))


def _charge(rng: Random, case: Case, part: Part) -> None:
    day = _decision_day(rng, case)
    kind = "caution" if case.course == "minor" else "charge"
    by = case.supervisor if kind == "caution" else "CPS London"
    part.decisions.append(
        Decision(kind, max(day - 30, part.interviewed or case.opened), by, "evidential", rng.choice(WORDS["charge"]))
    )
    if kind == "charge" and rng.random() < 0.7:
        end = rng.choice(("trial_convicted", "trial_convicted", "trial_acquitted"))
        part.decisions.append(Decision(end, day, "Crown Court", "", rng.choice(WORDS["court"])))


def _drop(rng: Random, case: Case, part: Part) -> None:
    if part.eliminated is not None and rng.random() < 0.2:
        return
    prosecutor = part.identified and rng.random() < 0.22
    ground = _ground(rng, case, part)
    by = "CPS London" if prosecutor else case.supervisor
    kind = "cps_nfa" if prosecutor else "police_nfa"
    part.decisions.append(Decision(kind, _decision_day(rng, case), by, ground, compose(rng, "rationale", case.label)))


def _ground(rng: Random, case: Case, part: Part) -> str:
    if not part.identified:
        return "suspect_not_identified"
    if any(victim.supports == "yes" for victim in case.victims):
        return "evidential" if rng.random() < 0.9 else "public_interest"
    return "victim_withdrew" if rng.random() < 0.7 else "evidential"


def _outcome(rng: Random, case: Case) -> str:
    """The Home Office outcome as published; empty before there were any."""
    assert case.closed is not None
    if case.closed < OUTCOME_CODES_FROM or case.course == "no_crime":
        return ""
    if case.course in ("charged", "mixed"):
        return "1"
    if case.course == "minor":
        return "3" if rng.random() < 0.4 else "2"
    if case.course == "transferred":
        return "20"
    return _nfa_outcome(rng, case)


def _nfa_outcome(rng: Random, case: Case) -> str:
    draw = rng.random()
    if draw < 0.03 and case.closed is not None and case.closed >= OUTCOME_21_FROM:
        return "21"
    if draw < 0.05:
        return rng.choice(("10", "12", "13", "17"))
    known = any(part.identified for part in case.suspects)
    supports = any(part.supports == "yes" for part in case.victims)
    if known:
        return "15" if supports else "16"
    return "18" if supports else "14"


def _reason(rng: Random, case: Case) -> str:
    assert case.closed is not None
    if case.course == "no_crime":
        return rng.choice(WORDS["no_crime"])
    if case.course in ("charged", "mixed", "minor"):
        return rng.choice(WORDS["at_court"])
    if case.course == "transferred":
        return "Transferred to the other force."
    if case.closed < OUTCOME_CODES_FROM and rng.random() < 0.55:
        return rng.choice(WORDS["legacy"])
    return compose(rng, "closing", case.label)
