"""The casebook changed in ways that must not change its answers, and in ways that must.

The whole sweep is `python -m benchmarks.casebook.sweep`.
"""

from datetime import date
from pathlib import Path

import pytest

from benchmarks.casebook.changes import NEUTRAL, Extract, all_neutral, read_extract
from benchmarks.casebook.directional_changes import CLEARED, emptied, filled, raised
from benchmarks.casebook.score import read_rows
from benchmarks.casebook.sweep import judged, not_cleared, not_raised
from reassess.rules.catalogue import load, package_folder
from tests.shared import RULED_SINCE, SHARED, needs_shared

pytestmark = needs_shared
CASEBOOK = SHARED / "casebook"


@pytest.fixture(scope="module")
def extract() -> Extract:
    return read_extract(CASEBOOK, date(2026, 4, 30))


def test_order_letter_case_blanks_names_strangers_and_a_week_change_no_answer(extract: Extract, tmp_path: Path) -> None:
    changed = all_neutral(extract)
    assert changed.rows["investigation"][0] != extract.rows["investigation"][0]
    came = judged(changed, tmp_path / "changed")
    expected = {tuple(row.values())[:4] for row in read_rows(CASEBOOK / "expected" / "findings.csv")}
    assert sorted((came.findings ^ expected) - RULED_SINCE) == []
    scope = read_rows(CASEBOOK / "expected" / "scope.csv")
    verdicts = {(row["investigation_id"], row["criteria"], row["element"], row["verdict"]) for row in scope}
    assert sorted(verdicts - came.verdicts) == []


def test_what_is_taken_out_is_found(extract: Extract, tmp_path: Path) -> None:
    assert len(raised(emptied(extract))) > 170
    assert not_raised(extract, tmp_path / "emptied") == []


def test_what_is_filled_in_is_found_no_more(extract: Extract, tmp_path: Path) -> None:
    held = {row["rule"] for row in read_rows(CASEBOOK / "expected" / "findings.csv")}
    assert len(CLEARED & held) > 30
    assert not_cleared(extract, tmp_path / "filled") == []


@pytest.mark.parametrize("what", NEUTRAL)
def test_every_neutral_change_changes_the_extract_and_keeps_its_rows(extract: Extract, what: str) -> None:
    changed = NEUTRAL[what](extract)
    assert changed != extract
    assert all(len(changed.rows[name]) >= len(rows) for name, rows in extract.rows.items())


def test_every_rule_that_filling_in_answers_is_a_rule() -> None:
    assert {rule.slug for rule in load([package_folder()])} >= CLEARED


def test_filling_in_and_taking_out_leave_the_extract_as_it_was(extract: Extract) -> None:
    before = [dict(row) for row in extract.rows["exhibit"]]
    filled(extract), emptied(extract)
    assert extract.rows["exhibit"] == before
