"""The shape of the caseload: sizes, years, practice, people in many records, and the rules for invented data."""

import re
from collections import Counter, defaultdict
from datetime import date

import duckdb
import pytest

from reassess.caseload import Summary
from reassess.caseload.marks import DRAMA_RANGES
from reassess.records.model import tables
from tests.caseload.conftest import Rows

# The 99.9% point of chi-squared by degrees of freedom: 18 self-defined or 6 observed codes by six roles.
_CHI_SQUARED = {("ethnicity_self_defined", 85): 131.0, ("ethnicity_officer_observed", 25): 52.6}


def test_every_table_holds_rows(caseload: Summary) -> None:
    assert set(caseload.rows) == set(tables())
    assert [name for name, count in caseload.rows.items() if count == 0] == []


def test_rows_a_case_are_those_of_a_force(caseload: Summary) -> None:
    each = {name: count / caseload.investigations for name, count in caseload.rows.items()}
    assert 26 < each["entry"] < 36
    assert 8 < each["action"] < 13
    assert 60_000 < each["person"] * 9000 < 90_000
    assert 1_300_000 < caseload.total_rows / caseload.investigations * 9000 < 1_700_000


def test_two_to_forty_people_a_case_with_a_long_tail(read: Rows) -> None:
    people = Counter(row["investigation_id"] for row in read("extract/involvement.csv"))
    assert min(people.values()) >= 2
    assert max(people.values()) <= 41
    assert max(people.values()) > 3 * sorted(people.values())[len(people) // 2] - 3


def test_every_year_from_2010_to_2025_has_cases(read: Rows) -> None:
    years = Counter(row["recorded_on"][:4] for row in read("extract/investigation.csv"))
    assert sorted(years) == [str(year) for year in range(2010, 2026)]


def test_some_cases_are_open_and_most_are_closed(read: Rows) -> None:
    rows = read("extract/investigation.csv")
    still_open = [row for row in rows if not row["closed_on"]]
    assert 0.005 < len(still_open) / len(rows) < 0.15
    assert all(not row["outcome_code"] and not row["closure_reason"] for row in still_open)


def test_no_outcome_code_before_april_2013_and_nearly_always_one_after(read: Rows) -> None:
    closed = [row for row in read("extract/investigation.csv") if row["closed_on"]]
    before = [row for row in closed if row["closed_on"] < "2013-04-01"]
    after = [row for row in closed if row["closed_on"] >= "2013-04-01"]
    assert before
    assert {row["outcome_code"] for row in before} == {""}
    assert sum(bool(row["outcome_code"]) for row in after) > 0.9 * len(after)
    assert {"14", "15", "16", "18", "1"} <= {row["outcome_code"] for row in after}


def test_outcome_21_begins_in_2016(con: duckdb.DuckDBPyConnection) -> None:
    early = "SELECT count(*) FROM investigation WHERE outcome_code = '21' AND closed_on < DATE '2016-01-01'"
    assert con.execute(early).fetchall() == [(0,)]


def test_legacy_closures_are_lines_of_text(read: Rows) -> None:
    reasons = {
        row["closure_reason"] for row in read("extract/investigation.csv") if "" < row["closed_on"] < "2013-04-01"
    }
    assert any(reason.startswith("NFA") for reason in reasons)
    assert any(reason.startswith("Undetected") for reason in reasons)


def test_references_change_with_the_system_in_november_2022(read: Rows) -> None:
    for row in read("extract/investigation.csv"):
        assert row["investigation_id"].startswith("01/") == (row["recorded_on"] >= "2022-11-01")


@pytest.mark.parametrize("table", sorted(tables()))
def test_keys_are_unique_and_name_rows_that_exist(table: str, con: duckdb.DuckDBPyConnection) -> None:
    model = tables()[table]
    if model.primary_key:
        key = ", ".join(model.primary_key)
        assert con.execute(f"SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1").fetchall() == []
    for reference in model.references:
        held = f"SELECT {reference.key} FROM {reference.table}"
        dangling = con.execute(f"SELECT {reference.field} FROM {table} WHERE {reference.field} NOT IN ({held})")
        assert dangling.fetchall() == []


@pytest.mark.parametrize("table", sorted(tables()))
def test_codes_and_required_fields_are_those_of_the_model(table: str, con: duckdb.DuckDBPyConnection) -> None:
    for field in tables()[table].fields:
        if field.enum:
            values = {
                value for (value,) in con.execute(f"SELECT DISTINCT {field.name} FROM {table}").fetchall() if value
            }
            assert values <= set(field.enum)
        if field.required:
            assert con.execute(f"SELECT count(*) FROM {table} WHERE {field.name} IS NULL").fetchall() == [(0,)]


def test_no_step_is_dated_after_the_assessment(con: duckdb.DuckDBPyConnection) -> None:
    for name, table in tables().items():
        for field in table.fields:
            if field.type == "date":
                latest = con.execute(f"SELECT max({field.name}) FROM {name}").fetchall()[0][0]
                assert latest is None or latest <= date(2026, 4, 30), (name, field.name)


def test_one_human_has_several_records_and_some_of_them_differ(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        """SELECT count(*), count(*) FILTER (forenames > 1 OR surnames > 1), count(*) FILTER (days > 1) FROM (
           SELECT human, count(DISTINCT forename) AS forenames, count(DISTINCT surname) AS surnames, count(DISTINCT
           born_on) AS days
           FROM people JOIN person USING (person_id) GROUP BY human HAVING count(*) > 1)"""
    ).fetchall()[0]
    humans, by_name, by_date = rows
    assert humans > 300
    assert 0.1 < by_name / humans < 0.8
    assert 0.05 < by_date / humans < 0.6


def test_every_record_stands_in_people_once(read: Rows) -> None:
    people = [row["person_id"] for row in read("truth/people.csv")]
    assert sorted(people) == sorted(row["person_id"] for row in read("extract/person.csv"))


def test_people_who_must_stay_apart_look_alike_and_are_two(read: Rows) -> None:
    person = {row["person_id"]: row for row in read("extract/person.csv")}
    human = {row["person_id"]: row["human"] for row in read("truth/people.csv")}
    seen = set()
    for row in read("truth/apart.csv"):
        one, other = person[row["person_id"]], person[row["other_person_id"]]
        assert human[row["person_id"]] != human[row["other_person_id"]]
        assert one["surname"] == other["surname"]
        assert (one["born_on"] == other["born_on"]) == row["why"].startswith("twins")
        assert (one["forename"] == other["forename"]) != row["why"].startswith("twins")
        seen.add(row["why"])
    assert len(seen) == 3


def test_groups_work_across_cases(read: Rows) -> None:
    cases = defaultdict(set)
    for row in read("extract/involvement.csv"):
        cases[row["person_id"]].add(row["investigation_id"])
    group_cases = defaultdict(set)
    for row in read("truth/groups.csv"):
        group_cases[row["group"]] |= cases[row["person_id"]]
    assert len(group_cases) > 10
    assert all(len(refs) >= 2 for refs in group_cases.values())


def test_hubs_are_in_many_investigations(read: Rows) -> None:
    hubs = read("truth/hubs.csv")
    assert len(hubs) == 6
    assert all(int(row["investigations"]) > 5 for row in hubs)


def test_the_scope_holds_both_verdicts_and_a_fair_share_is_in(read: Rows) -> None:
    whole = Counter(row["verdict"] for row in read("truth/scope.csv") if not row["element"])
    assert 0.2 < whole["in"] / 500 < 0.6
    assert whole["out"] > 50


def test_about_one_case_in_eight_carries_a_missed_line(read: Rows) -> None:
    planted = read("truth/planted.csv")
    share = sum(row["has_missed_line_or_opportunity"] == "1" for row in planted) / len(planted)
    assert 0.07 < share < 0.18
    assert {"immediate", "same_day", "next_working_day", ""} == {row["risk_band"] for row in planted}


def test_a_missed_line_goes_with_what_the_record_shows(read: Rows) -> None:
    strong = {
        "device-not-examined",
        "device-result-not-read",
        "sample-not-submitted",
        "premises-not-visited",
        "suspect-not-interviewed",
    }
    labelled = {
        row["investigation_id"] for row in read("truth/planted.csv") if row["has_missed_line_or_opportunity"] == "1"
    }
    found = {row["investigation_id"] for row in read("truth/findings.csv") if row["rule"] in strong}
    assert len(found & labelled) > 2 * len(found - labelled)


def test_phones_are_numbers_for_drama_and_mail_goes_nowhere(read: Rows) -> None:
    phones = [row["value"] for row in read("extract/identifier.csv") if row["kind"] == "phone"]
    normal = [re.sub(r"^(\+44|0044)", "0", value.replace(" ", "")) for value in phones]
    assert phones
    assert [value for value in normal if not value.startswith(DRAMA_RANGES) or len(value) != 11] == []
    text = "\n".join(row["text"] for row in read("extract/entry.csv"))
    in_text = re.findall(r"(?<![\d/])(?:\+44 ?|0)\d{4} ?\d{6}\b", text)
    assert in_text
    assert [
        value for value in in_text if not re.sub(r"^\+44 ?", "0", value).replace(" ", "").startswith(DRAMA_RANGES)
    ] == []
    mails = [row["value"] for row in read("extract/identifier.csv") if row["kind"] == "email"] + re.findall(
        r"\S+@\S+\.\w+", text
    )
    assert [mail for mail in mails if not mail.rstrip(".").endswith("@example.org")] == []


def test_a_phone_belongs_to_one_person_or_is_shared_on_purpose(con: duckdb.DuckDBPyConnection) -> None:
    """Numbers for drama are few; two strangers with one number would be links that nobody planted."""
    owners = """SELECT count(*) FROM (SELECT i.value FROM (SELECT regexp_replace(regexp_replace(replace(value, ' ',
    ''), '^[+]44', '0'),
                '^0044', '0') AS value, person_id FROM identifier WHERE kind = 'phone') i JOIN people USING (person_id)
                GROUP BY i.value HAVING count(DISTINCT human) > 1)"""
    assert con.execute(owners).fetchall() == [(0,)]


def test_identifiers_are_written_in_several_ways(read: Rows) -> None:
    phones = [row["value"] for row in read("extract/identifier.csv") if row["kind"] == "phone"]
    assert any(value.startswith("+44") for value in phones)
    assert any(value.startswith("0044") for value in phones)
    assert any(value.startswith("0") and " " in value for value in phones)


@pytest.mark.parametrize(("field", "degrees"), sorted(_CHI_SQUARED))
def test_ethnicity_says_nothing_about_a_role(field: str, degrees: int, con: duckdb.DuckDBPyConnection) -> None:
    """Chi-squared of code by role, each human counted once, stays below its 99.9% point."""
    rows = con.execute(
        f"""SELECT role, code, count(*) FROM (
              SELECT human, arg_min(role, investigation_id) AS role, arg_min({field}, investigation_id) AS code
              FROM involvement JOIN people USING (person_id) JOIN person USING (person_id)
              WHERE {field} IS NOT NULL GROUP BY human) GROUP BY ALL"""
    ).fetchall()
    by_role, by_code = Counter(), Counter()
    for role, code, count in rows:
        by_role[role] += count
        by_code[code] += count
    total = sum(by_role.values())
    assert (len(by_role) - 1) * (len(by_code) - 1) == degrees
    counts = {(role, code): count for role, code, count in rows}
    expected = {(role, code): by_role[role] * by_code[code] / total for role in by_role for code in by_code}
    chi = sum((counts.get(cell, 0) - many) ** 2 / many for cell, many in expected.items())
    assert chi < _CHI_SQUARED[(field, degrees)]


def test_forenames_and_surnames_come_from_many_backgrounds_in_every_role(con: duckdb.DuckDBPyConnection) -> None:
    initials = con.execute(
        """SELECT role, count(DISTINCT surname) * 1.0 / count(*) FROM involvement JOIN person USING (person_id)
           WHERE surname <> '' GROUP BY role"""
    ).fetchall()
    assert all(share > 0.3 for role, share in initials if role != "professional")


def test_no_table_speaks_of_the_truth(caseload: Summary) -> None:
    words = ("truth", "planted", "near miss", "human-")
    for path in (caseload.directory / "extract").rglob("*.csv"):
        text = path.read_text("utf-8").lower()
        assert [word for word in words if word in text] == [], path.name


def test_rape_is_about_as_common_in_scope_as_in_the_national_review(read: Rows) -> None:
    """18.5% of what the national review took in (domain.md 1.6); half of all would leave nothing to put in order."""
    national = [row for row in read("truth/scope.csv") if row["criteria"] == "national-2025" and not row["element"]]
    within = {row["investigation_id"] for row in national if row["verdict"] == "in"}
    rapes = {row["investigation_id"] for row in read("extract/offence.csv") if row["offence_code"].startswith("19")}
    assert len(within) > 100
    assert 0.1 < len(rapes & within) / len(within) < 0.27


def test_nobody_gives_an_account_before_birth(read: Rows) -> None:
    """Father and son stand in cases years apart; both are old enough for each of theirs."""
    born = {row["person_id"]: row["born_on"] for row in read("extract/person.csv")}
    accounts = [row for row in read("extract/involvement.csv") if row["account_on"] and born[row["person_id"]]]
    assert len(accounts) > 1000
    unborn = [row for row in accounts if born[row["person_id"]] > row["account_on"]]
    assert unborn == []
