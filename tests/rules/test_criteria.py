"""Criteria: the day, the number and the age at which each element turns, and unknown that never excludes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.records.errors import UserError
from reassess.rules.examples.checks import ExampleDatabase
from reassess.rules.parameters import RuleSettings
from reassess.rules.verdicts import expression, load_combinations, load_elements

Given = Mapping[str, Sequence[Mapping[str, Any]]]

TWO_SUSPECTS = [{"person_id": "S1", "role": "suspect"}, {"person_id": "S2", "role": "suspect"}]
CHILD = {"person_id": "V1", "born_on": "2001-05-11"}
VICTIM = {"person_id": "V1", "role": "victim"}


@pytest.fixture(scope="module")
def database() -> Iterator[ExampleDatabase]:
    made = ExampleDatabase(RuleSettings(date(2026, 4, 30)))
    yield made
    made.con.close()


def verdict(
    database: ExampleDatabase, element: str, given: Given, criteria: str = "national-2025", absent: Sequence[str] = ()
) -> str:
    return database.verdicts("criteria", {"given": given, "absent": absent})[criteria, element]


def investigation(**fields: Any) -> Given:
    return {"investigation": [fields]}


def test_a_case_that_meets_every_element_is_in_and_its_narrow_readings_differ(database: ExampleDatabase) -> None:
    verdicts = database.verdicts(
        "criteria",
        {
            "given": {
                "person": [CHILD, {"person_id": "S2", "died_on": "2020-01-01"}],
                "involvement": [VICTIM, *TWO_SUSPECTS],
                "offence": [{"offence_code": "19D", "began_on": "2016-02-20"}],
            }
        },
    )
    whole = {name: value for (name, element), value in verdicts.items() if element == ""}
    assert whole == {
        "national-2025": "in",
        "national-2025-two-victims": "out",
        "national-2025-all-alive": "out",
        "force-trawl": "in",
    }


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([{"person_id": "S1", "kind": "police_nfa"}, {"person_id": "S2", "kind": "cps_nfa"}], "in"),
        ([{"kind": "police_nfa"}], "in"),
        ([{"person_id": "S1", "kind": "charge"}, {"person_id": "S2", "kind": "caution"}], "out"),
        ([{"person_id": "S1", "kind": "charge"}, {"person_id": "S2", "kind": "police_nfa"}], "unknown"),
        ([{"person_id": "S1", "kind": "police_nfa"}], "unknown"),
        ([{"person_id": "S1", "kind": "police_nfa"}, {"person_id": "S1", "kind": "charge"}], "unknown"),
    ],
)
def test_no_further_action_asks_after_every_suspect(
    database: ExampleDatabase, decisions: list[Mapping[str, str]], expected: str
) -> None:
    assert verdict(database, "no-further-action", {"involvement": TWO_SUSPECTS, "decision": decisions}) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"outcome_code": "9"}, "in"),
        ({"outcome_code": "18"}, "in"),
        ({"outcome_code": "20"}, "in"),
        ({"outcome_code": "8"}, "out"),
        ({"outcome_code": "22"}, "out"),
        ({"outcome_code": "5"}, "unknown"),
        ({"outcome_code": "19"}, "unknown"),
        ({"outcome_code": "0"}, "unknown"),
        ({"outcome_code": None, "closure_reason": "NFA. Suspects not identified."}, "in"),
        ({"outcome_code": None, "closure_reason": "CPS declined."}, "in"),
        ({"outcome_code": None, "closure_reason": "Insufficient evidence, suspects not charged."}, "in"),
        ({"outcome_code": None, "closure_reason": "Nobody was charged. NFA."}, "in"),
        ({"outcome_code": None, "closure_reason": "Not charged by the CPS."}, "in"),
        ({"outcome_code": None, "closure_reason": "CPS has declined to prosecute."}, "in"),
        ({"outcome_code": None, "closure_reason": "CPS: declined."}, "in"),
        ({"outcome_code": None, "closure_reason": "Detected - CPS decline"}, "in"),
        ({"outcome_code": None, "closure_reason": "Not charged."}, "unknown"),
        ({"outcome_code": None, "closure_reason": "One charged, NFA for the other."}, "unknown"),
        ({"outcome_code": None, "closure_reason": "Not charged but cautioned. NFA."}, "unknown"),
        ({"outcome_code": None, "closure_reason": "No crime. NFA."}, "unknown"),
        ({"outcome_code": None, "closure_reason": "See file."}, "unknown"),
        ({"outcome_code": None, "closure_reason": None}, "unknown"),
        ({"closed_on": None, "outcome_code": None}, "out"),
    ],
)
def test_no_further_action_is_read_from_the_closing(
    database: ExampleDatabase, fields: Mapping[str, Any], expected: str
) -> None:
    assert verdict(database, "no-further-action", {**investigation(**fields), "involvement": TWO_SUSPECTS}) == expected


@pytest.mark.parametrize(("died_on", "expected"), [("2016-08-01", "out"), ("2018-08-01", "unknown")])
def test_offender_died_is_not_nfa_for_those_who_had_died(
    database: ExampleDatabase, died_on: str, expected: str
) -> None:
    people = [{"person_id": "S1", "died_on": died_on}, {"person_id": "S2", "died_on": died_on}]
    rows = {**investigation(outcome_code="5"), "person": people, "involvement": TWO_SUSPECTS}
    assert verdict(database, "no-further-action", rows) == expected


@pytest.mark.parametrize(
    ("decided", "closed", "expected"),
    [
        (None, "2010-01-01", "in"),
        (None, "2025-03-31", "in"),
        (None, "2009-12-31", "out"),
        (None, "2025-04-01", "out"),
        (None, None, "unknown"),
        ("2009-12-18", "2010-01-20", "unknown"),
        ("2009-12-18", "2009-12-20", "out"),
        ("2025-03-30", "2025-04-02", "unknown"),
        ("2009-12-18", "2025-04-02", "unknown"),
    ],
)
def test_the_period_holds_every_decision_and_the_closing(
    database: ExampleDatabase, decided: str | None, closed: str | None, expected: str
) -> None:
    decision = [{"person_id": "S1", "kind": "police_nfa", "decided_on": decided}] if decided else []
    rows = {**investigation(closed_on=closed), "involvement": TWO_SUSPECTS, "decision": decision}
    assert verdict(database, "in-period", rows) == expected


def test_a_decision_without_a_day_leaves_the_period_open_but_not_the_forces_search(database: ExampleDatabase) -> None:
    rows: Given = {"involvement": TWO_SUSPECTS, "decision": [{"person_id": "S1", "kind": "police_nfa"}]}
    assert verdict(database, "in-period", rows) == "unknown"
    assert verdict(database, "closed-in-period", rows, "force-trawl") == "in"
    assert verdict(database, "closed-in-period", investigation(closed_on=None), "force-trawl") == "out"


def linked(*person_ids: str, confirmed: bool = True, doubtful: bool = False) -> list[Mapping[str, Any]]:
    return [{"person_id": key, "entity_id": "E1", "confirmed": confirmed, "doubtful": doubtful} for key in person_ids]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"involvement": TWO_SUSPECTS}, "in"),
        ({"involvement": [{**row, "eliminated_on": "2016-05-01", "identified": False} for row in TWO_SUSPECTS]}, "in"),
        ({"involvement": TWO_SUSPECTS[:1]}, "out"),
        ({"involvement": TWO_SUSPECTS, "linking.entity": linked("S1", "S2")}, "out"),
        ({"involvement": TWO_SUSPECTS, "linking.entity": linked("S1", "S2", confirmed=False, doubtful=True)}, "out"),
        ({"involvement": TWO_SUSPECTS, "linking.entity": linked("S1", "S2", doubtful=True)}, "unknown"),
    ],
)
def test_suspects_are_counted_as_people(database: ExampleDatabase, rows: Given, expected: str) -> None:
    assert verdict(database, "two-suspects", rows) == expected


def stating(words: str, source_field: str = "text", source_table: str = "entry", **fields: Any) -> Mapping[str, Any]:
    return {
        "source_table": source_table, "source_key": "E1", "source_field": source_field, "page": 0,
        "start_at": 0, "end_at": len(words), "kind": "group", "words": words, **fields,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        (stating("two males"), "unknown"),
        (stating("two males", "summary", "investigation"), "unknown"),
        (stating("two males", negated=True), "out"),
        (stating("both men", "closure_reason", "investigation"), "out"),
    ],
)
def test_one_suspect_and_a_group_in_the_account_is_unknown(
    database: ExampleDatabase, mention: Mapping[str, Any], expected: str
) -> None:
    rows: Given = {"involvement": TWO_SUSPECTS[:1], "entry": [{"entry_id": "E1"}], "reading.mention": [mention]}
    assert verdict(database, "two-suspects", rows) == expected


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([{"person_id": "V1", "born_on": "1998-03-02"}], "in"),
        ([{"person_id": "V1", "born_on": "1998-03-01"}], "out"),
        ([{"person_id": "V1"}], "unknown"),
        ([{"person_id": "V1", "age_from": 17, "age_to": 19, "age_estimated_on": "2016-03-01"}], "unknown"),
        ([{"person_id": "V1", "age_from": 13, "age_to": 15, "age_estimated_on": "2016-03-01"}], "in"),
        ([{"person_id": "V1", "age_from": 19, "age_to": 25, "age_estimated_on": "2016-03-01"}], "out"),
        ([{"person_id": "V1", "born_on": "2017-01-01"}], "unknown"),
    ],
)
def test_a_child_is_under_18_on_the_day_of_the_earliest_offence(
    database: ExampleDatabase, people: list[Mapping[str, Any]], expected: str
) -> None:
    assert verdict(database, "child-victim", {"person": people, "involvement": [VICTIM]}) == expected


def test_the_earliest_offence_counts_and_victims_are_people(database: ExampleDatabase) -> None:
    two = [VICTIM, {"person_id": "V2", "role": "victim"}]
    rows: Given = {
        "person": [{"person_id": "V1", "born_on": "1998-03-01"}, {"person_id": "V2", "born_on": "1998-01-01"}],
        "involvement": two,
        "offence": [
            {"offence_code": "19D", "began_on": "2016-02-29"},
            {"offence_code": "19D", "began_on": "2016-06-01"},
        ],
    }
    assert verdict(database, "child-victim", rows) == "in"
    assert verdict(database, "child-victim", rows, "national-2025-two-victims") == "out"
    same: Given = {"person": [CHILD], "involvement": two, "linking.entity": linked("V1", "V2")}
    assert verdict(database, "child-victim", same) == "in"
    assert verdict(database, "child-victim", same, "national-2025-two-victims") == "out"


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["19D"], "in"), (["019/08"], "in"), (["22a"], "in"), (["86", "17B"], "in"),
        (["86"], "out"), (["88E", "86/2"], "out"), (["88A"], "unknown"), (["86", "71"], "unknown"),
        (["92D"], "unknown"), (["ZZ"], "unknown"), ([], "unknown"),
        (["19J"], "in"), (["017 C"], "in"), (["20X/03"], "in"), (["219D"], "unknown"), (["16"], "unknown"),
    ],
)  # fmt: skip
def test_contact_goes_by_the_code(database: ExampleDatabase, codes: list[str], expected: str) -> None:
    assert verdict(database, "contact-offence", {"offence": [{"offence_code": code} for code in codes]}) == expected


@pytest.mark.parametrize(
    ("dead", "links", "any_alive", "all_alive"),
    [
        ((), [], "in", "in"),
        (("S1",), [], "in", "out"),
        (("S1", "S2"), [], "out", "out"),
        (("S1", "S3"), linked("S2", "S3"), "out", "out"),
        (("S1", "S3"), linked("S2", "S3", confirmed=False, doubtful=True), "in", "out"),
    ],
)
def test_suspects_are_out_only_when_all_are_known_to_be_dead(
    database: ExampleDatabase, dead: Sequence[str], links: list[Mapping[str, Any]], any_alive: str, all_alive: str
) -> None:
    deaths = [{"person_id": key, "kind": "deceased", "from_on": "2020-01-01"} for key in dead]
    rows: Given = {"involvement": TWO_SUSPECTS, "whereabouts": deaths, "linking.entity": links}
    assert verdict(database, "suspect-alive", rows) == any_alive
    assert verdict(database, "suspect-alive", rows, "national-2025-all-alive") == all_alive


def test_a_death_after_the_day_of_the_assessment_is_none(database: ExampleDatabase) -> None:
    people = [{"person_id": "S1", "died_on": "2026-05-01"}]
    assert verdict(database, "suspect-alive", {"person": people, "involvement": TWO_SUSPECTS[:1]}) == "in"


@pytest.mark.parametrize(
    ("element", "absent"),
    [
        ("not-reviewed", ["investigation.independently_reviewed_on"]),
        ("two-suspects", ["involvement"]),
        ("contact-offence", ["offence"]),
        ("child-victim", ["involvement.role"]),
    ],
)
def test_what_the_extract_lacks_is_unknown_and_excludes_nobody(
    database: ExampleDatabase, element: str, absent: list[str]
) -> None:
    assert verdict(database, element, {}, absent=absent) == "unknown"


def test_an_earlier_review_is_out_and_a_victim_of_any_age_is_enough_for_the_forces_search(
    database: ExampleDatabase,
) -> None:
    assert verdict(database, "not-reviewed", investigation(independently_reviewed_on="2023-06-01")) == "out"
    assert verdict(database, "one-victim", {"involvement": [VICTIM]}, "force-trawl") == "in"
    assert verdict(database, "one-victim", {"involvement": TWO_SUSPECTS}, "force-trawl") == "out"


def test_a_near_miss_is_out_on_one_element_or_unknown(database: ExampleDatabase) -> None:
    verdict(
        database, "", {"person": [CHILD], "involvement": [VICTIM, *TWO_SUSPECTS], "offence": [{"offence_code": "86"}]}
    )
    rows = database.con.execute("SELECT name, near_miss FROM definition WHERE element = '' ORDER BY name").fetchall()
    assert rows == [
        ("force-trawl", False),
        ("national-2025", True),
        ("national-2025-all-alive", True),
        ("national-2025-two-victims", False),
    ]


THREE = st.sampled_from([True, False, None])


@given(THREE, THREE, THREE)
def test_elements_are_joined_by_kleenes_logic(a: bool | None, b: bool | None, c: bool | None) -> None:
    def both(x: bool | None, y: bool | None) -> bool | None:
        return False if False in (x, y) else None if None in (x, y) else True

    def either(x: bool | None, y: bool | None) -> bool | None:
        return True if True in (x, y) else None if None in (x, y) else False

    text = expression({"all": ["a", {"any": ["b", {"not": "c"}]}]})
    sql = f"SELECT {text} FROM (SELECT ?::BOOLEAN AS a, ?::BOOLEAN AS b, ?::BOOLEAN AS c)"
    expected = both(a, either(b, None if c is None else not c))
    assert duckdb.execute(sql, [a, b, c]).fetchall() == [(expected,)]


@pytest.mark.parametrize("tree", [{"some": ["a"]}, {"all": ["a"], "any": ["b"]}])
def test_a_combination_takes_all_any_or_not(tree: Any) -> None:
    with pytest.raises(UserError, match="all, any or not"):
        expression(tree)


def test_a_combination_that_names_no_element_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    (folder / "criteria").mkdir(parents=True)
    (folder / "criteria" / "mine.yaml").write_text("title: Mine\nsource: force\nversion: 1\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"mine\.yaml: not a valid combination"):
        load_combinations("criteria", [folder])


def test_every_element_is_used_and_every_combination_names_elements_that_there_are() -> None:
    named = [*load_combinations("criteria"), *load_combinations("definitions")]
    assert {element for item in named for element in item.elements} == set(load_elements())
