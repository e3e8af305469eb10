"""Bad input: clear words, no blow-up in time or memory, nobody linked by a stand-in."""

from pathlib import Path

import pytest

from reassess.linking import link, link_table
from reassess.records.errors import UserError
from reassess.records.store import Run
from tests.linking.extract import run_from_rows

Row = dict[str, str]


def _linked(folder: Path, people: list[Row], **tables: list[Row]) -> Run:
    run = run_from_rows(folder / "run", person=people, **tables)
    link(run)
    return run


def _count(run: Run, sql: str) -> int:
    with run.connect() as con:
        return int(con.execute(sql).fetchall()[0][0])


ENTITIES = "SELECT count(DISTINCT entity_id) FROM linking.entity"


def test_no_people_at_all(tmp_path: Path) -> None:
    assert _count(_linked(tmp_path, []), ENTITIES) == 0


def test_all_names_empty(tmp_path: Path) -> None:
    people = [{"person_id": f"P{n}", "sex": "m"} for n in range(50)]
    assert _count(_linked(tmp_path, people), ENTITIES) == 50


@pytest.mark.parametrize(("forename", "surname"), [("UNKNOWN", "MALE"), ("REFUSED", "REFUSED"), ("not", "known")])
def test_a_stand_in_for_half_the_table_is_no_name(tmp_path: Path, forename: str, surname: str) -> None:
    people: list[Row] = [
        {"person_id": f"U{n}", "forename": forename, "surname": surname, "sex": "m"} for n in range(300)
    ]
    people += [{"person_id": f"P{n}", "forename": f"Given{n}", "surname": f"Family{n}"} for n in range(300)]
    run = _linked(tmp_path, people)
    assert _count(run, ENTITIES) == 600
    assert _count(run, "SELECT count(*) FROM linking.pair WHERE right_id LIKE 'U%'") == 0


def test_one_real_name_for_half_the_table_links_nobody_and_stays_small(tmp_path: Path) -> None:
    people: list[Row] = [{"person_id": f"J{n:04}", "forename": "Jan", "surname": "Novak"} for n in range(2000)]
    people += [{"person_id": f"P{n:04}", "forename": f"Given{n}", "surname": f"Family{n}"} for n in range(2000)]
    run = _linked(tmp_path, people)
    assert _count(run, ENTITIES) == 4000


def test_a_default_date_is_no_date(tmp_path: Path) -> None:
    people: list[Row] = [
        {"person_id": f"P{n}", "forename": f"Given{n}", "surname": "Novak", "born_on": "1900-01-01"} for n in range(200)
    ]
    assert _count(_linked(tmp_path, people), ENTITIES) == 200


def test_a_phone_of_five_thousand_ties_nobody(tmp_path: Path) -> None:
    people: list[Row] = [
        {"person_id": f"P{n:04}", "forename": f"Given{n}", "surname": f"Family{n}"} for n in range(5000)
    ]
    cases = [{"investigation_id": f"I{n}", "force": "MPS", "recorded_on": "2015-01-01"} for n in range(5000)]
    phones = [
        {"investigation_id": f"I{n}", "kind": "phone", "value": "020 7946 0100", "person_id": f"P{n:04}"}
        for n in range(5000)
    ]
    run = _linked(tmp_path, people, investigation=cases, identifier=phones)
    assert _count(run, ENTITIES) == 5000
    assert _count(run, "SELECT count(*) FROM linking.hub WHERE over_limit") == 1


def test_one_person_with_three_thousand_records_is_one_person(tmp_path: Path) -> None:
    people: list[Row] = [
        {"person_id": f"P{n:04}", "forename": "Oluwaseun", "surname": "Hargreaves", "born_on": "1984-03-02",
         "pnc_id": "08/123456X"}
        for n in range(3000)
    ]  # fmt: skip
    people += [{"person_id": f"Q{n:04}", "forename": f"Given{n}", "surname": f"Family{n}"} for n in range(500)]
    run = _linked(tmp_path, people)
    assert _count(run, "SELECT count(DISTINCT entity_id) FROM linking.entity WHERE person_id LIKE 'P%'") == 1
    assert _count(run, "SELECT count(*) FROM linking.pair") < 3000 * 3000 / 4


@pytest.mark.parametrize(
    ("columns", "out", "words"),
    [
        ({"forename": "first"}, "out.csv", "has no column 'first'; its columns are id, name"),
        ({"firstname": "name"}, "out.csv", "'firstname' is no role of a column"),
        ({}, "out.csv", "name at least one column"),
        ({"forename": "name"}, "out.xlsx", "must end in .csv or .parquet"),
        ({"forename": "name"}, "no-folder/out.csv", "there is no folder"),
    ],
)
def test_a_table_that_cannot_be_linked_says_why(tmp_path: Path, columns: Row, out: str, words: str) -> None:
    table = tmp_path / "people.csv"
    table.write_text("id,name\n1,Ada\n2,Ben\n", encoding="utf-8")
    with pytest.raises(UserError, match=words):
        link_table([table], "id", columns, tmp_path / out)


@pytest.mark.parametrize(
    ("text", "words"), [("id,name\n1,Ada\n1,Ben\n", "id 1 stands in more"), ("id,name\n,Ada\n", "1 rows have no id")]
)
def test_ids_must_name_one_row_each(tmp_path: Path, text: str, words: str) -> None:
    table = tmp_path / "people.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=words):
        link_table([table], "id", {"forename": "name"}, tmp_path / "out.csv")
