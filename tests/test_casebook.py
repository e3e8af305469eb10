"""The casebook's known answers: every covered rule, all criteria, every labelled definition."""

from pathlib import Path

import pytest

from benchmarks.casebook.score import Score, run_casebook, score
from tests.shared import RULED_SINCE, SHARED, needs_shared

pytestmark = needs_shared


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
