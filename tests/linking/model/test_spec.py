"""The model specification: what it may compare, its starting values, and relatives kept apart."""

from pathlib import Path

import pytest

from reassess.linking import explain_pair, link
from reassess.linking.model.parameters import blended, starting_parameters
from reassess.linking.model.spec import people_model
from tests.linking.extract import run_from_rows


def test_no_comparison_reads_ethnicity_nationality_or_religion() -> None:
    source = (Path(__file__).parents[3] / "src/reassess/linking/features.py").read_text(encoding="utf-8")
    selected = "\n".join(line for line in source.splitlines() if "Ethnicity" not in line).lower()
    needs = {need for part in people_model().comparisons for need in part.needs}
    for word in ("ethnicity", "nationality", "religion"):
        assert word not in selected
        assert not [need for need in needs if word in need]


def test_every_part_has_a_reason() -> None:
    model = people_model()
    for part in (*model.comparisons, *model.cannot_link, *model.doubtful_link, *model.blocking_rules):
        assert len(part.reason) > 5, part


@pytest.mark.parametrize("part", people_model().comparisons, ids=lambda part: part.name)
def test_the_starting_values_are_probabilities(part) -> None:  # type: ignore[no-untyped-def]
    assert sum(level.m for level in part.levels) == pytest.approx(1, abs=0.05)
    assert sum(level.u for level in part.levels) == pytest.approx(1, abs=0.05)


def test_estimates_count_in_proportion_to_the_matching_pairs() -> None:
    model = people_model()
    start = starting_parameters(model, 0.001)
    estimated = {name: tuple((0.5, 0.5) for _ in levels) for name, levels in start.probabilities.items()}
    little, much = (blended(start, estimated, matches, model).probabilities["sex"][0][0] for matches in (10, 1e7))
    assert abs(little - start.probabilities["sex"][0][0]) < 0.01
    assert much == pytest.approx(0.5, abs=0.001)


def _named(forename: str, born_on: str, surname: str = "Kyprou") -> dict[str, str]:
    return {"forename": forename, "surname": surname, "born_on": born_on}


# Two records that share a home, and whether they are one person.
PAIRS = {
    "twins": (_named("Idil", "2002-01-19"), _named("Ruqayya", "2002-01-19"), False),
    "father and son": (_named("Andreas", "1974-02-02"), _named("Andreas", "2001-04-27"), False),
    "father and son of a surname that reads like none": (
        _named("Krim", "1990-01-18", "Man"),
        _named("Krim", "2010-08-01", "Man"),
        False,
    ),
    "a child and an adult of the house": (
        _named("Zina", "2012-05-08", "Khorava"),
        _named("Zina", "1987-01-23", "Mabhoko"),
        False,
    ),
    "twins whose names are a letter apart": (_named("Zara", "1997-05-19"), _named("Lara", "1997-05-19"), False),
    "twins of two known names a letter apart": (_named("Toby", "1997-05-19"), _named("Tony", "1997-05-19"), False),
    "a short form": (_named("Maria Theresia", "1992-08-14"), _named("Mari", "1992-08-14"), True),
    "a typing error in the name": (_named("Andreas", "1974-02-02"), _named("Andraes", "1974-02-02"), True),
    "a pet form, day and month swapped": (_named("Robert", "1974-02-07"), _named("Bob", "1974-07-02"), True),
    "married": (_named("Maria", "1980-05-06"), _named("Maria", "1980-05-06", "Okafor"), True),
}


@pytest.mark.parametrize("name", PAIRS)
def test_relatives_stay_apart_and_one_person_is_linked(tmp_path: Path, name: str) -> None:
    one, other, same = PAIRS[name]
    # C is somebody else: an empty column would remove its comparisons and constraints from the model.
    people = [{"person_id": "A"} | one, {"person_id": "B"} | other, {"person_id": "C"} | _named("Tariq", "1960-12-30")]
    run = run_from_rows(
        tmp_path / "run",
        person=people,
        investigation=[{"investigation_id": f"I{n}", "force": "MPS", "recorded_on": "2015-01-01"} for n in (1, 2)],
        involvement=[
            {"investigation_id": "I1", "person_id": "A", "role": "witness"},
            {"investigation_id": "I2", "person_id": "B", "role": "witness"},
        ],
        location=[{"location_id": "L1", "kind": "home", "address": "33 Ashlea Gardens", "postcode": "EN5 9ZX"}],
        residence=[{"person_id": person, "location_id": "L1"} for person in ("A", "B")],
    )
    link(run)
    with run.connect() as con:
        entities = con.execute("SELECT count(DISTINCT entity_id) FROM linking.entity").fetchall()[0][0]
    assert entities == (2 if same else 3)


@pytest.mark.parametrize(
    ("one", "other", "blocked_by"),
    [
        ("2012-05-08", "1987-01-23", "born a generation apart"),
        ("1987-01-23", "1978-01-23", None),
        ("1987-01-23", "1997-01-23", None),
        ("1980-01-23", "1960-01-23", None),
    ],
)
def test_dates_of_birth_a_generation_apart_block_a_link_but_typing_errors_do_not(
    tmp_path: Path, one: str, other: str, blocked_by: str | None
) -> None:
    people = [
        {"person_id": "A"} | _named("Zina", one, "Khorava"),
        {"person_id": "B"} | _named("Zina", other, "Mabhoko"),
    ]
    cases = [{"investigation_id": "I1", "force": "MPS", "recorded_on": "2015-01-01"}]
    involved = [{"investigation_id": "I1", "person_id": person, "role": "witness"} for person in ("A", "B")]
    numbers = {"phone": "07700 900101", "email": "house@example.org", "vehicle": "AB12 CDE", "imei": "490154203237518"}
    shared = [
        {"investigation_id": "I1", "person_id": person, "kind": kind, "value": value}
        for person in ("A", "B")
        for kind, value in numbers.items()
    ]
    run = run_from_rows(tmp_path / "run", person=people, investigation=cases, involvement=involved, identifier=shared)
    link(run)
    assert explain_pair(run, "A", "B").blocked_by == blocked_by


def test_an_unidentified_record_that_several_fit_is_joined_to_none(tmp_path: Path) -> None:
    people = [
        {"person_id": "U", "nicknames": "Duke"},
        {"person_id": "A", "forename": "Piotr", "surname": "Marek", "nicknames": "Duke"},
        {"person_id": "B", "forename": "Femi", "surname": "Adewale"},
    ]
    cases = [{"investigation_id": f"I{n}", "force": "MPS", "recorded_on": "2015-01-01"} for n in (1, 2, 3)]
    phones = [
        {"investigation_id": case, "person_id": person, "kind": "phone", "value": "07700 900101"}
        for case, person in (("I1", "U"), ("I2", "A"), ("I3", "B"))
    ]
    involved = [{"investigation_id": "I1", "person_id": "U", "role": "suspect", "identified": "false"}]
    run = run_from_rows(tmp_path / "run", person=people, investigation=cases, identifier=phones, involvement=involved)
    link(run)
    with run.connect() as con:
        rows = con.execute("SELECT entity_id, reason FROM linking.candidate ORDER BY 1").fetchall()
        alone = con.execute("SELECT entity_id FROM linking.entity WHERE person_id = 'U'").fetchall()
    assert rows == [
        ("E-A", "phone 07700900101, held by A"),
        ("E-B", "phone 07700900101, held by B"),
    ]
    assert alone == [("E-U",)]
