"""Plants about the log, the reasoning and the upkeep of the record (rules.md: record and reasoning)."""

from reassess.caseload.case import Case
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.names import draw_name
from reassess.caseload.places import premises_name
from reassess.caseload.plants.registry import nearly, plants, take
from reassess.caseload.wording import WORDS


@plants("log-gap", weight=4)
def log_gap(state: GeneratorState, case: Case) -> bool:
    """Nothing written for more than 90 days."""
    return _gap(state, case, state.rng.randrange(95, 200), found=True)


@nearly("log-gap")
def log_gap_of_90(state: GeneratorState, case: Case) -> bool:
    """Nothing written for 90 days, which is not more than 90."""
    return _gap(state, case, 90, found=False)


def _gap(state: GeneratorState, case: Case, days: int, *, found: bool) -> bool:
    room = case.end - case.opened - days
    if room < 4 or not case.claim("log"):
        return False
    start = case.opened + state.rng.randrange(2, room)
    case.gap = (start, start + days)
    if found:
        case.found("log-gap", "", f"{days} days")
    else:
        case.near("log-gap", "", "90 days exactly")
    return True


@plants("supervision-missing", weight=4)
def no_supervision(state: GeneratorState, case: Case) -> bool:
    """A case of four weeks or more in which the supervisor wrote nothing."""
    if case.end - case.opened < 29 or not case.claim("no supervision"):
        return False
    case.found("supervision-missing")
    return True


@nearly("supervision-missing", weight=20)
def short_case(state: GeneratorState, case: Case) -> bool:
    """A case of less than four weeks may have no review."""
    if case.end - case.opened > 27 or not case.claim("no supervision"):
        return False
    case.near("supervision-missing", "", "open for less than 28 days")
    return True


@plants("group-not-recorded", strong=True, weight=8)
def group_in_text(state: GeneratorState, case: Case) -> bool:
    """One suspect on the record, two in the account."""
    if len(case.suspects) != 1 or not case.victims or not case.claim("group"):
        return False
    said = state.rng.choice(
        ("two males collected V1 by car", "two males were at the flat", "both men use the same phone")
    )
    case.note(case.opened + 2, f"Account of V1 noted: {said}. Only S1 named.")
    case.found("group-not-recorded")
    return True


@nearly("group-not-recorded", weight=2)
def officers_in_text(state: GeneratorState, case: Case) -> bool:
    """One suspect on the record, and two officers in the log."""
    if len(case.suspects) != 1 or not case.claim("group"):
        return False
    case.note(case.opened + 2, "Two male officers attended with OIC. No other suspects are mentioned in the account.")
    case.near("group-not-recorded", "", "the two are officers, and others are denied")
    return True


@plants("named-in-text-not-recorded", strong=True, weight=4)
def named_in_text(state: GeneratorState, case: Case) -> bool:
    """A friend by full name in an entry, and in no table."""
    name = _stranger(state)
    text = state.rng.choice(_MET)
    case.note(case.opened + state.rng.randrange(1, 30), text.format(name))
    case.found("named-in-text-not-recorded", name)
    return True


@nearly("named-in-text-not-recorded", weight=2)
def colleague_in_text(state: GeneratorState, case: Case) -> bool:
    """An officer or a social worker by name."""
    name = _stranger(state)
    title = state.rng.choice(("DC", "PS", "DS", "Social worker", "PC"))
    case.note(case.opened + state.rng.randrange(1, 30), f"{title} {name} attended the meeting.")
    case.near("named-in-text-not-recorded", name, "a member of staff of the police or of a partner")
    return True


@plants("identifier-in-text-not-recorded", strong=True, weight=4)
def identifier_in_text(state: GeneratorState, case: Case) -> bool:
    """A number, mark or address in an entry, and in no row."""
    mark = _unrecorded(state, case)
    case.note(case.opened + state.rng.randrange(1, 30), state.rng.choice(_SEEN).format(_shown(state, *mark)))
    case.found("identifier-in-text-not-recorded", mark[1])
    return True


@nearly("identifier-in-text-not-recorded", weight=2)
def identifier_in_other_form(state: GeneratorState, case: Case) -> bool:
    """A number in an entry in one form and in its row in another."""
    kind, value = _unrecorded(state, case)
    case.identifiers.append((kind, value, "", case.opened, "noted by OIC"))
    case.note(case.opened + state.rng.randrange(1, 30), state.rng.choice(_SEEN).format(_shown(state, kind, value)))
    case.near("identifier-in-text-not-recorded", value, "a row holds it in another form")
    return True


_MET = (
    "V1 says that {} was there and has the messages.",
    "V1 was with a friend, {}, on both days.",
    "Witness {} named in account, not yet contacted.",
)
_SEEN = ("V1 gives {} for S1.", "{} noted on paper in V1 room by carer.", "Call from carer: {} again at the address.")


def _unrecorded(state: GeneratorState, case: Case) -> tuple[str, str]:
    """An identifier that nothing else uses; a phone where the case has one left."""
    phone = next(case.phones, None)
    if phone and state.rng.random() < 0.7:
        return "phone", phone
    return state.spare_mark()


def _shown(state: GeneratorState, kind: str, value: str) -> str:
    if kind == "phone":
        return f"{value[:5]} {value[5:]}" if state.rng.random() < 0.6 else f"+44 {value[1:5]} {value[5:]}"
    if kind == "vehicle":
        return f"{value[:4]} {value[4:]}"
    return f"@{value}" if kind == "handle" else value


def _stranger(state: GeneratorState) -> str:
    forename, _, surname = draw_name(state.rng, state.rng.choice("fm"))
    return f"{forename} {surname}"


@plants("decision-without-rationale", strong=True, weight=2)
def no_rationale(state: GeneratorState, case: Case) -> bool:
    """An NFA decision without a reason, in a case closed without one."""
    part = take(case, [part for part in case.suspects if part.nfa]) if case.course == "nfa" else None
    if part is None or not case.claim("closing"):
        return False
    case.reason = ""
    for decision in part.decisions:
        decision.rationale = ""
    case.found("decision-without-rationale", part.person_id)
    return True


@nearly("decision-without-rationale")
def reason_of_the_case(state: GeneratorState, case: Case) -> bool:
    """No rationale on the decision, and a reason on the case."""
    part = take(case, [part for part in case.suspects if part.nfa])
    if part is None or not case.reason or not case.claim("closing"):
        return False
    for decision in part.decisions:
        decision.rationale = ""
    case.near("decision-without-rationale", part.person_id, "the case has a closure reason")
    return True


@plants("decision-maker-unknown", strong=True, weight=2)
def nobody_decided(state: GeneratorState, case: Case) -> bool:
    """Closed by nobody."""
    nfa = case.outcome in ("14", "15", "16", "18") or any(part.nfa for part in case.suspects)
    if case.course != "nfa" or not nfa or not case.claim("decided by"):
        return False
    case.closed_by = ""
    for part in case.suspects:
        for decision in part.decisions:
            decision.by = ""
    case.found("decision-maker-unknown")
    return True


@plants("closed-by-direction", strong=True, weight=4)
def directed(state: GeneratorState, case: Case) -> bool:
    """Closed for lack of resources, or because somebody said so."""
    if case.course != "nfa" or not case.claim("closing"):
        return False
    decided = [part for part in case.suspects if part.nfa]
    if decided and state.rng.random() < 0.4:
        decided[0].decisions[-1].test = "directed"
    else:
        case.reason = f"{state.rng.choice(WORDS['directed'])} NFA."
    case.found("closed-by-direction")
    return True


@nearly("closed-by-direction")
def workload_elsewhere(state: GeneratorState, case: Case) -> bool:
    """Workload in the diary of the officer, and not as a ground."""
    if case.course != "nfa" or not case.reason or not case.claim("closing"):
        return False
    case.note(case.opened + 20, "OIC workload checked at monthly meeting. No change.")
    case.near("closed-by-direction", "", "said in an entry, not as a ground to close")
    return True


@plants("language-in-decision", strong=True, weight=4)
def blame_in_decision(state: GeneratorState, case: Case) -> bool:
    """A term that blames, in the closing or in a supervisor's entry."""
    if not case.victims or not case.claim("closing", "blame"):
        return False
    words = state.rng.choice(WORDS["blame"])
    if case.course == "nfa" and state.rng.random() < 0.6:
        case.reason = f"{words} {case.reason}".strip()
    elif case.claim("no supervision"):
        case.note(case.opened + 25, f"Supervisor review. {words}", case.supervisor)
    else:
        return False
    case.found("language-in-decision")
    return True


@plants("language-in-record", weight=4)
def blame_in_record(state: GeneratorState, case: Case) -> bool:
    """A term that blames, in an ordinary entry."""
    if not case.victims or not case.claim("blame"):
        return False
    who = state.rng.choice(("S/W update: V1 is", "Placement update: V1 is", "Neighbourhood officer: V1 is"))
    case.note(case.opened + 12, f"{who} {state.rng.choice(WORDS['blame_record'])}.")
    case.found("language-in-record")
    return True


@nearly("language-in-record", weight=2)
def quoted_suspect(state: GeneratorState, case: Case) -> bool:
    """The same term in the quoted speech of a suspect."""
    if not case.victims or not case.claim("blame"):
        return False
    case.note(case.opened + 12, 'S1 said in interview: "She knows her own mind." Put to S1, no reply.')
    case.near("language-in-record", "", "quoted speech of a suspect")
    return True


@plants("demographics-missing", weight=5)
def no_ethnicity(state: GeneratorState, case: Case) -> bool:
    """Neither ethnicity field filled in."""
    part = take(case, [part for part in [*case.victims, *case.suspects] if len(part.record.person.records) == 1])
    if part is None:
        return False
    part.record.ethnicity_self = part.record.ethnicity_observed = ""
    case.found("demographics-missing", part.person_id)
    return True


@plants("document-missing", weight=2)
def no_file(state: GeneratorState, case: Case) -> bool:
    """A document on the list, and no file."""
    document = state.new_id("D")
    path = f"{case.ref.replace('/', '-')}/{document}.pdf"
    case.add("document", document, case.ref, path, "officer_report", "Officer report", case.opened + 3)
    case.found("document-missing", document)
    return True


@nearly("premises-not-visited")
def premises_of_nobody(state: GeneratorState, case: Case) -> bool:
    """A home address, which is no premises."""
    home = state.place("home", case.area)
    case.add(
        "presence",
        case.ref,
        home.location_id,
        "",
        case.offence_from,
        f"near {premises_name('shop', state.rng.randrange(400))}",
    )
    case.near("premises-not-visited", home.location_id, "a home is no premises")
    return True
