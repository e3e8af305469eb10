"""The groups Missed lines of enquiry and Record and reasoning: all there, worded alike, and right at their edges."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reassess.linking.identifiers import write_places
from reassess.records.normal import load_macros
from reassess.rules.catalogue import Rule, find, load, package_folder
from reassess.rules.engine import create_answer_tables, run_rule
from reassess.rules.examples.checks import ViewsOnly, table_columns
from reassess.rules.examples.example_file import read_examples
from reassess.rules.parameters import RuleSettings
from reassess.rules.vocabulary import create_vocabulary, refresh_vocabulary
from tests.shared import SHARED, needs_shared

SETTINGS = RuleSettings(date(2026, 4, 30))
RULES = [rule for rule in load([package_folder()]) if rule.group in ("missed", "record")]
RECORDED, CLOSED = date(2016, 3, 1), date(2017, 3, 1)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """One closed investigation that was open for a year, with all words of the vocabulary."""
    made = duckdb.connect()
    for name, columns in table_columns().items():
        made.execute(f"CREATE SCHEMA IF NOT EXISTS {name.split('.')[0]}")
        if name != "linking.place":
            made.execute(f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})")
    load_macros(made)
    write_places(ViewsOnly(Path()), made)
    made.execute(
        "INSERT INTO records.investigation (investigation_id, row_key, force, recorded_on, closed_on)"
        " VALUES ('1', '1', 'MPS', ?, ?)",
        [RECORDED, CLOSED],
    )
    made.execute("INSERT INTO records.supplied VALUES ('entry', 'written_at')")
    create_vocabulary(made, SETTINGS)
    yield made
    made.close()


@needs_shared
@pytest.mark.parametrize(
    ("heading", "group"), [("Missed lines of enquiry", "missed"), ("Record and reasoning", "record")]
)
def test_every_rule_of_the_catalogue_is_there_under_its_name(heading: str, group: str) -> None:
    catalogue = (SHARED / "rules.md").read_text(encoding="utf-8")
    section = catalogue.split(f"## {heading}")[1].split("\n## ")[0]
    slugs = set(re.findall(r"^\| ([a-z0-9-]+) \|", section, re.MULTILINE)) - {"slug", "---"}
    assert slugs <= {rule.slug for rule in RULES if rule.group == group}
    assert len(slugs) > 8


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_a_sentence_speaks_of_the_record_and_not_of_the_officer(rule: Rule) -> None:
    assert rule.front.says.startswith("No record ")
    assert rule.front.says.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_an_extract_that_lacks_what_a_rule_needs_is_an_example_of_it(rule: Rule) -> None:
    absent = [item for example in read_examples(rule) for item in example.get("absent", ())]
    needs = rule.front.needs
    needed = {*needs, *(f"{table}.{column}" for table, columns in needs.items() for column in columns)}
    assert set(absent) & needed


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("412 High Road", "412 High Road"),
        ("Flat 4, 19 Denholm Close", "19 Denholm Close"),
        ("Unit 2A, 8-10 Marlow Parade, London", "8-10 Marlow Parade"),
        ("12b Arden Row, N17 9ZZ", "12b Arden Row"),
        ("Beck Street, Leyton", "Beck Street"),
        ("Unit 4", None),
        (None, None),
    ],
)
def test_the_first_line_has_the_house_number_or_is_the_street(
    con: duckdb.DuckDBPyConnection, address: str | None, line: str | None
) -> None:
    assert con.execute("SELECT first_line(?::VARCHAR)", [address]).fetchall() == [(line,)]


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("Enquiries at 77 Hodd Rd.", " enquiries at 77 hodd road "),
        ("The King’s Arms, St. Mary's Ave", " the kings arms street marys avenue "),
        ("Café Hodd", " cafe hodd "),
        ("", None),
        ("??", None),
        (None, None),
    ],
)
def test_plain_words_forget_marks_capitals_and_short_forms(
    con: duckdb.DuckDBPyConnection, words: str | None, plain: str | None
) -> None:
    assert con.execute("SELECT plain_words(?::VARCHAR)", [words]).fetchall() == [(plain,)]


@pytest.mark.parametrize(
    ("code", "not_sexual"),
    [
        ("92D", True),
        ("046", True),
        ("8N", True),
        ("19C", False),
        ("88A", False),
        ("106", None),
        ("74", None),
        ("?", None),
    ],
)
def test_a_code_that_the_list_does_not_hold_is_told_by_its_class(
    con: duckdb.DuckDBPyConnection, code: str, not_sexual: bool | None
) -> None:
    con.execute("DELETE FROM records.offence")
    con.execute(
        "INSERT INTO records.offence (investigation_id, offence_id, row_key, offence_code) VALUES ('1', '1', '1', ?)",
        [code],
    )
    refresh_vocabulary(con, SETTINGS, "offence_read offence_kind")
    assert con.execute("SELECT not_sexual FROM offence_kind").fetchall() == [(not_sexual,)]


DAYS = st.lists(st.integers(-30, 400), max_size=12)


@given(DAYS, st.integers(0, 3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_gap_in_the_log_is_found_wherever_it_lies(
    con: duckdb.DuckDBPyConnection, days: list[int], undated: int
) -> None:
    written = [RECORDED + timedelta(day) for day in days]
    con.execute("DELETE FROM records.entry")
    rows = [[str(number), day] for number, day in enumerate([*written, *([None] * undated)])]
    if rows:
        con.executemany("INSERT INTO records.entry (investigation_id, row_key, written_at) VALUES ('1', ?, ?)", rows)
    inside = sorted({RECORDED, CLOSED, *(day for day in written if RECORDED <= day <= CLOSED)})
    needed = sum(-(-(later - earlier).days // 90) - 1 for earlier, later in pairwise(inside))
    expected = [] if needed == 0 else ["found" if needed > undated else "not_assessable"]
    assert _verdicts(con, "log-gap") == expected


def _verdicts(con: duckdb.DuckDBPyConnection, slug: str) -> list[str]:
    for table in ("made", "asked"):
        con.execute(f"DROP TABLE IF EXISTS temp.{table}")
    create_answer_tables(con)
    run_rule(con, find(RULES, slug), SETTINGS)
    return [row[0] for row in con.execute("SELECT verdict FROM made").fetchall()]
