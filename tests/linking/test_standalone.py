"""Linking any table of people: who is linked, who is kept apart, what is written and what is refused."""

import csv
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from reassess.linking import link_table
from reassess.records.errors import UserError

FIELDS = ("id", "first", "last", "dob", "home", "code", "number")
COLUMNS = {
    "forename": "first",
    "surname": "last",
    "born_on": "dob",
    "address": "home",
    "postcode": "code",
    "national_id": "number",
}
HOME = ("33 Ashlea Gardens", "EN5 9ZX")


def _person(name: str, first: str, last: str, dob: str, home: Sequence[str] = HOME, number: str = "") -> list[str]:
    return [name, first, last, dob, *home, number]


def _table(folder: Path, rows: Sequence[Sequence[str]], name: str = "people.csv") -> Path:
    file = folder / name
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(FIELDS)
        writer.writerows(rows)
    return file


def _people(folder: Path, rows: Sequence[Sequence[str]], **options: object) -> set[frozenset[str]]:
    out = folder / "out.csv"
    link_table([_table(folder, rows)], "id", COLUMNS, out, **options)  # type: ignore[arg-type]
    con = duckdb.connect()
    found = con.execute(f"SELECT list(id) FROM read_csv('{out}', all_varchar = true) GROUP BY entity_id").fetchall()
    con.close()
    return {frozenset(members) for (members,) in found}


# Rows of a table, and the people they should be.
KIN = {
    "twins at one address": (
        [_person("A", "Idil", "Kyprou", "2002-01-19"), _person("B", "Ruqayya", "Kyprou", "2002-01-19")],
        ["A", "B"],
    ),
    "twins without an address": (
        [
            _person("A", "Tomasz", "Wrona", "1994-08-30", ("", "")),
            _person("B", "Filip", "Wrona", "1994-08-30", ("", "")),
        ],
        ["A", "B"],
    ),
    "twins of two records each": (
        [
            _person("A1", "Idil", "Kyprou", "2002-01-19"),
            _person("A2", "Idill", "Kyprou", "2002-01-19"),
            _person("B1", "Ruqayya", "Kyprou", "2002-01-19"),
            _person("B2", "Ruqaya", "Kyprou", "2002-01-19"),
        ],
        ["A1 A2", "B1 B2"],
    ),
    "father and son of one name": (
        [_person("A", "Andreas", "Kyprou", "1974-02-02"), _person("B", "Andreas", "Kyprou", "2001-04-27")],
        ["A", "B"],
    ),
    "one national number outweighs a forename": (
        [
            _person("A", "Idil", "Kyprou", "2002-01-19", number="08/123456X"),
            _person("B", "Ruqayya", "Kyprou", "2002-01-19", number="2008/0123456X"),
        ],
        ["A B"],
    ),
    "a typing error in the forename": (
        [_person("A", "Andreas", "Kyprou", "1974-02-02"), _person("B", "Andraes", "Kyprou", "1974-02-02")],
        ["A B"],
    ),
    "married": (
        [_person("A", "Maria", "Kyprou", "1980-05-06"), _person("B", "Maria", "Okafor", "1980-05-06")],
        ["A B"],
    ),
    "order reversed": (
        [_person("A", "Thuy", "Nguyen", "1988-11-23"), _person("B", "Nguyen", "Thuy", "1988-11-23")],
        ["A B"],
    ),
    "one part of a compound surname": (
        [_person("A", "Ines", "Garcia Moreno", "1988-11-23"), _person("B", "Ines", "Moreno", "1988-11-23")],
        ["A B"],
    ),
    "another script's spelling": (
        [_person("A", "Yulia", "Sheremet", "1991-03-14"), _person("B", "Юлия", "Шеремет", "14/03/91")],
        ["A B"],
    ),
    "a single name": (
        [_person("A", "Sukarno", "", "1977-06-09"), _person("B", "", "Sukarno", "1977-06-09")],
        ["A B"],
    ),
}


@pytest.mark.parametrize("name", KIN)
def test_a_table_links_one_person_and_keeps_relatives_apart(tmp_path: Path, name: str) -> None:
    rows, expected = KIN[name]
    assert _people(tmp_path, rows) == {frozenset(members.split()) for members in expected}


def test_a_third_record_overrides_a_soft_constraint(tmp_path: Path) -> None:
    # A and C look like twins; B has the forenames of both.
    rows = [
        _person("A", "Leyla", "Kyprou", "2002-01-19"),
        _person("B", "Leyla Nur", "Kyprou", "2002-01-19"),
        _person("C", "Nur", "Kyprou", "2002-01-19"),
    ]
    assert _people(tmp_path, rows) == {frozenset("ABC")}


def test_the_threshold_decides_who_is_linked(tmp_path: Path) -> None:
    rows = [_person("A", "Maria", "Kyprou", "1980-05-06"), _person("B", "Maria", "Okafor", "1980-05-06")]
    assert len(_people(tmp_path, rows, threshold=0.5)) == 1
    assert len(_people(tmp_path, rows, threshold=0.999999999)) == 2


def test_the_order_of_the_rows_changes_nothing(tmp_path: Path) -> None:
    rows = [row for name, (people, _) in KIN.items() for row in ([name + cell[:9], *rest] for cell, *rest in people)]
    assert _people(tmp_path, rows) == _people(tmp_path, rows[::-1])


def test_two_tables_are_linked_and_the_source_is_written(tmp_path: Path) -> None:
    one = _table(tmp_path, [_person("1", "Maria", "Kyprou", "1980-05-06")], "one.csv")
    other = _table(
        tmp_path,
        [_person("1", "Maria", "Kyprou", "1980-06-05"), _person("2", "Femi", "Ade", "1990-01-02")],
        "other.csv",
    )
    out = tmp_path / "out.parquet"
    counts = link_table([one, other], "id", COLUMNS, out)
    con = duckdb.connect()
    rows = con.execute(f"SELECT source, id, entity_id FROM '{out}' ORDER BY ALL").fetchall()
    con.close()
    assert counts == {"records": 3, "people": 2}
    assert rows == [("1", "1", "E-1:1"), ("2", "1", "E-1:1"), ("2", "2", "E-2:2")]


def test_a_table_without_rows_gives_no_people(tmp_path: Path) -> None:
    assert _people(tmp_path, []) == set()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"threshold": 0.0}, "is not between 0 and 1"),
        ({"threshold": 1.5}, "is not between 0 and 1"),
        ({"engine": "abacus"}, "--engine abacus: is not an engine. Use duckdb or spark"),
    ],
)
def test_a_wrong_option_is_refused(tmp_path: Path, options: dict[str, object], words: str) -> None:
    with pytest.raises(UserError, match=words):
        _people(tmp_path, [], **options)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.csv", None, "there is no such file"),
        ("people.txt", b"id,first\n", r"is a '\.txt' file. Give a \.csv or \.parquet file"),
        ("people.parquet", b"id,first\n1,Ada\n", "cannot be read as a Parquet file"),
        ("people.csv", b"", "has no column 'id'"),
        ("people.csv", b"id,first\n1,Zo\xeb\n", "cannot be read as a CSV file of UTF-8 text"),
    ],
)
def test_a_file_that_is_not_a_table_is_refused(tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UserError, match=words):
        link_table([file], "id", {"forename": "first"}, tmp_path / "out.csv")


def test_more_tables_than_two_are_refused(tmp_path: Path) -> None:
    table = _table(tmp_path, [])
    with pytest.raises(UserError, match="3 tables are given"):
        link_table([table] * 3, "id", COLUMNS, tmp_path / "out.csv")
