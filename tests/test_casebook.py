"""The casebook's known answers: every covered rule, all criteria, every labelled definition."""

from pathlib import Path

import pytest

from benchmarks.casebook.score import Score, run_casebook, score
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared

RULED_SINCE = {
    # A threat to kill written in 2014 about somebody now adult: since the rulings of November 2026 it is found with the
    # band before_contact, which has no clock.
    ("2809960/13", "threat-to-life-recorded", "N0303", "found"),
}
"""Answers that a later ruling changed; the casebook still has the earlier ones."""


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> list[Score]:
    """Scores with identity given by the casebook's people.csv."""
    return score(SHARED / "casebook", run_casebook(SHARED / "casebook", _review(tmp_path_factory)))


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> list[Score]:
    """Scores with identity worked out by the linking room."""
    return score(SHARED / "casebook", run_casebook(SHARED / "casebook", _review(tmp_path_factory), people=False))


def _review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("casebook") / "review"


def differences(scores: list[Score]) -> list[str]:
    return [
        f"{item.part}: {word} {' | '.join(key)} ({note})"
        for item in scores
        for word, answers in (("missed", item.missed), ("false", item.false))
        for key, note in answers
        if key not in RULED_SINCE
    ]


def test_every_answer_is_right_where_identity_is_given(given: list[Score]) -> None:
    assert differences(given) == []


def test_every_answer_is_right_where_identity_is_worked_out(linked: list[Score]) -> None:
    assert differences(linked) == []
