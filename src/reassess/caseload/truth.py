"""The planted truth as files: what was planted, who is who, what must not be found; never in the extract."""

from reassess.caseload.case import Case, Row
from reassess.caseload.finalise import RISK_BANDS
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.scope import scope_rows

FILES: dict[str, tuple[str, ...]] = {
    "people": ("person_id", "human"),
    "findings": ("investigation_id", "rule", "subject", "verdict", "note"),
    "near_misses": ("investigation_id", "rule", "subject", "why"),
    "scope": ("investigation_id", "criteria", "verdict", "element", "note"),
    "groups": ("group", "person_id"),
    "apart": ("person_id", "other_person_id", "why"),
    "planted": ("investigation_id", "has_missed_line_or_opportunity", "risk_band"),
    "hubs": ("kind", "value", "note", "investigations"),
    "scans": ("investigation_id", "document_id", "line", "words"),
    "broken": ("table", "row", "row_key", "field", "how", "value"),
}
_BANDS = ("immediate", "same_day", "next_working_day")


def truth_of(state: GeneratorState, cases: list[Case]) -> dict[str, list[Row]]:
    """The rows of every truth file that one chunk adds, in a fixed order (hubs and broken rows come later)."""
    return {
        "people": [(record.person_id, person.own_id) for person in state.persons for record in person.records],
        "findings": [row for case in cases for row in _findings(case)],
        "near_misses": [(case.ref, *row) for case in cases for row in case.near_misses],
        "scope": [row for case in cases for row in scope_rows(case)],
        "groups": sorted(set(state.groups)),
        "apart": _apart(state),
        "scans": [(case.ref, *row) for case in cases for row in case.scans],
        "planted": [(case.ref, int(case.label), risk_band(case)) for case in cases],
    }


def _findings(case: Case) -> list[Row]:
    """Each planted finding once, sorted; a rule that a plant has stated keeps the plant's own note."""
    notes: dict[tuple[str, str], str] = {}
    for rule, subject, note in case.findings:
        notes.setdefault((rule, subject), note)
    return [(case.ref, rule, subject, "found", note) for (rule, subject), note in sorted(notes.items())]


def _apart(state: GeneratorState) -> list[Row]:
    return [
        (first.person_id, second.person_id, why)
        for one, other, why in state.pairs
        for first in one.records
        for second in other.records
    ]


def risk_band(case: Case) -> str:
    """The most urgent band among the planted risks of a case; empty where it has none."""
    bands = {RISK_BANDS[rule] for rule, _, _ in case.findings if rule in RISK_BANDS}
    return next((band for band in _BANDS if band in bands), "")
