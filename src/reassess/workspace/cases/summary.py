"""The one-screen summary of a case, put together from fields; each line names the tab of its rows. No prose is made."""

from dataclasses import dataclass

from reassess.workspace.cases.dossier import CaseFile, Row
from reassess.workspace.templatetags.govuk import day

ROLE_WORDS = {"victim": "victim", "suspect": "suspect", "witness": "witness", "reporting": "person reporting",
              "professional": "professional", "other": "other person"}  # fmt: skip


@dataclass
class Line:
    """One line of the summary, with the tab that holds its rows."""

    term: str
    words: str
    tab: str


def summary(file: CaseFile) -> list[Line]:
    """Six lines: reported, offences, who, what was done, why it was closed, what the record holds."""
    return [
        Line("Reported", _reported(file), "timeline"),
        Line("Offences", _offences(file), "timeline"),
        Line("People", _people(file), "people"),
        Line("Done", _done(file), "timeline"),
        Line("Closed", _closed(file), "timeline"),
        Line("Record", _record(file), "documents"),
    ]


def count(number: int, noun: str, many: str = "") -> str:
    """A number with its noun.

    >>> count(1, "entry", "entries"), count(0, "entry", "entries")
    ('1 entry', 'no entries')
    """
    return f"{number or 'no'} {noun if number == 1 else many or noun + 's'}"


def _reported(file: CaseFile) -> str:
    reporting = [file.name(row["person_id"]) for row in file.rows("involvement") if row["role"] == "reporting"]
    by = f"by {', '.join(reporting)}" if reporting else "by whom is not recorded"
    where = f" in {file.case.area}" if file.case.area else ""
    return f"{day(file.case.recorded_on) or 'Day not recorded'}{where}, {by}"


def _offences(file: CaseFile) -> str:
    titles = [row["offence_title"] or f"code {row['offence_code']}" for row in file.rows("offence")]
    return "; ".join(dict.fromkeys(titles)) or "No offence is recorded"


def _people(file: CaseFile) -> str:
    counts: dict[str, int] = {}
    for row in file.rows("involvement"):
        counts[row["role"]] = counts.get(row["role"], 0) + 1
    said = [f"{number} {ROLE_WORDS[role]}{'s' if number > 1 else ''}" for role, number in sorted(counts.items())]
    unnamed = sum(row["identified"] is False for row in file.rows("involvement") if row["role"] == "suspect")
    return (", ".join(said) or "Nobody is recorded") + (
        f"; {unnamed} of the suspects not identified" if unnamed else ""
    )


def _done(file: CaseFile) -> str:
    parts = file.rows("involvement")
    suspects = [row for row in parts if row["role"] == "suspect"]
    victims = [row for row in parts if row["role"] == "victim"]
    devices = [row for row in file.rows("exhibit") if row["kind"] in ("phone", "computer")]
    return (
        f"{_of(suspects, 'interviewed_on')} suspects interviewed; "
        f"{_of(victims, 'account_on')} victims' accounts taken; "
        f"{_of(devices, 'examined_on')} devices examined; {count(len(file.rows('referral')), 'referral')}"
    )


def _of(rows: list[Row], field: str) -> str:
    return f"{sum(row[field] is not None for row in rows)} of {len(rows)}"


def _closed(file: CaseFile) -> str:
    if not file.case.closed_on:
        return "Not closed"
    outcome = f"outcome {file.case.outcome_code}" if file.case.outcome_code else "no outcome code"
    reason = file.investigation.get("closure_reason") or "no reason recorded"
    return f"{day(file.case.closed_on)}, {outcome}: {reason}"


def _record(file: CaseFile) -> str:
    unread = sum(row["status"] != "read" for row in file.rows("file"))
    documents = count(len(file.rows("document")), "document")
    return f"{count(len(file.rows('entry')), 'log entry', 'log entries')}, {documents}" + (
        f" ({unread} not readable)" if unread else ""
    )
