"""What the pages of a case say of its rows: only what is asked, nothing twice, nothing that hangs on nothing."""

import re

import pytest

from reassess.workspace.cases.actions import restrict_case
from reassess.workspace.cases.models import Case
from reassess.workspace.enquiries.models import Enquiry
from reassess.workspace.pages.cases.page_file import CasePageFile
from reassess.workspace.pages.cases.tabs.evidence import fields, unrecorded
from reassess.workspace.pages.cases.tabs.link_chart import AT_MOST, around
from reassess.workspace.pages.cases.tabs.people import _without_vague
from reassess.workspace.pages.cases.tabs.places import places
from reassess.workspace.pages.cases.tabs.summary import summary
from reassess.workspace.pages.cases.tabs.timeline import timeline


@pytest.fixture
def file(person, case):
    made = Case.objects.select_related("dossier").get(pk=case(1).pk)
    return CasePageFile(made, person("reviewer"))


@pytest.mark.parametrize(
    ("role", "recorded", "missing"),
    [("victim", ["Investigation", "Person", "Role"], ["Account on", "Supports"]),
     ("suspect", ["Investigation", "Person", "Role"], ["Arrested on", "Interviewed on"])],
)  # fmt: skip
def test_only_what_is_asked_of_a_part_is_said_to_be_not_recorded(file, role, recorded, missing):
    row = {"investigation_id": "INV/0001", "person_id": "INV/0001-V1", "role": role, "arrested_on": None,
           "supports": "", "account_on": None, "interviewed_on": None, "row_key": "k", "source_row": 2}  # fmt: skip
    assert [title for title, _ in fields(row, file)] == recorded
    assert sorted(unrecorded(row)) == missing


def test_a_row_that_is_not_there_has_no_fields(file):
    assert (fields(None, file), unrecorded(None)) == ([], [])


def test_a_vague_tie_is_left_out_where_another_says_how():
    assert _without_vague(["friend of Ana Okoye", "tied to Ana Okoye", "tied to Owen Prys"]) == [
        "friend of Ana Okoye", "tied to Owen Prys"
    ]  # fmt: skip


def test_referrals_that_name_no_case_are_counted_apart(file):
    file.dossier["referral"] = [{"investigation_id": "INV/0001"}, {"investigation_id": None}]
    assert "1 referral (and 1 of its people that names no case)" in summary(file)[3].words
    file.dossier["referral"] = [{"investigation_id": "INV/0001"}]
    assert summary(file)[3].words.endswith("; 1 referral")


def test_the_chart_draws_nothing_that_hangs_on_nothing(file):
    """Twenty people fill the chart; a case that is tied only to one who is left out is left out with them."""
    for n in range(20):
        file.dossier["involvement"].append({"person_id": f"P{n:02d}", "role": "professional", "identified": None})
    file.dossier["same_human"].append({"person_id": "P19", "case": "INV/0009", "role": "professional",
                                        "confirmed": True, "other": "X", "name": "N"})  # fmt: skip
    made = around(file)
    drawn = made.drawn()
    assert len([node for node in drawn.values() if node.kind == "person"]) == AT_MOST["person"]
    assert "case:INV/0009" not in drawn
    tied = {end for edge, _, _ in made.lines() for end in (edge.start, edge.end)}
    assert set(drawn) == tied
    assert "case:INV/0009" in {node.key for _, _, node in made.rows()}


def test_a_place_of_a_case_leads_to_its_page_across_cases_and_says_each_thing_once(signed_in, case, file):
    content = signed_in("reviewer").get(f"/cases/{case(1).pk}/places/").content.decode()
    assert re.search(r'href="/places/\d+/">Office 0</a>', content)
    file.dossier["presence"] *= 2
    assert len(places(file).spots[0].seen) == 1


def test_after_the_closing_stands_what_other_cases_brought(signed_in, case, file):
    content = signed_in("reviewer").get(f"/cases/{case(1).pk}/timeline/").content.decode()
    later = content[content.index("app-wall") :]
    assert re.search(
        rf'app-after.*?<a class="govuk-link" href="/cases/{case(2).pk}/">INV/0002 recorded</a>', later, re.S
    )
    assert "Ana Okoye is a suspect there" in later
    assert "phone 07700900000 is there too" in later
    assert "INV/0001 recorded" not in signed_in("reviewer").get(f"/cases/{case(2).pk}/timeline/").content.decode()


def test_a_professional_who_worked_on_another_case_brings_nothing(file):
    file.rows("shared").clear()
    for row in file.rows("same_human"):
        row["role"] = "professional"
    assert not [event for month in timeline(file)[0] for event in month.events if event.lane == "Other cases"]


def test_what_a_case_brought_that_the_reader_may_not_see_is_left_out(signed_in, person, case):
    restrict_case(acting_user=person("lead2"), case=case(2), people=[], words="A protected person.")
    assert "INV/0002" not in signed_in("reviewer").get(f"/cases/{case(1).pk}/timeline/").content.decode()


def test_a_missing_episode_says_when_it_ended(file):
    row = {"person_id": "INV/0001-V1", "from_on": "2010-03-04", "to_on": None}
    file.dossier["missing_episode"] = [row, row | {"from_on": "2010-03-09", "to_on": "2010-03-11"}]
    events = [event for month in timeline(file)[0] for event in month.events if event.lane == "Missing"]
    assert [event.words for event in events] == ["No day of return is recorded", "Found 11 March 2010"]


def test_a_line_of_enquiry_is_raised_from_a_finding(signed_in, case):
    client, path = signed_in("reviewer"), f"/cases/{case(1).pk}/"
    page = client.get(f"{path}?raise=2").content.decode()
    assert "From the finding: No record that Ana was interviewed." in page
    fields = {"title": "Interview her", "rule": "suspect-not-interviewed", "subject": "INV/0001-S1"}
    assert f'value="{fields["subject"]}"' in page
    client.post(f"{path}enquiry/", fields)
    enquiry = Enquiry.objects.get()
    assert (enquiry.rule, enquiry.subject) == ("suspect-not-interviewed", "INV/0001-S1")
    assert "from the finding: A suspect was not interviewed" in client.get(f"/enquiries/{enquiry.pk}/").content.decode()


@pytest.mark.parametrize("number", ["", "0", "99", "x", "-1", "2 OR 1=1"])
def test_a_finding_that_is_none_raises_nothing(signed_in, case, number):
    response = signed_in("reviewer").get(f"/cases/{case(1).pk}/", {"raise": number})
    assert response.status_code == 200
    assert b"From the finding" not in response.content


def test_the_queue_names_definitions_by_their_titles(signed_in):
    content = signed_in("reviewer").get("/queue/").content.decode()
    assert '<option value="cse-2017">Child sexual exploitation, as defined in 2017</option>' in content
    assert '<option value="group-two-or-more">Group two or more</option>' in content  # the run does not name it


def test_criteria_definitions_and_elements_are_called_as_the_run_calls_them(signed_in, case):
    content = signed_in("reviewer").get(f"/cases/{case(1).pk}/definitions/").content.decode()
    assert "The national review of group-based child sexual exploitation</h3>" in content
    assert '<div class="govuk-details__text">What it covers.</div>' in content
    assert "Source: domain 1.2" in content
    assert "<li>Two or more distinct suspects: <strong>met</strong>" in content
    assert "Force trawl</h3>" in content
    assert "<li>Exchange: " in content
    progress = signed_in("oversight").get("/progress/").content.decode()
    assert "Two or more distinct suspects</th>" in progress


def test_a_line_of_the_queue_says_what_counts_and_leaves_out_what_is_none(case):
    one = case(1)
    assert one.findings_by_group == "missed 2, new 1, risk 2, record 1"
    one.why = "Rape: Allegations of rape first (domain 1.2). Found: A threat. Raised most by: another (3 found)."
    assert one.why_in_its_band == "Found: A threat. Raised most by: another."
    one.why = "Other: In scope. Raised most by: another (3 found)."
    assert one.why_in_its_band == "Raised most by: another."
    one.why = "age"
    assert one.why_in_its_band == "age"
