"""Plants about suspects and their decisions (rules.md: missed lines, justice)."""

from reassess.caseload.case import Case, Decision, Part
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.people import unidentified
from reassess.caseload.plants.registry import nearly, plants, take


@plants("suspect-not-interviewed", strong=True, weight=3)
def not_interviewed(state: GeneratorState, case: Case) -> bool:
    """A known suspect whom nobody interviewed and nobody charged."""
    part = take(case, _uncharged(case))
    if part is None:
        return False
    part.interviewed = part.arrested = None
    case.found("suspect-not-interviewed", part.person_id)
    return True


@nearly("suspect-not-interviewed")
def eliminated_instead(state: GeneratorState, case: Case) -> bool:
    """Not interviewed, because eliminated with a reason."""
    part = take(case, _uncharged(case)) if len(case.known_suspects) > 2 else None
    if part is None:
        return False
    part.interviewed = part.arrested = None
    part.eliminated = min(case.opened + state.rng.randrange(3, 40), case.end)
    part.elimination_reason = "In custody elsewhere on all of the dates"
    case.near("suspect-not-interviewed", part.person_id, "eliminated with a reason")
    return True


@nearly("suspect-not-interviewed")
def died_before_closing(state: GeneratorState, case: Case) -> bool:
    """Not interviewed, because dead before the case was closed."""
    part = take(case, _uncharged(case)) if len(case.known_suspects) > 2 else None
    if part is None or case.closed is None or case.closed < case.opened + 15 or part.record.person.recurs:
        return False
    part.interviewed = part.arrested = None
    part.record.died = part.record.person.died = case.closed - 5
    case.near("suspect-not-interviewed", part.person_id, "died before closing")
    return True


@plants("suspect-not-identified", strong=True, weight=3)
def not_identified(state: GeneratorState, case: Case) -> bool:
    """Somebody with a nickname and a description whom no task set out to identify, or whose task was filed."""
    if case.course not in ("nfa", "mixed") or _single(case):
        return False
    part = unidentified(state, case)
    part.decisions += _decision_like_others(case, part)
    case.claims.add(part.person_id)
    if state.rng.random() < 0.4:
        state.task(case, part.named, "identification", f"Identify {part.record.name}", person=part.person_id,
        status="filed",
                  result="Not pursued")  # fmt: skip
    case.found("suspect-not-identified", part.person_id)
    return True


@nearly("suspect-not-identified")
def nothing_to_go_on(state: GeneratorState, case: Case) -> bool:
    """Somebody unidentified of whom nothing usable is recorded."""
    if case.course != "nfa" or _single(case):
        return False
    part = unidentified(state, case, nickname=False, described=False)
    part.decisions += _decision_like_others(case, part)
    part.record.description = "Unknown male" if part.record.sex == "m" else "Unknown female"
    case.claims.add(part.person_id)
    case.near("suspect-not-identified", part.person_id, "no descriptor of 20 characters, no nickname, no identifier")
    return True


@plants("co-suspect-dropped", strong=True, weight=8)
def co_suspect_dropped(state: GeneratorState, case: Case) -> bool:
    """One charged, another known one without any decision."""
    if case.course not in ("mixed", "charged"):
        return False
    charged = [part for part in case.known_suspects if part.charged]
    part = take(case, [part for part in case.known_suspects if part is not charged[0]]) if charged else None
    if part is None:
        return False
    part.decisions = []
    case.found("co-suspect-dropped", part.person_id)
    return True


@nearly("co-suspect-dropped", weight=6)
def co_suspect_decided(state: GeneratorState, case: Case) -> bool:
    """One charged, the other has a decision of their own."""
    part = take(case, [part for part in case.known_suspects if part.nfa]) if case.course == "mixed" else None
    if part is None or not any(other.charged for other in case.suspects):
        return False
    case.near("co-suspect-dropped", part.person_id, "has a decision of their own")
    return True


@plants("elimination-unreasoned")
def elimination_unreasoned(state: GeneratorState, case: Case) -> bool:
    """Eliminated, no reason written."""
    part = take(case, _uncharged(case)) if len(case.known_suspects) > 2 else None
    if part is None or part.interviewed is None:
        return False
    part.eliminated, part.elimination_reason = min(part.interviewed + 10, case.end), ""
    case.found("elimination-unreasoned", part.person_id)
    return True


@nearly("elimination-unreasoned")
def elimination_reasoned(state: GeneratorState, case: Case) -> bool:
    """Eliminated with the reason in three words."""
    part = take(case, _uncharged(case)) if len(case.known_suspects) > 2 else None
    if part is None or part.interviewed is None:
        return False
    part.eliminated, part.elimination_reason = min(part.interviewed + 10, case.end), "Alibi from employer"
    case.near("elimination-unreasoned", part.person_id, "a reason is recorded")
    return True


@plants("charging-advice-not-sought", strong=True, weight=6)
def no_charging_advice(state: GeneratorState, case: Case) -> bool:
    """A police decision on the evidence, the victim willing, the prosecutor never asked."""
    part = _evidential(case)
    if part is None or not case.claim("no advice"):
        return False
    case.found("charging-advice-not-sought", part.person_id)
    return True


@nearly("charging-advice-not-sought")
def charging_advice_sought(state: GeneratorState, case: Case) -> bool:
    """The same with a file sent to the prosecutor about this suspect alone."""
    part = _evidential(case)
    if part is None or not case.claim("no advice"):
        return False
    for other in case.known_suspects:
        case.referrals.append((other.person_id, "cps", max(case.opened, case.end - 50), case.end, "Decision received"))
    case.near("charging-advice-not-sought", part.person_id, "a referral to the prosecutor names the suspect")
    return True


@plants("cps-decision-on-myths", strong=True, weight=5)
def decided_on_myths(state: GeneratorState, case: Case) -> bool:
    """A prosecutor's decision that rests on the victim's credibility or consent."""
    part = take(case, _prosecutor_dropped(case))
    if part is None:
        return False
    words = state.rng.choice(
        ("Victim is not credible.", "Inconsistent account.", "A lifestyle choice.", "Victim consented.")
    )
    part.decisions[-1].rationale = f"Test not met. {words}"
    case.found("cps-decision-on-myths", part.person_id)
    case.found("language-in-decision")
    return True


@nearly("cps-decision-on-myths", weight=3)
def decided_on_records(state: GeneratorState, case: Case) -> bool:
    """A prosecutor's decision that rests on records."""
    part = take(case, _prosecutor_dropped(case))
    if part is None:
        return False
    part.decisions[-1].rationale = "Not proved; building records no longer exist."
    case.near("cps-decision-on-myths", part.person_id, "rests on records")
    return True


@plants("case-collapsed", strong=True, weight=8)
def collapsed(state: GeneratorState, case: Case) -> bool:
    """A trial that ended without a verdict, and nothing after it."""
    part = (
        take(case, [part for part in case.known_suspects if part.charged])
        if case.course in ("charged", "mixed")
        else None
    )
    if part is None:
        return False
    ended = _at_court(case, "trial_collapsed", "Disclosure not complete; jury discharged.")
    part.decisions = [part.decisions[0], ended]
    case.found("case-collapsed", part.person_id)
    return True


@nearly("case-collapsed", weight=4)
def collapsed_and_tried_again(state: GeneratorState, case: Case) -> bool:
    """A trial that collapsed and was held again."""
    part = (
        take(case, [part for part in case.known_suspects if part.charged])
        if case.course in ("charged", "mixed")
        else None
    )
    if part is None or part.decisions[0].day > case.end - 12:
        return False
    first = Decision("trial_collapsed", part.decisions[0].day + 5, "Crown Court", "", "Juror ill; new trial listed.")
    part.decisions = [part.decisions[0], first, _at_court(case, "trial_acquitted", "Verdict recorded at court.")]
    case.near("case-collapsed", part.person_id, "tried again")
    return True


def _at_court(case: Case, kind: str, words: str) -> Decision:
    return Decision(kind, case.end, "Crown Court", "", words)


def _uncharged(case: Case) -> list[Part]:
    if case.course not in ("nfa", "mixed"):
        return []
    return [part for part in case.known_suspects if not part.charged]


def _single(case: Case) -> bool:
    """A case of one suspect keeps its count, so that its scope stays what it is."""
    return len(case.suspects) < 2


def _decision_like_others(case: Case, part: Part) -> list[Decision]:
    """The decision that everybody in the case got, if they got one, so that the case stays of one kind."""
    if "decisions" not in case.claims:
        return []
    return [Decision("police_nfa", case.end, case.closed_by, "suspect_not_identified", "Not identified.")]


def _evidential(case: Case) -> Part | None:
    """A suspect to whom charging-advice-not-sought applies but for the missing advice."""
    supports = any(part.supports == "yes" and case.claim(part.person_id) for part in case.victims)
    dropped = (part for part in _uncharged(case) if part.interviewed and part.nfa and part.decisions[0].kind ==
    "police_nfa"
               and part.decisions[0].test == "evidential" and len(part.decisions) == 1)  # fmt: skip
    return take(case, dropped) if supports else None


def _prosecutor_dropped(case: Case) -> list[Part]:
    return [part for part in case.known_suspects if part.nfa and part.decisions[-1].kind == "cps_nfa"]
