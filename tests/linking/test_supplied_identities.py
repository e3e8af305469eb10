"""Supplied identities: linking from a file, without the model."""

from pathlib import Path

import pytest

from reassess.linking import link
from reassess.records.errors import UserError
from tests.linking.extract import run_from_extract, run_from_rows
from tests.shared import SHARED, needs_shared

PEOPLE = [{"person_id": "A", "forename": "Ada", "surname": "Marsh"}, {"person_id": "B", "nicknames": "Ace"}]
INVOLVED = [{"investigation_id": "I1", "person_id": "B", "role": "suspect", "identified": "false"}]


def _people(folder: Path, text: str) -> Path:
    file = folder / "people.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_unidentified_record_of_a_supplied_person_is_not_confirmed(tmp_path: Path) -> None:
    run = run_from_rows(tmp_path / "run", person=PEOPLE, involvement=INVOLVED)
    link(run, supplied_identities=_people(tmp_path, "person_id,entity_id\nA,E1\nB,E1\n"))
    with run.connect() as con:
        rows = con.execute("SELECT person_id, entity_id, confirmed, doubtful, how FROM linking.entity").fetchall()
    assert rows == [("A", "E1", True, False, "supplied"), ("B", "E1", False, True, "supplied")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("person_id,entity_id\nA,E1\n", "the first is B"),
        ("person_id,entity_id\nA,E1\nB,E2\nB,E3\n", "B appears more than once"),
        ("person,entity\nA,E1\n", "They must include person_id and entity_id"),
    ],
)
def test_a_file_without_every_identity_is_refused(tmp_path: Path, text: str, words: str) -> None:
    run = run_from_rows(tmp_path / "run", person=PEOPLE, involvement=INVOLVED)
    with pytest.raises(UserError, match=words):
        link(run, supplied_identities=_people(tmp_path, text))


@needs_shared
def test_the_casebook_shares_what_its_findings_say(tmp_path: Path) -> None:
    run = run_from_extract(tmp_path / "run", SHARED / "casebook" / "extract")
    link(run, supplied_identities=SHARED / "casebook" / "expected" / "people.csv")
    with run.connect() as con:
        hubs = con.execute("SELECT value FROM linking.shared WHERE hub").fetchall()
        reported = con.execute(
            "SELECT value FROM linking.shared WHERE kind IN ('phone', 'vehicle', 'email', 'handle', 'imei')"
            " AND NOT hub AND NOT explained ORDER BY value"
        ).fetchall()
    findings = (SHARED / "casebook" / "expected" / "findings.csv").read_text(encoding="utf-8").splitlines()
    expected = {line.split(",")[2] for line in findings if ",identifier-shared," in line}
    assert hubs == [("02079460100",)]
    assert {value for (value,) in reported} == expected
