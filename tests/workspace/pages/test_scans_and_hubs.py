"""Marked words drawn on the pictures of scans; hubs said where a link would be looked for; pages in words."""

import re

import pytest
from django.db import connection

from reassess.workspace.cases.models import Case
from reassess.workspace.pages.cases.page_file import CasePageFile
from reassess.workspace.pages.cases.tabs.documents import Box, pages
from reassess.workspace.pages.cases.tabs.evidence import value_in_words
from reassess.workspace.pages.people.most_shared import most_shared_identifiers, most_shared_people, most_shared_places
from reassess.workspace.pages.templatetags import quick
from reassess.workspace.people.models import CaseIdentifier, Hub, Place, ResolvedPerson
from reassess.workspace.publishing.bulk_insert import insert


@pytest.fixture
def file(person, case):
    made = Case.objects.select_related("dossier").get(pk=case(1).pk)
    return CasePageFile(made, person("reviewer"))


def test_the_words_that_a_finding_rests_on_have_their_boxes_in_order(file):
    first, second = pages(file, "INV/0001-D1")
    assert [box.words for box in first.boxes] == ["The", "second", "person", "named"]
    assert {box.kind for box in first.boxes} == {"hit"}
    assert all(0 <= box.x <= box.x + box.width <= 1.0001 and box.height == 0.025 for box in first.boxes)
    assert [box.x for box in first.boxes] == sorted(box.x for box in first.boxes)
    assert second.boxes == []


def test_only_marked_words_of_a_scan_are_kept_in_the_dossier(file):
    assert {(row["k"], row["p"]) for row in file.dossier["box"]} == {("INV/0001-D1", 1)}
    assert len(file.dossier["box"]) == 4


def test_the_boxes_are_drawn_over_the_picture_without_style_or_script(signed_in, case):
    content = signed_in("reviewer").get(f"/cases/{case(1).pk}/documents/1/?pictures=open").content.decode()
    assert content.count('class="app-box app-box--hit"') == 4
    assert "<title>second</title>" in content
    assert 'viewBox="0 0 1 1"' in content
    assert " style=" not in content
    assert len(re.findall(r"<details[^>]* open", content)) == 2
    closed = signed_in("reviewer").get(f"/cases/{case(1).pk}/documents/1/").content.decode()
    assert not re.findall(r"<details[^>]* open", closed)


def test_a_word_that_nothing_marks_gets_no_box(file):
    file.dossier["box"][0] |= {"s": 0, "e": 6}
    assert [box.words for box in pages(file, "INV/0001-D1")[0].boxes] == ["second", "person", "named"]
    assert isinstance(pages(file, "INV/0001-D1")[0].boxes[0], Box)


def test_a_hub_is_named_on_its_own_page_and_among_the_links_of_a_case(signed_in, case):
    client = signed_in("reviewer")
    page = client.get("/identifiers/phone/07700900004/").content.decode()
    assert "Not used for links:" in page
    assert "0 in 100 pairs of them have a person in common" in page
    assert "Not used for links:" not in client.get("/identifiers/phone/07700900001/").content.decode()
    place = Place.objects.get(location="INV/0001-L1")
    assert b"Not used for links:" in client.get(f"/places/{place.pk}/").content
    links = client.get(f"/cases/{case(1).pk}/links/").content.decode()
    assert "Office 0: in 5 investigations" in links
    assert "07700900004" in client.get(f"/cases/{case(5).pk}/links/").content.decode()
    assert "Not used for links" not in client.get(f"/cases/{case(2).pk}/links/").content.decode()


def test_a_hub_is_no_more_listed_as_shared_but_found_by_what_is_typed(signed_in, person):
    client = signed_in("reviewer")
    assert b"07700900004" not in client.get("/people/").content
    typed = client.get("/people/?q=07700900004").content.decode()
    assert "No link</strong>" in typed
    assert Hub.objects.count() == 2


def test_the_lists_across_cases_count_only_what_the_reader_may_see(person, case):
    visible = set(Case.objects.exclude(pk=case(1).pk).values_list("pk", flat=True))
    shared = ResolvedPerson.objects.get(entity="E-shared-suspect")
    assert shared.cases == 3
    assert next(one.n for one in most_shared_people(visible, "", 2, 50) if one.pk == shared.pk) == 2
    assert {row["value"]: row["n"] for row in most_shared_identifiers(visible, "", 2, 50)}["07700900000"] == 2
    assert most_shared_people(set(), "", 1, 50) == []
    assert [place.n for place in most_shared_places(visible, "office 1", 1, 50)] == [1] * 5


def test_what_is_typed_finds_a_number_written_with_spaces(db):
    everything = set(Case.objects.values_list("pk", flat=True))
    assert most_shared_identifiers(everything, "07700 900001", 1, 50) == [
        {"kind": "phone", "value": "07700900001", "n": 3}
    ]


def test_nothing_inserted_is_no_error(db):
    before = CaseIdentifier.objects.count()
    insert(CaseIdentifier, "kind value case_id person cases", [])
    assert CaseIdentifier.objects.count() == before
    assert connection.vendor in ("sqlite", "postgresql")


MARKUP = "<b>'\"&"


def test_parts_written_in_python_escape_what_they_are_given():
    options = quick.options([("a", MARKUP), (MARKUP, "b")], "a")
    assert MARKUP not in options
    assert options.count("<option selected") == 1
    assert options.startswith('<option selected value="a">&lt;b&gt;')
    assert MARKUP not in quick.terms([(MARKUP, MARKUP)])
    assert MARKUP not in quick.verdict_radios(MARKUP, "")
    assert quick.options([("a", "A")], "nothing") == '<option value="a">A</option>'


def test_one_answer_is_checked_and_no_other():
    radios = quick.verdict_radios("f1", "no")
    assert radios.count(" checked") == 1
    assert 'id="f1-no" name="verdict" value="no" checked' in radios


@pytest.mark.parametrize(
    ("role", "there", "not_there"),
    [("reviewer", "Queue", "Accounts"), ("administrator", "Accounts", "Queue"), ("oversight", "Progress", "Search"),
     ("nobody", "", "Queue")],
)  # fmt: skip
def test_the_navigation_of_a_role(role, there, not_there):
    made = quick.navigation(role, "queue")
    assert f">{there}</a>" in made or not there
    assert f">{not_there}</a>" not in made
    assert made.count("aria-current") == (role == "reviewer")


def test_a_case_is_reached_by_its_reference_through_the_door(signed_in, case, person):
    client = signed_in("reviewer")
    assert client.get("/cases/?reference=INV/0002")["Location"] == f"/cases/{case(2).pk}/"
    assert client.get("/cases/")["Location"] == "/queue/"
    Case.objects.filter(pk=case(2).pk).update(restricted=True)
    gone, hidden = client.get("/cases/?reference=NO/1"), client.get("/cases/?reference=INV/0002")
    assert (gone.status_code, hidden.status_code) == (404, 404)
    assert gone.content == hidden.content


def test_the_summary_names_people_and_each_line_leads_to_its_rows(signed_in, case):
    content = signed_in("reviewer").get(f"/cases/{case(1).pk}/").content.decode()
    assert "1 victim: Rhys Calloway; 2 suspects: Ana Okoye, Imran Sadiq; 1 witness: Mei Lindqvist" in content
    assert "Interviewed 1 of 2 suspects" in content
    timeline = signed_in("reviewer").get(f"/cases/{case(1).pk}/timeline/").content.decode()
    for place in re.findall(rf'href="/cases/{case(1).pk}/timeline/#(\w+)"', content):
        assert timeline.count(f'id="{place}"') == (place != "actions"), place


@pytest.mark.parametrize("page", ["", "timeline/", "people/", "links/", "definitions/", "places/"])
def test_no_page_of_a_case_shows_a_raw_code(signed_in, case, page):
    content = signed_in("reviewer").get(f"/cases/{case(1).pk}/{page}").content.decode()
    shown = re.sub(r"<[^>]+>", " ", content)
    assert not re.search(r"\b(officer_report|taxi_office|police_nfa|non_familial|national-2025-|bank_account)\b", shown)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("seized_on", "2014-03-10", "10 March 2014"), ("written_at", "2014-03-09T10:05:00", "9 March 2014, 10:05"),
     ("kind", "taxi_office", "taxi office"), ("value", "frosty_comet52", "frosty_comet52"), ("identified", False, "no"),
     ("age_from", 14, "14"), ("account_kind", "abe", "video-recorded interview"),
     ("person_id", "INV/0001-V1", "Rhys Calloway")],
)  # fmt: skip
def test_values_of_a_row_as_people_read_them(file, name, value, words):
    assert value_in_words(name, value, file) == words


def test_the_page_of_a_document_says_which_parts_were_not_read(signed_in, case):
    client, pk = signed_in("reviewer"), case(1).pk
    page = " ".join(client.get(f"/cases/{pk}/documents/1/").content.decode().split())
    assert "The file has 3 parts: 2 read, 1 not read." in page
    assert "<li>rota.bin: a file of a kind that is not known</li>" in page
    assert "The file has" not in client.get(f"/cases/{pk}/documents/2/").content.decode()
