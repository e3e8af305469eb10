"""Hostile input: markup in every field, forms over their size, forged forms, other hosts, files by their content."""

import json

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from reassess.workspace.cases.models import Case
from reassess.workspace.external_reports.models import Report
from reassess.workspace.links.models import Pair
from reassess.workspace.pages.csv_responses import defused
from reassess.workspace.pages.marked_text import marked
from reassess.workspace.publishing.publication import publish
from reassess.workspace.risks.models import Risk

from .. import made_run

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}{% now %}"


TEXTS = {"forename", "surname", "text", "title", "description", "area", "rationale", "closure_reason", "summary",
         "name", "offence_title", "says", "note", "words", "question", "why", "source", "route", "reason"}  # fmt: skip
HOSTILE = ("records.", "rules.", "reading.passage", "triage.queue", "linking.hub")


@pytest.fixture
def hostile(tmp_path, db) -> Case:
    """The run with markup in every text that a force could hand over, and in what rules and links say of it."""
    made = made_run.make()
    for table, rows in made.rows.items():
        for row in rows if table.startswith(HOSTILE) else ():
            row |= {name: MARKUP for name in TEXTS & row.keys() if row[name]}
    for row in made.rows["linking.pair"]:
        row["evidence"] = json.dumps([{"label": MARKUP, "weight": 2.0, "left": MARKUP, "right": MARKUP}])
    publish(made_run.write(tmp_path / "0009", made))
    return Case.objects.get(reference="INV/0001")


PAGES = ["/cases/{}/", "/cases/{}/timeline/", "/cases/{}/people/", "/cases/{}/links/", "/cases/{}/places/",
         "/cases/{}/documents/", "/cases/{}/documents/1/", "/cases/{}/definitions/", "/queue/", "/risks/", "/people/",
         "/links/", "/", "/cases/{}/questions/", "/cases/{}/decide/", "/progress/", "/risks/1/", "/links/1/", "/audit/",
         "/search/?q=script"]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_markup_in_the_record_is_text_on_every_page(hostile, signed_in, page):
    if page in ("/risks/1/", "/links/1/"):
        first = (
            Risk.objects.filter(case=hostile).first()
            if "risks" in page
            else Pair.objects.filter(in_newest_run=True).first()
        )
        page = page.replace("1", str(first.pk))
    response = signed_in("supervisor").get(page.format(hostile.pk))
    assert response.status_code == 200
    content = response.content
    assert b"<script>alert(1)" not in content
    assert b"<img src=x" not in content
    if "cases" in page:
        assert b"&lt;script&gt;" in content


def test_markup_that_people_write_is_text(signed_in, case):
    client, pk = signed_in("reviewer"), case(1).pk
    client.post(f"/cases/{pk}/note/", {"text": MARKUP, "version": 0})
    client.post(f"/cases/{pk}/enquiry/", {"title": MARKUP[:60], "text": MARKUP})
    client.post("/queue/filters/", {"name": MARKUP[:60], "query": "band=x"})
    risk = Risk.objects.filter(case=case(1)).first()
    client.post(f"/risks/{risk.pk}/step/", {"do": "note", "version": 1, "words": MARKUP})
    for path in (f"/cases/{pk}/", "/queue/", f"/risks/{risk.pk}/", "/enquiries/"):
        content = client.get(path).content
        assert b"<script>alert(1)" not in content
        assert b"&lt;script&gt;alert(1)" in content
    for value in ("q", "kind", "year"):
        assert b"<script>alert(1)" not in client.get("/search/", {value: MARKUP}).content


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_marking_never_lets_markup_through(text, spans):
    html = marked(text, [(a, b, "hit") for a, b in spans])
    plain = html.replace('<mark class="hit">', "").replace("</mark>", "")
    assert "<" not in plain
    assert ">" not in plain


@given(st.text(max_size=20))
def test_no_exported_cell_begins_as_a_formula(text):
    assert not defused(text).lstrip(" \n").startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(("size", "status"), [(20_001, 422), (1_100_000, 400)])
def test_forms_over_their_size(signed_in, case, size, status):
    response = signed_in("reviewer").post(f"/cases/{case(1).pk}/note/", {"text": "x" * size, "version": 0})
    assert response.status_code == status
    assert not case(1).notes.exists()


def test_too_many_fields(signed_in, case):
    fields = {f"f{n}": "1" for n in range(600)}
    assert signed_in("reviewer").post(f"/cases/{case(1).pk}/note/", fields).status_code == 400


@pytest.mark.parametrize("version", ["-1", "1e3", "²", "99999999999", "x"])
def test_a_version_that_is_no_number(signed_in, case, version):
    response = signed_in("reviewer").post(f"/cases/{case(1).pk}/note/", {"text": "x", "version": version})
    assert response.status_code == 422


def test_a_form_without_its_token_is_refused(person, case):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("reviewer"), backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post(f"/cases/{case(1).pk}/note/", {"text": "x", "version": 0})
    assert response.status_code == 403
    assert b"expired" in response.content


@pytest.mark.parametrize("host", ["evil.example.org", "localhost.evil.example.org", "127.0.0.1.example.org"])
def test_another_host_header_is_refused(signed_in, host):
    assert signed_in("reviewer").get("/queue/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/cases/0/", "/cases/99999999999999999999/", "/cases/-1/", "/cases/1%2e/", "/risks/999999/", "/links/999999/",
     "/people/999999/", "/places/999999/", "/identifiers/phone/..%2f..%2fetc%2fpasswd/", "/reports/999999/",
     "/enquiries/999999/", "/static/../settings.py", "/cases/1/documents/99/", "/cases/1/documents/0/"],
)  # fmt: skip
def test_guessing_finds_nothing(signed_in, path):
    assert signed_in("supervisor").get(path).status_code == 404


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=99999999999", "page=x", "year=x", "unseen=9999999",
                                   "finding=' OR 1=1 --", "state=zz", "year=2147483648&year=1"])  # fmt: skip
def test_queries_that_mean_nothing_do_no_harm(signed_in, query):
    assert signed_in("reviewer").get(f"/queue/?{query}").status_code == 200


@pytest.mark.parametrize("query", ["before=x", "from=2026-13-45", "case=%27", "to=9999-99-99"])
def test_audit_queries_that_mean_nothing(signed_in, query):
    assert signed_in("supervisor").get(f"/audit/?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/queue/?band=%00", "/audit/?who=a%00b", "/search/?q=%00", "/identifiers/phone/%00/"])
def test_a_null_character_is_refused(signed_in, path):
    assert signed_in("supervisor").get(path).status_code == 400


def test_every_page_carries_the_strict_policy(signed_in):
    response = signed_in("reviewer").get("/queue/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", ["/queue/", "/cases/{}/", "/cases/{}/links/", "/risks/", "/account/sign-in/"])
def test_no_page_names_another_host_nor_carries_script_or_style_inside(signed_in, case, page):
    content = signed_in("supervisor").get(page.format(case(1).pk)).content.decode()
    assert "http://" not in content.replace("http://www.w3.org", "")
    assert "https://" not in content
    assert " style=" not in content
    assert "onclick" not in content
    assert content.count("<script") == content.count("<script src=")


def upload(client, name: str, content: bytes, **more):
    fields = {"title": "A report", "kind": "press", "received": "2026-01-05", "text": ""} | more
    return client.post("/reports/new/", fields | {"file": SimpleUploadedFile(name, content)})


def test_an_upload_is_read_by_its_content_not_its_name(signed_in):
    client = signed_in("lead")
    upload(client, "picture.png", b"Officers were told at the Office 1 on 3 May 2014. Call 07700 900001.")
    report = Report.objects.get()
    assert "07700 900001" in report.text
    file = client.get(f"/reports/{report.pk}/file/")
    assert file["Content-Type"] == "application/octet-stream"
    assert file["Content-Disposition"] == f'attachment; filename="report-{report.pk}"'
    assert "sandbox" in file["Content-Security-Policy"]


def test_an_upload_that_is_no_document_is_refused_with_the_reason(signed_in):
    response = upload(signed_in("lead"), "report.pdf", b"%PDF-1.7 broken beyond repair")
    assert response.status_code == 422
    assert b"could not be read" in response.content
    assert not Report.objects.exists()


def test_an_upload_over_its_size(signed_in, settings):
    settings.UPLOAD_MAX_BYTES = 10
    assert upload(signed_in("lead"), "a.txt", b"x" * 11).status_code == 422


def test_the_review_folder_is_no_part_of_what_is_served(signed_in):
    assert configured.REVIEW
    assert signed_in("supervisor").get("/static/workspace.sqlite3").status_code == 404


def test_a_day_that_is_none(signed_in):
    response = signed_in("lead").post(
        "/reports/new/",
        {
            "title": "A",
            "kind": "press",
            "text": "x",
            "received-day": "31",
            "received-month": "2",
            "received-year": "2026",
        },
    )
    assert response.status_code == 422
    assert b"real date" in response.content
