"""Bad input: clear errors, bounded time and memory, and nobody linked by a placeholder."""

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
def test_a_placeholder_is_not_a_name(tmp_path: Path, forename: str, surname: str) -> None:
    people: list[Row] = [
        {"person_id": f"U{n}", "forename": forename, "surname": surname, "sex": "m"} for n in range(300)
    ]
    people += [{"person_id": f"P{n}", "forename": f"Given{n}", "surname": f"Family{n}"} for n in range(300)]
    run = _linked(tmp_path, people)
    assert _count(run, ENTITIES) == 600
    assert _count(run, "SELECT count(*) FROM linking.pair WHERE right_id LIKE 'U%'") == 0


def test_one_name_for_half_the_table_links_nobody_and_stays_small(tmp_path: Path) -> None:
    people: list[Row] = [{"person_id": f"J{n:04}", "forename": "Jan", "surname": "Novak"} for n in range(2000)]
    people += [{"person_id": f"P{n:04}", "forename": f"Given{n}", "surname": f"Family{n}"} for n in range(2000)]
    run = _linked(tmp_path, people)
    assert _count(run, ENTITIES) == 4000


def test_a_default_date_is_not_a_date(tmp_path: Path) -> None:
    people: list[Row] = [
        {"person_id": f"P{n}", "forename": f"Given{n}", "surname": "Novak", "born_on": "1900-01-01"} for n in range(200)
    ]
    assert _count(_linked(tmp_path, people), ENTITIES) == 200


def test_a_phone_of_five_thousand_records_links_nobody(tmp_path: Path) -> None:
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
        ({"forename": "first"}, "out.csv", "has no column 'first'. Its columns are id, name"),
        ({"firstname": "name"}, "out.csv", "'firstname' is not a role"),
        ({}, "out.csv", "Name at least one"),
        ({"forename": "name"}, "out.xlsx", "End the name in .csv or .parquet"),
        ({"forename": "name"}, "no-folder/out.csv", "there is no folder"),
    ],
)
def test_wrong_options_are_refused_with_the_reason(tmp_path: Path, columns: Row, out: str, words: str) -> None:
    table = tmp_path / "people.csv"
    table.write_text("id,name\n1,Ada\n2,Ben\n", encoding="utf-8")
    with pytest.raises(UserError, match=words):
        link_table([table], "id", columns, tmp_path / out)


@pytest.mark.parametrize(
    ("text", "words"),
    [("id,name\n1,Ada\n1,Ben\n", "id 1 is in more than one row"), ("id,name\n,Ada\n", "1 rows have no id")],
)
def test_ids_must_be_present_and_unique(tmp_path: Path, text: str, words: str) -> None:
    table = tmp_path / "people.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=words):
        link_table([table], "id", {"forename": "name"}, tmp_path / "out.csv")


# Columns of a table, and two rows of one person beside one of another.
SPARSE = {
    "a forename and no surname": (
        "forename=n,born_on=d",
        ["Oluwaseun,1984-03-02", "Oluwaseun,02/03/1984", "Piotr,1971-05-06"],
    ),
    "a surname and no forename": (
        "surname=n,born_on=d",
        ["Hargreaves,1984-03-02", "Hargreaves,02/03/1984", "Wrona,1971-05-06"],
    ),
    "further names only": ("middle_names=n,national_id=d", ["Ada,08/123456X", "Ada,2008/0123456X", "Ben,09/654321Y"]),
    "an age and no date of birth": (
        "age_from=n,national_id=d",
        ["1984,08/123456X", "1985,2008/0123456X", "1960,09/654321Y"],
    ),
    "the end of an age alone": ("age_to=n,national_id=d", ["1984,08/123456X", "1985,2008/0123456X", "1960,09/654321Y"]),
}


@pytest.mark.parametrize("name", SPARSE)
def test_a_table_of_few_columns_is_linked_by_those(tmp_path: Path, name: str) -> None:
    columns, rows = SPARSE[name]
    table = tmp_path / "people.csv"
    table.write_text("id,n,d\n" + "".join(f"{n},{row}\n" for n, row in enumerate(rows)), encoding="utf-8")
    roles = dict(part.split("=") for part in columns.split(","))
    assert link_table([table], "id", roles, tmp_path / "out.csv") == {"records": 3, "people": 2}


@pytest.mark.parametrize("records", [2, 21, 300])
def test_a_table_of_one_person_is_one_person(tmp_path: Path, records: int) -> None:
    table = tmp_path / "people.csv"
    rows = "".join(f"{n},Oluwaseun,Hargreaves,1984-03-02\n" for n in range(records))
    table.write_text(f"id,first,last,dob\n{rows}", encoding="utf-8")
    columns = {"forename": "first", "surname": "last", "born_on": "dob"}
    assert link_table([table], "id", columns, tmp_path / "out.csv") == {"records": records, "people": 1}


SCRIPTS = [
    ("Олена", "Шевченко"), ("محمد", "حسن"), ("小明", "王"), ("Ελένη", "Παπαδοπούλου"), ("ਗੁਰਪ੍ਰੀਤ", "ਸਿੰਘ"),
    ("אורי", "כהן"),
    ("ሰላም", "ተስፋዬ"), ("José", "Muñoz"), ("🙂", "🙂"),
]  # fmt: skip


def test_names_in_any_script_are_linked_and_told_apart(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    rows = [
        f"{n}{twice},{first},{last},199{n}-0{n + 1}-1{n}\n" for n, (first, last) in enumerate(SCRIPTS) for twice in "ab"
    ]
    table.write_text("id,first,last,dob\n" + "".join(rows), encoding="utf-8")
    columns = {"forename": "first", "surname": "last", "born_on": "dob"}
    assert link_table([table], "id", columns, tmp_path / "out.csv")["people"] == len(SCRIPTS)


@pytest.mark.parametrize("name", ["cyrillic", "arabic"])
def test_a_name_is_the_same_in_its_own_script_and_in_latin_letters(tmp_path: Path, name: str) -> None:
    table = tmp_path / "people.csv"
    pairs = {"cyrillic": "1,Олена,Шевченко,1990-05-06\n2,Olena,Shevchenko,1990-05-06\n",
             "arabic": "1,محمد,حسن,1991-05-06\n2,Muhammad,Hassan,1991-05-06\n"}  # fmt: skip
    table.write_text(f"id,first,last,dob\n{pairs[name]}", encoding="utf-8")
    columns = {"forename": "first", "surname": "last", "born_on": "dob"}
    assert link_table([table], "id", columns, tmp_path / "out.csv")["people"] == 1


def test_the_input_table_is_never_overwritten(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("id,name\n1,Ada\n2,Ben\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match="would be overwritten"):
        link_table([table], "id", {"forename": "name"}, tmp_path / "folder" / ".." / "people.csv")
    assert table.read_text(encoding="utf-8").startswith("id,name")


@pytest.mark.parametrize(("tables", "column"), [(1, "entity_id"), (2, "entity_id"), (2, "source")])
def test_an_id_column_named_like_an_output_column_is_refused(tmp_path: Path, tables: int, column: str) -> None:
    table = tmp_path / "people.csv"
    table.write_text(f"{column},name\n1,Ada\n2,Ben\n", encoding="utf-8")
    with pytest.raises(UserError, match=f"--id cannot be '{column}'"):
        link_table([table] * tables, column, {"forename": "name"}, tmp_path / "out.csv")


def test_rows_of_uneven_length_are_refused(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("id,first,last\n1,Ada,Marsh\n2,Ben\n3,Cy,Dow,9,9\n", encoding="utf-8")
    with pytest.raises(UserError, match="a row has more or fewer fields than the header"):
        link_table([table], "id", {"forename": "first"}, tmp_path / "out.csv")
