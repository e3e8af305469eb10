"""What the order is told of risks: only those that were closed by the rules of closing, until one is found again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reassess.workspace.ordering_api import closed_risks
from reassess.workspace.risks.actions import answer_closing, close_risk
from reassess.workspace.risks.models import Risk, State

CLOSING = {"reason": "referred_accepted", "words": "They have it and have answered."}


@pytest.fixture
def review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    (tmp_path / "workspace").mkdir()
    monkeypatch.setenv("REASSESS_REVIEW", str(tmp_path))
    return tmp_path


def test_a_proposal_to_close_closes_nothing_and_the_second_person_does(
    review: Path, person: Callable[[str], Any]
) -> None:
    risk = Risk.objects.get(rule="victim-missing-now")
    close_risk(acting_user=person("lead"), risk=risk, version=1, **CLOSING)
    assert closed_risks(review) == frozenset()
    risk.refresh_from_db()
    answer_closing(acting_user=person("lead2"), risk=risk, version=2, agreed=True)
    assert closed_risks(review) == {(risk.case.reference, risk.rule, risk.subject)}
    Risk.objects.filter(pk=risk.pk).update(state=State.OPEN)
    assert closed_risks(review) == frozenset()


def test_a_review_without_a_workspace_has_closed_nothing(tmp_path: Path) -> None:
    assert closed_risks(tmp_path) == frozenset()
