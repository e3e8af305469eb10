"""Reports from outside: near spellings, places and days, only among what the reader may see, each with why."""

from datetime import date

import pytest

from reassess.workspace.cases.catalogue import visible_references
from reassess.workspace.cases.models import Case
from reassess.workspace.external_reports.fuzzy_matches import near_days, near_places, near_spellings
from reassess.workspace.external_reports.suggest import HUB, can_search, suggest
from reassess.workspace.people.models import Place, PlaceInCase
from reassess.workspace.platform.reading_room import Mention
from reassess.workspace.platform.search_index import index_file


def said(kind: str, value: str, words: str = "") -> Mention:
    return Mention(0, 0, 1, kind, words or value, value)


@pytest.fixture
def index(db):
    return index_file("0001")


def test_a_name_spelt_nearly_so_points_to_its_cases(index, person):
    hints = near_spellings([said("name", "imran sadik", "Imran Sadik")], index, visible_references(person("lead")), HUB)
    assert hints
    assert all("the near spelling Imran Sadiq is in its record" in hint.line or "victim" in hint.line for hint in hints)
    assert {Case.objects.get(pk=hint.case).reference for hint in hints} >= {"INV/0001", "INV/0002"}


def test_a_victim_is_not_named_on_the_page_of_a_report(index, person):
    hints = near_spellings([said("name", "imran sadik", "Imran Sadik")], index, visible_references(person("lead")), HUB)
    third = [hint.line for hint in hints if Case.objects.get(pk=hint.case).reference == "INV/0003"]
    assert third
    assert all("Sadiq" not in line and "I S" in line for line in third)


def test_what_is_said_exactly_is_not_said_again_as_near(index, person):
    cases = visible_references(person("lead"))
    assert near_spellings([said("name", "Imran Sadiq")], index, cases, HUB) == []


def test_near_spellings_keep_to_the_cases_that_the_reader_may_see(index, person, case):
    Case.objects.filter(pk=case(2).pk).update(restricted=True)
    cases = visible_references(person("lead"))
    assert "INV/0002" not in cases
    hints = near_spellings([said("name", "imran sadik")], index, cases, HUB)
    assert case(2).pk not in {hint.case for hint in hints}


def test_what_stands_in_too_many_cases_points_to_none(index, person):
    assert near_spellings([said("name", "imran sadik")], index, visible_references(person("lead")), 1) == []


def test_a_place_close_by_points_to_its_cases_with_the_distance(person, case):
    named = Place.objects.get(location="INV/0001-L1")
    Place.objects.filter(pk=named.pk).update(name="The Old Garage")
    other = Place.objects.get(location="INV/0002-L1")
    Place.objects.filter(pk=other.pk).update(
        latitude=named.latitude + 0.001, longitude=named.longitude, name="The Arches"
    )
    hints = near_places([said("place", "the old garage", "the Old Garage")], visible_references(person("lead")), HUB)
    assert [(hint.case, hint.line) for hint in hints] == [
        (case(2).pk, "The Arches, 111 m from the Old Garage, is in its record")
    ]
    PlaceInCase.objects.all().delete()
    assert near_places([said("place", "the old garage")], visible_references(person("lead")), HUB) == []


def test_a_place_without_coordinates_is_near_to_nothing(person):
    Place.objects.update(latitude=None)
    assert near_places([said("place", "office 1")], visible_references(person("lead")), HUB) == []


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("2010-03-03", "Recorded on 3 March 2010, a day that the report names"),
        ("2010-03-04", "Recorded 1 day from 4 March 2010, a day that the report names"),
        ("2010-04-03", "Recorded 31 days from 3 April 2010, a day that the report names"),
        ("2010-04-04", None), ("2010-03", None), ("--03-03", None), ("2010-13-40", None),
    ],
)  # fmt: skip
def test_days(case, value, line):
    assert case(1).recorded_on == date(2010, 3, 3)
    assert [hint.line for hint in near_days([said("date", value)], [case(1)])] == ([line] if line else [])


def test_a_day_alone_suggests_nothing_and_adds_to_what_something_else_points_to(person, case):
    day, number = said("date", "2010-03-03"), said("phone", "07700900000", "07700 900000")
    assert suggest([day], person("lead")) == []
    alone, both = suggest([number], person("lead")), suggest([number, day], person("lead"))
    assert {pk for pk, _, _ in alone} == {pk for pk, _, _ in both}
    before, after = ({pk: score for pk, score, _ in listed} for listed in (alone, both))
    assert after[case(1).pk] > before[case(1).pk]
    assert both[0][0] == case(1).pk
    assert len(both[0][2]) == 2


def test_without_an_index_the_page_says_that_near_spellings_were_not_looked_up(settings, tmp_path, person, signed_in):
    from reassess.workspace.external_reports.actions import record_report

    settings.REVIEW = tmp_path
    assert not can_search()
    made = record_report(acting_user=person("lead"), kind="press", title="A", source="", received_on="2026-01-01",
                         text="Imran Sadik was named.", protected=False)  # fmt: skip
    assert b"Similar spellings were not searched" in signed_in("lead").get(f"/reports/{made.pk}/").content
