"""Every long field keeps what was begun: shown again to its writer, to nobody else, and forgotten once handed in."""

import json
import re

import pytest

from reassess.workspace.cases.models import Draft
from reassess.workspace.enquiries.actions import allocate_enquiry, raise_enquiry
from reassess.workspace.risks.models import Risk

BEGUN = "Half a thought about the log & the phone"
WORDS = "The account was never taken and the phone never looked at."


@pytest.fixture
def fields(case, person, taken):
    """For each field: the page, the key that the page itself names, where it is posted and what hands it in."""
    pk, risk = taken("supervisor").pk, Risk.objects.filter(case=case(1)).first()
    enquiry = raise_enquiry(acting_user=person("supervisor"), case=case(1), title="Ask again")
    allocate_enquiry(acting_user=person("supervisor"), enquiry=enquiry, version=1, owner=person("supervisor"),
                     due_on=case(1).recorded_on)  # fmt: skip
    vote = {"outcomes": "O3", "reasons": "lines", "words": WORDS}
    return {
        "note": (f"/cases/{pk}/", f"note:{pk}", f"/cases/{pk}/note/", {"text": "x", "version": 0}),
        "answer": (f"/cases/{pk}/", f"answer:{pk}:log-gap:", f"/cases/{pk}/answer/",
                   {"rule": "log-gap", "verdict": "yes", "version": 0}),
        "enquiry": (f"/cases/{pk}/", f"enquiry:{pk}", f"/cases/{pk}/enquiry/", {"title": "Look again"}),
        "contact": (f"/cases/{pk}/people/", "contact:INV/0001-V1", f"/cases/{pk}/contact/",
                    {"person": "INV/0001-V1", "words": "By letter.", "version": 0}),
        "vote": (f"/cases/{pk}/decide/", f"vote:{pk}", f"/cases/{pk}/vote/", vote),
        "risk": (f"/risks/{risk.pk}/", f"risk:{risk.pk}:note", f"/risks/{risk.pk}/step/",
                 {"do": "note", "words": "Rung.", "version": 1}),
        "step": (f"/enquiries/{enquiry.pk}/", f"enquiry-step:{enquiry.pk}", f"/enquiries/{enquiry.pk}/step/",
                 {"do": "complete", "words": "Done.", "version": 2}),
        "report": ("/reports/new/", "report:new", "/reports/new/",
                   {"title": "A", "kind": "press", "text": "Officers met.", "received": "2026-01-05"}),
    }  # fmt: skip


KINDS = ("note", "answer", "enquiry", "contact", "vote", "risk", "step", "report")


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_begun_comes_back_and_is_forgotten_once_handed_in(kind, fields, signed_in):
    page, key, path, handed_in = fields[kind]
    client = signed_in("supervisor")
    shown = client.get(page).content.decode()
    assert key in re.findall(r'data-draft="([^"]*)"', shown)
    kept = client.post("/drafts/", json.dumps({"key": key, "text": BEGUN}), content_type="application/json")
    assert kept.status_code == 200
    assert "Half a thought about the log &amp; the phone" in signed_in("supervisor").get(page).content.decode()
    if kind != "vote":
        assert "Half a thought" not in signed_in("supervisor2").get(page).content.decode()
    assert client.post(path, handed_in).status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_refused_keeps_its_draft(kind, fields, signed_in):
    _, key, path, _ = fields[kind]
    client = signed_in("supervisor")
    client.post("/drafts/", json.dumps({"key": key, "text": BEGUN}), content_type="application/json")
    refused = client.post(path, {"version": 7, "rule": "log-gap", "do": "nonsense", "text": ""})
    assert refused.status_code in (409, 422)
    assert Draft.objects.get().text == BEGUN


def test_a_report_that_is_refused_stays_protected(signed_in):
    """A tick that is lost on the way back would show a protected disclosure to the whole team at the second try."""
    posted = {"title": "A disclosure", "kind": "whistle_blower", "text": "", "received-day": "5",
              "received-month": "1", "received-year": "2026", "protected": "yes"}  # fmt: skip
    response = signed_in("lead").post("/reports/new/", posted)
    assert response.status_code == 422
    content = response.content.decode()
    assert 'name="protected" value="yes" checked' in content
    day = [re.search(f'name="received-{part}"[^>]*value="([^"]*)"', content)[1] for part in ("day", "month", "year")]
    assert day == ["5", "1", "2026"]
