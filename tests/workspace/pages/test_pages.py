"""Every page answers for the people it is for, escapes what the record holds, and says what is not there."""

import pytest

from .. import made_run

PAGES = [*made_run.TABS, "documents/1/"]


@pytest.mark.parametrize("page", PAGES)
def test_every_tab_of_a_case_answers_and_escapes_the_record(signed_in, case, page):
    response = signed_in("reviewer").get(f"/cases/{case(1).pk}/{page}")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert b"INV/0001" in response.content


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/queue/",
        "/risks/",
        "/enquiries/",
        "/links/",
        "/people/",
        "/people/?q=Calloway",
        "/reports/",
        "/reports/new/",
        "/audit/",
        "/progress/",
        "/publications/",
        "/keys/",
        "/search/?q=counter",
        "/search/?q=07700+900001&kind=entry",
        "/search/?q=%22",
        "/queue/?band=Same-day+risk&finding=log-gap",
    ],
)
def test_every_list_answers_for_a_supervisor(signed_in, path):
    assert signed_in("supervisor").get(path).status_code == 200


@pytest.mark.parametrize("path", ["/accounts/", "/accounts/new/", "/audit/", "/account/factors/", "/account/sessions/",
                                  "/account/password/", "/account/sign-out/"])  # fmt: skip
def test_pages_of_the_administrator(signed_in, path):
    assert signed_in("administrator").get(path).status_code in (200, 302)


def test_pages_of_one_thing(signed_in, case):
    from reassess.workspace.links.models import Pair
    from reassess.workspace.people.models import CaseIdentifier, Place, ResolvedPerson
    from reassess.workspace.risks.models import Risk

    client = signed_in("supervisor")
    mark = CaseIdentifier.objects.first()
    for path in (
        f"/risks/{Risk.objects.first().pk}/",
        f"/links/{Pair.objects.first().pk}/",
        f"/people/{ResolvedPerson.objects.first().pk}/",
        f"/identifiers/{mark.kind}/{mark.value}/",
        f"/places/{Place.objects.first().pk}/",
        f"/risks/{Risk.objects.first().pk}/form/mash/",
    ):
        assert client.get(path).status_code == 200, path


def test_the_sign_in_page(client, db):
    response = client.get("/account/sign-in/")
    assert response.status_code == 200
    assert "default-src 'none'" in response["Content-Security-Policy"]
