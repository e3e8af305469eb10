"""The words that rules share: ages by days of birth and by estimates, codes, outcomes, and text put in normal form."""

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reassess.rules.vocabulary import vocabulary

few = settings(max_examples=60, deadline=None)
DAYS = st.dates(date(1940, 1, 1), date(2030, 12, 31))


def eighteenth(born: date, years: int) -> date:
    """The day on which somebody reaches an age; one born on 29 February reaches it on 1 March where there is none."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def age_on(born: date, day: date) -> int:
    """Whole years of age, by counting birthdays."""
    return max(years for years in range(130) if years == 0 or eighteenth(born, years) <= day)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that knows the scalar words and nothing else."""
    made = duckdb.connect()
    for statement in vocabulary():
        if statement.startswith("CREATE MACRO") and "AS TABLE" not in statement and "records.supplied" not in statement:
            made.execute(statement)
    yield made
    made.close()


@pytest.fixture(scope="module")
def bounds(con: duckdb.DuckDBPyConnection) -> str:
    """The SELECT of the word `birth`, over one person."""
    (text,) = (text for text in vocabulary() if text.startswith("CREATE VIEW birth AS"))
    con.execute(
        "CREATE TABLE person (person_id VARCHAR, born_on DATE, age_from BIGINT, age_to BIGINT, age_estimated_on DATE)"
    )
    return text.removeprefix("CREATE VIEW birth AS")


def value(con: duckdb.DuckDBPyConnection, expression: str, *given: object) -> object:
    return con.execute(f"SELECT {expression}", list(given)).fetchall()[0][0]


@few
@given(born=DAYS, years=st.integers(0, 80))
def test_a_birthday_is_the_day_itself_and_1_march_for_29_february(
    con: duckdb.DuckDBPyConnection, born: date, years: int
) -> None:
    assert value(con, "birthday(?::DATE, ?)", born, years) == eighteenth(born, years)


@few
@given(born=DAYS, day=DAYS)
def test_somebody_is_under_an_age_until_the_birthday(con: duckdb.DuckDBPyConnection, born: date, day: date) -> None:
    said = value(con, "child_on(?::DATE, ?::DATE, ?::DATE)", born, born, day)
    assert said == (None if born > day else eighteenth(born, 18) > day)


@few
@given(born=DAYS, estimated=DAYS, younger=st.integers(0, 3), older=st.integers(0, 3), swapped=st.booleans())
def test_the_bounds_of_an_estimated_age_hold_the_day_of_birth(
    con: duckdb.DuckDBPyConnection, bounds: str, born: date, estimated: date, younger: int, older: int, swapped: bool
) -> None:
    assume(born <= estimated)
    age = age_on(born, estimated)
    ages = [max(age - younger, 0), age + older]
    con.execute("DELETE FROM person")
    con.execute("INSERT INTO person VALUES ('P', NULL, ?, ?, ?)", [*(ages[::-1] if swapped else ages), estimated])
    ((_, earliest, latest),) = con.execute(bounds).fetchall()
    assert earliest <= born <= latest
    assert age_on(earliest, estimated) == ages[1]
    assert age_on(latest, estimated) == ages[0]
    assert age_on(earliest - timedelta(1), estimated) == ages[1] + 1


@few
@given(earliest=DAYS, spread=st.integers(0, 2000), born=st.integers(0, 2000), day=DAYS)
def test_bounds_that_leave_doubt_are_unknown_and_others_agree_with_every_day_between(
    con: duckdb.DuckDBPyConnection, earliest: date, spread: int, born: int, day: date
) -> None:
    latest = earliest + timedelta(spread)
    between = earliest + timedelta(min(born, spread))
    said = value(con, "child_on(?::DATE, ?::DATE, ?::DATE)", earliest, latest, day)
    assert said is None or said == (eighteenth(between, 18) > day)


@pytest.mark.parametrize(
    ("code", "read"),
    [("019D", "19D"), (" 19 d", "19D"), ("19e", "19E"), ("019/08", "19/8"), ("88a", "88A"), ("0", ""), ("106", "106")],
)
def test_a_code_is_read_without_zeros_spaces_and_small_letters(
    con: duckdb.DuckDBPyConnection, code: str, read: str
) -> None:
    assert value(con, "normal_code(?)", code) == read


@pytest.mark.parametrize(
    ("codes", "nfa"),
    [
        (["9", "14", "15", "16", "18", "20", "21", "016", " 16 "], True),
        (["1", "2", "4", "6", "7", "8", "22", "01"], False),
        (["0", "5", "19", "", "x", "23", "1A"], None),
    ],
)  # fmt: skip
def test_outcomes_read_as_the_catalogue_says(
    con: duckdb.DuckDBPyConnection, codes: list[str], nfa: bool | None
) -> None:
    expected = {code: None if code == "19" else nfa for code in codes}
    assert {code: value(con, "outcome_is_nfa(?)", code) for code in codes} == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Arden Grill's", " arden grills "),
        ("Café-Hodd,  8 Arden Rd", " cafe hodd 8 arden road "),
        ("Beck St", " beck street "),
        ("St Ann’s", " street anns "),
        ("??", None),
        ("", None),
    ],
)
def test_words_are_compared_without_marks_and_accents(
    con: duckdb.DuckDBPyConnection, text: str, words: str | None
) -> None:
    assert value(con, "plain_words(?)", text) == words


@few
@given(st.text(max_size=40))
def test_normal_words_are_small_letters_and_digits_between_single_spaces(
    con: duckdb.DuckDBPyConnection, text: str
) -> None:
    said = value(con, "plain_words(?)", text.replace("\0", ""))
    if said is not None:
        assert isinstance(said, str)
        assert said == f" {' '.join(said.split())} "
        assert said.strip()
        assert all(character == " " or (character.isascii() and character.isalnum()) for character in said)


def test_the_s_of_possession_is_looked_for_with_and_without(con: duckdb.DuckDBPyConnection) -> None:
    assert value(con, "searched_words(?)", "Hodd's bar") == " hodds bar  hodd bar "
    assert value(con, "searched_words(?)", "hats") == " hats "


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("8 Arden Parade, London", "8 Arden Parade"),
        ("Flat 2, 17b Hodd Road", "17b Hodd Road"),
        ("Beck Street", "Beck Street"),
        ("Unit 4", None),
    ],
)
def test_an_address_is_named_by_its_house_number_and_street(
    con: duckdb.DuckDBPyConnection, address: str, line: str | None
) -> None:
    assert value(con, "first_line(?)", address) == line


def test_of_several_links_the_firmest_is_said_and_of_those_the_first_record(con: duckdb.DuckDBPyConnection) -> None:
    rows = "(VALUES ('S1', 'N3', TRUE, FALSE), ('S1', 'N2', TRUE, FALSE), ('S1', 'N1', TRUE, TRUE)) t(a, b, c, d)"
    said = con.execute(f"SELECT firmest_link_note(a, b, c, d) FROM {rows}").fetchall()
    assert said == [("Rests on records N2 and S1 being one person (linked).",)]
