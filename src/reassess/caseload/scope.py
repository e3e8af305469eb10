"""The planted truth about scope: the elements of national-2025 (rules.md) of which the record leaves no doubt."""

from reassess.caseload.case import NFA_KINDS, Case
from reassess.caseload.closing import NFA_CODES
from reassess.caseload.days import FIRST_DAY, OUTCOME_CODES_FROM, SCOPE_END, birthday

CRITERIA = "national-2025"
_CONTACT = frozenset(("17A", "17B", "19C", "19D", "19E", "19F", "19G", "19H", "20A", "20B", "21", "22A", "22B", "23"))
_NOT_CONTACT = frozenset(("86", "88E"))
_NFA_WORDS = ("NFA", "No further action", "Undetected", "Insufficient evidence", "CPS declined")
Verdict = str | None


def scope_rows(case: Case) -> list[tuple[str, str, str, str, str]]:
    """Rows of scope.csv (investigation_id, criteria, verdict, element, note) where certain; the whole first."""
    elements = {
        "no-further-action": _nfa(case), "in-period": _in_period(case), "two-suspects": _two_suspects(case),
        "child-victim": _child_victim(case), "contact-offence": _contact(case), "suspect-alive": _alive(case),
        "not-reviewed": "out" if case.reviewed else "in",
    }  # fmt: skip
    whole = _whole(list(elements.values()))
    rows = [(case.ref, CRITERIA, whole, "", "")] if whole else []
    return rows + [(case.ref, CRITERIA, verdict, name, "") for name, verdict in elements.items() if verdict]


def _whole(verdicts: list[Verdict]) -> Verdict:
    if "out" in verdicts:
        return "out"
    return "in" if all(verdict == "in" for verdict in verdicts) else None


def _nfa(case: Case) -> Verdict:
    if case.closed is None:
        return "out"
    if any(part.decisions for part in case.suspects):
        if all(part.nfa for part in case.suspects):
            return "in"
        return "out" if all(part.charged for part in case.suspects) else None
    if case.outcome in NFA_CODES or (case.closed < OUTCOME_CODES_FROM and case.reason.startswith(_NFA_WORDS)):
        return "in"
    return None


def _in_period(case: Case) -> Verdict:
    if case.closed is None:
        return None
    days = [row.day for part in case.suspects for row in part.decisions if row.kind in NFA_KINDS] + [case.closed]
    within = {FIRST_DAY <= day <= SCOPE_END for day in days}
    return None if len(within) > 1 else ("in" if True in within else "out")


def _two_suspects(case: Case) -> Verdict:
    if len({part.record.person.own_id for part in case.suspects}) != len(case.suspects):
        return None
    if len(case.suspects) > 1:
        return "in"
    return None if "group" in case.claims else "out"


def _child_victim(case: Case) -> Verdict:
    ages = [
        None if part.record.born is None else birthday(part.record.born, 18) > case.earliest for part in case.victims
    ]
    if any(
        age is True and part.record.born == part.record.person.born
        for age, part in zip(ages, case.victims, strict=True)
    ):
        return "in"
    return "out" if all(age is False for age in ages) else None


def _contact(case: Case) -> Verdict:
    if _CONTACT.intersection(case.codes):
        return "in"
    return "out" if set(case.codes) <= _NOT_CONTACT else None


def _alive(case: Case) -> Verdict:
    return "in" if any(part.record.person.died is None for part in case.suspects) else None
