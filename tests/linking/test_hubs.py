"""Hubs: a custody desk is one; the phone of a prolific offender and the place of a group are not."""

from pathlib import Path
from random import Random

import pytest

from reassess.caseload.names import draw_name
from reassess.linking import describe_hubs, link
from reassess.linking.hubs import hub_threshold, trimmed_mean
from reassess.networks import group
from reassess.records.store import Run
from tests.linking.extract import run_from_rows

Row = dict[str, str]
DESK, OWN = "020 7946 0100", "07700 900101"


def _run(folder: Path, desk_cases: int, own_cases: int) -> Run:
    """Cases of unrelated people that share the number of a custody desk, and cases of one man with his own number."""
    cases, people, involved, phones = [], [], [], []
    for n in range(desk_cases):
        cases.append({"investigation_id": f"D{n}", "force": "MPS", "recorded_on": "2015-01-01"})
        forename, _, surname = draw_name(Random(n), "m")
        people.append(_person(f"S{n}", forename, surname, f"19{50 + n}-03-0{1 + n % 9}"))
        involved.append({"investigation_id": f"D{n}", "person_id": f"S{n}", "role": "suspect"})
        phones.append({"investigation_id": f"D{n}", "kind": "phone", "value": DESK})
        phones += [
            {"investigation_id": f"D{n}", "kind": "phone", "value": f"07700 9{n:02}{k:03}"} for k in range(200, 220)
        ]
    for n in range(own_cases):
        cases.append({"investigation_id": f"O{n}", "force": "MPS", "recorded_on": "2015-01-01"})
        people.append(_person(f"R{n}", "Rhys", "Calloway", "1981-05-06", pnc_id="01/218833K"))
        involved.append({"investigation_id": f"O{n}", "person_id": f"R{n}", "role": "suspect"})
        phones.append({"investigation_id": f"O{n}", "kind": "phone", "value": OWN, "person_id": f"R{n}"})
    # An unidentified suspect with the same number.
    cases.append({"investigation_id": "U", "force": "MPS", "recorded_on": "2016-01-01"})
    people.append({"person_id": "U1", "nicknames": "Cal"})
    involved.append({"investigation_id": "U", "person_id": "U1", "role": "suspect", "identified": "false"})
    phones.append({"investigation_id": "U", "kind": "phone", "value": OWN, "person_id": "U1"})
    run = run_from_rows(folder, investigation=cases, person=people, involvement=involved, identifier=phones)
    link(run)
    return run


def _person(person_id: str, forename: str, surname: str, born_on: str, **more: str) -> Row:
    return {"person_id": person_id, "forename": forename, "surname": surname, "born_on": born_on} | more


def _hubs(run: Run) -> dict[str, tuple[bool, bool]]:
    with run.connect() as con:
        rows = con.execute("SELECT value, over_limit, same_people FROM linking.hub").fetchall()
    return {value: (over, same_people) for value, over, same_people in rows}


def test_a_custody_desk_below_the_limit_is_found_and_an_offenders_phone_is_not(tmp_path: Path) -> None:
    assert _hubs(_run(tmp_path / "run", desk_cases=15, own_cases=15)) == {"02079460100": (False, False)}


def test_over_the_limit_both_are_listed_and_only_the_desk_links_nobody(tmp_path: Path) -> None:
    run = _run(tmp_path / "run", desk_cases=25, own_cases=25)
    assert _hubs(run) == {"02079460100": (True, False), "07700900101": (True, True)}
    group(run)
    with run.connect() as con:
        in_graph = con.execute("SELECT DISTINCT right_id FROM networks.tie WHERE right_id LIKE 'phone:%'").fetchall()
        reasons = dict(con.execute("SELECT value, reason FROM linking.hub").fetchall())
    assert in_graph != [("phone:02079460100",)]
    assert reasons["02079460100"] == (
        "in 25 investigations; 0 in 100 pairs of them have a person in common; more than the fixed limit of 20"
    )


def test_a_number_of_many_cases_identifies_a_suspect_if_it_is_one_persons(tmp_path: Path) -> None:
    run = _run(tmp_path / "run", desk_cases=25, own_cases=25)
    with run.connect() as con:
        rows = con.execute(
            "SELECT how, confirmed, entity_id = (SELECT entity_id FROM linking.entity WHERE person_id = 'R0')"
            " FROM linking.entity WHERE person_id = 'U1'"
        ).fetchall()
    assert rows == [("shared identifier", False, True)]


def test_the_hubs_of_a_case_are_described_with_the_reason(tmp_path: Path) -> None:
    run = _run(tmp_path / "run", desk_cases=25, own_cases=25)
    assert describe_hubs(run, "D3") == [
        "The phone 02079460100 is treated as a hub and links nobody: in 25 investigations; 0 in 100 pairs of them"
        " have a person in common; more than the fixed limit of 20."
    ]
    (own,) = describe_hubs(run, "O3")
    assert own.startswith(
        "The phone 07700900101 is treated as a hub and links only people who are in its investigations together: in 26"
    )
    assert describe_hubs(run, "U") == [own]


@pytest.mark.parametrize(("values", "mean", "expected"), [(50_000, 1.2, 10), (100, 1.0, 5), (1, 1.0, 5), (0, 0.0, 5)])
def test_the_threshold_rises_with_the_size_of_the_table(values: int, mean: float, expected: int) -> None:
    assert hub_threshold(values, mean) == expected


def test_the_trimmed_mean_leaves_out_the_busiest() -> None:
    assert trimmed_mean([(1, 98), (3, 1), (500, 1)]) == pytest.approx(101 / 99)
    assert trimmed_mean([]) == 1.0
