"""Cells as people and programs write them: invisible characters, formulas, lists, and values of another field."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reassess.intake import check, load
from reassess.intake.cells.plausibility import FLAGS
from reassess.records.model import tables
from reassess.records.store import Run
from tests.intake.conftest import rows

Write = Callable[..., Path]


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\u200e", "\u2060"])
def test_invisible_characters_are_no_part_of_a_key_a_code_or_a_day(run: Run, extract: Write, mark: str) -> None:
    files = {
        "investigation.csv": "investigation_id,force,recorded_on,outcome_code\n"
        f"{mark}I1,MPS,2014-{mark}02-01,1{mark}6\n",
        "entry.csv": f"entry_id,investigation_id,text\nE1,I{mark}1,One{mark}two.{mark}\n",
    }
    counts = load(run, [extract(files, bare=True)])
    assert counts.total.quarantined == 0
    found = rows(run, "SELECT investigation_id, outcome_code, CAST(recorded_on AS VARCHAR) FROM records.investigation")
    assert found == [("I1", "16", "2014-02-01")]
    assert rows(run, "SELECT investigation_id, text FROM records.entry") == [("I1", f"One{mark}two.")]


def test_spaces_of_all_kinds_at_the_edges_of_a_cell_are_dropped(run: Run, extract: Write) -> None:
    load(run, [extract({"person.csv": "person_id,surname\n\u2009P1\u202f,\u00a0de la Cruz\u3000\n"})])
    assert rows(run, "SELECT person_id, surname FROM records.person") == [("P1", "de la Cruz")]


def test_values_protected_from_excel_as_formulas_are_the_values(run: Run, extract: Write) -> None:
    content = 'investigation_id,force,recorded_on,outcome_code\n="0012",MPS,2014-02-01,"=""16"""\n'
    entries = 'entry_id,investigation_id,text\nE1,"=""0012""","= not a formula"\n'
    load(run, [extract({"investigation.csv": content, "entry.csv": entries}, bare=True)])
    assert rows(run, "SELECT investigation_id, outcome_code FROM records.investigation") == [("0012", "16")]
    assert rows(run, "SELECT investigation_id, text FROM records.entry") == [("0012", "= not a formula")]


@pytest.mark.parametrize(
    ("written", "flags"),
    [
        ("cse;missing", "cse;missing"),
        ('"cse, missing"', "cse;missing"),
        ("cse|missing", "cse;missing"),
        ('"[""cse"", ""missing""]"', "cse;missing"),
        ("cse", "cse"),
    ],
)
def test_flags_in_one_cell_are_split(run: Run, extract: Write, written: str, flags: str) -> None:
    content = f"investigation_id,force,recorded_on,flags\nI1,MPS,2014-02-01,{written}\n"
    counts = load(run, [extract({"investigation.csv": content}, bare=True)])
    assert rows(run, "SELECT flags FROM records.investigation") == [(flags,)]
    assert not any("flags" in notice.says for notice in counts.notices)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("investigation", "investigation_id,force,recorded_on,outcome_code\nI1,MPS,2014-02-01,Filed\n",
         "outcome_code: 1 cells hold no outcome type of the Home Office"),
        ("investigation", "investigation_id,force,recorded_on,flags\nI1,MPS,2014-02-01,DV\n",
         "flags: 1 cells hold flags that no rule knows"),
        ("investigation", "investigation_id,force,recorded_on,summary\nI1,MPS,2014-02-01,Non-familial\n",
         "summary: 1 cells hold a code of another field"),
        ("entry", "entry_id,investigation_id,text\nE1,I1,12/03/2014\n", "text: 1 texts hold no letter"),
        ("person", "person_id,surname\nP1,\"Osei, Amara\"\n", "surname: 1 names hold a comma"),
        ("identifier", "investigation_id,kind,value\nI1,phone,mobile\n", "value: 1 phone numbers have fewer than 5"),
    ],
)  # fmt: skip
def test_values_that_do_not_look_like_their_field_are_reported(
    extract: Write, name: str, content: str, message: str
) -> None:
    report = check(extract({f"{name}.csv": content}, bare=name == "investigation"))
    assert any(message in note for note in report.notes), report.notes


def test_values_that_look_like_their_field_are_not_reported(extract: Write) -> None:
    content = (
        "investigation_id,force,recorded_on,outcome_code,flags,summary\n"
        "I1,MPS,2011-03-14,1A,cse,Reported by phone.\nI2,MPS,2014-02-01,18,,Unknown\nI3,MPS,2014-02-01,0,group,Seen.\n"
    )
    assert check(extract({"investigation.csv": content})).notes == ()


def test_the_flags_are_those_of_the_record_model() -> None:
    title = tables()["investigation"].field("flags").title
    assert tuple(word.strip() for word in title.split(":")[1].split(";")) == FLAGS
