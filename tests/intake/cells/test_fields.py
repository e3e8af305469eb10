"""What each type of field takes: every text is a value or has a reason, never both and never a guess."""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reassess.intake import load
from reassess.intake.cells.fields import FALSE_WORDS, TRUE_WORDS, checks, value_sql
from reassess.intake.mapping.profile import DATE_FORMATS
from reassess.intake.mapping.synonyms import (
    LIKELY,
    SURE,
    code_similarity,
    field_similarity,
    is_whole_name,
    is_word_for_nothing,
    table_similarity,
    truth_of,
)
from reassess.intake.naming import column_sql, normalise_name, on_one_line, toml_text
from reassess.records.model import Field, tables
from reassess.records.store import Run
from tests.intake.conftest import rows

few = settings(max_examples=40, deadline=None)
Write = Callable[..., Path]
DAYS = st.dates(dt.date(1850, 1, 1), dt.date(2199, 12, 31))
# What people type into a cell that wants a day or a number.
TYPED = st.one_of(
    st.text("0123456789-/.: TZ+", min_size=1, max_size=24), DAYS.map(str), st.datetimes().map(str), st.text(max_size=12)
)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    made = duckdb.connect(config={"threads": 1})
    made.execute("SET TimeZone = 'UTC'")
    yield made
    made.close()


def field(kind: str, *codes: str, required: bool = False) -> Field:
    return Field("thing", kind, "", required=required, enum=codes)


def read(
    con: duckdb.DuckDBPyConnection, of: Field, text: str | None, formats: Sequence[str] = ()
) -> tuple[object, list[str]]:
    """The value of a text, and the reasons why it is none."""
    faults = checks(of, "text", formats=formats)
    said = ", ".join(f"CASE WHEN {fault.bad} THEN {fault.reason} END" for fault in faults) or "NULL"
    select = f"SELECT {value_sql(of, 'text', formats)}, [{said}] FROM (SELECT nullif(trim(?), '') AS text)"
    ((value, reasons),) = con.execute(select, [text]).fetchall()
    return value, [reason for reason in reasons if reason is not None]


@pytest.mark.parametrize("kind", ["date", "datetime", "integer", "number", "boolean"])
@few
@given(text=TYPED)
@example(text="31/02/2014")
@example(text="00/00/0000")
@example(text="2014-02-30")
@example(text="41718")
def test_a_text_is_a_value_or_has_a_reason(con: duckdb.DuckDBPyConnection, kind: str, text: str) -> None:
    text = text.replace("\0", "")
    value, reasons = read(con, field(kind), text)
    if not text.strip(" "):
        assert (value, reasons) == (None, [])
    else:
        assert (value is None) == bool(reasons)


@few
@given(day=DAYS)
def test_a_day_in_iso_form_is_that_day_and_nothing_near_it_is(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    assert read(con, field("date"), day.isoformat()) == (day, [])
    near = (f"{day:%Y-%m}", f"{day:%Y%m%d}", f"{day:%d/%m/%Y}", f"{day}x", f"0{day}")
    said = ", ".join(value_sql(field("date"), f"'{text}'") for text in near)
    assert con.execute(f"SELECT {said}").fetchall() == [(None,) * len(near)]


@pytest.mark.parametrize(
    "form", [form for form in DATE_FORMATS if form not in ("iso", "excel") and "%H" not in form and "%y" not in form]
)
@few
@given(day=DAYS)
def test_a_day_written_in_a_format_is_read_with_it(con: duckdb.DuckDBPyConnection, form: str, day: dt.date) -> None:
    assert read(con, field("date"), day.strftime(form), [form]) == (day, [])


@few
@given(day=DAYS)
def test_two_formats_that_read_two_days_are_no_guess(con: duckdb.DuckDBPyConnection, day: dt.date) -> None:
    _, reasons = read(con, field("date"), day.strftime("%d/%m/%Y"), ["%d/%m/%Y", "%m/%d/%Y"])
    assert bool(reasons) == (day.day <= 12 and day.day != day.month)


@few
@given(st.text("0123456789+-.e ", min_size=1, max_size=20))
def test_whole_numbers_are_those_of_digits_alone(con: duckdb.DuckDBPyConnection, text: str) -> None:
    value, _ = read(con, field("integer"), text)
    whole = re.fullmatch(r"([+-]?\d{1,18})(\.0+)?", text.strip(" "))
    assert value == (int(whole[1]) if whole else None)


@pytest.mark.parametrize(("words", "value"), [(TRUE_WORDS, True), (FALSE_WORDS, False), (("perhaps", "2", "ja"), None)])
def test_yes_and_no_are_a_few_words_in_any_letters(
    con: duckdb.DuckDBPyConnection, words: tuple[str, ...], value: bool | None
) -> None:
    for word in words:
        assert {read(con, field("boolean"), written)[0] for written in (word, word.upper(), word.title())} == {value}


@few
@given(st.data())
def test_a_code_may_be_in_any_letters_and_is_kept_in_small_ones(
    con: duckdb.DuckDBPyConnection, data: st.DataObject
) -> None:
    fields = [field for table in tables().values() for field in table.fields if field.enum]
    of = data.draw(st.sampled_from(fields))
    code = data.draw(st.sampled_from(of.enum))
    written = "".join(data.draw(st.sampled_from([letter, letter.upper()])) for letter in code)
    assert read(con, of, f" {written} ") == (code, [])
    assert read(con, of, f"{written}?")[0] is None


def test_an_empty_cell_is_a_fault_only_where_the_field_is_required(con: duckdb.DuckDBPyConnection) -> None:
    for kind in ("string", "date", "integer"):
        assert read(con, field(kind), "  ") == (None, [])
        assert read(con, field(kind, required=True), "  ")[1] == ["thing is empty, and it is required"]


def test_empty_and_blank_cells_are_no_values_whatever_the_file(run: Run, extract: Write) -> None:
    folder = extract({"person.csv": None})
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT 'P1' AS person_id, '' AS forename, '  ' AS surname, '' AS born_on, ' ' AS sex"
            " UNION ALL SELECT 'P2', NULL, '\t', NULL, 'F' ORDER BY 1)"
            f" TO '{folder}/person.parquet' (FORMAT parquet)"
        )
    load(run, [folder])
    assert rows(run, "SELECT person_id, forename, surname, born_on, sex FROM records.person ORDER BY 1") == [
        ("P1", None, None, None, None),
        ("P2", None, None, None, "f"),
    ]


@few
@given(st.text())
def test_any_text_in_a_mapping_is_read_back(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    assert tomllib.loads(f"key = {toml_text(text)}")["key"] == text


@few
@given(st.text())
def test_a_plain_name_stays_what_it_is_and_a_comment_is_one_line(text: str) -> None:
    assert normalise_name(normalise_name(text)) == normalise_name(text)
    assert re.fullmatch(r"([0-9a-z]+(_[0-9a-z]+)*)?", normalise_name(text))
    assert len(on_one_line(text).splitlines()) <= 1


@few
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20))
def test_any_name_of_a_column_can_be_quoted(con: duckdb.DuckDBPyConnection, name: str) -> None:
    assert con.execute(f"SELECT 1 AS {column_sql(name)}").description[0][0] == name


def test_every_table_and_field_is_surely_itself_and_no_other_of_its_table() -> None:
    for table in tables().values():
        assert table_similarity(table.name.upper(), table.name) == 1.0
        for one in table.fields:
            assert field_similarity(one.name.replace("_", " ").title(), one.name) == 1.0
            others = [other.name for other in table.fields if other.name != one.name]
            assert [other for other in others if field_similarity(one.name, other) >= SURE] == []


@pytest.mark.parametrize(("word", "truth"), [("Y", True), ("yes", True), ("N", False), ("No", False), ("maybe", None)])
def test_words_for_yes_and_no(word: str, truth: bool | None) -> None:
    assert truth_of(word) is truth


def test_words_for_nothing_are_no_words_for_something() -> None:
    assert is_word_for_nothing(" N/A ")
    assert not is_word_for_nothing("north")
    assert is_whole_name("Full Name")
    assert not is_whole_name("Surname")


def test_short_codes_are_the_same_or_another() -> None:
    assert code_similarity("M", "sex", "m") == 1.0
    assert code_similarity("F", "sex", "m") == 0.0
    assert code_similarity("gibberish words", "role", "victim") < LIKELY
