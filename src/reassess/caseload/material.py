"""What an investigation gathers: places, exhibits, identifiers, tasks, ties and intelligence."""

from reassess.caseload import marks
from reassess.caseload.case import Case, Exhibit, Part
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.places import PREMISES, Place

_TIES = ("friend", "associate", "sibling", "relative", "other", "friend")


def gather(state: GeneratorState, case: Case) -> None:
    """Add the material of a case whose people have taken their steps."""
    _premises(state, case)
    _exhibits(state, case)
    _identifiers(state, case)
    _tasks(state, case)
    _ties(state, case)
    _intelligence(state, case)


def _premises(state: GeneratorState, case: Case) -> None:
    """Places that people enter, each of them visited: one a victim, more for suspects."""
    rng = state.rng
    for part in case.parts:
        if part.role in ("victim", "suspect", "witness") and rng.random() < 0.28:
            place = rng.choice(case.premises) if case.premises and part.role != "suspect" else None
            place = place or visited(state, case, rng.choice(PREMISES))
            for _ in range(rng.randrange(1, 4)):
                case.add(
                    "presence", case.ref, place.location_id, part.person_id, case.offence_from + rng.randrange(0, 5), ""
                )
    for kind in rng.sample(("school", "police", "hospital"), rng.randrange(0, 3)):
        place = rng.choice([place for place in state.public(case.area) if place.kind == kind])
        for part in case.parts[: rng.randrange(1, 5)]:
            if part.identified is not False:
                case.add("presence", case.ref, place.location_id, part.person_id, part.named, "")


def visited(state: GeneratorState, case: Case, kind: str) -> Place:
    """New premises of a case, with the task that visited them."""
    place = state.place(kind, case.area)
    case.premises.append(place)
    day = case.within(state.rng, case.opened, 1, 30)
    state.task(
        case,
        day,
        "house_to_house",
        f"Enquiries at {place.name}",
        on=case.within(state.rng, day, 0, 20),
        result="Visited, staff seen",
    )
    return place


def _exhibits(state: GeneratorState, case: Case) -> None:
    rng = state.rng
    for part in case.parts:
        chance = {"suspect": 0.75, "victim": 0.7, "witness": 0.15}.get(part.role, 0)
        if part.identified is not False and rng.random() < chance:
            _device(state, case, part)
    for _ in range(rng.randrange(0, 4)):
        _other_exhibit(state, case)


def _device(state: GeneratorState, case: Case, part: Part) -> None:
    """A phone or computer, examined in good time and read, with the contacts that it held."""
    rng = state.rng
    seized = part.interviewed or part.account or case.opened
    examined = min(seized + rng.randrange(10, 150), case.end)
    kind = "phone" if rng.random() < 0.75 else "computer"
    result = rng.choice(
        ("Read; summary in file", "Read; nothing of note", "Download read in full", "Messages read; schedule prepared")
    )
    exhibit_id = state.new_id("X")
    name = part.record.name or part.label
    case.exhibits.append(
        Exhibit(
            exhibit_id,
            kind,
            f"{kind.capitalize()} of {name}",
            part.person_id,
            seized,
            min(seized + 5, examined),
            examined,
            result,
        )
    )
    for _ in range(rng.randrange(0, 26)):
        number = state.number()
        mark = (
            ("handle", marks.handle(number)) if rng.random() < 0.7 else ("email", f"{marks.handle(number)}@example.org")
        )
        case.identifiers.append((*mark, "", examined, f"contact on {exhibit_id}"))


def _other_exhibit(state: GeneratorState, case: Case) -> None:
    rng, day = state.rng, case.within(state.rng, case.opened, 0, 30)
    later = min(day + rng.randrange(3, 60), case.end)
    kind = rng.choice(("forensic_sample", "clothing", "cctv", "document", "financial_record"))
    victim = case.victims[0].person_id if case.victims else ""
    new = Exhibit(
        state.new_id("X"), kind, f"{kind.replace('_', ' ').capitalize()}, item {rng.randrange(1, 40)}", "", day
    )
    if kind == "forensic_sample":
        new.person_id, new.submitted, new.examined = victim, min(day + 4, later), later
        new.result = "Profile obtained; no match held"
    elif kind == "cctv":
        new.examined, new.result = later, "Viewed, nothing of note"
    case.exhibits.append(new)


def _identifiers(state: GeneratorState, case: Case) -> None:
    """Each person's own numbers and accounts, as far as the case noted them; a few hubs beside them."""
    rng = state.rng
    for part in case.parts:
        if part.identified is False or rng.random() < 0.35:
            continue
        person = part.record.person
        if part.role in ("suspect", "victim") and not any(kind == "phone" for kind, _ in person.contacts):
            person.contacts.extend(("phone", phone) for phone in [next(case.phones, "")] if phone)
        for kind, value in person.contacts:
            if rng.random() < 0.8:
                case.identifiers.append((kind, value, part.person_id, part.named, ""))
    for number, note in marks.HUB_PHONES:
        if rng.random() < 0.045:
            case.identifiers.append(("phone", number, "", min(case.opened + rng.randrange(60), case.end), note))


def _tasks(state: GeneratorState, case: Case) -> None:
    """Enough further tasks to make about ten a case, all of them resulted."""
    rng = state.rng
    for _ in range(int(rng.lognormvariate(2.05, 0.5))):
        kind, text, result = rng.choice(TASKS)
        day = case.within(state.rng, case.opened, 0, 60)
        part = rng.choice(case.parts)
        who = part.person_id if rng.random() < 0.3 else ""
        state.task(case, day, kind, text, person=who, on=case.within(state.rng, day, 0, 45), result=result)


def _ties(state: GeneratorState, case: Case) -> None:
    """Recorded ties between people on one side of the case."""
    rng = state.rng
    for _ in range(len(case.parts) if len(case.parts) > 2 else 0):
        one, other = rng.sample(case.parts, 2)
        if (
            (one.role == "suspect") == (other.role == "suspect")
            and one.identified is not False
            and other.identified is not False
        ):
            until = None if rng.random() < 0.7 else case.opened
            state.add(
                "relationship",
                one.person_id,
                other.person_id,
                rng.choice(_TIES),
                case.opened - rng.randrange(10, 2000),
                until,
            )


TASKS = (
    ("statement", "Obtain statement from school", "Statement obtained"),
    ("statement", "Obtain statement from GP practice", "Statement obtained"),
    ("telecoms", "Apply for billing data", "Data received and read"),
    ("intelligence", "Research suspects on local systems", "Research done, report on file"),
    ("intelligence", "PND check of all nominals", "Checked, print on file"),
    ("financial", "Request bank records", "Records received and read"),
    ("vehicle", "ANPR check for the dates", "Checked, nothing of note"),
    ("social_media", "Preserve accounts with provider", "Preservation confirmed"),
    ("safeguarding", "Home visit with S/W", "Visit done, plan in place"),
    ("disclosure", "Prepare unused schedule", "Schedule on file"),
    ("disclosure", "Request third party material from CSC", "Material received and read"),
    ("house_to_house", "H2H in the street", "Completed, no witnesses"),
    ("other", "VNA to be completed", "Completed"),
    ("other", "Update V and carer", "Updated by phone"),
    ("arrest", "Arrest plan and risk assessment", "Completed"),
    ("other", "Confirm cell site expert not needed", "Confirmed with DFU"),
)


def _intelligence(state: GeneratorState, case: Case) -> None:
    """Reports that were attached to the case while it ran."""
    rng = state.rng
    for _ in range(int(rng.expovariate(0.22))):
        part = rng.choice(case.parts)
        known = part.role != "suspect" and part.record.full_name and rng.random() < 0.4
        text = rng.choice(_REPORTS).format(name=part.record.name if known else "Person not named")
        grade = f"{rng.randrange(1, 4)}{rng.choice('ABCD')}-{rng.choice('CP')}"
        day = rng.randrange(case.opened, case.end + 1)
        state.add("intelligence", state.new_id("I"), case.ref, day, grade, part.person_id if known else "", text)


_REPORTS = (
    "{name} is often at the bus station after school hours.",
    "{name} has a new phone, number not known.",
    "{name} was seen in company at the shopping parade.",
    "{name} attends the youth club on Thursdays.",
    "{name} has changed school.",
    "{name} uses the late bus at weekends.",
)
