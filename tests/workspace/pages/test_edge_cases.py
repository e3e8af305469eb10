"""Cases at the edges: one of which nothing is recorded, one of thousands of entries, names of every kind."""

from pathlib import Path

import pytest
from django.test import Client

from reassess.workspace.cases.models import Case
from reassess.workspace.publishing.publication import publish

from .. import made_run

NOTHING, MUCH, NAMES = "INV/9001", "INV/9002", "INV/9003"
ENTRIES = 4_000
RIGHT_TO_LEFT, TURNED, LONG = "مریم احمدی", "Ana\u202eayokO", "Wolfeschlegelsteinhausen" * 12


@pytest.fixture
def edges(tmp_path: Path, db: None) -> dict[str, int]:
    """The usual run and three cases more; the keys of these by reference."""
    made = made_run.make()
    for number, reference in enumerate((NOTHING, MUCH, NAMES)):
        made.add("records.investigation", investigation_id=reference, force="EXA")
        made.add(
            "triage.queue", investigation_id=reference, band="rest", score=0.0, position=100 + number, main_reason="age"
        )
    for n in range(ENTRIES):
        day = f"{2010 + n // 400}-{1 + n % 12:02d}-{1 + n % 28:02d} 10:00:00"
        row = made.add("records.entry", entry_id=f"E{n}", investigation_id=MUCH, written_at=day, author=None,
                       text=f"Officer rang at {n % 24:02d}:00, no reply.")  # fmt: skip
        made.passage(MUCH, row, "entry", "text")
    for n, (forename, surname) in enumerate(((RIGHT_TO_LEFT, None), (TURNED, "Okoye"), (LONG, LONG), (None, None))):
        made.add("records.person", person_id=f"P{n}", forename=forename, surname=surname, sex="unknown")
        made.add("records.involvement", investigation_id=NAMES, person_id=f"P{n}", role="witness")
        made.add("linking.entity", person_id=f"P{n}", entity_id=f"EP{n}", confirmed=True, weight=None, how="own")
    publish(made_run.write(tmp_path / "0009", made))
    return dict(Case.objects.filter(reference__gte="INV/9").values_list("reference", "pk"))


@pytest.mark.parametrize("role", ["supervisor", "analyst", "assurer"])
def test_a_case_of_which_nothing_is_recorded_says_so_on_every_page(edges, signed_in, role):
    client: Client = signed_in(role)
    said = {tab: client.get(f"/cases/{edges[NOTHING]}/{tab}") for tab in made_run.TABS}
    assert {tab: response.status_code for tab, response in said.items()} == dict.fromkeys(made_run.TABS, 200)
    for tab, words in (
        ("", "The checks found nothing in this case"), ("timeline/", "Nothing in this record has a date"),
        ("people/", "No people are recorded"), ("places/", "No places are recorded"),
        ("documents/", "No documents are recorded"),
        ("definitions/", "This run did not check any scope criteria"),
        ("links/", "Nothing else in the record is linked to this case"),
    ):  # fmt: skip
        assert words in said[tab].content.decode(), tab
    head = said[""].content.decode()
    for words in ("Area not recorded", "on a date not known", "not closed", "No offence is recorded", "Not closed"):
        assert words in head


def test_a_case_of_thousands_of_entries_is_shown_whole(edges, signed_in):
    client = signed_in("reviewer")
    content = client.get(f"/cases/{edges[MUCH]}/timeline/").content.decode()
    assert content.count("no reply.") == ENTRIES
    assert f"{ENTRIES} log entries" in content
    assert content.count('class="app-event ') + content.count('class="app-event"') == ENTRIES
    assert client.get(f"/cases/{edges[MUCH]}/").status_code == 200


def test_names_of_every_kind_are_shown_as_they_are(edges, signed_in):
    client = signed_in("reviewer")
    content = client.get(f"/cases/{edges[NAMES]}/people/").content.decode()
    for name in (RIGHT_TO_LEFT, f"{TURNED} Okoye", f"{LONG} {LONG}", "name not recorded"):
        assert name in content
    for path in ("/people/?q=احمدی", "/people/?q=Wolfe", "/search/?q=احمدی", f"/search/?q={LONG[:150]}"):
        assert client.get(path).status_code == 200, path
    assert RIGHT_TO_LEFT in client.get("/people/?q=احمدی").content.decode()


def test_the_sheet_keeps_the_direction_of_a_name_to_itself():
    own = Path(__file__).parents[3] / "src/reassess/workspace/pages/frontend/_own.scss"
    assert "unicode-bidi: isolate" in own.read_text(encoding="utf-8")
