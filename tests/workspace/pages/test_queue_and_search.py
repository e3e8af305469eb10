"""The queue, search and the pages across cases: filters, counts, and a fixed number of queries a page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reassess.workspace.allocation.actions import take_case
from reassess.workspace.answers.actions import give_answer
from reassess.workspace.cases.models import Case, SavedFilter
from reassess.workspace.risks.models import Risk


def references(response) -> list[str]:
    return [case.reference for case in response.context["page"].object_list]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 14),
        ("band=Same-day risk", 4),
        ("area=Southgate", 7),
        ("year=2010", 2),
        ("scope=unknown", 3),
        ("links=yes", 3),
        ("definition=cse-2017", 7),
        ("finding=suspect-may-leave", 1),
        ("unseen=7", 0),
        ("state=decided", 0),
        ("poor=yes", 14),
        ("area=Southgate&scope=in", 4),
        ("band=nonsense", 0),
        ("state=unread", 14),
    ],
)
def test_filters(signed_in, query, count):
    response = signed_in("reviewer").get(f"/queue/?{query}")
    assert len(references(response)) == count
    assert f"{count} of 14 cases".encode() in response.content


def test_the_order_is_that_of_the_run(signed_in):
    assert references(signed_in("reviewer").get("/queue/"))[:3] == ["INV/0001", "INV/0002", "INV/0003"]


def test_the_export_is_the_filtered_list_without_names(signed_in):
    text = b"".join(signed_in("reviewer").get("/queue/export/?band=Same-day risk").streaming_content).decode()
    assert text.count("\n") == 5
    assert "INV/0001" in text
    assert "Calloway" not in text


def test_a_filter_is_kept_and_dropped(signed_in):
    client = signed_in("reviewer")
    client.post("/queue/filters/", {"name": "Mine", "query": "area=Southgate"})
    assert b"Mine" in client.get("/queue/").content
    assert b"Mine" not in signed_in("reviewer2").get("/queue/").content
    client.post("/queue/filters/", {"drop": "Mine", "query": ""})
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("words", "hits"),
    [("front counter", 14), ('"closed supervisor"', 0), ("07700 900001", 6), ("+44 7700 900001", 6), ("Calloway", 8),
     ("Caloway", 8), ("nothingofthekind", 0)],
)  # fmt: skip
def test_search(signed_in, words, hits):
    response = signed_in("reviewer").get("/search/", {"q": words})
    assert response.status_code == 200
    if hits == 0:
        assert b"Nothing matches in the cases that you have access to" in response.content
    else:
        assert len(response.context["hits"]) > 0


def test_search_shows_the_name_of_a_victim_by_initials(signed_in):
    content = signed_in("reviewer").get("/search/", {"q": "Calloway", "kind": "person"}).content
    assert b"R C (victim)" in content


def test_search_marks_words_and_escapes_the_rest(signed_in):
    content = signed_in("reviewer").get("/search/", {"q": "passed"}).content
    assert b'<mark class="hit">passed</mark>' in content
    assert b"<script>alert" not in content


def test_people_are_found_across_cases_and_victims_by_initials(signed_in):
    client = signed_in("reviewer")
    page = client.get("/people/").content
    assert b"3 cases" in page
    found = client.get("/people/?q=Calloway").content
    assert b"R C (victim)" in found


BUDGET = {
    "/": 18, "/queue/": 18, "/cases/{case}/": 26, "/cases/{case}/timeline/": 19, "/cases/{case}/people/": 19,
    "/cases/{case}/links/": 20, "/cases/{case}/places/": 19, "/cases/{case}/documents/1/": 19,
    "/cases/{case}/definitions/": 19, "/cases/{case}/decide/": 30, "/risks/": 11, "/risks/{risk}/": 18, "/links/": 8,
    "/search/?q=counter": 12, "/people/": 13, "/audit/": 6, "/enquiries/": 7,
}  # fmt: skip


@pytest.mark.parametrize("path", BUDGET)
def test_the_number_of_queries_of_each_page_is_fixed(signed_in, path, case, person):
    """It does not grow with what is listed: the same with one answer and lease as with many."""
    client = signed_in("supervisor")
    key, path = path, path.format(case=case(1).pk, risk=Risk.objects.order_by("pk").first().pk)
    client.get(path)  # the first read of a case writes one row more
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        counts.append(len(captured))
        for number, rule in enumerate(("log-gap", "suspect-not-interviewed"), start=2):
            give_answer(acting_user=person("supervisor"), case=case(1), rule=rule, subject="", verdict="yes", words="",
                        quotes=[], version=0 if len(counts) == 1 else 1)  # fmt: skip
            if len(counts) == 1:
                take_case(acting_user=person("reviewer"), case=case(number))
    assert counts[0] == counts[1]
    assert counts[0] <= BUDGET[key], "\n".join(query["sql"][:150] for query in captured)


def test_my_work_of_people_who_read_no_case_is_their_own_start(signed_in):
    assert signed_in("oversight").get("/")["Location"] == "/progress/"
    assert signed_in("administrator").get("/")["Location"] == "/accounts/"
    assert b"INV/" not in signed_in("oversight").get("/progress/").content


def test_an_empty_workspace_says_so(signed_in, db):
    Case.objects.update(restricted=True)
    assert b"No cases yet" in signed_in("reviewer").get("/queue/").content
    assert b"There are no cases for you to take" in signed_in("reviewer").get("/").content


def test_taking_the_next_case_opens_it(signed_in, case):
    response = signed_in("reviewer").post("/next/")
    assert response["Location"] == f"/cases/{case(1).pk}/"
    assert b"Yours until" in signed_in("reviewer").get(f"/cases/{case(1).pk}/").content
