"""Risks: clocks, owners, two people to close, escalation by itself, forms; nothing of it waits for the review."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core import mail
from docx import Document

from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.models import CaseRead
from reassess.workspace.platform.errors import Conflict, Refused
from reassess.workspace.platform.options import Options
from reassess.workspace.risks.actions import (
    acknowledge_risk,
    answer_closing,
    close_risk,
    escalate_overdue,
    note_risk,
    refer_risk,
    respond_risk,
    take_risk,
)
from reassess.workspace.risks.clock import due, time_left
from reassess.workspace.risks.escalation import escalate
from reassess.workspace.risks.models import Risk

CLOSING = {"reason": "referred_accepted", "words": "They have it and have answered."}


@pytest.fixture
def risk(db):
    return Risk.objects.get(rule="victim-missing-now")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("band", "start", "end"),
    [
        ("immediate", "2026-03-02T23:30", "2026-03-03T00:30"),
        ("same_day", "2026-03-02T09:00", "2026-03-03T00:00"),
        ("same_day", "2026-03-02T23:00", "2026-03-03T03:00"),
        ("next_working_day", "2026-03-02T09:00", "2026-03-03T17:00"),
        ("next_working_day", "2026-03-06T09:00", "2026-03-09T17:00"),  # a Friday
        ("next_working_day", "2026-04-02T09:00", "2026-04-07T16:00"),  # Maundy Thursday; summer time has begun
        ("next_working_day", "2026-12-24T09:00", "2026-12-29T17:00"),  # Christmas, and Boxing Day given on the Monday
        ("same_day", "2026-03-28T12:00", "2026-03-29T00:00"),  # the night the clocks go forward
    ],
)
def test_the_clocks(band, start, end):
    assert due(band, at(start)) == at(end)


def test_a_risk_to_look_at_before_contact_has_no_clock_and_never_escalates(signed_in, risk):
    now = risk.starts_at + timedelta(days=400)
    assert due("before_contact", risk.starts_at) is None
    assert time_left(None, now) == "no clock"
    as_that = {"case": risk.case, "says": "x", "starts_at": risk.starts_at, "due_at": None}
    waiting = Risk.objects.create(rule="old-words", band="before_contact", band_rank=3, **as_that)
    assert waiting not in escalate_overdue(now=now)
    lead = signed_in("lead")
    assert [band["count"] for band in lead.get("/risks/").context["bands"]][-1] == 1
    assert "no clock" in lead.get("/risks/").content.decode()
    assert "Before contact" in lead.get(f"/risks/{waiting.pk}/").content.decode()
    assert lead.get("/").status_code == 200


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(90, "1 hour left"), (1, "1 minute left"), (0, "0 minutes left"), (2880, "2 days left"), (-61, "1 hour over")],
)
def test_time_left_in_words(minutes, words):
    now = at("2026-03-02T09:00")
    assert time_left(now + timedelta(minutes=minutes), now) == words


def test_a_risk_is_on_the_board_at_once_with_initials_for_a_victim(signed_in, risk):
    content = signed_in("lead").get("/risks/").content.decode()
    assert "A child victim is missing now" in content
    assert "R C (victim)" in content
    assert "Rhys Calloway" not in content


def test_every_step_is_one_row_and_one_entry(person, risk):
    take_risk(acting_user=person("lead"), risk=risk, version=1)
    acknowledge_risk(acting_user=person("lead"), risk=risk, version=2, words="Read.")
    refer_risk(acting_user=person("lead"), risk=risk, version=3, to="MASH", words="By phone.")
    respond_risk(acting_user=person("lead"), risk=risk, version=4, words="They visit today.")
    risk.refresh_from_db()
    assert (risk.state, risk.version, risk.owner) == ("responded", 5, person("lead"))
    entry = Entry.objects.get(verb="risk.referred")
    assert (entry.case, entry.subject) == (risk.case, f"risks.risk:{risk.pk}")
    detail = json.loads(entry.detail)
    assert list(detail.pop("content")) == [f"risks.riskstep:{risk.steps.get(kind='referred').pk}"]
    assert detail == {"version": 4, "to": "MASH", "words": "By phone."}


def test_an_immediate_risk_needs_two_people_to_close(person, risk):
    close_risk(acting_user=person("lead"), risk=risk, version=1, **CLOSING)
    risk.refresh_from_db()
    assert risk.state == "closing"
    with pytest.raises(Refused, match="second person"):
        answer_closing(acting_user=person("lead"), risk=risk, version=2, agreed=True)
    with pytest.raises(Refused, match="permission to close"):
        answer_closing(acting_user=person("reviewer"), risk=risk, version=2, agreed=True)
    answer_closing(acting_user=person("lead2"), risk=risk, version=2, agreed=True)
    risk.refresh_from_db()
    assert risk.state == "closed"
    with pytest.raises(Refused, match="closed"):
        note_risk(acting_user=person("lead"), risk=risk, version=3, words="More")


def test_a_refused_closing_goes_back(person, risk):
    close_risk(acting_user=person("lead"), risk=risk, version=1, **CLOSING)
    risk.refresh_from_db()
    answer_closing(acting_user=person("supervisor"), risk=risk, version=2, agreed=False, words="Nobody answered yet.")
    risk.refresh_from_db()
    assert risk.state == "acknowledged"


def test_a_next_working_day_risk_needs_one(person, db):
    risk = Risk.objects.get(rule="suspect-may-leave")
    close_risk(acting_user=person("lead"), risk=risk, version=1, **CLOSING)
    risk.refresh_from_db()
    assert risk.state == "closed"


@pytest.mark.parametrize("reason", ["", "because"])
def test_no_closing_without_a_listed_reason(person, risk, reason):
    with pytest.raises(Refused, match="Choose a reason"):
        close_risk(acting_user=person("lead"), risk=risk, version=1, reason=reason, words="Long enough words.")


def test_the_second_of_two_is_told_and_loses_nothing(person, risk, signed_in):
    note_risk(acting_user=person("lead"), risk=risk, version=1, words="First.")
    with pytest.raises(Conflict) as told:
        note_risk(acting_user=person("lead2"), risk=risk, version=1, words="Second.")
    assert (told.value.yours, told.value.theirs) == ("Second.", "Note: First.")
    response = signed_in("lead2").post(f"/risks/{risk.pk}/step/", {"version": 1, "do": "note", "words": "Second."})
    assert response.status_code == 409
    assert b"Second." in response.content
    assert b"First." in response.content


def test_a_passed_clock_escalates_once_and_not_after_a_referral(person, risk):
    now = risk.due_at + timedelta(minutes=1)
    assert risk in escalate_overdue(now=now)
    assert escalate_overdue(now=now) == []
    risk.refresh_from_db()
    assert risk.escalated_at == now
    assert risk.steps.last().kind == "escalated"
    assert Entry.objects.filter(verb="risk.escalated", actor_name="system").exists()


def test_a_referred_risk_does_not_escalate(person, risk):
    refer_risk(acting_user=person("lead"), risk=risk, version=1, to="Missing unit", words="By phone.")
    assert risk not in escalate_overdue(now=risk.due_at + timedelta(days=1))


def test_a_clock_set_back_escalates_nothing(risk):
    assert escalate_overdue(now=risk.starts_at - timedelta(days=400)) == []


def test_the_mail_names_no_person(settings, person, risk, frozen):
    settings.OPTIONS = Options(mail_host="localhost", second_factor=False)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    lead = person("lead")
    lead.email = "lead@example.org"
    lead.save()
    frozen(days=1)
    assert escalate() == 5
    [message] = mail.outbox
    assert message.to == ["lead@example.org"]
    assert "INV/0001" in message.body
    assert "Rhys" not in message.body


def test_the_form_is_a_document_filled_from_the_record(signed_in, risk):
    response = signed_in("lead").get(f"/risks/{risk.pk}/form/missing/")
    table = Document(BytesIO(response.content)).tables[0]
    cells = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert cells["Child's name"] == "Rhys Calloway"
    assert cells["Child's date of birth"] == "5 May 1996"
    assert cells["Missing since"] == "Not in the record: complete this by hand"
    assert "not recorded. Ask before you make contact" in cells["Contact instructions"]
    assert Entry.objects.filter(verb="risk.form_made").exists()


def test_how_to_contact_stands_beside_the_name(signed_in, risk):
    assert b"Ask before you make contact" in signed_in("lead").get(f"/risks/{risk.pk}/").content


@pytest.mark.parametrize("do", ["take", "acknowledge", "refer", "respond", "note", "close", "agree", "nonsense"])
def test_the_form_of_the_page_reaches_each_step(signed_in, risk, do):
    fields = {"version": 1, "do": do, "words": "Long enough words.", "to": "MASH", "reason": "no_longer"}
    response = signed_in("lead").post(f"/risks/{risk.pk}/step/", fields)
    assert response.status_code == (422 if do in ("agree", "nonsense") else 302)


def test_reading_a_risk_is_recorded_but_leaves_its_case_unseen(signed_in, person, risk):
    signed_in("lead").get(f"/risks/{risk.pk}/")
    assert Entry.objects.filter(verb="case.read", case=risk.case, actor=person("lead")).exists()
    risk.case.refresh_from_db()
    assert risk.case.seen_at is None
    assert not CaseRead.objects.exists()


def test_each_band_of_the_board_turns_by_itself(signed_in, risk):
    as_that = {"case": risk.case, "says": "x", "starts_at": risk.starts_at, "due_at": risk.due_at}
    many = [
        Risk(rule=f"{band}-{n}", band=band, band_rank=rank, **as_that)
        for band, rank in (("same_day", 1), ("next_working_day", 2))
        for n in range(60)
    ]
    Risk.objects.bulk_create(many)
    board = signed_in("lead").get("/risks/?same_day=2").context["bands"]
    assert [band["page"] for band in board] == [1, 2, 1, 1]
    content = signed_in("lead").get("/risks/?same_day=2&whose=nobody").content.decode()
    assert "?whose=nobody&amp;same_day=3" in content or "?same_day=3&amp;whose=nobody" in content
    assert [band["page"] for band in signed_in("lead").get("/risks/?same_day=99").context["bands"]] == [1, 3, 1, 1]


def test_the_board_shows_what_is_past_its_clock_until_it_is_referred(signed_in, person, risk, frozen):
    def over() -> set[int]:
        board = signed_in("lead").get("/risks/?whose=over").context["bands"]
        return {one.pk for band in board for one in band["risks"]}

    assert over() == set()
    frozen(hours=2)
    assert over() == {risk.pk}
    assert b"Overdue risks" in signed_in("lead").get("/").content
    refer_risk(acting_user=person("lead"), risk=risk, version=1, to="Missing unit", words="By phone.")
    assert over() == set()


@pytest.mark.parametrize(
    ("role", "shown", "absent"),
    [("analyst", "Links to judge", "Your cases"), ("lead", "Overdue risks", "Your cases"),
     ("reviewer", "Your cases", "Overdue risks"),
     ("supervisor", "Waiting for your approval", "blind re-readings"),
     ("assurer", "Second and third reads", "Links to judge")],
)  # fmt: skip
def test_my_work_counts_what_the_role_does(signed_in, role, shown, absent):
    content = signed_in(role).get("/").content.decode()
    assert shown in content
    assert absent not in content


def test_who_does_not_work_on_risks_is_told_of_them_without_a_link(signed_in, case):
    path = f"/cases/{case(1).pk}/"
    assert 'href="/risks/' not in signed_in("analyst").get(path).content.decode()
    assert "A child victim is missing now" in signed_in("analyst").get(path).content.decode()
    assert (
        f'href="/risks/{Risk.objects.get(rule="victim-missing-now").pk}/"'
        in signed_in("lead").get(path).content.decode()
    )
