"""People who look alike: name and home alone never make a firm link where the records differ otherwise."""

from pathlib import Path

import pytest

from reassess.linking import explain_pair, link
from reassess.records.store import Run
from tests.linking.extract import run_from_rows

APART, DOUBTFUL, FIRM = "apart", "doubtful", "firm"
Row = dict[str, str]

HOME = {
    "two national numbers": (
        {"forename": "Barnaby", "surname": "Hesketh", "born_on": "2001-10-10", "pnc_id": "17/300003C"},
        {"forename": "Barnaby", "surname": "Hesketh", "born_on": "2001-10-10", "pnc_id": "18/400004D"},
        APART,
    ),
    "one national number with a typing error": (
        {"forename": "Barnaby", "surname": "Hesketh", "born_on": "2001-10-10", "pnc_id": "17/300003C"},
        {"forename": "Barnaby", "surname": "Hesketh", "born_on": "2001-10-10", "pnc_id": "17/300008C"},
        FIRM,
    ),
    "spouses": (
        {"forename": "Nadia", "surname": "Rahimi", "born_on": "1980-03-01", "sex": "f"},
        {"forename": "Nasir", "surname": "Rahimi", "born_on": "1980-03-12", "sex": "m"},
        APART,
    ),
    "a sex recorded wrongly, the same date of birth": (
        {"forename": "Robin", "surname": "Achterberg", "born_on": "1980-03-01", "sex": "f"},
        {"forename": "Robin", "surname": "Achterberg", "born_on": "1980-03-01", "sex": "m"},
        FIRM,
    ),
    "two recorded sexes and two dates of birth": (
        {"forename": "Robin", "surname": "Achterberg", "born_on": "1980-03-01", "sex": "f"},
        {"forename": "Robin", "surname": "Achterberg", "born_on": "1982-06-25", "sex": "m"},
        DOUBTFUL,
    ),
    "one name, birth years far apart": (
        {"forename": "Tendai", "surname": "Mutasa", "born_on": "1985-11-30"},
        {"forename": "Tendai", "surname": "Mutasa", "born_on": "1994-02-16"},
        DOUBTFUL,
    ),
    "similar surnames, birth years far apart": (
        {"forename": "Stuart", "surname": "Kirkbyjmere", "born_on": "1971-02-11"},
        {"forename": "Stuart", "surname": "Kirkbykmere", "born_on": "1980-02-11"},
        APART,
    ),
    "one digit of the year": (
        {"forename": "Tendai", "surname": "Mutasa", "born_on": "1985-11-30"},
        {"forename": "Tendai", "surname": "Mutasa", "born_on": "1995-11-30"},
        FIRM,
    ),
}


def _linked(folder: Path, people: list[Row], homes: dict[str, str], **more: list[Row]) -> Run:
    """One investigation for each person; the homes by person. Two others, together in one, keep every column filled."""
    other = {"person_id": "Z", "forename": "Oyelaran", "surname": "Quigley", "born_on": "1960-12-30", "sex": "m"}
    other["pnc_id"] = "80/1Z"
    companion = {"person_id": "Y", "forename": "Ingeborg", "surname": "Waweru", "born_on": "1962-01-03"}
    everybody = [*people, other, companion]
    run = run_from_rows(
        folder / "run",
        person=everybody,
        investigation=[
            {"investigation_id": f"I{row['person_id']}", "force": "MPS", "recorded_on": "2015-01-01"}
            for row in everybody
        ],
        involvement=[
            {"investigation_id": f"I{row['person_id']}", "person_id": row["person_id"], "role": "witness"}
            for row in everybody
        ]
        + [{"investigation_id": "IZ", "person_id": "Y", "role": "witness"}],
        location=[
            {"location_id": home, "kind": "home", "address": f"{home} Ashlea Gardens", "postcode": f"EN{home} 5ZX"}
            for home in sorted(set(homes.values()))
        ],
        residence=[{"person_id": person, "location_id": home} for person, home in homes.items()],
        identifier=[{"investigation_id": "IZ", "person_id": "Z", "kind": "phone", "value": "07700 900999"}],
        **more,
    )
    link(run)
    return run


def _entities(run: Run) -> dict[str, tuple[str, bool]]:
    with run.connect() as con:
        rows = con.execute("SELECT person_id, entity_id, doubtful FROM linking.entity").fetchall()
    return {person: (entity, doubtful) for person, entity, doubtful in rows}


@pytest.mark.parametrize("name", HOME)
def test_two_records_of_one_home(tmp_path: Path, name: str) -> None:
    one, other, expected = HOME[name]
    run = _linked(tmp_path, [{"person_id": "A"} | one, {"person_id": "B"} | other], {"A": "9", "B": "9"})
    people = _entities(run)
    if people["A"][0] != people["B"][0]:
        assert expected == APART
        assert explain_pair(run, "A", "B").blocked_by
    else:
        assert expected == (DOUBTFUL if people["A"][1] or people["B"][1] else FIRM)
        assert (explain_pair(run, "A", "B").doubtful_because is not None) == (expected == DOUBTFUL)


@pytest.mark.parametrize("placeholder", ["1900-01-01", "1970-01-01"])
def test_a_placeholder_date_of_birth_makes_nobody_of_one_name_the_same_person(tmp_path: Path, placeholder: str) -> None:
    people = [
        {"person_id": person, "forename": "Ali", "surname": "Hassan", "born_on": placeholder} for person in "ABCD"
    ]
    run = _linked(tmp_path, people, {"A": "1", "B": "2", "C": "3", "D": "4"})
    assert len({entity for person, (entity, _) in _entities(run).items() if person not in "YZ"}) == 4
