"""The one-screen summary of a case: each line is put together from fields and names the tab of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from reassess.workspace.cases.case_file import CaseFile, Row
from reassess.workspace.platform.wording import day

ROLE_WORDS = {
    "victim": "victim",
    "suspect": "suspect",
    "witness": "witness",
    "reporting": "person reporting",
    "professional": "professional",
    "other": "other person",
}

MANY = {"reporting": "people reporting", "other": "other people", "witness": "witnesses"}
NAMED_AT_MOST = 4
"""People of one part who are named in the summary; the tab has all."""


@dataclass
class Line:
    """One line of the summary, with the tab and place of its rows."""

    term: str
    words: str
    tab: str


def summary(file: CaseFile) -> list[Line]:
    """Six lines: reported, offences, who, what was done, why it was closed, what the record holds."""
    return [
        Line("Reported", _reported(file), "timeline/#recorded"),
        Line("Offences", _offences(file), "timeline/#offences"),
        Line("People", _people(file), "people/"),
        Line("Done", _done(file), "timeline/#actions"),
        Line("Closed", _closed(file), "timeline/#closed"),
        Line("Record", _record(file), "documents/" if file.dossier["document"] else "timeline/#log"),
    ]


def count(number: int, noun: str, many: str = "") -> str:
    """A number with its noun.

    >>> count(1, "entry", "entries"), count(0, "entry", "entries")
    ('1 entry', 'no entries')
    """
    return f"{number or 'no'} {noun if number == 1 else many or noun + 's'}"


def _reported(file: CaseFile) -> str:
    reporting = [file.name(row["person_id"]) for row in file.dossier["involvement"] if row["role"] == "reporting"]
    by = f"by {', '.join(reporting)}" if reporting else "by someone not recorded"
    where = f" in {file.case.area}" if file.case.area else ""
    return f"{day(file.case.recorded_on) or 'Day not recorded'}{where}, {by}"


def _offences(file: CaseFile) -> str:
    titles = [row["offence_title"] or f"code {row['offence_code']}" for row in file.dossier["offence"]]
    return "; ".join(dict.fromkeys(titles)) or "No offence is recorded"


def _people(file: CaseFile) -> str:
    by_role: dict[str, list[str]] = {}
    for row in file.dossier["involvement"]:
        by_role.setdefault(row["role"], []).append(file.name(row["person_id"]))
    said = [
        f"{count(len(names), ROLE_WORDS[role], MANY.get(role, ''))}: {_named(names)}"
        for role in ROLE_WORDS
        if (names := by_role.get(role))
    ]
    unnamed = sum(row["identified"] is False for row in file.dossier["involvement"] if row["role"] == "suspect")
    if unnamed:
        said.append(f"{unnamed} of the suspects not identified")
    return "; ".join(said) or "No people are recorded"


def _named(names: list[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")


def _done(file: CaseFile) -> str:
    parts = file.dossier["involvement"]
    suspects = [row for row in parts if row["role"] == "suspect"]
    victims = [row for row in parts if row["role"] == "victim"]
    devices = [row for row in file.dossier["exhibit"] if row["kind"] in ("phone", "computer")]
    said = (
        f"interviewed {_of(suspects, 'interviewed_on', 'suspect')}; "
        f"account taken from {_of(victims, 'account_on', 'victim')}; "
        f"examined {_of(devices, 'examined_on', 'device')}; {_referred(file)}"
    )
    return said[0].upper() + said[1:]


def _referred(file: CaseFile) -> str:
    """Referrals of this case; those of its people that name no case are counted apart, since they may be of another."""
    own = sum(row["investigation_id"] is not None for row in file.dossier["referral"])
    loose = len(file.dossier["referral"]) - own
    more = f" (and {loose} of its people that name{'s' if loose == 1 else ''} no case)" if loose else ""
    return count(own, "referral") + more


def _of(rows: Sequence[Row], field: str, noun: str) -> str:
    done = sum(row[field] is not None for row in rows)
    return f"{done} of {count(len(rows), noun)}" if rows else f"no {noun} (none recorded)"


def _closed(file: CaseFile) -> str:
    if not file.case.closed_on:
        return "Not closed"
    outcome = f"outcome {file.case.outcome_code}" if file.case.outcome_code else "no outcome code"
    reason = file.investigation.get("closure_reason") or "no reason recorded"
    return f"{day(file.case.closed_on)}, {outcome}: {reason}"


def _record(file: CaseFile) -> str:
    statuses = [row["status"] for row in file.dossier["file"]]
    unread, partly = sum(status not in ("read", "partly") for status in statuses), statuses.count("partly")
    left = [f"{unread} not readable"] * bool(unread) + [f"{partly} read in part"] * bool(partly)
    documents = count(len(file.dossier["document"]), "document")
    return f"{count(len(file.dossier['entry']), 'log entry', 'log entries')}, {documents}" + (
        f" ({', '.join(left)})" if left else ""
    )
