"""Changes that must change answers: what clears a finding is added and it is gone, taken away and it is there.

`filled` writes into every row what its rules miss; `emptied` takes it out of every row. What must then be found, and
what must not, is worked out here in plain Python from the rows alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from benchmarks.casebook.changes import Extract, Row, each_cell

Finding = tuple[str, str, str]
"""Investigation, rule, subject."""

CLEARED = {
    "device-not-examined", "cctv-not-viewed", "sample-not-submitted", "sample-result-missing",
    "device-disposed-unexamined", "witness-not-contacted", "victim-account-missing", "child-account-not-abe",
    "suspect-not-interviewed", "elimination-unreasoned",
    "action-open-at-closure", "action-closed-without-result", "missing-not-debriefed", "demographics-missing",
    "strategy-discussion-missing", "social-care-referral-missing", "trafficking-referral-missing",
    "closed-soon-after-withdrawal", "review-right-not-offered", "decision-without-rationale", "decision-maker-unknown",
    "exploitation-flag-missing", "missing-not-considered", "victim-missing-now", "trafficking-referral-missing-child",
    "suspect-works-with-children", "suspect-police", "suspect-licensed-driver", "victim-now-adult",
    "suspect-not-identified", "log-gap", "supervision-missing", "premises-not-visited", "charging-advice-not-sought",
}  # fmt: skip
"""The rules that `filled` answers in every investigation."""


def filled(extract: Extract) -> Extract:
    """Every step taken: accounts by video, interviews, examinations, referrals, debriefs, reasons, entries in time."""
    made = each_cell(extract, lambda _, __, value: value)
    for table, change in _FILL.items():
        for row in made.rows[table]:
            change(row)
    _close_actions(made)
    rows = dict(made.rows)
    rows["referral"] = [*rows["referral"], *_referrals(made)]
    rows["entry"] = [*rows["entry"], *_entries(made)]
    rows["action"] = [*rows["action"], *_identifications(made)]
    rows["decision"] = [*rows["decision"], *_rights(made)]
    return replace(made, rows=rows)


def _close_actions(made: Extract) -> None:
    closed = {row["investigation_id"]: row["closed_on"] for row in made.rows["investigation"]}
    for row in made.rows["action"]:
        row.update(status="resulted", result=row["result"] or "Done.", resulted_on=row["raised_on"])
    for row in made.rows["exhibit"]:
        row["disposed_on"] = ""
        row["examined_on"] = min(row["examined_on"] or row["seized_on"], closed[row["investigation_id"]] or "9999")


def _involvement(row: Row) -> None:
    if row["role"] == "suspect" and row["identified"] == "true":
        row["interviewed_on"] = row["interviewed_on"] or row["named_on"]
    if row["role"] in ("victim", "witness", "reporting"):
        row.update(account_on=row["account_on"] or row["named_on"], account_kind="abe")
    if row["role"] == "victim":
        row.update(supports="yes", withdrawn_on="")
    if row["eliminated_on"]:
        row["elimination_reason"] = row["elimination_reason"] or "Elsewhere on the day."


def _exhibit(row: Row) -> None:
    row["submitted_on"] = row["submitted_on"] or row["seized_on"]
    row["result"] = row["result"] or "Read; summary in file"


def _set(**values: str) -> Callable[[Row], None]:
    return lambda row: row.update(values)


def _flagged(row: Row) -> None:
    row.update(
        flags="cse;missing",
        closure_reason=row["closure_reason"] or "Decided on the evidence.",
        closed_by=row["closed_by"] or "MP1",
    )


_FILL: dict[str, Callable[[Row], None]] = {
    "involvement": _involvement,
    "exhibit": _exhibit,
    "investigation": _flagged,
    "missing_episode": lambda row: row.update(
        to_on=row["to_on"] or row["from_on"], debrief_on=row["to_on"] or row["from_on"]
    ),
    "person": _set(ethnicity_officer_observed="IC9"),
    "decision": lambda row: row.update(
        rationale=row["rationale"] or "On the evidence.", decided_by=row["decided_by"] or "MP1"
    ),
    "position": lambda row: row.update(to_on=row["from_on"] or "2001-01-01"),
}


def _of(made: Extract, role: str) -> Iterable[Row]:
    return (row for row in made.rows["involvement"] if row["role"] == role)


def _referrals(made: Extract) -> list[Row]:
    """One referral of each kind an investigation, without a person: it covers every victim and every suspect."""
    kinds = ("strategy_discussion", "social_care", "nrm", "isva", "cps")
    empty = dict.fromkeys(made.rows["referral"][0], "")
    return [
        {**empty, "investigation_id": row["investigation_id"], "kind": kind, "made_on": row["recorded_on"]}
        for row in made.rows["investigation"] for kind in kinds
    ]  # fmt: skip


def _entries(made: Extract) -> list[Row]:
    """An entry by the supervisor each month of each year that an investigation was open, naming all its premises."""
    places = {row["location_id"]: row for row in made.rows["location"]}
    empty = dict.fromkeys(made.rows["entry"][0], "")
    rows = []
    for case in made.rows["investigation"]:
        key = case["investigation_id"]
        seen = {p["location_id"] for p in made.rows["presence"] if p["investigation_id"] == key}
        named = "; ".join(sorted(places[place]["name"] or places[place]["address"] for place in seen))
        for month in _months(case["recorded_on"], case["closed_on"] or case["recorded_on"]):
            entry = {"entry_id": f"FILL-{key}-{month}", "investigation_id": key, "written_at": f"{month}-15T09:00:00"}
            rows.append({**empty, **entry, "author": case["supervisor"], "text": f"Enquiries made at: {named}."})
    return rows


def _months(first: str, last: str) -> list[str]:
    year, month = int(first[:4]), int(first[5:7])
    held = []
    while (made := f"{year}-{month:02}") <= last[:7]:
        held.append(made)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return held


def _identifications(made: Extract) -> list[Row]:
    done = {"kind": "identification", "text": "Identify.", "status": "resulted", "result": "Not identified."}
    return [_identification(made, row, number) | done for number, row in enumerate(_of(made, "suspect"))]


def _identification(made: Extract, suspect: Row, number: int) -> Row:
    row = dict.fromkeys(made.rows["action"][0], "")
    row |= {name: suspect[name] for name in ("investigation_id", "person_id")}
    return row | {"action_id": f"FILL-{number}", "raised_on": suspect["named_on"], "resulted_on": suspect["named_on"]}


def _rights(made: Extract) -> list[Row]:
    empty = dict.fromkeys(made.rows["decision"][0], "")
    return [
        {**empty, "investigation_id": row["investigation_id"], "kind": "victim_right_to_review",
         "decided_on": row["closed_on"], "decided_by": "MP1", "rationale": "Offered."}
        for row in made.rows["investigation"] if row["closed_on"]
    ]  # fmt: skip


def emptied(extract: Extract) -> Extract:
    """No step taken: no referral, no account, no interview, no examination, no entry by a supervisor."""
    made = each_cell(extract, lambda _, __, value: value)
    for row in made.rows["involvement"]:
        row.update(interviewed_on="", account_on="", account_kind="")
    for row in made.rows["exhibit"]:
        row.update(submitted_on="", examined_on="", result="")
    for row in made.rows["missing_episode"]:
        row["debrief_on"] = ""
    supervisors = {row["supervisor"] for row in made.rows["investigation"]}
    # A table with a header and no row says that nothing was done; a table that is not there would say nothing.
    rows = {
        **made.rows,
        "referral": [],
        "entry": [row for row in made.rows["entry"] if row["author"] not in supervisors],
    }
    return replace(made, rows=rows)


def raised(emptied_extract: Extract) -> set[Finding]:
    """What must be found in an extract that was emptied, for the rules of which rows alone decide."""
    rows = emptied_extract.rows
    cases = {row["investigation_id"]: row for row in rows["investigation"] if row["closed_on"]}
    found = {
        (row["investigation_id"], "witness-not-contacted", row["person_id"])
        for row in rows["involvement"]
        if row["role"] in ("witness", "reporting")
    }
    found |= {
        (row["investigation_id"], "victim-account-missing", row["person_id"])
        for row in rows["involvement"]
        if row["role"] == "victim"
    }
    found |= set(_exhibits(rows["exhibit"]))
    found |= set(_children(emptied_extract))
    found |= {
        (key, "supervision-missing", "") for key, row in cases.items()
        if _day(row["closed_on"]) - _day(row["recorded_on"]) >= 28
    }  # fmt: skip
    return {finding for finding in found if finding[0] in cases}


def _exhibits(rows: Iterable[Row]) -> Iterable[Finding]:
    for row in rows:
        key, subject = row["investigation_id"], row["exhibit_id"]
        if row["kind"] in ("phone", "computer"):
            yield (key, "device-disposed-unexamined" if row["disposed_on"] else "device-not-examined", subject)
        if row["kind"] == "cctv":
            yield (key, "cctv-not-viewed", subject)
        if row["kind"] == "forensic_sample" and not row["disposed_on"]:
            yield (key, "sample-not-submitted", subject)


def _children(extract: Extract) -> Iterable[Finding]:
    """Victims with a day of birth who were under 18 when the crime was recorded: nobody referred them."""
    born = {row["person_id"]: row["born_on"] for row in extract.rows["person"] if row["born_on"]}
    recorded = {row["investigation_id"]: row["recorded_on"] for row in extract.rows["investigation"]}
    for row in _of(extract, "victim"):
        key, person = row["investigation_id"], row["person_id"]
        if person in born and _adult_on(born[person]) > recorded[key]:
            yield (key, "strategy-discussion-missing", person)
            yield (key, "social-care-referral-missing", person)


def _adult_on(born: str) -> str:
    return f"{int(born[:4]) + 18}{born[4:]}"


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()
