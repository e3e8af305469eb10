"""The ordinary steps of an investigation, all of them taken: what a plant later takes away is then the only thing missing."""

from reassess.caseload import marks
from reassess.caseload.case import Case, Exhibit, Part
from reassess.caseload.days import CSE_FLAG_FROM, birthday
from reassess.caseload.desk import Desk
from reassess.caseload.places import PREMISES, Place

UNDER_13 = {"f": ("19E", "20B", "21"), "m": ("19H", "17B", "21")}
_TEENAGE = {"f": ("19D", "19D", "20A", "22B", "22B"), "m": ("19G", "17A", "22B", "22B")}
_ADULT = {"f": ("19C", "20A"), "m": ("19F", "17A")}
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
_SUPPORTS = (("yes", "no", "withdrawn", "unknown"), (48, 22, 22, 8))
_REFERRALS = ("health", "isva", "education", "mace", "social_care", "mash")
_REPLIES = ("Held", "Allocated", "Assessment opened", "Advice given", "No reply recorded", "Plan in place")
_TIES = ("friend", "associate", "sibling", "relative", "other", "friend")


def take_all(desk: Desk, case: Case) -> None:
    """Take every ordinary step of a case whose people are seated."""
    _offences(desk, case)
    _flags(desk, case)
    for part in case.parts:
        _take_part(desk, case, part)
    _premises(desk, case)
    _exhibits(desk, case)
    _identifiers(desk, case)
    _tasks(desk, case)
    _intelligence(desk, case)


def _offences(desk: Desk, case: Case) -> None:
    rng = desk.rng
    if case.course == "minor":
        case.codes = [rng.choice(_MINOR)]
    elif case.setting == "online" and rng.random() < 0.6:
        case.codes = [rng.choice(_NOT_CONTACT)]
    else:
        case.codes = [rng.choice(_codes_for(case, victim)) for victim in case.victims]
    if case.course != "minor" and rng.random() < 0.2:
        case.codes.append(rng.choice(("13", "71", "88A", "106")))
    for code in case.codes:
        began = case.offence_from if code == case.codes[0] else min(case.offence_from + rng.randrange(20), case.opened)
        until = None if rng.random() < 0.15 else min(began + rng.randrange(0, 40), case.opened)
        case.add("offence", desk.new_id("O"), case.ref, code, TITLES[code], began, until, "")


def _codes_for(case: Case, victim: Part) -> tuple[str, ...]:
    """Class codes that fit the victim's recorded age and sex, so that none is understated."""
    sex, born = victim.record.sex, victim.record.born
    if born is None:
        return ("22B",) if victim.record.age is None or victim.record.age[0] >= 13 else UNDER_13[sex]
    if birthday(born, 13) > case.offence_from:
        return UNDER_13[sex]
    return _TEENAGE[sex] if birthday(born, 16) > case.offence_from else _ADULT[sex]


def _flags(desk: Desk, case: Case) -> None:
    rng = desk.rng
    if case.course == "minor":
        return
    if rng.random() < (0.7 if case.opened >= CSE_FLAG_FROM else 0.3):
        case.flags.add("cse")
    chances = (("group", 0.25 if len(case.suspects) > 1 else 0), ("county_lines", 0.03), ("modern_slavery", 0.02))
    case.flags.update(flag for flag, chance in chances if rng.random() < chance)
    if case.setting == "online":
        case.flags.add("online")


def _take_part(desk: Desk, case: Case, part: Part) -> None:
    if part.role == "victim":
        _victim(desk, case, part)
    elif part.role == "suspect":
        _suspect(desk, case, part)
    elif part.role != "other" or desk.rng.random() < 0.4:
        part.account = _within(desk, case, part.named, 1, 25)
        child = part.child_at(part.account)
        part.account_kind = (
            "abe"
            if child is not False and part.role in ("witness", "reporting")
            else desk.rng.choice(("statement", "notes"))
        )
    _home(desk, case, part)


def _within(desk: Desk, case: Case, day: int, low: int, high: int) -> int:
    """A day so long after, inside the case."""
    return max(case.opened, min(day + desk.rng.randrange(low, high), case.end))


def _victim(desk: Desk, case: Case, part: Part) -> None:
    rng = desk.rng
    part.account = _within(desk, case, case.opened, 0, 14)
    part.account_kind = "statement" if part.child_at(part.account) is False else "abe"
    part.supports = rng.choices(*_SUPPORTS)[0]
    if part.supports == "withdrawn":
        part.withdrawn = _within(desk, case, case.opened, 10, 90)
    if part.supports in ("no", "withdrawn"):
        case.referrals.append((part.person_id, "isva", case.opened + 2, case.opened + 5, "Adviser allocated"))
    _safeguard(desk, case, part)
    if rng.random() < 0.3:
        _missing(desk, case, part)


def _safeguard(desk: Desk, case: Case, part: Part) -> None:
    rng, day = desk.rng, case.opened
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


def _missing(desk: Desk, case: Case, part: Part) -> None:
    """Missing episodes around the offence, each with its debrief, the flag and a word in the log."""
    rng = desk.rng
    for _ in range(min(25, int(rng.expovariate(0.12)) + 1)):
        gone = case.offence_from - rng.randrange(1, 80)
        back = gone + rng.randrange(1, 4)
        desk.add("missing_episode", part.person_id, gone, back, "", "", back + rng.randrange(0, 4))
    case.flags.add("missing")


def _suspect(desk: Desk, case: Case, part: Part) -> None:
    rng = desk.rng
    if not part.identified:
        if not part.record.nicknames and not part.record.description:
            return
        day = _within(desk, case, part.named, 1, 20)
        on = _within(desk, case, day, 5, 120)
        desk.task(case, day, "identification", f"Identify {part.label} {part.record.name}".strip(), person=part.person_id, on=on,
                     result="Local enquiries and systems checked. Not identified")  # fmt: skip
        return
    part.interviewed = _within(desk, case, part.named, 1, 60)
    part.arrested = part.interviewed if rng.random() < 0.6 else None
    if case.course in ("nfa", "mixed") and len(case.suspects) > 2 and rng.random() < 0.08:
        part.eliminated = _within(desk, case, part.interviewed, 3, 60)
        part.elimination_reason = rng.choice(
            ("Work records place S elsewhere on the dates", "Border records", "ID procedure negative")
        )
    for kind, count in (("community", rng.randrange(1, 4)), ("custody", int(rng.random() < 0.15))):
        for _ in range(count):
            start = part.interviewed - rng.randrange(0, 900)
            desk.add("whereabouts", part.person_id, kind, start, start + rng.randrange(2, 300))


def _home(desk: Desk, case: Case, part: Part) -> None:
    rng = desk.rng
    if (part.role == "suspect" and not part.identified) or rng.random() < 0.12:
        return
    home = desk.home_of(part.record.human, case.area)
    desk.add("residence", part.person_id, home, case.opened - rng.randrange(100, 4000), None)
    if rng.random() < 0.15:
        old = desk.place("home", case.area).location_id
        left = case.opened - rng.randrange(4000, 5000)
        desk.add("residence", part.person_id, old, left - rng.randrange(200, 2000), left)
    for _ in range(rng.randrange(0, 4)):
        day = max(part.named - rng.randrange(0, 60), case.offence_from)
        case.add("presence", case.ref, home, part.person_id, day, rng.choice(("home address", "", "seen by OIC", "")))


def _premises(desk: Desk, case: Case) -> None:
    """Places that people enter, each of them visited: one a victim, more for suspects."""
    rng = desk.rng
    for part in case.parts:
        if part.role in ("victim", "suspect", "witness") and rng.random() < 0.28:
            place = rng.choice(case.premises) if case.premises and part.role != "suspect" else None
            place = place or visited(desk, case, rng.choice(PREMISES))
            for _ in range(rng.randrange(1, 4)):
                case.add(
                    "presence", case.ref, place.location_id, part.person_id, case.offence_from + rng.randrange(0, 5), ""
                )
    for kind in rng.sample(("school", "police", "hospital"), rng.randrange(0, 3)):
        place = rng.choice([place for place in desk.public(case.area) if place.kind == kind])
        for part in case.parts[: rng.randrange(1, 5)]:
            if part.identified is not False:
                case.add("presence", case.ref, place.location_id, part.person_id, part.named, "")


def visited(desk: Desk, case: Case, kind: str) -> Place:
    """New premises of a case, with the task that visited them."""
    place = desk.place(kind, case.area)
    case.premises.append(place)
    day = _within(desk, case, case.opened, 1, 30)
    desk.task(
        case,
        day,
        "house_to_house",
        f"Enquiries at {place.name}",
        on=_within(desk, case, day, 0, 20),
        result="Visited, staff seen",
    )
    return place


def _exhibits(desk: Desk, case: Case) -> None:
    rng = desk.rng
    for part in case.parts:
        chance = {"suspect": 0.75, "victim": 0.7, "witness": 0.15}.get(part.role, 0)
        if part.identified is not False and rng.random() < chance:
            _device(desk, case, part)
    for _ in range(rng.randrange(0, 4)):
        _other_exhibit(desk, case)


def _device(desk: Desk, case: Case, part: Part) -> None:
    """A phone or computer, examined in good time and read, with the contacts that it held."""
    rng = desk.rng
    seized = part.interviewed or part.account or case.opened
    examined = min(seized + rng.randrange(10, 150), case.end)
    kind = "phone" if rng.random() < 0.75 else "computer"
    result = rng.choice(
        ("Read; summary in file", "Read; nothing of note", "Download read in full", "Messages read; schedule prepared")
    )
    exhibit_id = desk.new_id("X")
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
        number = desk.number()
        mark = (
            ("handle", marks.handle(number)) if rng.random() < 0.7 else ("email", f"{marks.handle(number)}@example.org")
        )
        case.identifiers.append((*mark, "", examined, f"contact on {exhibit_id}"))


def _other_exhibit(desk: Desk, case: Case) -> None:
    rng, day = desk.rng, _within(desk, case, case.opened, 0, 30)
    later = min(day + rng.randrange(3, 60), case.end)
    kind = rng.choice(("forensic_sample", "clothing", "cctv", "document", "financial_record"))
    victim = case.victims[0].person_id if case.victims else ""
    new = Exhibit(
        desk.new_id("X"), kind, f"{kind.replace('_', ' ').capitalize()}, item {rng.randrange(1, 40)}", "", day
    )
    if kind == "forensic_sample":
        new.person_id, new.submitted, new.examined = victim, min(day + 4, later), later
        new.result = "Profile obtained; no match held"
    elif kind == "cctv":
        new.examined, new.result = later, "Viewed, nothing of note"
    case.exhibits.append(new)


def _identifiers(desk: Desk, case: Case) -> None:
    """Each person's own numbers and accounts, as far as the case noted them; a few hubs beside them."""
    rng = desk.rng
    for part in case.parts:
        if part.identified is False or rng.random() < 0.35:
            continue
        human = part.record.human
        if part.role in ("suspect", "victim") and not any(kind == "phone" for kind, _ in human.contacts):
            human.contacts.extend(("phone", phone) for phone in [next(case.phones, "")] if phone)
        for kind, value in human.contacts:
            if rng.random() < 0.8:
                case.identifiers.append((kind, value, part.person_id, part.named, ""))
    for number, note in marks.HUB_PHONES:
        if rng.random() < 0.045:
            case.identifiers.append(("phone", number, "", min(case.opened + rng.randrange(60), case.end), note))


def _tasks(desk: Desk, case: Case) -> None:
    """Enough further tasks to make about ten a case, all of them resulted, and the ties between people."""
    rng = desk.rng
    for _ in range(int(rng.lognormvariate(1.85, 0.5))):
        kind, text, result = rng.choice(TASKS)
        day = _within(desk, case, case.opened, 0, 60)
        part = rng.choice(case.parts)
        who = part.person_id if rng.random() < 0.3 else ""
        desk.task(case, day, kind, text, person=who, on=_within(desk, case, day, 0, 45), result=result)
    for _ in range(len(case.parts) if len(case.parts) > 2 else 0):
        one, other = rng.sample(case.parts, 2)
        if (
            (one.role == "suspect") == (other.role == "suspect")
            and one.identified is not False
            and other.identified is not False
        ):
            until = None if rng.random() < 0.7 else case.opened
            desk.add(
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


def _intelligence(desk: Desk, case: Case) -> None:
    """Reports that were attached to the case while it ran."""
    rng = desk.rng
    for _ in range(int(rng.expovariate(0.22))):
        part = rng.choice(case.parts)
        known = part.role != "suspect" and part.record.full_name and rng.random() < 0.4
        text = rng.choice(_REPORTS).format(name=part.record.name if known else "Person not named")
        grade = f"{rng.randrange(1, 4)}{rng.choice('ABCD')}-{rng.choice('CP')}"
        day = rng.randrange(case.opened, case.end + 1)
        desk.add("intelligence", desk.new_id("I"), case.ref, day, grade, part.person_id if known else "", text)


_REPORTS = (
    "{name} is often at the bus station after school hours.",
    "{name} has a new phone, number not known.",
    "{name} was seen in company at the shopping parade.",
    "{name} attends the youth club on Thursdays.",
    "{name} has changed school.",
    "{name} uses the late bus at weekends.",
)
