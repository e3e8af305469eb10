"""Everything of a case that has a date, by month, with gaps drawn as gaps."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from reassess.workspace.cases.case_file import CaseFile, Row, text_of
from reassess.workspace.cases.models import Case
from reassess.workspace.platform.wording import code_words, day

GAP_DAYS = 90
"""Days without anything that are drawn as a gap: the same number as the rule log-gap."""


@dataclass
class Event:
    """Something on a day, in a lane; `case`: the key of the other case that it comes from."""

    on: date
    lane: str
    title: str
    words: str = ""
    wall: bool = False
    after: bool = False
    anchor: str = ""
    case: int | None = None


@dataclass
class Gap:
    """A time in which nothing is recorded."""

    days: int
    open_then: bool


@dataclass
class Month:
    """The events of one month, and the gap before it."""

    on: date
    events: list[Event]
    gap: Gap | None = None


def timeline(file: CaseFile) -> tuple[list[Month], list[Event]]:
    """The months of a case in order, and what has no day at all (nothing is left out)."""
    events = sorted(_events(file), key=lambda event: (event.on, event.lane, event.title, event.words))
    closed = file.case.closed_on
    _name_firsts(events)
    months: list[Month] = []
    last: date | None = None
    for on, group in groupby(events, key=lambda event: event.on.replace(day=1)):
        listed = list(group)
        for event in listed:
            event.after = closed is not None and event.on > closed
        gap = _gap(last, listed[0].on, closed)
        months.append(Month(on, listed, gap))
        last = listed[-1].on
    return months, _undated(file)


def _name_firsts(events: list[Event]) -> None:
    """Name the first event of each lane, and the recording and the closing, as places that links go to."""
    named: set[str] = set()
    for event in events:
        name = event.title.lower() if event.lane == "Case" else event.lane.lower()
        if name not in named:
            event.anchor = name
            named.add(name)


def _gap(last: date | None, on: date, closed: date | None) -> Gap | None:
    if last is None or (on - last).days <= GAP_DAYS:
        return None
    return Gap((on - last).days, open_then=closed is None or last < closed)


def as_date(value: str | date | None) -> date | None:
    """A day from a dossier's text."""
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(value[:10])


def _events(file: CaseFile) -> list[Event]:
    made = [
        *_case(file),
        *_dated(file, "offence", "began_on", "Offences", lambda r: r["offence_title"] or r["offence_code"]),
        *_parts(file),
        *_dated(file, "entry", "written_at", "Log", lambda r: f"Entry by {r['author'] or 'unknown'}", "text"),
        *_actions(file),
        *_exhibits(file),
        *_dated(file, "referral", "made_on", "Referrals", lambda r: f"Referral: {_plain(r['kind'])}", "response"),
        *_dated(
            file,
            "decision",
            "decided_on",
            "Decisions",
            lambda r: f"{_plain(r['kind'])} {file.name(r['person_id'])}".strip(),
            "rationale",
        ),
        *_missing(file),
        *_elsewhere(file),
        *_dated(file, "intelligence", "received_on", "Intelligence", lambda r: "Intelligence received", "text"),
        *_dated(file, "document", "made_on", "Documents", lambda r: r["title"] or _plain(r["kind"])),
        *_dated(file, "presence", "seen_on", "Places", lambda r: f"Seen: {_place(file, r['location_id'])}"),
    ]
    return made


def _place(file: CaseFile, location: str) -> str:
    row = next((row for row in file.dossier["location"] if row["location_id"] == location), None)
    return (row["name"] or row["address"] or row["kind"] or location) if row else location


def _plain(code: str | None) -> str:
    return code_words(code or "not recorded")


def _dated(file: CaseFile, table: str, field: str, lane: str, title: object, words: str = "") -> list[Event]:
    make = title if callable(title) else str
    return [
        Event(on, lane, make(row), file.redact(text_of(row, words)) if words else "")
        for row in file.rows(table)
        if (on := as_date(text_of(row, field)))
    ]


def _case(file: CaseFile) -> list[Event]:
    events = []
    if file.case.recorded_on:
        events.append(Event(file.case.recorded_on, "Case", "Recorded"))
    if file.case.closed_on:
        events.append(
            Event(file.case.closed_on, "Case", "Closed", file.investigation.get("closure_reason") or "", True)
        )
    return events


def _missing(file: CaseFile) -> list[Event]:
    return [
        Event(
            on,
            "Missing",
            f"{file.name(row['person_id'])} reported missing",
            f"Found {day(row['to_on'])}" if row["to_on"] else "No day of return is recorded",
        )
        for row in file.dossier["missing_episode"]
        if (on := as_date(row["from_on"]))
    ]


THERE = {
    "victim": "a victim",
    "suspect": "a suspect",
    "witness": "a witness",
    "reporting": "the person reporting",
    "other": "named",
}


def _elsewhere(file: CaseFile) -> list[Event]:
    """What other cases brought after this one was closed: the same people and identifiers in those recorded later.

    That a professional worked on another case too brings nothing.
    """
    if file.case.closed_on is None:
        return []
    brought: dict[str, list[str]] = {}
    for row in file.same_person():
        if row["role"] not in THERE:
            continue
        words = f"{file.name(row['person_id'])} is {THERE[row['role']]} there"
        brought.setdefault(row["case"], []).append(words + ("" if row["confirmed"] else " (not confirmed)"))
    for identifier in file.shared():
        for other in identifier["others"]:
            brought.setdefault(other, []).append(f"{_plain(identifier['kind'])} {identifier['value']} is there too")
    later = Case.objects.filter(reference__in=brought, recorded_on__gt=file.case.closed_on)
    return [
        Event(on, "Other cases", f"{reference} recorded", "; ".join(dict.fromkeys(brought[reference])), case=pk)
        for reference, on, pk in later.order_by("recorded_on", "pk").values_list("reference", "recorded_on", "pk")
        if on is not None
    ]


PART_DAYS = {
    "named_on": "first named",
    "arrested_on": "arrested",
    "interviewed_on": "interviewed",
    "eliminated_on": "eliminated",
    "account_on": "account taken",
    "withdrawn_on": "withdrew",
}


def _parts(file: CaseFile) -> list[Event]:
    return [
        Event(on, "Accounts", f"{file.name(row['person_id'])} ({row['role']}): {words}")
        for row in file.dossier["involvement"]
        for field, words in PART_DAYS.items()
        if (on := as_date(text_of(row, field)))
    ]


def _actions(file: CaseFile) -> list[Event]:
    raised = [(row, row["raised_on"], "raised", row["text"]) for row in file.dossier["action"]]
    resulted = [(row, row["resulted_on"], "resulted", row["result"]) for row in file.dossier["action"]]
    return [
        Event(on, "Actions", f"Action {verb}: {_plain(row['kind'])}", words or "")
        for row, value, verb, words in [*raised, *resulted]
        if (on := as_date(value))
    ]


def _exhibits(file: CaseFile) -> list[Event]:
    verbs = {
        "seized_on": "seized",
        "submitted_on": "submitted",
        "examined_on": "examined",
        "disposed_on": "disposed of",
    }
    return [
        Event(on, "Exhibits", f"{_plain(row['kind'])} {verb}", row["description"] or "")
        for row in file.dossier["exhibit"]
        for field, verb in verbs.items()
        if (on := as_date(text_of(row, field)))
    ]


def _undated_title(row: Row) -> str:
    """What an event without a date is called: its title, its text or its kind."""
    given = next((str(row[name]) for name in ("title", "text") if row.get(name)), "")
    return given or _plain(str(row.get("kind") or ""))


def _undated(file: CaseFile) -> list[Event]:
    fields: dict[str, str] = {
        "entry": "written_at",
        "action": "raised_on",
        "referral": "made_on",
        "decision": "decided_on",
        "document": "made_on",
    }
    rows: list[tuple[str, Row]] = [
        (table, row) for table, field in fields.items() for row in file.rows(table) if row[field] is None
    ]
    return [
        Event(date.min, table.capitalize(), _undated_title(row))
        for table, row in rows
    ]
