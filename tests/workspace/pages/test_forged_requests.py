"""What hostile hands send: forms without their token, fields that no form has, markup, other addresses, and clocks."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from reassess.workspace.accounts.models import User
from reassess.workspace.answers.models import Answer, FirstView, Note
from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.models import Case, Standing
from reassess.workspace.enquiries.actions import raise_enquiry
from reassess.workspace.enquiries.models import Enquiry
from reassess.workspace.external_reports.actions import record_report
from reassess.workspace.links.models import Judgement, Pair
from reassess.workspace.pages.csv_responses import defused
from reassess.workspace.risks.models import Risk, RiskStep
from reassess.workspace.votes.models import Vote

from .test_permissions import POSTED, WHO

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"
WORDS = "The account was never taken and the phone never looked at."


@pytest.fixture
def strict(person):
    """A browser session that must send the token of its forms."""

    def sign_in(name: str) -> Client:
        client = Client(enforce_csrf_checks=True)
        client.force_login(person(name), backend=BACKEND)
        return client

    return sign_in


def one_of_each(name: str) -> str:
    """The address of a form, with the first object of its kind behind it."""
    numbers = {"pk": 1, "number": 1, "page": 1, "kind": "phone", "value": "07700900001", "body": "mash"}
    for keys in ((), ("pk",), ("pk", "number")):
        try:
            return reverse(name, kwargs={key: numbers[key] for key in keys})
        except NoReverseMatch:
            continue
    raise AssertionError(name)


@pytest.mark.parametrize("name", sorted(POSTED | {"conduct", "new_report", "new_account", "edit_account"}))
def test_no_form_is_taken_without_its_token(strict, name):
    role = "administrator" if "account" in name else "supervisor"
    before = Entry.objects.exclude(verb__startswith="session.").count()
    response = strict(role).post(one_of_each(name), {"words": "x"})
    assert response.status_code == 403
    assert b"expired" in response.content
    assert Entry.objects.exclude(verb__startswith="session.").count() == before


def test_no_address_changes_anything_by_being_read(signed_in):
    """GET on whatever needs a form is refused, so that no picture in a mail can do it."""
    client = signed_in("supervisor")
    assert {client.get(one_of_each(name)).status_code for name in POSTED if WHO[name] and "account" not in name} == {
        405
    }


def test_a_vote_takes_nothing_but_its_own_fields(signed_in, taken, person, case):
    taken("reviewer", 1)
    fields = {"outcomes": "O3", "reasons": "lines", "words": WORDS, "user": person("lead").pk, "vote_number": 3,
              "case": case(2).pk, "at": "2001-01-01"}  # fmt: skip
    assert signed_in("reviewer").post(f"/cases/{case(1).pk}/vote/", fields | {"round": 9}).status_code == 422
    assert not Vote.objects.exists()
    assert signed_in("reviewer").post(f"/cases/{case(1).pk}/vote/", fields).status_code == 302
    vote = Vote.objects.get()
    assert (vote.user.username, vote.vote_number, vote.round, vote.case) == ("reviewer", 1, 1, case(1))
    assert vote.at > timezone.now() - timedelta(minutes=5)


def test_a_case_cannot_be_set_to_a_standing(signed_in, case):
    client = signed_in("supervisor")
    for path in ("take/", "note/", "restrict/", "reopen/"):
        client.post(f"/cases/{case(1).pk}/{path}", {"standing": "decided", "text": "x", "words": "x", "version": 0})
    assert case(1).standing == Standing.UNREAD


def test_an_answer_for_somebody_else_is_ones_own(signed_in, person, case):
    fields = {"rule": "log-gap", "subject": "", "verdict": "yes", "version": 0, "number": 1, "user": person("lead").pk}
    signed_in("reviewer").post(f"/cases/{case(1).pk}/answer/", fields)
    assert Answer.objects.get().user.username == "reviewer"


@pytest.mark.parametrize("path", ["/risks/{risk}/", "/cases/{case}/", "/queue/", "/links/{pair}/", "/audit/",
                                  "/enquiries/{enquiry}/", "/reports/{report}/", "/cases/{case}/people/",
                                  "/people/"])  # fmt: skip
def test_markup_in_every_field_that_people_write_is_text(signed_in, person, case, path, settings):
    client, risk, pair = signed_in("supervisor"), Risk.objects.filter(case=case(1)).first(), Pair.objects.first()
    enquiry = raise_enquiry(acting_user=person("supervisor"), case=case(1), title=MARKUP[:90], text=MARKUP)
    report = record_report(acting_user=person("supervisor"), kind="press", title=MARKUP, source=MARKUP, text=MARKUP,
                           received_on="2026-01-01", protected=False)  # fmt: skip
    for posted, fields in (
        (f"/cases/{case(1).pk}/note/", {"text": MARKUP, "version": 0}),
        (f"/cases/{case(1).pk}/contact/", {"person": "INV/0001-V1", "words": MARKUP, "version": 0}),
        (f"/risks/{risk.pk}/step/", {"do": "refer", "to": MARKUP, "words": MARKUP, "version": risk.version}),
        (f"/links/{pair.pk}/judge/", {"verdict": "same", "reason": MARKUP, "version": 0}),
        (f"/reports/{report.pk}/step/", {"do": "request", "words": MARKUP}),
        ("/queue/filters/", {"name": MARKUP[:60], "query": MARKUP}),
        (f"/cases/{case(1).pk}/answer/", {"rule": "log-gap", "verdict": "yes", "words": MARKUP, "version": 0}),
    ):
        assert client.post(posted, fields).status_code in (302, 422), posted
    User.objects.filter(username="reviewer").update(first_name=MARKUP[:100])
    found = client.get(
        path.format(case=case(1).pk, risk=risk.pk, pair=pair.pk, enquiry=enquiry.pk, report=report.pk)
    ).content
    assert b"<script>alert(1)" not in found
    assert b"<img src=x" not in found
    assert b"49" not in found.split(b"alert(2)")[-1][:12]


def test_markup_in_what_is_refused_comes_back_as_text(signed_in, case):
    response = signed_in("reviewer").post(f"/cases/{case(1).pk}/enquiry/", {"title": "", "text": MARKUP})
    assert response.status_code == 422
    assert b"&lt;script&gt;alert(1)" in response.content
    assert b"<script>alert(1)" not in response.content


@pytest.mark.parametrize(
    ("path", "fields"),
    [("vote/", {"words": "x" * 20_001}), ("answer/", {"rule": "log-gap", "words": "x" * 20_001}),
     ("enquiry/", {"title": "t", "text": "x" * 20_001}), ("contact/", {"person": "INV/0001-V1", "words": "x" * 2_001}),
     ("first-view/", {"text": "x" * 20_001}), ("restrict/", {"words": "x" * 20_001}),
     ("reopen/", {"words": "x" * 20_001})],
)  # fmt: skip
def test_every_form_of_a_case_has_its_size(signed_in, case, path, fields):
    response = signed_in("supervisor").post(f"/cases/{case(1).pk}/{path}", fields)
    assert response.status_code == 422
    assert not any(model.objects.exists() for model in (Vote, Answer, Enquiry, FirstView, Note))


@pytest.mark.parametrize("reason", ["x" * 2_001, "", "  "])
def test_a_judgement_of_a_wrong_size(signed_in, reason):
    pair = Pair.objects.first()
    response = signed_in("analyst").post(
        f"/links/{pair.pk}/judge/", {"verdict": "same", "reason": reason, "version": 0}
    )
    assert response.status_code == 422
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("came_from", ["https://example.org/x", "//example.org/x", "javascript:alert(1)", "nonsense"])
def test_the_way_back_from_a_refusal_leads_nowhere_else(signed_in, case, came_from):
    response = signed_in("reviewer").post(
        f"/cases/{case(1).pk}/enquiry/", {"title": ""}, headers={"referer": came_from}
    )
    assert b'href="/"' in response.content
    assert b"example.org" not in response.content
    assert b"javascript:" not in response.content


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =1"])
def test_what_begins_like_a_formula_leaves_as_text(signed_in, case, start):
    Case.objects.filter(pk=case(1).pk).update(area=start)
    content = b"".join(signed_in("reviewer").get("/queue/export/").streaming_content).decode()
    assert defused(start) in content
    assert f",{start}," not in content


@pytest.mark.parametrize("path", ["/", "/queue/", "/cases/{}/", "/cases/{}/documents/1/", "/cases/{}/links/",
                                  "/nowhere/", "/keys/", "/audit/", "/reports/new/", "/account/sessions/"])  # fmt: skip
def test_the_policy_stands_on_every_kind_of_page(signed_in, case, path):
    response = signed_in("supervisor").get(path.format(case(1).pk))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert b" onclick=" not in response.content
    assert b" style=" not in response.content
    assert response["Cache-Control"] == "no-store"


def test_a_forged_forwarded_host_changes_nothing(signed_in):
    response = signed_in("reviewer").get("/queue/", headers={"x-forwarded-host": "evil.example.org"})
    assert response.status_code == 200
    assert b"evil.example.org" not in response.content


@pytest.mark.parametrize("cookie", ["", "x" * 32, "../../etc/passwd", "'; DROP TABLE accounts_user; --"])
def test_a_made_up_session_is_nobodys(db, cookie):
    client = Client()
    client.cookies["sessionid"] = cookie
    assert client.get("/queue/")["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize(("moved", "taken_again"), [({"hours": -2}, False), ({"hours": 9}, True)])
def test_a_clock_that_jumps_neither_doubles_a_lease_nor_loses_it(taken, person, case, frozen, moved, taken_again):
    from reassess.workspace.allocation.actions import take_case
    from reassess.workspace.platform.errors import Refused

    taken("reviewer", 1)
    frozen(**moved)
    if taken_again:
        take_case(acting_user=person("reviewer2"), case=case(1))
    else:
        with pytest.raises(Refused):
            take_case(acting_user=person("reviewer2"), case=case(1))
    assert case(1).leases.filter(ended_at=None).count() == 1


def test_a_clock_set_back_keeps_the_trail_in_order(signed_in, case, frozen, tmp_path):
    from reassess.workspace.verification import verify_trail

    client = signed_in("reviewer")
    client.get(f"/cases/{case(1).pk}/")
    frozen(minutes=-4)
    client.get(f"/cases/{case(2).pk}/")
    first, second = Entry.objects.filter(verb="case.read").order_by("sequence").values_list("at", flat=True)
    assert second < first
    assert verify_trail(tmp_path).broken is None
    assert RiskStep.objects.filter(kind="escalated").count() == 0
