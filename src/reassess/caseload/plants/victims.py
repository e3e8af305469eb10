"""Plants about victims, witnesses, partner agencies and missing episodes (rules.md: missed lines)."""

from reassess.caseload.case import Case, Part
from reassess.caseload.days import birthday
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.material import visited
from reassess.caseload.offences import UNDER_13
from reassess.caseload.people import born_for_age, join, newcomer
from reassess.caseload.places import PREMISES
from reassess.caseload.plants.registry import nearly, plants, take

_FOR_CHILDREN = ("mash", "social_care", "section_47")


@plants("victim-account-missing", strong=True, weight=2)
def no_account(state: GeneratorState, case: Case) -> bool:
    """A victim of whom no account was taken."""
    part = take(case, case.victims)
    if part is None:
        return False
    part.account, part.account_kind = (None, "") if state.rng.random() < 0.5 else (case.opened, "none")
    case.found("victim-account-missing", part.person_id)
    return True


@nearly("victim-account-missing")
def account_in_notes(state: GeneratorState, case: Case) -> bool:
    """An adult's account, taken in notes only."""
    part = take(case, [part for part in case.victims if part.child_at(case.opened) is False])
    if part is None or part.account is None:
        return False
    part.account_kind = "notes"
    case.near("victim-account-missing", part.person_id, "an account was taken in notes")
    return True


@plants("child-account-not-abe", weight=2)
def child_without_video(state: GeneratorState, case: Case) -> bool:
    """A child whose account was taken on paper."""
    part = take(
        case, [part for part in case.of_role("victim", "witness") if part.account and part.child_at(part.account)]
    )
    if part is None:
        return False
    part.account_kind = state.rng.choice(("statement", "notes"))
    case.found("child-account-not-abe", part.person_id)
    return True


@nearly("child-account-not-abe")
def eighteen_on_the_day(state: GeneratorState, case: Case) -> bool:
    """A witness who turned 18 on the day of the statement."""
    day = min(case.opened + 8, case.end)
    part = newcomer(state, case, "witness", born_for_age(day, 18), exact=True)
    part.account, part.account_kind = day, "statement"
    case.claims.add(part.person_id)
    if birthday(part.record.person.born, 18) == day:
        case.near("child-account-not-abe", part.person_id, "18 on the day of the account")
    return True


@plants("closed-soon-after-withdrawal", strong=True, weight=3)
def closed_after_withdrawal(state: GeneratorState, case: Case) -> bool:
    """Closed within 28 days of the withdrawal, and nobody offered support."""
    return _withdraws(state, case, state.rng.choice((28, 28, *range(28))), found=True)


@nearly("closed-soon-after-withdrawal")
def closed_later(state: GeneratorState, case: Case) -> bool:
    """The same, 29 days after."""
    return _withdraws(state, case, 29, found=False)


def _withdraws(state: GeneratorState, case: Case, days: int, *, found: bool) -> bool:
    alone = len(case.victims) == 1
    part = take(case, case.victims) if alone and case.course == "nfa" and case.end - days > case.opened else None
    if part is None or not case.claim("support"):
        return False
    part.supports, part.withdrawn = "withdrawn", case.end - days
    case.outcome = {"15": "16", "18": "14"}.get(case.outcome, case.outcome)
    drop_referrals(case, part, "isva", "sarc", "health")
    if found:
        case.found("closed-soon-after-withdrawal", part.person_id, "28 days exactly" if days == 28 else "")
    else:
        case.near("closed-soon-after-withdrawal", part.person_id, "29 days before closing")
    return True


@plants("witness-not-contacted", strong=True, weight=2)
def witness_not_contacted(state: GeneratorState, case: Case) -> bool:
    """A named witness from whom nobody took an account."""
    part = take(case, case.of_role("witness"))
    if part is None:
        return False
    part.account, part.account_kind = None, ""
    case.found("witness-not-contacted", part.person_id)
    return True


@nearly("witness-not-contacted")
def witness_in_notes(state: GeneratorState, case: Case) -> bool:
    """A witness, of age, whose account is in a notebook."""
    part = take(
        case, [part for part in case.of_role("witness") if part.account and part.child_at(part.account) is False]
    )
    if part is None:
        return False
    part.account_kind = "notes"
    case.near("witness-not-contacted", part.person_id, "account in notes")
    return True


@plants("strategy-discussion-missing", weight=2)
def no_strategy_discussion(state: GeneratorState, case: Case) -> bool:
    """A child for whom no strategy discussion is recorded."""
    part = take(case, _children(case))
    if part is None:
        return False
    drop_referrals(case, part, "strategy_discussion", "section_47")
    case.found("strategy-discussion-missing", part.person_id)
    return True


@plants("social-care-referral-missing", strong=True, weight=2)
def no_social_care(state: GeneratorState, case: Case) -> bool:
    """A child of whom social care was not told."""
    part = take(case, _children(case))
    if part is None:
        return False
    drop_referrals(case, part, *_FOR_CHILDREN)
    case.found("social-care-referral-missing", part.person_id)
    return True


@nearly("social-care-referral-missing")
def section_47_instead(state: GeneratorState, case: Case) -> bool:
    """A child for whom only a section 47 enquiry is recorded, which is both."""
    part = take(case, _children(case))
    if part is None:
        return False
    drop_referrals(case, part, "strategy_discussion", "mash", "social_care")
    case.referrals.append((part.person_id, "section_47", case.opened, case.opened + 2, "Enquiry opened"))
    case.near("social-care-referral-missing", part.person_id, "section 47 referral")
    case.near("strategy-discussion-missing", part.person_id, "section 47 referral")
    return True


@plants("trafficking-referral-missing", strong=True, weight=2)
def moved_between_premises(state: GeneratorState, case: Case) -> bool:
    """A child seen at two premises, and no referral to the national mechanism."""
    part = _moved(state, case)
    if part is None:
        return False
    case.found("trafficking-referral-missing", part.person_id)
    return True


@nearly("trafficking-referral-missing")
def moved_and_referred(state: GeneratorState, case: Case) -> bool:
    """The same with the referral."""
    part = _moved(state, case)
    if part is None:
        return False
    case.referrals.append((part.person_id, "nrm", case.opened + 6, case.opened + 14, "Reasonable grounds"))
    case.near("trafficking-referral-missing", part.person_id, "referral made")
    return True


def _moved(state: GeneratorState, case: Case) -> Part | None:
    part = take(case, _children(case))
    if part is None:
        return None
    drop_referrals(case, part, "nrm")
    for kind in state.rng.sample(PREMISES, 2):
        case.add("presence", case.ref, visited(state, case, kind).location_id, part.person_id, case.offence_from, "")
    return part


@plants("missing-not-debriefed", weight=2)
def not_debriefed(state: GeneratorState, case: Case) -> bool:
    """A child who came back, and was not asked."""
    part = take(case, case.victims)
    if part is None or not case.claim("missing"):
        return False
    gone = case.opened - state.rng.randrange(5, 300)
    state.add("missing_episode", part.person_id, gone, gone + 2, "", "", None)
    case.flags.add("missing")
    case.found("missing-not-debriefed", part.person_id)
    return True


@nearly("missing-not-debriefed")
def long_before(state: GeneratorState, case: Case) -> bool:
    """An episode without debrief that had ended more than a year before the report."""
    part = take(case, _debriefed(state, case))
    if part is None:
        return False
    state.add("missing_episode", part.person_id, case.opened - 420, case.opened - 418, "", "", None)
    case.near("missing-not-debriefed", part.person_id, "ended 418 days before the report")
    return True


def _debriefed(state: GeneratorState, case: Case) -> list[Part]:
    """Victims met in this case alone, so that no other case's episode changes the answer."""
    return [part for part in case.victims if not part.record.person.recurs]


@plants("missing-not-considered", strong=True, weight=2)
def missing_not_considered(state: GeneratorState, case: Case) -> bool:
    """A child who was missing near the offence, of which the case does not speak."""
    part = take(case, case.victims) if "missing" not in case.flags else None
    if part is None or not case.claim("missing"):
        return False
    gone = case.offence_from - state.rng.randrange(3, 80)
    state.add("missing_episode", part.person_id, gone, gone + 1, "", "", gone + 2)
    case.found("missing-not-considered", part.person_id)
    return True


@plants("offence-understated", strong=True, weight=8)
def understated(state: GeneratorState, case: Case) -> bool:
    """A child under 13, and an offence of the older group alone."""
    if not case.codes or not all(code in UNDER_13["f"] + UNDER_13["m"] for code in case.codes):
        return False
    part = take(
        case, [part for part in case.victims if part.record.born and birthday(part.record.born, 13) > case.offence_from]
    )
    if part is None:
        return False
    code = "22B"
    case.codes = [code] * len(case.codes)
    case.rows["offence"] = [
        (*row[:2], code, "Sexual activity involving a child under 16", *row[4:]) for row in case.rows["offence"]
    ]
    case.found("offence-understated", part.person_id)
    return True


@plants("review-right-not-offered", weight=2)
def right_not_offered(state: GeneratorState, case: Case) -> bool:
    """A willing victim who was not told of the right to review."""
    willing = [part for part in case.victims if part.supports == "yes"]
    if not any(part.nfa for part in case.suspects) or not willing or not case.claim("no review right"):
        return False
    for part in willing:
        case.claims.add(part.person_id)
        case.found("review-right-not-offered", part.person_id)
    return True


def drop_referrals(case: Case, part: Part, *kinds: str) -> None:
    """Take a person's referrals of these kinds out of the record."""
    case.referrals = [row for row in case.referrals if not (row[0] == part.person_id and row[1] in kinds)]


def _children(case: Case) -> list[Part]:
    return [part for part in case.victims if part.child_at(case.opened)]


def bystander(state: GeneratorState, case: Case, born: int) -> Part:
    """Somebody else in the life of the case, with an exact record."""
    return join(state, case, state.record(state.person(born), exact=True), "other")
