"""An explanation shows every element, and the rows that each answer rests on."""

import shutil
from pathlib import Path

import pytest

from reassess.records.errors import UserError
from reassess.records.store import Run
from reassess.reports.explain import MONITORING, explain
from reassess.review import Review


def test_each_element_of_the_criteria_has_its_verdict_and_its_rows(finished_review: Review) -> None:
    told = explain(finished_review.latest(), "1/14")
    national = next(item for item in told.scope if item.name == "national-2025")
    assert [element.name for element in national.elements] == sorted(
        [
            "no-further-action",
            "in-period",
            "two-suspects",
            "child-victim",
            "contact-offence",
            "suspect-alive",
            "not-reviewed",
        ]
    )
    first = told.scope[0]
    assert next(element for element in national.elements if element.name == "two-suspects").listed_under == first.name
    two = next(element for element in first.elements if element.name == "two-suspects")
    assert two.verdict == "in"
    assert {evidence.key for evidence in two.evidence} == {"1/14|S1|suspect", "1/14|S2|suspect"}
    assert all(evidence.location.startswith("involvement.csv row ") for evidence in two.evidence)


def test_a_finding_shows_why_source_and_the_row_it_rests_on(finished_review: Review) -> None:
    told = explain(finished_review.latest(), "2/16", "device-not-examined")
    assert told.scope == []
    (found,) = told.findings
    assert found.subject == "X1"
    assert found.says == "No record that phone X1, seized on 1 June 2016, was examined."
    assert (found.evidence[0].table, found.evidence[0].key, found.evidence[0].location) == (
        "exhibit",
        "X1",
        "exhibit.csv row 2",
    )
    assert found.evidence[0].fields["seized_on"] == "2016-06-01"


def test_an_investigation_that_is_not_there_is_said(finished_review: Review) -> None:
    with pytest.raises(UserError, match=r"9/99: there is no investigation"):
        explain(finished_review.latest(), "9/99")


def test_a_rule_that_is_not_there_is_said(finished_review: Review) -> None:
    with pytest.raises(UserError, match="log-gab: there is no such rule"):
        explain(finished_review.latest(), "1/14", "log-gab")


def test_rows_are_listed_once_and_named_afterwards(finished_review: Review) -> None:
    told = explain(finished_review.latest(), "1/14")
    two = [
        element
        for judged in (*told.scope, *told.definitions)
        for element in judged.elements
        if element.name == "two-suspects"
    ]
    assert [element.listed_under for element in two] == [None, *["force-trawl"] * (len(two) - 1)]
    assert two[0].evidence
    assert not any(element.evidence for element in two[1:])


def test_another_variant_of_an_element_lists_its_own_rows(finished_review: Review) -> None:
    told = explain(finished_review.latest(), "1/14")
    two_victims = next(item for item in told.scope if item.name == "national-2025-two-victims")
    child = next(element for element in two_victims.elements if element.name == "child-victim")
    assert (child.listed_under, bool(child.evidence)) == (None, True)


def test_fields_for_monitoring_only_are_not_shown(finished_review: Review) -> None:
    told = explain(finished_review.latest(), "1/14")
    shown = {
        field
        for judged in told.scope
        for element in judged.elements
        for item in element.evidence
        for field in item.fields
    }
    assert "born_on" in shown
    assert not shown & set(MONITORING)


def test_a_rule_that_says_nothing_here_says_what_it_asked(finished_review: Review) -> None:
    told = explain(finished_review.latest(), "1/14", "device-not-examined")
    assert told.findings == []
    assert told.no_finding == (
        "device-not-examined (missed) asks: Was a seized phone or computer left with no record that it was examined?"
        " It found nothing, and no field it needs was missing."
    )
    assert explain(finished_review.latest(), "2/16", "device-not-examined").no_finding is None


@pytest.fixture
def with_quarantine(finished_review: Review, tmp_path: Path) -> Run:
    """The finished run with the row of investigation 3/17 in quarantine."""
    shutil.copytree(finished_review.latest().path, tmp_path / "run")
    run = Run(tmp_path / "run")
    with run.connect() as con:
        con.execute(
            "CREATE TEMP TABLE held AS FROM records.quarantine UNION ALL BY NAME SELECT 'investigation' AS table_name,"
            " 'investigation.csv' AS source_file, 4 AS source_row, 'recorded_on: expected a date' AS reason,"
            """ '{"investigation_id": "3/17", "recorded_on": "soon"}' AS row_json"""
        )
        run.write(con, "records.quarantine", "FROM held", "source_file, source_row")
    return run


def test_a_row_in_quarantine_is_named_with_its_reason(with_quarantine: Run) -> None:
    with pytest.raises(UserError, match=r"investigation.csv, row 4: investigation 3/17 is in quarantine: recorded_on"):
        explain(with_quarantine, "3/17")


@pytest.mark.parametrize("reference", ["3/1", "/17", "3", "soon "])
def test_part_of_a_reference_in_quarantine_is_another_reference(with_quarantine: Run, reference: str) -> None:
    with pytest.raises(UserError, match="there is no investigation with this reference"):
        explain(with_quarantine, reference)


def test_a_rule_asked_of_closed_investigations_says_that_this_one_is_open(with_quarantine: Run) -> None:
    with with_quarantine.connect() as con:
        con.execute("CREATE TEMP TABLE opened AS SELECT * REPLACE (NULL::DATE AS closed_on) FROM records.investigation")
        con.execute("CREATE TEMP TABLE none AS FROM rules.finding WHERE false")
        with_quarantine.write(con, "records.investigation", "FROM opened", "investigation_id")
        with_quarantine.write(con, "rules.finding", "FROM none", "investigation_id")
    said = {rule: explain(with_quarantine, "1/14", rule).no_finding for rule in ("log-gap", "suspect-active")}
    assert str(said["log-gap"]).endswith("It checks closed investigations only, and this one is open.")
    assert str(said["suspect-active"]).endswith("It found nothing, and no field it needs was missing.")
