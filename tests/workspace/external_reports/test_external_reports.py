"""Reports from outside: read, matched to cases with why, linked by a person; protected ones seen by named people."""

import pytest

from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.models import Case
from reassess.workspace.external_reports.actions import decide_report, name_readers, record_report
from reassess.workspace.external_reports.models import Report, ReportStep
from reassess.workspace.platform.errors import Refused

TEXT = "A charity says that Rhys Calloway used 07700 900003 near Office 1 in May 2014."


@pytest.fixture
def report(person):
    def make(name: str = "lead", **more) -> Report:
        fields = {"kind": "charity", "title": "A letter", "source": "", "received_on": "2026-03-01", "text": TEXT,
                  "protected": False}  # fmt: skip
        return record_report(acting_user=person(name), **fields | more)

    return make


def test_what_it_names_is_read_and_cases_are_suggested_with_why(report, signed_in):
    made = report()
    kinds = {(one["kind"], one["value"]) for one in made.mentions}
    assert ("phone", "07700900003") in kinds
    first = made.suggestions.first()
    assert any("07700 900003 is in its record" in line for line in first.why)
    assert first.case.reference in ("INV/0004", "INV/0009", "INV/0014")
    page = signed_in("lead").get(f"/reports/{made.pk}/").content
    assert b"is in its record" in page
    assert b'<mark class="mention">07700 900003</mark>' in page


def test_a_person_links_it_or_asks_for_a_record(report, person, case):
    made = report()
    decide_report(acting_user=person("lead"), report=made, kind="linked", case=case(4), words="Same number.")
    decide_report(acting_user=person("lead"), report=made, kind="request", case=None, words="Names a further place.")
    assert list(made.steps.values_list("number", "kind")) == [(1, "linked"), (2, "request")]
    assert Entry.objects.filter(verb="report.linked", case=case(4)).exists()
    with pytest.raises(Refused, match="reference"):
        decide_report(acting_user=person("lead"), report=made, kind="linked", case=None, words="No case.")


def test_linking_by_reference_from_the_page(report, signed_in, case):
    made, client = report(), signed_in("reviewer")
    assert (
        client.post(
            f"/reports/{made.pk}/step/", {"do": "linked", "reference": "INV/0005", "words": "Place."}
        ).status_code
        == 302
    )
    assert (
        client.post(f"/reports/{made.pk}/step/", {"do": "linked", "reference": "NO/1", "words": "Place."}).status_code
        == 422
    )
    assert ReportStep.objects.get().case == case(5)


def test_a_protected_disclosure_is_there_for_named_people_only(report, signed_in, person):
    made = report(protected=True)
    assert signed_in("lead").get(f"/reports/{made.pk}/").status_code == 200
    for name in ("lead2", "supervisor", "reviewer"):
        assert signed_in(name).get(f"/reports/{made.pk}/").status_code == 404
        assert b"A letter" not in signed_in(name).get("/reports/").content
    name_readers(acting_user=person("lead"), report=made, people=[person("supervisor")])
    assert signed_in("supervisor").get(f"/reports/{made.pk}/").status_code == 200


def test_only_people_who_work_with_reports_can_be_named(report, person):
    with pytest.raises(Refused, match="oversight"):
        name_readers(acting_user=person("lead"), report=report(protected=True), people=[person("oversight")])


def test_cases_that_the_reader_may_not_see_are_not_suggested(report, person, case):
    Case.objects.update(restricted=True)
    assert report().suggestions.count() == 0


@pytest.mark.parametrize("fields", [{"text": "  "}, {"kind": "rumour"}, {"title": " "}])
def test_a_report_that_says_nothing(report, fields):
    with pytest.raises(Refused):
        report(**fields)


def test_a_linked_report_stands_on_its_case_for_whom_may_see_it(report, person, case, signed_in):
    for title, protected in (("A letter", False), ("A disclosure", True)):
        made = report(title=title, protected=protected)
        decide_report(acting_user=person("lead"), report=made, kind="linked", case=case(1), words="Same office")
    path = f"/cases/{case(1).pk}/"
    assert b"A disclosure" in signed_in("lead").get(path).content
    said = signed_in("reviewer").get(path).content
    assert b"A letter" in said
    assert b"A disclosure" not in said
    assert b"A letter" not in signed_in("analyst").get(path).content
    assert b"A letter" not in signed_in("reviewer").get(f"/cases/{case(2).pk}/").content
    decide_report(acting_user=person("lead2"), report=Report.objects.get(title="A letter"), kind="not_linked",
                  case=case(1), words="Another office")  # fmt: skip
    assert b"A letter" not in signed_in("reviewer").get(path).content
