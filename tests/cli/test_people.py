"""The verbs on people as a person uses them: link, judge, group, explain --pair; what they print and how they end."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reassess.cli import main
from reassess.review import Review

Said = Callable[..., str]


@pytest.fixture
def reassess(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """Run the command line in this process; returns what it said. Fails where it ends otherwise than with `code`."""

    def run(*arguments: str | Path, code: int = 0) -> str:
        monkeypatch.setattr(sys, "argv", ["reassess", *map(str, arguments)])
        monkeypatch.setenv("COLUMNS", "200")
        ended: object = 0
        try:
            main()
        except SystemExit as end:
            ended = end.code or 0
        said = "".join(capsys.readouterr())
        assert ended == code, said
        return said

    return run


@pytest.fixture
def review(finished_review: Review, tmp_path: Path) -> Path:
    shutil.copytree(finished_review.path, tmp_path / "review")
    return tmp_path / "review"


def _table(folder: Path) -> Path:
    file = folder / "people.csv"
    file.write_text("id,first,last,dob\n1,Ada,Quill,1980-01-09\n2,Ada,Quil,1980-01-09\n3,Femi,Ade,1990-02-03\n")
    return file


def test_link_writes_who_is_whom_and_counts_them(reassess: Said, tmp_path: Path) -> None:
    columns = "forename=first,surname=last,born_on=dob"
    out = tmp_path / "ids.csv"
    said = reassess("link", _table(tmp_path), "--id", "id", "--columns", columns, "--out", out)
    assert "3 records, 2 people" in said
    assert out.read_text().splitlines() == ["id,entity_id", "1,E-1", "2,E-1", "3,E-3"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--columns", "forename"], "--columns is 'forename'. Write role=column"),
        (["--columns", "forename=given"], "has no column 'given'. Its columns are id, first, last, dob"),
        (["--columns", "first=first"], "'first' is not a role"),
        (["--columns", "forename=first", "--engine", "abacus"], "Use duckdb or spark"),
        (["--columns", "forename=first", "--threshold", "0"], "is not between 0 and 1"),
        (["--columns", "forename=first", "--id", "number"], "has no column 'number'"),
    ],
)
def test_what_link_cannot_do_ends_with_2_and_says_why(
    reassess: Said, tmp_path: Path, options: list[str], words: str
) -> None:
    arguments = ["link", _table(tmp_path), "--out", tmp_path / "ids.csv", *options]
    said = reassess(*arguments, *([] if "--id" in options else ["--id", "id"]), code=2)
    assert words in " ".join(said.split())


def test_a_judgement_on_a_run_of_an_earlier_version_is_refused_with_the_command_to_run(
    reassess: Said, review: Path
) -> None:
    manifest = max((review / "runs").glob("*/manifest.json"))
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**content, "layout": 1}), encoding="utf-8")
    said = reassess("judge", review, "S3", "S4", "same", "--reason", "one scar", code=2)
    assert "made by an earlier version of Reassess. Run again: reassess run" in " ".join(said.split())
    assert not (review / "judgements.csv").exists()


def test_a_judgement_is_kept_with_who_made_it(reassess: Said, review: Path) -> None:
    said = reassess("judge", review, "S3", "S4", "same", "--reason", "one scar", "--by", "D. Reader")
    assert "The next run follows it" in said
    assert (review / "judgements.csv").read_text().splitlines()[1].endswith("D. Reader,S3,S4,same,one scar")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["S3", "S9", "same", "--reason", "x"], "the latest run has no person record S9"),
        (["S3", "S4", "perhaps", "--reason", "x"], "verdict is 'perhaps'. Use same, different or unsure"),
        (["S3", "S4", "same"], "the reason or the name is missing"),
        (["S3", "S4"], "Give two records and same, different or unsure, or use --file FILE"),
        (["--file", "gone.csv"], "gone.csv: there is no such file"),
    ],
)
def test_a_judgement_that_cannot_stand_ends_with_2(
    reassess: Said, review: Path, arguments: list[str], words: str
) -> None:
    assert words in " ".join(reassess("judge", review, *arguments, code=2).split())
    assert not (review / "judgements.csv").exists()


def test_judgements_come_from_a_file_too(reassess: Said, review: Path, tmp_path: Path) -> None:
    file = tmp_path / "given.csv"
    file.write_text("left_id,right_id,verdict,reason\nS3,S4,different,two prints\nS2,S4,unsure,too little\n")
    assert "2 judgements saved" in reassess("judge", review, "--file", file)


def test_a_review_that_is_not_there_is_named(reassess: Said, tmp_path: Path) -> None:
    said = reassess("judge", tmp_path / "none", "A", "B", "same", "--reason", "x", code=2)
    assert "Cannot go on" in said
    assert str(tmp_path / "none") in "".join(said.split("\n"))


def test_groups_and_places_are_shown(reassess: Said, review: Path) -> None:
    said = reassess("group", review)
    assert "groups; the" in said
    assert "Places with more investigations than chance would give" in said


def test_a_pair_is_explained_step_by_step_and_drawn(reassess: Said, review: Path, tmp_path: Path) -> None:
    said = reassess("explain", review, "--pair", "S3", "S4", "--chart", tmp_path / "pair.svg")
    assert "S3 and S4: not linked" in said
    assert "different surnames (Hale / Reed)" in said
    assert "they are two people, E-S3 and E-S4" in said
    assert (tmp_path / "pair.svg").read_text().startswith("<svg")


def test_an_unidentified_record_is_explained_by_what_it_was_joined_by(reassess: Said, review: Path) -> None:
    said = reassess("explain", review, "--pair", "S1", "S3")
    assert "S1 is not identified and was joined to E-S3 by shared identifier" in said
    assert "no person record S9" in reassess("explain", review, "--pair", "S1", "S9", code=2)
