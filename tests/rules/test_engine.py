"""The engine: three-valued answers, one finding a subject, sentences in words, and no finding without evidence."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.records.errors import UserError
from reassess.rules.catalogue import DatedValue, FrontMatter, Rule
from reassess.rules.engine import create_answer_tables, run_rule, sentence
from reassess.rules.examples.checks import table_columns
from reassess.rules.parameters import RuleSettings, fill, literal, parameter_values
from reassess.rules.vocabulary import create_vocabulary, vocabulary

SETTINGS = RuleSettings(date(2026, 4, 30))


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    made = duckdb.connect()
    for name, columns in table_columns().items():
        made.execute(f"CREATE SCHEMA IF NOT EXISTS {name.split('.')[0]}")
        made.execute(f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
    made.execute(
        "INSERT INTO records.investigation (investigation_id, row_key, force, recorded_on, closed_on)"
        " VALUES ('1', '1', 'MPS', '2016-03-01', '2016-09-01'), ('2', '2', 'MPS', '2016-03-01', NULL)"
    )
    create_vocabulary(made, SETTINGS)
    create_answer_tables(made)
    yield made
    made.close()


def rule_of(sql: str, **front: object) -> Rule:
    fields = {
        "title": "A sentence for the test", "question": "Is it so?", "says": "No record of {thing}.", "version": 1,
        "why": "Because the test needs a reason.", "source": "domain 5.3", "subject": "investigation", **front,
    }  # fmt: skip
    return Rule("of-the-test", "missed", FrontMatter.model_validate(fields), sql, Path("of-the-test.sql"))


ROW = (
    "SELECT i.investigation_id, '' AS subject, {found} AS found, 'a thing' AS thing, {evidence} AS evidence"
    " FROM every_case i"
)
EVIDENCE = "[row_of('investigation', i.row_key)]"


def made_by(con: duckdb.DuckDBPyConnection, sql: str, **front: object) -> list[tuple[str, str, str, str]]:
    run_rule(con, rule_of(sql, **front), SETTINGS)
    return con.execute("SELECT investigation_id, subject, verdict, says FROM made ORDER BY ALL").fetchall()


def test_true_is_found_and_only_closed_investigations_are_asked(con: duckdb.DuckDBPyConnection) -> None:
    assert made_by(con, ROW.format(found="TRUE", evidence=EVIDENCE)) == [("1", "", "found", "No record of a thing.")]


def test_a_rule_that_runs_on_all_is_asked_of_open_ones_too(con: duckdb.DuckDBPyConnection) -> None:
    assert len(made_by(con, ROW.format(found="TRUE", evidence=EVIDENCE), runs_on="all")) == 2


def test_false_is_no_finding_but_counts_as_asked(con: duckdb.DuckDBPyConnection) -> None:
    assert made_by(con, ROW.format(found="FALSE", evidence=EVIDENCE)) == []
    assert con.execute("SELECT asked, found, not_found FROM asked").fetchall() == [(1, 0, 1)]


def test_unknown_is_not_assessable_and_names_the_field(con: duckdb.DuckDBPyConnection) -> None:
    sql = ROW.format(found="NULL::BOOLEAN", evidence=EVIDENCE).replace(
        "'a thing'", "'the day of birth' AS missing, 'x'"
    )
    assert made_by(con, sql) == [("1", "", "not_assessable", "Cannot be assessed: the day of birth is not known.")]


def test_several_answers_on_one_subject_are_one_finding(con: duckdb.DuckDBPyConnection) -> None:
    one = ROW.format(found="TRUE", evidence=EVIDENCE)
    other = ROW.format(found="NULL", evidence=EVIDENCE)
    no = ROW.format(found="FALSE", evidence=EVIDENCE)
    assert [row[2] for row in made_by(con, f"{one} UNION ALL {other} UNION ALL {no}")] == ["found"]
    assert con.execute("SELECT len(evidence) FROM made").fetchall() == [(1,)]


def test_unknown_beside_not_found_stays_not_assessable(con: duckdb.DuckDBPyConnection) -> None:
    other = ROW.format(found="NULL", evidence=EVIDENCE)
    no = ROW.format(found="FALSE", evidence=EVIDENCE)
    assert [row[2] for row in made_by(con, f"{no} UNION ALL {other}")] == ["not_assessable"]


def test_a_finding_without_evidence_stops_the_run_with_the_rules_name(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UserError, match=r"of-the-test .* no evidence \(investigation 1"):
        made_by(con, ROW.format(found="TRUE", evidence=f"list_filter({EVIDENCE}, lambda row: FALSE)"))


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT nothing FROM nowhere", "of-the-test .* does not run"),
        ("SELECT '1' AS investigation_id", "the SELECT has no column subject, found, evidence"),
        (ROW.format(found="$days > 1", evidence=EVIDENCE), r"\$days has no value"),
    ],
)
def test_a_rule_that_does_not_bind_is_named(con: duckdb.DuckDBPyConnection, sql: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        made_by(con, sql)


def test_a_table_that_the_extract_lacks_is_named_for_every_investigation(con: duckdb.DuckDBPyConnection) -> None:
    rows = made_by(con, ROW.format(found="TRUE", evidence=EVIDENCE), needs={"exhibit": ["kind"]})
    assert rows == [("1", "", "not_assessable", "Cannot be assessed: the extract has no table exhibit.")]


def test_a_parameter_takes_the_value_in_force_on_the_day_or_the_one_of_the_review() -> None:
    declared = {"days": [DatedValue(value=28), DatedValue(value=14, since=date(2020, 1, 1))]}
    assert parameter_values(declared, {}, SETTINGS)["days"] == 14
    assert parameter_values(declared, {}, RuleSettings(date(2019, 1, 1)))["days"] == 28
    assert parameter_values(declared, {"days": 7}, SETTINGS)["days"] == 7


def test_a_parameter_that_no_rule_has_is_refused() -> None:
    with pytest.raises(UserError, match="dayz"):
        parameter_values({"days": [DatedValue(value=28)]}, {"dayz": 7}, SETTINGS)


def test_days_are_said_in_words_and_empty_fields_as_not_recorded(con: duckdb.DuckDBPyConnection) -> None:
    said = sentence("Seized on {day} by {who}.", {"day": "DATE", "who": "VARCHAR"})
    select = f"SELECT {said} FROM (SELECT DATE '2014-03-03' AS day, NULL::VARCHAR AS who)"
    assert con.execute(select).fetchall() == [("Seized on 3 March 2014 by not recorded.",)]


def test_a_sentence_that_names_no_column_is_refused() -> None:
    with pytest.raises(UserError, match="who"):
        sentence("By {who}.", {"day": "DATE"})


@given(st.text() | st.integers(-(10**9), 10**9) | st.booleans() | st.dates())
def test_a_literal_comes_back_as_the_value_it_was(value: object) -> None:
    if isinstance(value, str) and "\x00" in value:
        return
    assert _ages().execute(f"SELECT {literal(value)}").fetchall() == [(value,)]


def test_filling_leaves_other_text_alone() -> None:
    assert fill("SELECT '5$' WHERE day < $as_of", {"as_of": date(2026, 4, 30)}) == (
        "SELECT '5$' WHERE day < DATE '2026-04-30'"
    )


@pytest.mark.parametrize(
    ("born", "on_day", "child"),
    [
        ("2000-02-29", "2018-02-28", True),
        ("2000-02-29", "2018-03-01", False),
        ("2004-02-29", "2022-03-01", False),
        ("2008-04-30", "2026-04-30", False),
        ("2008-05-01", "2026-04-30", True),
        ("2027-01-01", "2026-04-30", None),
    ],
)
def test_a_child_is_under_eighteen_on_the_day(
    con: duckdb.DuckDBPyConnection, born: str, on_day: str, child: bool | None
) -> None:
    select = f"SELECT child_on(DATE '{born}', DATE '{born}', DATE '{on_day}')"
    assert con.execute(select).fetchall() == [(child,)]


@given(st.dates(date(1940, 1, 1), date(2025, 12, 31)), st.integers(0, 80), st.dates(date(1990, 1, 1), date(2026, 1, 1)))
def test_an_age_range_never_contradicts_a_day_of_birth_inside_it(born: date, spread: int, on_day: date) -> None:
    exact, ranged = (
        _ages()
        .execute(
            "SELECT child_on(?::DATE, ?::DATE, ?::DATE), child_on(?::DATE - ?::INTEGER, ?::DATE + ?::INTEGER, ?::DATE)",
            [born, born, on_day, born, spread, born, spread, on_day],
        )
        .fetchall()[0]
    )
    assert ranged is None or exact is None or ranged == exact


@cache
def _ages() -> duckdb.DuckDBPyConnection:
    """A connection with the words on ages and nothing else, kept for every example that is tried."""
    con = duckdb.connect()
    wanted = ("CREATE MACRO birthday", "CREATE MACRO under", "CREATE MACRO child_on")
    for statement in vocabulary():
        if statement.startswith(wanted):
            con.execute(statement)
    return con
