"""Raise a risk by hand; outcome O6 acts in the transaction of the vote; nothing of it tells a blind reader anything."""

import pytest
from django.http import Http404

from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.actions import restrict_case
from reassess.workspace.external_reports.models import Report
from reassess.workspace.platform.errors import Refused
from reassess.workspace.publishing.publication import publish
from reassess.workspace.risks.access import risks_of_case, visible_risks, visible_steps
from reassess.workspace.risks.models import RAISED_RULE, Risk
from reassess.workspace.risks.raising import cast_decision, raise_risk
from reassess.workspace.votes.models import Vote

SEEN = "A child in the household was named in the last report and no referral followed."
VOTED = {"reasons": ["risk"], "words": "Somebody has to be told of this today."}


def raised(person, case, name="reviewer", **columns):
    return raise_risk(acting_user=person(name), case=case, **({"band": "immediate", "words": SEEN} | columns))


@pytest.mark.parametrize("role", ["analyst", "reviewer", "lead", "supervisor", "assurer"])
def test_anyone_who_may_read_a_case_can_raise_a_risk_on_it(signed_in, case, role):
    page = f"/cases/{case(9).pk}/raise-risk/"
    assert f'href="{page}"' in signed_in(role).get(f"/cases/{case(9).pk}/").content.decode()
    assert signed_in(role).post(page, {"band": "immediate", "words": SEEN}).status_code == 302
    risk = Risk.objects.get(case=case(9), rule=RAISED_RULE)
    assert (risk.state, risk.owner, risk.raised_by.username, risk.says) == ("open", None, role, SEEN)
    assert risk.steps.get().kind == "raised"
    assert Entry.objects.filter(verb="risk.raised", case=case(9), actor_name=role).exists()
    assert SEEN in signed_in("lead").get(f"/risks/{risk.pk}/").content.decode()


def test_an_incomplete_risk_comes_back_with_what_was_written(signed_in, case):
    response = signed_in("reviewer").post(f"/cases/{case(9).pk}/raise-risk/", {"words": SEEN})
    content = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error:" in content
    assert "Select how soon someone must act" in content
    assert SEEN in content
    assert not Risk.objects.filter(rule=RAISED_RULE).exists()


def test_two_people_may_raise_a_risk_about_the_same_person(person, case):
    raised(person, case(1), subject="INV/0001-V1")
    raised(person, case(1), "lead", subject="INV/0001-V1")
    assert Risk.objects.filter(case=case(1), rule=RAISED_RULE).count() == 2


def test_a_person_kept_out_of_the_case_cannot_raise_one(person, case):
    restrict_case(acting_user=person("supervisor"), case=case(9), people=[], words="Kept to a few.")
    with pytest.raises(Http404):
        raised(person, case(9))
    with pytest.raises(Refused, match="how soon"):
        raised(person, case(8), band="soon")


def test_the_pages_of_a_person_and_a_document_say_where_it_was_seen(signed_in, case):
    client, pk = signed_in("reviewer"), case(9).pk
    assert f"/cases/{pk}/raise-risk/?person=INV/0009-V1" in client.get(f"/cases/{pk}/people/").content.decode()
    document = client.get(f"/cases/{pk}/documents/1/").content.decode()
    assert f"/cases/{pk}/raise-risk/?document=INV/0009-D1" in document
    client.post(f"/cases/{pk}/raise-risk/?document=INV/0009-D1", {"band": "same_day", "words": SEEN,
                                                                  "person": "INV/0009-V1"})  # fmt: skip
    risk = Risk.objects.get(rule=RAISED_RULE)
    assert (risk.subject, risk.raised_from) == ("INV/0009-V1", "the document ‘Officer's report’")
    assert risk.who.endswith("(victim)")


def test_a_report_raises_one_on_the_case_that_is_named(signed_in, person, case):
    report = Report.objects.create(kind="press", title="A report", received_on="2026-01-01", text="x",
                                   made_by=person("lead"), made_at="2026-01-01T00:00:00Z")  # fmt: skip
    client, page = signed_in("reviewer"), f"/reports/{report.pk}/raise-risk/"
    assert f'href="{page}"' in client.get(f"/reports/{report.pk}/").content.decode()
    wrong = client.post(page, {"reference": "INV/9999", "band": "same_day", "words": SEEN})
    assert wrong.status_code == 422
    assert "INV/9999" in wrong.content.decode()
    assert client.post(page, {"reference": "INV/0009", "band": "same_day", "words": SEEN}).status_code == 302
    assert Risk.objects.get(rule=RAISED_RULE).case == case(9)


def test_outcome_o6_opens_a_risk_with_the_vote(person, taken):
    case = taken("reviewer", 9)
    cast_decision(acting_user=person("reviewer"), case=case, outcomes=["O3", "O6"], **VOTED)
    risk = Risk.objects.get(case=case)
    assert (risk.band, risk.state, risk.says) == ("same_day", "open", VOTED["words"])


def test_outcome_o6_marks_the_risks_that_were_found(person, taken):
    case = taken("reviewer", 1)
    before = set(Risk.objects.filter(case=case))
    cast_decision(acting_user=person("reviewer"), case=case, outcomes=["O6"], **VOTED)
    assert set(Risk.objects.filter(case=case)) == before
    assert {risk.steps.last().kind for risk in before} == {"action_needed"}


def test_a_vote_without_o6_opens_nothing(person, taken):
    cast_decision(acting_user=person("reviewer"), case=taken("reviewer", 9), outcomes=["O3"], **VOTED)
    assert not Risk.objects.filter(rule=RAISED_RULE).exists()


def test_no_risk_without_its_vote_and_no_vote_without_its_risk(person, case, taken, monkeypatch):
    with pytest.raises(Refused):
        cast_decision(acting_user=person("reviewer"), case=case(9), outcomes=["O6"], **VOTED)
    assert not Risk.objects.filter(rule=RAISED_RULE).exists()

    def fail(*_, **__):
        raise Refused("no risk can be opened")

    monkeypatch.setattr("reassess.workspace.risks.raising.call_for_action", fail)
    with pytest.raises(Refused, match="no risk"):
        cast_decision(acting_user=person("reviewer"), case=taken("reviewer", 9), outcomes=["O6"], **VOTED)
    assert not Vote.objects.exists()


def test_the_form_of_the_page_opens_the_risk_and_the_lead_sees_it_at_sign_in(signed_in, taken):
    case = taken("reviewer", 9)
    signed_in("reviewer").get(f"/cases/{case.pk}/decide/")
    sent = signed_in("reviewer").post(f"/cases/{case.pk}/vote/", {"outcomes": ["O6"], **VOTED})
    assert sent.status_code == 302
    risk = Risk.objects.get(case=case)
    content = signed_in("lead").get("/?").content.decode()
    assert "Risks with no owner" in content
    assert "Risks due within 2 hours" in content
    assert f'href="/risks/{risk.pk}/"' in content


def test_a_blind_reader_sees_nothing_of_it_before_both_are_in(signed_in, person, taken):
    case = taken("reviewer", 9)
    cast_decision(acting_user=person("reviewer"), case=case, outcomes=["O6"], **VOTED)
    risk = Risk.objects.get(case=case)
    assert risk not in visible_risks(person("reviewer2"))
    assert risks_of_case(person("assurer"), case) == []
    assert signed_in("reviewer2").get(f"/risks/{risk.pk}/").status_code == 404
    assert VOTED["words"] not in signed_in("assurer").get(f"/cases/{case.pk}/").content.decode()
    assert risk in visible_risks(person("reviewer"))
    assert risk in visible_risks(person("lead"))
    assert risk in visible_risks(person("supervisor"))
    taken("supervisor", 9)
    assert risk not in visible_risks(person("supervisor"))


def test_a_blind_reader_sees_a_found_risk_without_the_call_for_action(signed_in, person, taken):
    case = taken("reviewer", 1)
    cast_decision(acting_user=person("reviewer"), case=case, outcomes=["O6"], **VOTED)
    risk = Risk.objects.get(rule="victim-missing-now")
    assert VOTED["words"] not in signed_in("reviewer2").get(f"/risks/{risk.pk}/").content.decode()
    assert VOTED["words"] in signed_in("lead").get(f"/risks/{risk.pk}/").content.decode()
    assert [step.kind for step in visible_steps(person("reviewer"), risk)] == ["found", "action_needed"]


def test_publishing_again_leaves_a_raised_risk_alone(person, case, run_folder):
    risk = raised(person, case(9))
    publish(run_folder)
    risk.refresh_from_db()
    assert (risk.found, risk.version, risk.steps.count()) == (True, 1, 1)
