"""A revealed record of draws: an outsider finds a changed seed, order or draw."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reassess.cli import app
from reassess.draw_check import CommittedCase, DrawRecord, problems, read_record
from reassess.records.errors import UserError
from reassess.triage.assurance.audit_sample import commitment, committed_order

SEED = "ab" * 32
FIRST = committed_order(SEED, [f"C{number}" for number in range(8)])
LATER = committed_order(SEED, ["L1", "L2"])
ORDER = [*(CommittedCase(case, 1) for case in FIRST), *(CommittedCase(case, 2) for case in LATER)]
RECORD = DrawRecord(commitment(SEED), SEED, [ORDER[:8], ORDER, ORDER[1:]], [FIRST[0], FIRST[2], LATER[0]])


def test_an_honest_record_has_no_problems() -> None:
    assert problems(RECORD) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"seed": "cd" * 32}, "The seed is not the committed one"),
        ({"drawn": [FIRST[2], FIRST[0]]}, "was drawn after"),
        ({"drawn": [LATER[0], FIRST[0]]}, "was drawn after"),
        ({"drawn": [FIRST[0], FIRST[0]]}, "was drawn after"),
        ({"drawn": ["other"]}, "is not in the committed population"),
        ({"orders": [[ORDER[1], ORDER[0], *ORDER[2:]]]}, "Committed order 1 does not follow from the seed"),
        ({"orders": [ORDER, [*ORDER[8:], *ORDER[:8]]]}, "Committed order 2 does not follow from the seed"),
    ],
)
def test_each_change_of_a_record_is_found(changed: dict[str, object], said: str) -> None:
    assert any(said in problem for problem in problems(replace(RECORD, **changed)))  # type: ignore[arg-type]


def test_the_verb_checks_a_revealed_file_without_a_review(tmp_path: Path) -> None:
    file = tmp_path / "draws.json"
    file.write_text(json.dumps(asdict(RECORD)), encoding="utf-8")
    assert read_record(file) == RECORD
    done = CliRunner().invoke(app, ["verify-draw", str(file)])
    assert (done.exit_code, "All 3 draws follow the committed seed" in done.output) == (0, True)
    file.write_text(json.dumps(asdict(replace(RECORD, drawn=[FIRST[2], FIRST[0]]))), encoding="utf-8")
    assert CliRunner().invoke(app, ["verify-draw", str(file)]).exit_code == 1


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"commitment": "a", "seed": "b", "orders": [[{}]], "drawn": []}'])
def test_a_file_that_is_no_record_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "draws.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match="not a revealed record of draws"):
        read_record(file)
