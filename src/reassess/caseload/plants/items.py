"""Plants about exhibits, tasks, places and intelligence (rules.md: missed lines, new lines)."""

from reassess.caseload.case import Case, Exhibit, Part
from reassess.caseload.days import AS_OF, DNA17_FROM
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.places import PREMISES
from reassess.caseload.plants.registry import nearly, plants, take


def _item(state: GeneratorState, case: Case, kind: str, words: str, seized: int | None = None) -> Exhibit:
    """A new exhibit, seized early in the case unless a day is given."""
    whose = state.rng.choice([part for part in case.parts if part.role in ("suspect", "victim")] or case.parts)
    day = seized if seized is not None else min(case.opened + state.rng.randrange(2, 25), case.end)
    exhibit = Exhibit(state.new_id("X"), kind, f"{words} of {whose.record.name or whose.label}", whose.person_id, day)
    case.exhibits.append(exhibit)
    return exhibit


def _device(state: GeneratorState, case: Case) -> Exhibit:
    kind = state.rng.choice(("phone", "phone", "computer"))
    return _item(state, case, kind, kind.capitalize())


@plants("device-not-examined", strong=True, weight=4)
def device_not_examined(state: GeneratorState, case: Case) -> bool:
    """A phone in the store that nobody read."""
    case.found("device-not-examined", _device(state, case).exhibit_id)
    return True


@nearly("device-not-examined")
def device_never_taken(state: GeneratorState, case: Case) -> bool:
    """A phone that was handed back at the door: described, never seized."""
    exhibit = _device(state, case)
    exhibit.seized = None
    case.near("device-not-examined", exhibit.exhibit_id, "not seized")
    return True


@plants("device-disposed-unexamined", strong=True, weight=2)
def device_given_back(state: GeneratorState, case: Case) -> bool:
    """A phone given back unread."""
    exhibit = _device(state, case)
    exhibit.disposed = case.end
    case.found("device-disposed-unexamined", exhibit.exhibit_id)
    return True


@plants("device-examined-late", weight=2)
def device_late(state: GeneratorState, case: Case) -> bool:
    """Read more than 180 days after seizure."""
    if case.end + 400 > AS_OF:
        return False
    exhibit = _device(state, case)
    exhibit.examined, exhibit.result = _after(exhibit, state.rng.randrange(181, 400)), "Read; summary in file"
    exhibit.submitted = _after(exhibit, 9)
    case.found("device-examined-late", exhibit.exhibit_id)
    return True


@nearly("device-examined-late")
def device_just_in_time(state: GeneratorState, case: Case) -> bool:
    """Read 180 days after seizure, the last day in time."""
    exhibit = _device(state, case)
    if case.end < _after(exhibit, 180):
        case.exhibits.remove(exhibit)
        return False
    exhibit.examined, exhibit.result, exhibit.submitted = (
        _after(exhibit, 180),
        "Read; summary in file",
        _after(exhibit, 30),
    )
    case.near("device-examined-late", exhibit.exhibit_id, "180 days exactly")
    return True


@plants("device-result-not-read", strong=True, weight=3)
def device_not_read(state: GeneratorState, case: Case) -> bool:
    """Downloaded, and not looked at."""
    exhibit = _device(state, case)
    exhibit.submitted = exhibit.examined = case.end if case.end - (exhibit.seized or 0) < 90 else _after(exhibit, 60)
    results = ("", "Download complete; content not reviewed", "Download complete, not reviewed")
    exhibit.result = state.rng.choice(results)
    case.found("device-result-not-read", exhibit.exhibit_id)
    return True


@nearly("device-result-not-read")
def device_read(state: GeneratorState, case: Case) -> bool:
    """Reviewed in full."""
    exhibit = _device(state, case)
    exhibit.submitted = exhibit.examined = min(case.end, _after(exhibit, 20))
    exhibit.result = "Download complete; content reviewed in full"
    case.near("device-result-not-read", exhibit.exhibit_id, "reviewed in full")
    return True


@plants("sample-not-submitted", strong=True, weight=3)
def sample_not_submitted(state: GeneratorState, case: Case) -> bool:
    """Samples that never went to the laboratory."""
    case.found("sample-not-submitted", _item(state, case, "forensic_sample", "Samples").exhibit_id)
    return True


@nearly("sample-not-submitted")
def sample_destroyed(state: GeneratorState, case: Case) -> bool:
    """Not sent, but destroyed since: nothing is left to send."""
    exhibit = _item(state, case, "forensic_sample", "Samples")
    exhibit.disposed = case.end
    case.near("sample-not-submitted", exhibit.exhibit_id, "disposed of")
    return True


@plants("sample-result-missing", strong=True, weight=2)
def sample_without_result(state: GeneratorState, case: Case) -> bool:
    """Sent, and no result on the record."""
    exhibit = _item(state, case, "forensic_sample", "Samples")
    exhibit.submitted = min(_after(exhibit, 5), case.end)
    case.found("sample-result-missing", exhibit.exhibit_id)
    return True


@plants("forensic-hit-not-actioned", strong=True, weight=4)
def hit_not_actioned(state: GeneratorState, case: Case) -> bool:
    """The laboratory named somebody, and nothing happened after it."""
    part, exhibit = _hit(state, case)
    if part is None or exhibit is None:
        return False
    case.found("forensic-hit-not-actioned", exhibit.exhibit_id)
    if not part.charged and len(part.record.person.records) == 1:
        case.found("hit-on-suspect-at-liberty", part.person_id)
    return True


@nearly("forensic-hit-not-actioned")
def hit_actioned(state: GeneratorState, case: Case) -> bool:
    """The same with a task about the exhibit on the next day."""
    part, exhibit = _hit(state, case)
    if part is None or exhibit is None or exhibit.examined is None:
        return False
    on = min(exhibit.examined + 10, case.end)
    state.task(case, exhibit.examined + 1, "forensic", "Put laboratory result in further interview",
    person=part.person_id,
              exhibit=exhibit.exhibit_id, on=on, result="Put; prepared statement handed in")  # fmt: skip
    case.near("forensic-hit-not-actioned", exhibit.exhibit_id, "a task about the exhibit was resulted after it")
    return True


def _hit(state: GeneratorState, case: Case) -> tuple[Part | None, Exhibit | None]:
    """A match to a known suspect whose last interview was before it."""
    ready = (part for part in case.known_suspects if (part.interviewed or case.opened) < case.end - 14 and not
    part.charged
             and part.record.full_name and not part.record.person.recurs)  # fmt: skip
    part = take(case, ready)
    if part is None:
        return None, None
    exhibit = _item(state, case, "forensic_sample", "Samples")
    exhibit.seized, exhibit.submitted = case.opened, case.opened + 1
    exhibit.examined = max((part.interviewed or case.opened) + 1, case.end - state.rng.randrange(3, 13))
    exhibit.result = f"Database hit to person {part.person_id} ({part.record.name})"
    return part, exhibit


@plants("cctv-not-viewed", strong=True, weight=2)
def cctv_not_viewed(state: GeneratorState, case: Case) -> bool:
    """A recording that nobody watched."""
    case.found("cctv-not-viewed", _item(state, case, "cctv", "Recording from the address").exhibit_id)
    return True


@plants("sample-retestable", strong=True, weight=3)
def retestable(state: GeneratorState, case: Case) -> bool:
    """Examined before DNA-17, without a profile, and still in the freezer."""
    return _old_sample(state, case, disposed=False)


@nearly("sample-retestable", weight=2)
def not_retestable(state: GeneratorState, case: Case) -> bool:
    """The same, destroyed since."""
    return _old_sample(state, case, disposed=True)


def _old_sample(state: GeneratorState, case: Case, *, disposed: bool) -> bool:
    if case.end >= DNA17_FROM or case.end < case.opened + 12:
        return False
    exhibit = _item(state, case, "forensic_sample", "Samples", case.opened)
    exhibit.submitted, exhibit.examined = case.opened + 3, case.opened + 10
    exhibit.result = state.rng.choice(("No profile obtained", "Insufficient DNA for a profile"))
    exhibit.disposed = case.end if disposed else None
    if disposed:
        case.near("sample-retestable", exhibit.exhibit_id, "disposed of")
    else:
        case.found("sample-retestable", exhibit.exhibit_id)
    return True


@plants("action-open-at-closure", weight=3)
def task_open(state: GeneratorState, case: Case) -> bool:
    """A task that nobody resulted."""
    status = state.rng.choice(("raised", "allocated"))
    task = state.task(case, case.opened + 5, "other", "Second visit to be arranged", status=status, result="")
    case.found("action-open-at-closure", task)
    return True


@nearly("action-open-at-closure")
def task_resulted_on_the_day(state: GeneratorState, case: Case) -> bool:
    """A task resulted on the closing day itself."""
    task = state.task(case, case.opened + 5, "other", "Update letter", on=case.closed, result="Delivered by hand")
    case.near("action-open-at-closure", task, "resulted on the closing day")
    return True


@plants("action-closed-without-result", weight=2)
def task_without_result(state: GeneratorState, case: Case) -> bool:
    """A task filed without a word."""
    status = state.rng.choice(("filed", "cancelled"))
    task = state.task(case, case.opened + 5, "house_to_house", "H2H second street", status=status, result="")
    case.found("action-closed-without-result", task)
    return True


@nearly("action-closed-without-result")
def task_cancelled_with_result(state: GeneratorState, case: Case) -> bool:
    """A task cancelled with the reason."""
    task = state.task(
        case, case.opened + 5, "financial", "Second account", status="cancelled", result="Account was closed in 2008"
    )
    case.near("action-closed-without-result", task, "the reason is its result")
    return True


@plants("premises-not-visited", strong=True, weight=3)
def premises_not_visited(state: GeneratorState, case: Case) -> bool:
    """Premises that figure in the case and in no task or entry."""
    place = state.place(state.rng.choice(PREMISES), case.area)
    case.add("presence", case.ref, place.location_id, "", case.offence_from, "named in first account")
    case.found("premises-not-visited", place.location_id)
    return True


@nearly("premises-not-visited")
def premises_by_postcode(state: GeneratorState, case: Case) -> bool:
    """Premises that an entry names by postcode alone."""
    place = state.place(state.rng.choice(PREMISES), case.area)
    case.add("presence", case.ref, place.location_id, "", case.offence_from, "")
    case.note(case.opened + 8, f"Attended premises at {place.postcode}. Staff seen, nothing further.")
    case.near("premises-not-visited", place.location_id, "named by postcode in an entry")
    return True


@plants("intelligence-not-attached", strong=True, weight=3)
def intelligence_not_attached(state: GeneratorState, case: Case) -> bool:
    """A report on a suspect, in hand before closing, that no case holds."""
    received = case.opened + state.rng.randrange(-200, max(1, case.end - case.opened))
    return _report(state, case, received, "intelligence-not-attached")


@plants("intelligence-since-closure", strong=True, weight=3)
def intelligence_since(state: GeneratorState, case: Case) -> bool:
    """A report on a suspect that came after closing."""
    return _report(state, case, min(case.end + state.rng.randrange(1, 900), AS_OF - 1), "intelligence-since-closure")


def _report(state: GeneratorState, case: Case, day: int, rule: str) -> bool:
    part = next(iter(case.known_suspects), None)
    if part is None or not part.record.full_name:
        return False
    news = state.rng.choice(("is seen near the school at closing time", "has a new address", "gives lifts"))
    text = f"{part.record.name} {news}."
    report = state.new_id("I")
    state.add("intelligence", report, "", day, "2C-C", part.person_id, text)
    case.found(rule, report)
    return True


@nearly("intelligence-not-attached")
def intelligence_on_the_day(state: GeneratorState, case: Case) -> bool:
    """A report received on the closing day: neither before nor after it."""
    part = next(iter(case.known_suspects), None)
    if part is None:
        return False
    report = state.new_id("I")
    state.add("intelligence", report, "", case.end, "2C-C", part.person_id, "Subject has changed employer.")
    case.near("intelligence-not-attached", report, "received on the closing day")
    case.near("intelligence-since-closure", report, "received on the closing day")
    return True


def _after(exhibit: Exhibit, days: int) -> int:
    assert exhibit.seized is not None
    return exhibit.seized + days
