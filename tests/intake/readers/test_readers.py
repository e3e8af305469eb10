"""Workbooks, Parquet and JSON Lines give the same records as CSV; what is special to each."""

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from reassess.intake import check, load
from reassess.intake.readers.jsonlines import read_json_lines
from reassess.intake.readers.raw import cell_sql
from reassess.records.errors import UserError
from reassess.records.model import tables
from reassess.records.store import Run
from tests.intake.conftest import SMALL, rows

Write = Callable[..., Path]


def content_of(run: Run) -> list[list[tuple[object, ...]]]:
    """The rows of every table, without where they came from."""
    select = "SELECT * EXCLUDE (source_file, source_row) FROM records."
    with run.connect() as con:
        return [con.execute(f"{select}{table} ORDER BY row_key").fetchall() for table in tables()]


def lines_of(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(SMALL[name])))


def as_workbook(folder: Path) -> None:
    with xlsxwriter.Workbook(str(folder / "handover.xlsx"), {"strings_to_numbers": False}) as book:
        for name in SMALL:
            sheet = book.add_worksheet(name.removesuffix(".csv").upper())
            for number, line in enumerate(lines_of(name)):
                sheet.write_row(number, 0, line)


def as_json_lines(folder: Path) -> None:
    for name in SMALL:
        header, *lines = lines_of(name)
        content = [json.dumps({key: cell or None for key, cell in zip(header, line, strict=True)}) for line in lines]
        (folder / name.replace(".csv", ".jsonl")).write_text("\n".join(content))


def as_parquet(folder: Path) -> None:
    with duckdb.connect() as con:
        for name in SMALL:
            (folder / name).write_text(SMALL[name])
            target = folder / name.replace(".csv", ".parquet")
            con.execute(f"COPY (FROM read_csv('{folder / name}')) TO '{target}' (FORMAT parquet)")
            (folder / name).unlink()


@pytest.mark.parametrize("form", [as_workbook, as_json_lines, as_parquet])
def test_every_kind_of_file_gives_the_same_records(
    tmp_path: Path, extract: Write, form: Callable[[Path], None]
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    form(folder)
    runs = []
    for name, source in (("csv", extract()), ("form", folder)):
        (tmp_path / name).mkdir()
        run = Run(tmp_path / name)
        assert load(run, [source]).total.loaded == 7
        runs.append(content_of(run))
    assert runs[0] == runs[1]


def test_a_workbook_of_one_sheet_goes_by_the_name_of_the_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with xlsxwriter.Workbook(str(tmp_path / "x" / "Person.xlsx")) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.write_row(2, 0, ["person_id", "born_on", "pnc_id", "age_from"])
        sheet.write_row(3, 0, [12, "1990-01-01", True, 23.0])
        sheet.write_row(5, 0, ["P2", "", "", "", "stray"])
        sheet.write_row(6, 0, ["P3"])
    load(run, [tmp_path / "x"])
    assert rows(run, "SELECT person_id, pnc_id, age_from, source_file, source_row FROM records.person ORDER BY 1") == [
        ("12", "true", 23, "Person.xlsx#Sheet1", 4),
        ("P3", None, None, "Person.xlsx#Sheet1", 7),
    ]
    [(row, reason)] = rows(run, "SELECT source_row, reason FROM records.quarantine")
    assert row == 6
    assert str(reason).startswith("cells to the right of the last column")


def test_a_file_that_only_says_it_is_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "person.xlsx").write_bytes(b"person_id\nP1\n")
    with pytest.raises(UserError, match=r"person\.xlsx: cannot be read as a workbook"):
        check(tmp_path)


def test_a_file_that_only_says_it_is_parquet(tmp_path: Path) -> None:
    (tmp_path / "person.parquet").write_bytes(b"PAR1 but not")
    with pytest.raises(UserError, match=r"person\.parquet: cannot be read as Parquet"):
        check(tmp_path)


def test_parquet_types_become_the_texts_of_the_model(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT 7 AS person_id, DATE '1990-01-01' AS born_on, 23.0::DOUBLE AS age_from,"
            " TIMESTAMP '2011-03-14 00:00:00' AS died_on UNION ALL SELECT 8, NULL, NULL, NULL ORDER BY 1)"
            f" TO '{tmp_path}/x/person.parquet' (FORMAT parquet)"
        )
    load(run, [tmp_path / "x"])
    assert rows(run, "SELECT person_id, born_on, age_from, died_on, source_row FROM records.person ORDER BY 1") == [
        ("7", dt.date(1990, 1, 1), 23, dt.date(2011, 3, 14), 2),
        ("8", None, None, None, 3),
    ]


def test_lines_that_are_no_json_objects_are_put_aside_under_their_number(run: Run, extract: Write) -> None:
    content = '{"person_id": "P1"}\n\n["P2"]\n{"person_id": \n{"surname": "Rowe", "person_id": 12, "sex": null}\n'
    counts = load(run, [extract({"person.ndjson": content}, bare=True)])
    assert counts.tables["person"].rows_in == 4
    assert rows(run, "SELECT person_id, surname, source_row FROM records.person ORDER BY 1") == [
        ("12", "Rowe", 5),
        ("P1", None, 1),
    ]
    aside = rows(run, "SELECT source_row, reason FROM records.quarantine ORDER BY 1")
    assert [row for row, _ in aside] == [3, 4]
    assert "not an object" in str(aside[0][1])
    assert "not JSON" in str(aside[1][1])


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["a", "b", "c d"]), SCALARS, min_size=1), min_size=1, max_size=5))
def test_any_json_lines_keep_their_rows(
    tmp_path_factory: pytest.TempPathFactory, content: list[dict[str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    (folder / "scratch").mkdir()
    file = folder / "x.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in content), encoding="utf-8")
    with duckdb.connect(config={"threads": 1}) as con:
        raw = read_json_lines(con, file, "raw", folder / "scratch")
        assert set(raw.headers) == {key for line in content for key in line}
        found = con.execute(f"SELECT {cell_sql(0)} FROM raw ORDER BY source_row").fetchall()
    for (cell,), line in zip(found, content, strict=True):
        value = line.get(raw.headers[0])
        if isinstance(value, str) and "\x00" not in value:
            assert (cell or "") == value.strip(" \t\r\n\xa0")
        elif isinstance(value, bool | int):
            assert cell == json.dumps(value)


def test_bytes_lists_and_long_numbers_of_parquet(run: Run, tmp_path: Path) -> None:
    (tmp_path / "extract").mkdir()
    file = tmp_path / "extract" / "investigation.parquet"
    duckdb.execute(
        "COPY (SELECT encode('A1') AS investigation_id, 'MPS' AS force,"
        " TIMESTAMPTZ '2014-06-11 23:00:00+00' AS recorded_on,"
        " encode('Zoë said \"no\"') AS summary, ['cse', 'missing'] AS flags, 16::DOUBLE AS outcome_code)"
        f" TO '{file}' (FORMAT parquet)"
    )
    load(run, [tmp_path / "extract"])
    found = rows(
        run,
        "SELECT investigation_id, CAST(recorded_on AS VARCHAR), summary, flags, outcome_code"
        " FROM records.investigation",
    )
    assert found == [("A1", "2014-06-12", 'Zoë said "no"', "cse;missing", "16")]


@pytest.mark.parametrize(
    ("value", "message"),
    [("'\\xFF'::BLOB", "bytes that are not UTF-8"), ("{'a': 1}", "structures"), ("[['a']]", "structures")],
)
def test_columns_of_parquet_that_are_no_text_are_reported(tmp_path: Path, value: str, message: str) -> None:
    (tmp_path / "extract").mkdir()
    file = tmp_path / "extract" / "person.parquet"
    duckdb.execute(f"COPY (SELECT 'P1' AS person_id, {value} AS surname) TO '{file}' (FORMAT parquet)")
    assert any(message in note for note in check(tmp_path / "extract").notes)


@pytest.mark.parametrize(("number", "key"), [("2016030112345678.0", "2016030112345678"), ("1.5e17", None)])
def test_numbers_of_parquet_keep_all_digits_or_go_to_quarantine(
    run: Run, tmp_path: Path, number: str, key: str | None
) -> None:
    (tmp_path / "extract").mkdir()
    file = tmp_path / "extract" / "person.parquet"
    duckdb.execute(f"COPY (SELECT {number}::DOUBLE AS person_id, 'Osei' AS surname) TO '{file}' (FORMAT parquet)")
    load(run, [tmp_path / "extract"])
    assert rows(run, "SELECT person_id FROM records.person") == ([(key,)] if key else [])


def test_lists_in_json_lines_are_joined_by_semicolons(run: Run, extract: Write) -> None:
    line = (
        '{"investigation_id": "I1", "force": "MPS", "recorded_on": "2014-02-01T00:30:00Z", "flags": ["cse", "group"]}'
    )
    load(run, [extract({"investigation.jsonl": line}, bare=True)])
    found = rows(run, "SELECT flags, CAST(recorded_on AS VARCHAR) FROM records.investigation")
    assert found == [("cse;group", "2014-02-01")]


def test_a_file_with_lone_carriage_returns_and_other_delimiters_in_its_text(run: Run, extract: Write) -> None:
    content = "entry_id;investigation_id;text\rE1;I1;One, two, three, four, five, six\rE2;I1;Two\r"
    load(run, [extract({"entry.csv": content})])
    assert rows(run, "SELECT entry_id, text FROM records.entry ORDER BY 1") == [
        ("E1", "One, two, three, four, five, six"),
        ("E2", "Two"),
    ]
