"""What findings of risk say beside their verdict: which of them are doubtful, why, and in what words."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from reassess.rules.catalogue import find, load, package_folder
from reassess.rules.examples.checks import ExampleDatabase
from reassess.rules.parameters import RuleSettings

Rows = Mapping[str, list[dict[str, Any]]]
RULES = load([package_folder()])
LEAVES = "intends to move to Spain"
SPOKEN = {"source_table": "entry", "source_key": "E1", "source_field": "text", "page": 0, "start_at": 15, "end_at": 39}


@pytest.fixture(scope="module")
def database() -> Iterator[ExampleDatabase]:
    made = ExampleDatabase(RuleSettings(date(2026, 4, 30)))
    yield made
    made.con.close()


def said(database: ExampleDatabase, slug: str, given: Rows) -> dict[str, tuple[bool, str, str]]:
    """By subject: whether the finding is doubtful, its sentence, and its note."""
    rule = find(RULES, slug)
    database.check(rule, {"name": "of the test", "given": given, "expect": []})
    rows = database.con.execute("SELECT subject, doubtful, says, coalesce(note, '') FROM made").fetchall()
    return {subject: (doubtful, says, note) for subject, doubtful, says, note in rows}


def linked(*people: str, doubtful: bool = False) -> list[dict[str, Any]]:
    return [
        {"person_id": person, "entity_id": "E1", "confirmed": True, "doubtful": doubtful and person == people[-1]}
        for person in people
    ]


def suspects(*people: str) -> list[dict[str, Any]]:
    return [{"person_id": person, "role": "suspect"} for person in people]


def named(person: str) -> dict[str, Any]:
    return {"person_id": person, "forename": "Gareth", "surname": "Pugsley"}


@pytest.mark.parametrize(("bearers", "doubtful"), [(["S1"], False), (["S1", "S2"], True)])
def test_a_plan_of_somebody_whose_name_several_suspects_bear_is_doubtful(
    database: ExampleDatabase, bearers: list[str], doubtful: bool
) -> None:
    found = said(database, "suspect-may-leave", {
        "person": [named(person) for person in bearers],
        "involvement": suspects("S1", "S2"),
        "entry": [{"entry_id": "E1", "text": f"Gareth Pugsley {LEAVES}."}],
        "reading.mention": [SPOKEN | {"kind": "leave_country", "words": LEAVES, "detail": "name:gareth pugsley"}],
    })  # fmt: skip
    note = "The words do not say which suspect is meant." if doubtful else ""
    assert {subject: (row[0], row[2]) for subject, row in found.items()} == dict.fromkeys(bearers, (doubtful, note))


def test_a_stay_abroad_to_come_is_said_to_begin(database: ExampleDatabase) -> None:
    found = said(database, "suspect-may-leave", {
        "person": [named("S1"), {"person_id": "S2", "forename": "Owen", "surname": "Field"}],
        "involvement": suspects("S1", "S2"),
        "whereabouts": [{"person_id": "S1", "kind": "abroad", "from_on": "2026-05-20"},
                        {"person_id": "S2", "kind": "abroad", "from_on": "2026-04-20"}],
    })  # fmt: skip
    assert found["S1"][1] == "Gareth Pugsley: recorded as abroad from 20 May 2026."
    assert found["S2"][1] == "Owen Field: recorded as abroad since 20 April 2026."


@pytest.mark.parametrize(("victims", "doubtful"), [(["V1"], False), (["V1", "V2"], True)])
def test_words_about_a_name_that_two_victims_bear_are_doubtful(
    database: ExampleDatabase, victims: list[str], doubtful: bool
) -> None:
    found = said(database, "self-harm-recorded", {
        "person": [named(person) for person in victims],
        "involvement": [{"person_id": person, "role": "victim"} for person in victims],
        "entry": [{"entry_id": "E1", "text": "Gareth Pugsley has spoken of self-harm."}],
        "reading.mention": [SPOKEN | {"kind": "self_harm", "words": "self-harm", "detail": "name:gareth pugsley"}],
    })  # fmt: skip
    assert {subject: row[0] for subject, row in found.items()} == dict.fromkeys(victims, doubtful)


@pytest.mark.parametrize("doubtful", [False, True])
def test_a_post_on_another_record_says_so_and_is_as_doubtful_as_the_link(
    database: ExampleDatabase, doubtful: bool
) -> None:
    found = said(database, "suspect-works-with-children", {
        "involvement": suspects("S1"),
        "position": [{"person_id": "S2", "kind": "care_worker", "authority": "A home", "from_on": "2020-01-01"}],
        "linking.entity": linked("S1", "S2", doubtful=doubtful),
    })  # fmt: skip
    assert found["S1"][0] is doubtful
    assert "care worker (A home), since 1 January 2020" in found["S1"][1]
    assert ("doubtful" if doubtful else "Rests on records S1 and S2") in found["S1"][2]


@pytest.mark.parametrize("doubtful", [False, True])
def test_a_referral_over_a_doubtful_link_takes_no_child_out(database: ExampleDatabase, doubtful: bool) -> None:
    found = said(database, "trafficking-referral-missing-child", {
        "investigation": [{"recorded_on": "2024-06-10", "closed_on": "2025-06-10", "flags": "modern_slavery"}],
        "person": [{"person_id": "V1", "born_on": "2010-05-01"}, {"person_id": "P1"}],
        "involvement": [{"person_id": "V1", "role": "victim"}],
        "referral": [{"person_id": "P1", "kind": "nrm", "made_on": "2024-07-01"}],
        "linking.entity": linked("V1", "P1", doubtful=doubtful),
    })  # fmt: skip
    assert set(found) == ({"V1"} if doubtful else set())


def test_premises_seen_under_a_doubtful_record_make_a_doubtful_finding(database: ExampleDatabase) -> None:
    places = [{"location_id": f"L{at}", "kind": "hotel", "name": f"Hotel {at}"} for at in (1, 2)]
    found = said(database, "trafficking-referral-missing-child", {
        "investigation": [{"recorded_on": "2024-06-10", "closed_on": "2025-06-10"}],
        "person": [{"person_id": "V1", "born_on": "2010-05-01"}, {"person_id": "P1"}],
        "involvement": [{"person_id": "V1", "role": "victim"}, {"person_id": "P1", "role": "other"}],
        "location": places,
        "presence": [{"location_id": "L1", "person_id": "V1"}, {"location_id": "L2", "person_id": "P1"}],
        "linking.entity": linked("V1", "P1", doubtful=True),
    })  # fmt: skip
    assert found["V1"][0] is True
    assert "2 different premises" in found["V1"][1]
