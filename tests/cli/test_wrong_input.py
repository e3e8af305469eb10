"""Input that cannot be used, verb by verb: exit code 2, words that name it and what to do, never a traceback."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reassess.cli import app, main
from reassess.review import Review

Say = Callable[..., str]

PEOPLE = "id,first,last,born\n1,Asha,Rowntree,1999-02-03\n2,Asha,Rowntree,1999-02-03\n"


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Say:
    """Runs the command line in a folder of odd files and gives what it said; fails unless it ends with code 2."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    Path("people.csv").write_text(PEOPLE, encoding="utf-8")
    Path("twice.csv").write_text(PEOPLE.replace("2,Asha", "1,Asha"), encoding="utf-8")
    Path("nothing.csv").touch()
    Path("noise.csv").write_bytes(b"\xff\xfe\x00\x9f\x92" * 40)
    Path("report.pdf").write_bytes(b"hello")
    Path("empty").mkdir()

    def run(*arguments: str | Path) -> str:
        monkeypatch.setattr(sys, "argv", ["reassess", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert ended.value.code == 2, said.out + said.err
        return said.out + said.err

    return run


def link(table: str, columns: str = "forename=first,surname=last", out: str = "out.csv", **more: str) -> list[str]:
    return ["link", table, "--id", more.pop("id", "id"), "--columns", columns, "--out", out,
            *[part for name, value in more.items() for part in (f"--{name}", value)]]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (link("nowhere.csv"), "nowhere.csv: there is no such file"),
        (link("noise.csv"), "noise.csv"),
        (link("nothing.csv"), "nothing.csv"),
        (link("people.csv", id="number"), "no column 'number'"),
        (link("people.csv", "forename=given"), "no column 'given'"),
        (link("people.csv", "forename"), "role=column"),
        (link("people.csv", "shoe_size=first"), "'shoe_size' is not a role"),
        (link("people.csv", out="out.docx"), ".csv or .parquet"),
        (link("people.csv", threshold="7"), "--threshold"),
        (link("people.csv", engine="abacus"), "abacus"),
        (link("twice.csv"), "is in more than one row"),
        (["read", "nowhere", "--out", "t.parquet"], "nowhere: no such folder"),
        (["read", "empty"], "empty: not a file. For a folder, add --out"),
        (["simulate", "nothing.csv"], "nothing.csv"),
        (["simulate", "noise.csv"], "noise.csv"),
        (["simulate", "people.csv"], "no column title"),
        (["simulate", "people.csv", "--text", "first", "--label", "last"], "column last"),
        (["search", "empty", "words"], "no finished run yet"),
        (["judge", "empty", "A", "B", "same", "--reason", "one number"], "empty"),
        (["group", "empty"], "no finished run yet"),
        (["assure", "empty"], "empty"),
        (["forecast", "empty", "--deadline", "2027-01-01"], "empty"),
        (["publish", "empty"], "no finished run yet"),
        (["check", "report.pdf"], "Give the folder or zip of the extract"),
        (["run", "empty", "people.csv"], "Make a review first"),
        (["compare", "empty", "1", "2"], "no finished run 1"),
        (["rules", "show", "no-such-rule"], "no-such-rule"),
        (["rules", "test", "nowhere"], "nowhere"),
        (["init", "met", "--force", "M P", "--as-of", "2026-04-30"], "such as MPS"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_used_is_named(refused: Say, arguments: list[str], words: str) -> None:
    assert words in " ".join(refused(*arguments).split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["explain", "2/99"], "no investigation with this reference"),
        (["explain", "--pair", "S1", "P99"], "no person record P99"),
        (["search", ""], "Nothing to search for"),
        (["judge", "S1", "S2", "maybe", "--reason", "one number"], "same, different or unsure"),
        (["judge", "S1", "S2", "same"], "reason"),
        (["judge", "S1", "P99", "same", "--reason", "one number"], "no person record P99"),
        (["compare", "1", "9"], "no finished run 9"),
        (["simulate"], "Give the planted answers of the caseload"),
        (["assure"], "no case has been decided yet"),
        (["verify"], "no workspace here yet"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_a_review_does_not_hold_is_named(
    refused: Say, finished_review: Review, arguments: list[str], words: str
) -> None:
    assert words in " ".join(refused(arguments[0], finished_review.path, *arguments[1:]).split())


def test_every_verb_says_what_it_does_and_shows_an_example() -> None:
    verbs = {command.name or command.callback.__name__: command.callback for command in app.registered_commands
             if command.callback}  # fmt: skip
    assert {"init", "check", "run", "link", "judge", "simulate", "assure", "forecast", "serve", "demo"} <= set(verbs)
    assert [name for name, verb in verbs.items() if "Example: reassess" not in (verb.__doc__ or "")] == []
