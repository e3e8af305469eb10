"""Every address by every role; 'not yours' and 'not there' answer the same."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls import path as address

from reassess.workspace.accounts.models import User
from reassess.workspace.accounts.roles import May, Role, allowed
from reassess.workspace.cases.actions import restrict_case
from reassess.workspace.cases.models import Case, CaseStaff
from reassess.workspace.enquiries.actions import raise_enquiry
from reassess.workspace.enquiries.models import Enquiry
from reassess.workspace.external_reports.models import Report
from reassess.workspace.links.models import Pair
from reassess.workspace.people.models import CaseIdentifier, Place, ResolvedPerson
from reassess.workspace.risks.models import Risk

ANYBODY, SIGNED_IN = "anybody", "signed in"
READ = {May.READ_CASES}
WRITE = {May.VOTE, May.WORK_RISKS}

WHO: dict[str, Any] = {
    "my_work": SIGNED_IN, "take_next": {May.TAKE_CASES}, "queue": READ, "export_queue": READ, "keep_filter": READ,
    "case": READ, "case_raise_risk": READ, "report_raise_risk": {May.RECORD_REPORTS},
    "case_questions": READ, "by_reference": READ,
    "case_timeline": READ, "case_people": READ, "case_links": READ, "case_places": READ,
    "case_documents": READ, "document": READ, "original": READ, "picture": READ, "case_definitions": READ,
    "case_decide": READ, "take": {May.TAKE_CASES}, "hand_back": {May.TAKE_CASES}, "answer": WRITE, "vote": {May.VOTE},
    "approve": {May.APPROVE}, "reopen": {May.APPROVE}, "note": WRITE, "write_contact": WRITE, "first_view": {May.VOTE},
    "raise_enquiry": {May.RAISE_ENQUIRIES}, "restrict": {May.RESTRICT}, "enquiries": {May.RAISE_ENQUIRIES},
    "enquiry": {May.RAISE_ENQUIRIES}, "enquiry_step": {May.RAISE_ENQUIRIES}, "risks": {May.WORK_RISKS},
    "risk": {May.WORK_RISKS}, "risk_step": {May.WORK_RISKS}, "risk_form": {May.WORK_RISKS}, "links": {May.JUDGE_LINKS},
    "link": {May.JUDGE_LINKS}, "judge": {May.JUDGE_LINKS}, "search": {May.SEARCH}, "people": {May.SEARCH},
    "person": {May.SEARCH}, "identifier": {May.SEARCH}, "place": {May.SEARCH}, "reports": {May.RECORD_REPORTS},
    "new_report": {May.RECORD_REPORTS}, "report": {May.RECORD_REPORTS}, "report_step": {May.RECORD_REPORTS},
    "report_readers": {May.RECORD_REPORTS}, "report_file": {May.RECORD_REPORTS},
    "audit": {May.READ_AUDIT, May.READ_ACCOUNT_AUDIT}, "export_audit": {May.READ_AUDIT, May.READ_ACCOUNT_AUDIT},
    "accounts": {May.MANAGE_ACCOUNTS}, "new_account": {May.MANAGE_ACCOUNTS}, "edit_account": {May.MANAGE_ACCOUNTS},
    "withdraw_account": {May.MANAGE_ACCOUNTS}, "renew_account": {May.MANAGE_ACCOUNTS}, "progress": {May.SEE_PROGRESS},
    "assurance": {May.SEE_PROGRESS}, "forecast": {May.SEE_PROGRESS}, "case_order": {May.READ_CASES},
    "publications": {May.SEE_PUBLICATIONS},
    "conduct": SIGNED_IN, "draft": SIGNED_IN, "keys": ANYBODY, "health": ANYBODY,
}  # fmt: skip
OF_A_CASE = [name for name in WHO if name.startswith("case") or name in (
    "document", "original", "picture", "take", "hand_back", "answer", "vote", "approve", "reopen", "note",
    "write_contact", "first_view", "raise_enquiry", "restrict")]  # fmt: skip
POSTED = {"take_next", "keep_filter", "take", "hand_back", "answer", "vote", "approve", "reopen", "note",
          "write_contact", "first_view", "raise_enquiry", "restrict", "enquiry_step", "risk_step", "judge",
          "report_step", "report_readers",
          "withdraw_account", "renew_account", "draft"}  # fmt: skip


def names(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield str(pattern.name), route


ROUTES = list(names(get_resolver(settings.ROOT_URLCONF).url_patterns))
ENTRANCE = {"account_login", "account_signup", "account_inactive", "account_logout", "account_reauthenticate",
            "mfa_authenticate", "mfa_login_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
            "mfa_trust"}  # fmt: skip


def unlisted(routes: list[tuple[str, str]]) -> set[str]:
    """Routes that the table does not hold: without a name of their own, or with one that it does not know."""
    named = Counter(name for name, _ in routes)
    ours = [(name, route) for name, route in routes if not route.startswith("account/")]
    return {route for name, route in ours if name not in WHO or named[name] > 1}


def test_the_table_names_every_address_of_ours():
    assert unlisted(ROUTES) == set()
    assert set(WHO) <= {name for name, _ in ROUTES}


@pytest.mark.parametrize("name", [None, "case", "brand_new"])
def test_an_address_that_is_added_without_an_entry_is_noticed(name):
    added = address("cases/<int:pk>/new-thing/", lambda request, pk: None, name=name)
    patterns = [*get_resolver(settings.ROOT_URLCONF).url_patterns, added]
    assert "cases/<int:pk>/new-thing/" in unlisted(list(names(patterns)))


def test_a_stranger_gets_no_page_about_an_account(db):
    wrong = []
    for name, route in ROUTES:
        if route.startswith("account/") and name not in ENTRANCE:
            response = Client().get("/" + route.replace("<int:pk>", "1"))
            if response.status_code != 302 or not response["Location"].startswith("/account/sign-in/"):
                wrong.append((route, response.status_code))
    assert wrong == []


@pytest.fixture
def paths(case: Callable[[int], Case], person: Callable[[str], User]) -> dict[str, str]:
    """Every address with an object behind it that anybody with the right role may see."""
    enquiry = raise_enquiry(acting_user=person("reviewer"), case=case(1), title="Ask again")
    report = Report.objects.create(kind="press", title="A report", received_on="2026-01-01", text="x",
                                   made_by=person("lead"), made_at="2026-01-01T00:00:00Z")  # fmt: skip
    mark = CaseIdentifier.objects.order_by("pk").first()
    by_name: dict[str, dict[str, Any]] = {
        "enquiry": {"pk": enquiry.pk}, "risk": {"pk": Risk.objects.first().pk}, "link": {"pk": Pair.objects.first().pk},
        "judge": {"pk": Pair.objects.first().pk}, "person": {"pk": ResolvedPerson.objects.first().pk},
        "place": {"pk": Place.objects.first().pk}, "identifier": {"kind": mark.kind, "value": mark.value},
        "report": {"pk": report.pk}, "account": {"pk": person("lead2").pk},
    }  # fmt: skip
    return {name: reverse(name, kwargs=_arguments(name, case(1), by_name)) for name in WHO}


def _arguments(name: str, case: Case, by_name: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if name in OF_A_CASE:
        more = {"document": {"number": 1}, "original": {"number": 1}, "picture": {"number": 1, "page": 1}}
        return {"pk": case.pk, **more.get(name, {})}
    arguments = dict(by_name.get(name.split("_")[0], by_name.get(name, {}) if "_" not in name else {}))
    if name in ("edit_account", "withdraw_account", "renew_account"):
        arguments = dict(by_name["account"])
    return arguments | ({"body": "mash"} if name == "risk_form" else {})


def permitted(name: str, role: Role) -> bool:
    needed = WHO[name]
    return needed in (ANYBODY, SIGNED_IN) or bool(needed & allowed(role.value))


@pytest.mark.parametrize("role", list(Role))
def test_every_address_by_every_role(role, signed_in, paths):
    client, wrong = signed_in(role.value), []
    for name, path in paths.items():
        status = client.get(path).status_code
        # The made-up run has no files and the report none: behind an open door these two are simply not there.
        fine = (
            {405}
            if name in POSTED
            else {200, 302} | ({404} if name in ("original", "picture", "report_file") else set())
        )
        if status not in (fine if permitted(name, role) else {403}):
            wrong.append((name, path, status))
    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_posting_to_what_a_role_does_not_do_is_refused_before_anything_is_looked_up(role, signed_in, paths):
    client = signed_in(role.value)
    wrong = [(name, status) for name in POSTED if not permitted(name, role)
             and (status := client.post(paths[name]).status_code) != 403]  # fmt: skip
    assert wrong == []


def test_a_stranger_is_sent_to_sign_in_everywhere(db, paths):
    client, wrong = Client(), []
    for name, path in paths.items():
        response = client.get(path)
        expected = 200 if WHO[name] == ANYBODY else 302
        if response.status_code != expected or (
            expected == 302 and not response["Location"].startswith("/account/sign-in/")
        ):
            wrong.append((name, response.status_code))
    assert wrong == []


READERS = [role for role in Role if May.READ_CASES in allowed(role.value)]


@pytest.mark.parametrize("role", READERS)
def test_a_restricted_case_is_not_there_for_others(role, signed_in, person, case, paths):
    restrict_case(acting_user=person("lead2"), case=case(1), people=[], words="A protected person.")
    client, wrong = signed_in(role.value), []
    gone = client.get("/cases/999999/").content
    for name in OF_A_CASE:
        if not permitted(name, role):
            continue
        response = client.post(paths[name]) if name in POSTED else client.get(paths[name])
        if response.status_code != 404 or response.content != gone:
            wrong.append((name, response.status_code))
    assert wrong == []


@pytest.mark.parametrize(
    "path", ["/queue/", "/risks/", "/links/", "/search/?q=counter", "/people/", "/queue/export/", "/"]
)
def test_a_restricted_case_is_in_no_list(path, signed_in, person, case):
    restrict_case(acting_user=person("lead2"), case=case(1), people=[], words="A protected person.")
    response = signed_in("supervisor").get(path)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert b"INV/0001" not in content
    assert response.status_code == 200


def test_a_sentence_that_names_a_hidden_case_does_not_name_it(signed_in, person, case):
    restrict_case(acting_user=person("lead2"), case=case(2), people=[], words="A protected person.")
    content = signed_in("reviewer").get(f"/cases/{case(1).pk}/").content
    assert b"another case" in content
    for page in ("", "links/", "people/", "timeline/"):
        assert b"INV/0002" not in signed_in("reviewer").get(f"/cases/{case(1).pk}/{page}").content


@pytest.mark.parametrize("staff", ["P000", "SUP1", "S000", "D000", "p000"])
def test_who_worked_on_the_investigation_is_shut_out(staff, signed_in, person, case):
    User.objects.filter(username="reviewer").update(staff_id=staff)
    assert signed_in("reviewer").get(f"/cases/{case(1).pk}/").status_code == 404
    assert CaseStaff.objects.filter(case=case(1), staff_id__iexact=staff).exists()


def test_others_lines_of_enquiry_are_hidden_from_a_reader_who_could_still_vote(signed_in, person, case):
    raise_enquiry(acting_user=person("reviewer2"), case=case(1), title="Second reader's idea")
    assert b"Second reader" not in signed_in("reviewer").get(f"/cases/{case(1).pk}/").content
    enquiry = Enquiry.objects.get(title="Second reader's idea")
    assert signed_in("reviewer").get(f"/enquiries/{enquiry.pk}/").status_code == 404
    assert signed_in("supervisor").get(f"/enquiries/{enquiry.pk}/").status_code == 200
