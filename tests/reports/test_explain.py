"""An explanation shows every element, and the rows that each answer rests on."""

import pytest

from reassess.records.errors import UserError
from reassess.reports.explain import explain
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
    two = next(element for element in national.elements if element.name == "two-suspects")
    assert two.verdict == "in"
    assert {evidence.key for evidence in two.evidence} == {"1/14|S1|suspect", "1/14|S2|suspect"}
    assert all(evidence.place.startswith("involvement.csv row ") for evidence in two.evidence)


def test_a_finding_shows_why_source_and_the_row_it_rests_on(finished_review: Review) -> None:
    told = explain(finished_review.latest(), "2/16", "device-not-examined")
    assert told.scope == []
    (found,) = told.findings
    assert found.subject == "X1"
    assert found.says == "No record that phone X1, seized on 1 June 2016, was examined."
    assert (found.evidence[0].table, found.evidence[0].key, found.evidence[0].place) == (
        "exhibit",
        "X1",
        "exhibit.csv row 2",
    )
    assert found.evidence[0].fields["seized_on"] == "2016-06-01"


def test_an_investigation_that_is_not_there_is_said(finished_review: Review) -> None:
    with pytest.raises(UserError, match=r"9/99: this run holds no investigation"):
        explain(finished_review.latest(), "9/99")


def test_a_rule_that_is_not_there_is_said(finished_review: Review) -> None:
    with pytest.raises(UserError, match="no rule 'log-gab'"):
        explain(finished_review.latest(), "1/14", "log-gab")
