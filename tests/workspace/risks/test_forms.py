"""Each step has its form and its button; every receiving body is told how to make contact; no typed word is lost."""

import re
from pathlib import Path

import pytest
from django.test import Client

from reassess.workspace import pages
from reassess.workspace.pages.risks.receiving_bodies import BODIES, CONTACT
from reassess.workspace.risks.actions import take_risk
from reassess.workspace.risks.models import Risk

TEMPLATES = Path(pages.__file__).parent / "templates"
FORM = re.compile(r"<form.*?</form>", re.DOTALL)
ONE_LINE = re.compile(r"{% (text_input|date_input) |<input[^>]*type=.(text|search)")
PLAIN = {"allauth", "mfa", "account", "usersessions"}


@pytest.fixture
def risk(db):
    return Risk.objects.get(rule="victim-missing-now")


def test_no_form_with_a_field_of_one_line_has_two_buttons():
    """Enter in such a field sends the first button of the form, whatever the person meant to do."""
    wrong = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        for form in FORM.findall(path.read_text(encoding="utf-8")):
            branches = re.sub(r"{% else %}.*?{% endif %}|{% elif.*?{% endif %}", "", form, flags=re.DOTALL)
            if ONE_LINE.search(form) and branches.count("{% button ") > 1:
                wrong.append(str(path.relative_to(TEMPLATES)))
    assert wrong == []


def test_each_step_of_a_risk_has_its_own_form(signed_in, risk):
    content = signed_in("lead").get(f"/risks/{risk.pk}/").content.decode()
    forms = [form for form in FORM.findall(content) if "/step/" in form]
    assert len(forms) == 6
    assert [form.count("<button") for form in forms] == [1] * 6


def test_the_next_step_stands_first(signed_in, person, risk):
    def first(client: Client) -> str:
        forms = FORM.findall(client.get(f"/risks/{risk.pk}/").content.decode())
        return re.search(r'name="do" value="(\w+)"', next(form for form in forms if "/step/" in form)).group(1)

    assert first(signed_in("lead")) == "take"
    take_risk(acting_user=person("lead"), risk=risk, version=1)
    assert first(signed_in("lead")) == "acknowledge"


def test_a_refused_step_comes_back_with_every_word(signed_in, risk):
    words = {"version": 1, "do": "close", "words": "Too short", "reason": "no_longer"}
    response = signed_in("lead").post(f"/risks/{risk.pk}/step/", words)
    content = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error:" in content
    assert ">Too short</textarea>" in content
    assert '<option value="no_longer" selected>' in content
    words = {"version": 1, "do": "refer", "words": "Rang them at 9am."}
    sent = signed_in("lead").post(f"/risks/{risk.pk}/step/", words)
    assert "Enter who it was referred to" in sent.content.decode()
    assert ">Rang them at 9am.</textarea>" in sent.content.decode()


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.key)
def test_every_receiving_body_is_told_how_to_make_contact_first(body):
    assert body.fields[0] == CONTACT
    assert any(field.endswith("date of birth") for field in body.fields)
    assert body.key == "psd" or any(field.endswith("address") for field in body.fields)
