"""The people of a case as cards: role, age then and now, what was and was not done, other records."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reassess.workspace.cases.case_file import text_of
from reassess.workspace.cases.dossier import SamePerson
from reassess.workspace.cases.person_names import full_name
from reassess.workspace.cases.record_rows import InvolvementRow, PersonRow, RelationshipRow
from reassess.workspace.pages.cases.page_file import CasePageFile
from reassess.workspace.pages.cases.tabs.record_words import ACCOUNTS
from reassess.workspace.pages.cases.tabs.timeline import as_date
from reassess.workspace.people.models import ContactNote
from reassess.workspace.platform.wording import code_words, day

ORDER = ("victim", "suspect", "witness", "reporting", "professional", "other")
DONE = {
    "victim": {"account_on": "account taken"},
    "witness": {"account_on": "account taken"},
    "reporting": {"account_on": "account taken"},
    "suspect": {"arrested_on": "arrested", "interviewed_on": "interviewed", "eliminated_on": "eliminated"},
}


NO_AGE = ("Age", "not recorded")

VAGUE = "tied to "
NOT_KNOWN = "Contact preferences are not recorded. Ask before you make contact"


@dataclass
class Card:
    """One person of a case."""

    person_id: str
    name: str
    roles: list[str]
    facts: list[tuple[str, str]] = field(default_factory=list)
    contact: list[str] = field(default_factory=list)
    others: list[SamePerson] = field(default_factory=list)
    entity: str = ""
    identified: bool = True
    note: ContactNote | None = None


def cards(file: CasePageFile, today: date) -> list[Card]:
    """The people of a case: victims first, then suspects and the rest."""
    by_person: dict[str, list[InvolvementRow]] = {}
    for row in file.dossier["involvement"]:
        by_person.setdefault(row["person_id"], []).append(row)
    made = [_card(file, person_id, parts, today) for person_id, parts in by_person.items()]
    notes = {note.person: note for note in ContactNote.objects.filter(person__in=by_person).order_by("number")}
    for card in made:
        card.note = notes.get(card.person_id)
    return sorted(made, key=lambda card: (ORDER.index(card.roles[0]), card.name, card.person_id))


def _card(file: CasePageFile, person_id: str, parts: list[InvolvementRow], today: date) -> Card:
    person = file.people.get(person_id)
    roles = sorted((row["role"] for row in parts), key=ORDER.index)
    others = [row for row in file.same_person() if row["person_id"] == person_id]
    card = Card(person_id, full_name(person or {}), roles, others=others)
    card.identified = all(row["identified"] is not False for row in parts)
    card.entity = next((row["entity_id"] for row in file.dossier["same_human"] if row["person_id"] == person_id), "")
    card.contact = contact(file, person_id, parts)
    card.facts = [*(_who(file, person, today) if person else [NO_AGE]), *_done(parts), *_around(file, person_id)]
    return card


def _who(file: CasePageFile, person: PersonRow, today: date) -> list[tuple[str, str]]:
    then = as_date(file.investigation["recorded_on"])
    facts = [("Age", _ages(person, then, today))]
    if person["nicknames"]:
        facts.append(("Also known as", person["nicknames"]))
    if person["description"]:
        facts.append(("Description", person["description"]))
    if person["died_on"]:
        facts.append(("Died", day(person["died_on"])))
    return facts


def _ages(person: PersonRow, then: date | None, today: date) -> str:
    born = as_date(person["born_on"])
    if born:
        at = f"{years(born, then)} then, " if then else ""
        return f"{at}{years(born, today)} now (born {day(born)})"
    low, high = person["age_from"], person["age_to"]
    if low is not None or high is not None:
        return f"thought to be {low if low is not None else '?'} to {high if high is not None else '?'} then"
    return "not recorded"


def years(born: date, on: date) -> int:
    """Whole years of age on a day; born on 29 February, a year older on 1 March.

    >>> years(date(2000, 2, 29), date(2018, 2, 28)), years(date(2000, 2, 29), date(2018, 3, 1))
    (17, 18)
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _done(parts: list[InvolvementRow]) -> list[tuple[str, str]]:
    facts = []
    for part in parts:
        for name, words in DONE.get(part["role"], {}).items():
            facts.append((words.capitalize(), day(text_of(part, name)) or "no record"))
        if part["role"] in ("victim", "witness") and part["account_kind"]:
            facts.append(("Account", ACCOUNTS.get(part["account_kind"], str(part["account_kind"]))))
        if part["role"] == "victim":
            facts.append(("Supports the investigation", part["supports"] or "not recorded"))
    return facts


def _around(file: CasePageFile, person_id: str) -> list[tuple[str, str]]:
    lines: dict[str, list[str]] = {"Decisions": [], "Ties": [], "Positions": [], "Where now": []}
    for row in file.dossier["decision"]:
        if row["person_id"] == person_id:
            lines["Decisions"].append(f"{code_words(row['kind'])} {day(row['decided_on'])}".strip())
    for tie in file.dossier["relationship"]:
        lines["Ties"] += _tie(file, tie, person_id)
    for held in file.dossier["position"]:
        if held["person_id"] == person_id:
            until = f"to {day(held['to_on'])}" if held["to_on"] else "current"
            lines["Positions"].append(f"{code_words(held['kind'])} ({until})")
    for stay in file.dossier["whereabouts"]:
        if stay["person_id"] == person_id and not stay["to_on"]:
            lines["Where now"].append(code_words(stay["kind"]))
    lines["Ties"] = _without_vague(lines["Ties"])
    return [(term, "; ".join(dict.fromkeys(words))) for term, words in lines.items() if words]


def _without_vague(ties: list[str]) -> list[str]:
    """The ties to each person, without 'tied to' where another of them says how."""
    said = [tie for tie in ties if not tie.startswith(VAGUE)]
    return [tie for tie in ties if not tie.startswith(VAGUE) or not any(tie.removeprefix(VAGUE) in one for one in said)]


def _tie(file: CasePageFile, row: RelationshipRow, person_id: str) -> list[str]:
    kind = row["kind"] if row["kind"] not in (None, "other") else ""
    if row["person_id"] == person_id:
        other = file.name(row["other_person_id"])
        return [f"{kind} of {other}" if kind else f"{VAGUE}{other}"]
    if row["other_person_id"] == person_id:
        other = file.name(row["person_id"])
        return [f"{other} ({kind})" if kind else f"{VAGUE}{other}"]
    return []


def contact(file: CasePageFile, person_id: str, parts: list[InvolvementRow]) -> list[str]:
    """What is known of contacting a person, the most urgent first: shown wherever the name is.

    The team's own notes come first. The record model has no field for preferences: of a victim, the position on
    the investigation, a withdrawal and the people around are what it says.
    """
    noted = list(file.contact[person_id].lines) if person_id in file.contact else []
    if not any(row["role"] == "victim" for row in parts):
        return noted
    suspects = {row["person_id"] for row in file.dossier["involvement"] if row["role"] == "suspect"}
    lines = []
    if any(row["supports"] in ("no", "withdrawn") for row in parts):
        lines.append("Do not contact without a plan: they did not support the investigation")
    if near_suspect(file, person_id, suspects):
        lines.append("Do not contact at home: they live with, or are close to, a suspect")
    return [*noted, *lines, *([] if noted else [NOT_KNOWN])]


def before_contact(file: CasePageFile) -> list[tuple[str, str]]:
    """Who of a case must not simply be contacted, by name, with the first reason: for the head of every page."""
    by_person: dict[str, list[InvolvementRow]] = {}
    for row in file.dossier["involvement"]:
        by_person.setdefault(row["person_id"], []).append(row)
    first = {person: contact(file, person, parts) for person, parts in by_person.items()}
    return [(file.name(person), lines[0]) for person, lines in sorted(first.items()) if lines and lines[0] != NOT_KNOWN]


def near_suspect(file: CasePageFile, person_id: str, suspects: set[Any]) -> bool:
    """Whether a victim shares a current address or a current tie with a suspect of the case."""
    homes: dict[str, set[str]] = {}
    for row in file.dossier["residence"]:
        if not row["to_on"]:
            homes.setdefault(row["location_id"], set()).add(row["person_id"])
    if any(person_id in people and people & suspects for people in homes.values()):
        return True
    ties = ({row["person_id"], row["other_person_id"]} for row in file.dossier["relationship"] if not row["to_on"])
    return any(person_id in tie and tie & suspects for tie in ties)
