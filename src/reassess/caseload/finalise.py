"""The last ordinary steps, after the plants: what the case still calls for, and what follows from it.

A rule like victim-still-child or suspect-named-victim-supports needs no plant, it follows from what the case is;
`follow` states those as planted truth wherever the record leaves no doubt.
"""

from reassess.caseload.case import Case, Part
from reassess.caseload.closing import NFA_CODES
from reassess.caseload.days import AS_OF, birthday
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.wording import WORDS

RISK_BANDS = {
    "victim-missing-now": "immediate", "threat-to-life-recorded": "immediate", "self-harm-recorded": "immediate",
    "victim-lives-with-suspect": "same_day", "victim-still-child": "same_day", "suspect-lives-with-child": "same_day",
    "suspect-works-with-children": "same_day", "suspect-licensed-driver": "same_day", "suspect-police": "same_day",
    "hit-on-suspect-at-liberty": "same_day", "suspect-active": "same_day",
    "trafficking-referral-missing-child": "same_day",
    "suspect-may-leave": "next_working_day",
}  # fmt: skip


def settle(state: GeneratorState, case: Case) -> None:
    """Seek advice, offer the right to review, and speak of missing episodes, unless a plant took that away."""
    if case.closed is not None and "no advice" not in case.claims and any(part.interviewed for part in case.suspects):
        made = max(case.opened, case.end - 40)
        case.referrals.append(("", "cps", made, min(made + 30, case.end), "Advice received"))
    if case.closed is not None and "no review right" not in case.claims and case.victims:
        text = state.rng.choice(WORDS["right_to_review"]).format(v=" and ".join(part.label for part in case.victims))
        case.note(case.end, text)
    if "missing" in case.flags:
        case.note(case.opened + 9, state.rng.choice(WORDS["missing_words"]).format(v=case.victims[0].label))


def follow(case: Case) -> None:
    """State the findings that follow from what the case is."""
    stated = {(rule, subject) for rule, subject, _ in case.findings}
    for rule, part in (*_of_victims(case), *_of_suspects(case)):
        if (rule, part.person_id) not in stated and "near:" + part.person_id not in case.claims:
            case.found(rule, part.person_id, "follows from the record")


def _of_victims(case: Case) -> list[tuple[str, Part]]:
    rows = []
    for part in case.victims:
        if part.record.born is None or part.record.born != part.record.person.born or part.record.died:
            continue
        adult_from = birthday(part.record.born, 18)
        if adult_from > AS_OF:
            rows.append(("victim-still-child", part))
        elif adult_from > case.offence_from and part.supports in ("no", "withdrawn") and case.closed is not None:
            rows.append(("victim-now-adult", part))
    return rows


def _of_suspects(case: Case) -> list[tuple[str, Part]]:
    if case.closed is None or not any(part.supports == "yes" for part in case.victims):
        return []
    return [("suspect-named-victim-supports", part) for part in case.known_suspects if suspect_nfa(case, part)]


def suspect_nfa(case: Case, part: Part) -> bool:
    """NFA for certain: by a decision of their own or, where no suspect has one, by the outcome code."""
    if any(other.decisions for other in case.suspects):
        return part.nfa
    return case.outcome in NFA_CODES
