"""Checking an extract: the same judgement as loading, and nothing written but what was asked for."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from reassess.intake import check, load
from reassess.records.errors import UserError
from reassess.records.model import tables
from reassess.records.store import Run
from tests.intake.conftest import SMALL
from tests.shared import SHARED, needs_shared

Write = Callable[..., Path]

BROKEN = {"person.csv": SMALL["person.csv"] + "P3,Sam,Rowe,q,1990-01-01\nP4,Ada,Rowe,z,31/02/1990\n"}


def test_check_counts_as_load_does(run: Run, extract: Write) -> None:
    source = extract(BROKEN)
    assert check(source).counts == load(run, [source]).as_mapping()


def test_check_tells_what_is_wrong_and_what_is_missing(extract: Write) -> None:
    report = check(extract(BROKEN))
    assert report.wrong == 2
    assert [
        (problem.table, problem.file, problem.row, problem.field, problem.value) for problem in report.problems
    ] == [
        ("person", "person.csv", 4, "sex", "q"),
        ("person", "person.csv", 5, "sex", "z"),
    ]
    assert [(kind.field, kind.rows, kind.file, kind.row) for kind in report.kinds] == [
        ("sex", 2, "person.csv", 4),
        ("born_on", 1, "person.csv", 5),
    ]
    assert report.absent == tuple(name for name in tables() if f"{name}.csv" not in SMALL)
    assert report.lacking["person"][:2] == ("middle_names", "nicknames")
    assert report.supplied["entry"] == {"entry_id", "investigation_id", "written_at", "author", "text"}


def test_the_whole_list_is_written_on_request_and_nothing_is_overwritten(tmp_path: Path, extract: Write) -> None:
    listing = tmp_path / "all.csv"
    check(extract(BROKEN), listing=listing)
    with listing.open(newline="") as handle:
        lines = list(csv.DictReader(handle))
    assert [(line["table"], line["row"], line["value"]) for line in lines] == [
        ("person", "4", "q"),
        ("person", "5", "z"),
    ]
    with pytest.raises(UserError, match="exists already"):
        check(extract(BROKEN), listing=listing)


def test_progress_names_every_table(extract: Write) -> None:
    seen: list[str] = []
    check(extract(), progress=seen.append)
    assert sorted(seen) == sorted(tables())


def test_checking_leaves_the_extract_as_it_was(extract: Write) -> None:
    source = extract(BROKEN)
    before = {file: file.read_bytes() for file in source.rglob("*")}
    check(source)
    assert {file: file.read_bytes() for file in source.rglob("*")} == before


@needs_shared
def test_nothing_is_wrong_with_the_casebook() -> None:
    report = check(SHARED / "casebook" / "extract")
    assert (report.wrong, report.absent, report.lacking) == (0, (), {})
