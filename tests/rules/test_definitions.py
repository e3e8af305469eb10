"""Definitions: each element from rows, ties and quoted words; silence, a flag or a shared mention alone is unknown."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from reassess.rules.examples.checks import ExampleDatabase
from reassess.rules.parameters import RuleSettings
from reassess.rules.verdicts import load_combinations

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]

LABELS = (
    "child-sexual-abuse", "cse-2017", "cse-core-element", "group-two-or-more", "organised-network", "group-based-csea",
    "group-based-community", "complex-abuse", "peer-on-peer", "familial", "institutional",
    "child-criminal-exploitation", "county-lines", "trafficking-indicators",
)  # fmt: skip

PEOPLE: list[Row] = [
    {"person_id": "V1", "born_on": "2001-05-11"},
    {"person_id": "S1", "born_on": "1986-03-09"},
    {"person_id": "S2", "born_on": "1984-11-30"},
]
INVOLVED: list[Row] = [
    {"person_id": "V1", "role": "victim"},
    {"person_id": "S1", "role": "suspect", "identified": True},
    {"person_id": "S2", "role": "suspect", "identified": True},
]
CASE: Rows = {
    "investigation": [{"setting": "non_familial"}],
    "person": PEOPLE,
    "involvement": INVOLVED,
    "offence": [{"offence_code": "22B", "began_on": "2016-02-01"}],
}


@pytest.fixture(scope="module")
def database() -> Iterator[ExampleDatabase]:
    made = ExampleDatabase(RuleSettings(date(2026, 4, 30)))
    yield made
    made.con.close()


def judged(database: ExampleDatabase, *changes: Rows) -> dict[tuple[str, str], str]:
    given: dict[str, Sequence[Row]] = dict(CASE)
    for change in changes:
        given |= change
    return database.verdicts("definitions", {"given": given})


def label(database: ExampleDatabase, name: str, *changes: Rows) -> str:
    return judged(database, *changes)[name, ""]


def words(kind: str, said: str, **fields: Any) -> Row:
    return {
        "source_table": "entry", "source_key": "E1", "source_field": "text", "page": 0, "start_at": 0,
        "end_at": len(said), "kind": kind, "words": said, **fields,
    }  # fmt: skip


def saying(*mentions: Row, text: str = "") -> Rows:
    passage = {"source_table": "entry", "source_key": "E1", "source_field": "text", "page": 0, "text": text}
    return {"entry": [{"entry_id": "E1", "text": text}], "reading.passage": [passage], "reading.mention": mentions}


COERCED = words("coercion", "owed them money", value="debt")
GIVEN = words("exchange", "bought her food", value="goods")
FRIENDS = words("association", "friends of each other", value="friends")
DRUGS: list[Row] = [{"offence_code": "92D", "began_on": "2016-02-01"}]
DRIVEN = words("movement", "was driven", value="driven")


def test_the_fourteen_labels_are_all_there() -> None:
    assert {item.slug for item in load_combinations("definitions")} == set(LABELS)


def test_a_silent_record_is_labelled_by_its_rows_and_unknown_by_its_words(database: ExampleDatabase) -> None:
    verdicts = judged(database)
    assert {name: verdicts[name, ""] for name in LABELS} == {
        "child-sexual-abuse": "in", "cse-2017": "unknown", "cse-core-element": "unknown", "group-two-or-more": "in",
        "organised-network": "unknown", "group-based-csea": "unknown", "group-based-community": "unknown",
        "complex-abuse": "out", "peer-on-peer": "out", "familial": "out", "institutional": "out",
        "child-criminal-exploitation": "unknown", "county-lines": "unknown", "trafficking-indicators": "unknown",
    }  # fmt: skip


def test_flags_alone_change_nothing(database: ExampleDatabase) -> None:
    flagged = {"investigation": [{"setting": "non_familial", "flags": "cse;cce;county_lines;group;modern_slavery"}]}
    assert judged(database, flagged) == judged(database)


def test_words_settle_what_rows_leave_open(database: ExampleDatabase) -> None:
    verdicts = judged(database, saying(COERCED, GIVEN, FRIENDS, DRIVEN, text="She was driven to a hotel."))
    for name in ("cse-2017", "cse-core-element", "organised-network", "group-based-csea", "group-based-community",
                 "trafficking-indicators"):  # fmt: skip
        assert verdicts[name, ""] == "in", name


@pytest.mark.parametrize(
    "fields", [{"negated": True}, {"doubtful": True}, {"speaker": "header"}, {"speaker": "signature"}]
)
def test_words_that_are_denied_doubted_or_in_a_mail_header_settle_nothing(
    database: ExampleDatabase, fields: Row
) -> None:
    verdicts = judged(database, saying({**COERCED, **fields}, {**GIVEN, **fields}, {**FRIENDS, **fields}))
    assert verdicts["cse-core-element", ""] == verdicts["group-based-csea", ""] == "unknown"


def test_without_exchange_it_is_the_core_element_only(database: ExampleDatabase) -> None:
    verdicts = judged(database, saying(COERCED))
    assert (verdicts["cse-core-element", ""], verdicts["cse-2017", ""]) == ("in", "unknown")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"offence": DRUGS}, "out"),
        ({"offence": [{"offence_code": "45", "began_on": "2016-02-01"}]}, "out"),
        ({"offence": [{"offence_code": "139", "began_on": "2016-02-01"}]}, "unknown"),
        ({"offence": [{"offence_code": "74", "began_on": "2016-02-01"}]}, "unknown"),
        ({"offence": [{"offence_code": "local-7", "began_on": "2016-02-01"}]}, "unknown"),
        ({"offence": [{"offence_code": "92D"}, {"offence_code": "19D", "began_on": "2016-02-01"}]}, "in"),
        ({"offence": [{"offence_code": "36", "began_on": "2016-02-01"}]}, "unknown"),
        ({"offence": []}, "unknown"),
        ({"offence": DRUGS, "investigation": [{"setting": "non_familial", "flags": "cse"}]}, "unknown"),
        ({"offence": DRUGS, **saying(text="Referred as child exploitation.")}, "unknown"),
        ({"offence": DRUGS, **saying(text="Small package found.")}, "out"),
        ({"person": [{"person_id": "V1", "born_on": "1990-01-01"}]}, "out"),
    ],
)  # fmt: skip
def test_child_sexual_abuse_is_out_only_where_everything_says_so(
    database: ExampleDatabase, change: Rows, expected: str
) -> None:
    assert label(database, "child-sexual-abuse", change) == expected


HOME: Row = {"location_id": "L1", "kind": "home", "address": "6 Linnet Court", "postcode": "E17 8YZ"}
FLAT: Row = {"location_id": "L2", "kind": "home", "address": "6, Linnet Court", "postcode": "e17 8yz"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"relationship": [{"person_id": "S2", "other_person_id": "S1", "kind": "friend", "to_on": "2010-01-01"}]},
         "in"),
        ({"relationship": [{"person_id": "S2", "other_person_id": "V1", "kind": "friend"}]}, "unknown"),
        ({"location": [HOME, FLAT],
          "residence": [{"person_id": "S1", "location_id": "L1"}, {"person_id": "S2", "location_id": "L2"}]}, "in"),
        ({"position": [{"person_id": "S1", "kind": "driver", "authority": "Parcel company"},
                       {"person_id": "S2", "kind": "other", "authority": "parcel company"}]}, "in"),
        ({"position": [{"person_id": "S1", "kind": "taxi_licence", "authority": "Licensing office"},
                       {"person_id": "S2", "kind": "taxi_licence", "authority": "Licensing office"}]}, "unknown"),
        ({"relationship": [{"person_id": "B1", "other_person_id": "S1", "kind": "employer"},
                           {"person_id": "B1", "other_person_id": "S2", "kind": "employer"}]}, "in"),
        ({"identifier": [{"kind": "vehicle", "value": "LX08 KTN", "person_id": "S1"},
                         {"investigation_id": "2", "kind": "vehicle", "value": "lx08ktn", "person_id": "S2"}]}, "in"),
        ({"identifier": [{"kind": "phone", "value": "07700 900001", "person_id": "S1"},
                         {"kind": "phone", "value": "07700 900001"}]}, "unknown"),
        ({"presence": [{"location_id": "L1", "person_id": "S1"}, {"location_id": "L1", "person_id": "S2"}],
          "location": [HOME]}, "unknown"),
    ],
)  # fmt: skip
def test_suspects_are_associated_by_ties_and_by_what_is_theirs_in_common(
    database: ExampleDatabase, change: Rows, expected: str
) -> None:
    assert label(database, "group-based-csea", change) == expected


def test_a_tie_held_on_another_record_of_the_suspect_counts(database: ExampleDatabase) -> None:
    links = [{"person_id": key, "entity_id": "E1", "confirmed": True, "doubtful": False} for key in ("S1", "S9")]
    tie: Rows = {
        "relationship": [{"person_id": "S9", "other_person_id": "S2", "kind": "associate"}],
        "linking.entity": links,
    }
    assert label(database, "group-based-csea", tie) == "in"


def test_one_suspect_is_no_group(database: ExampleDatabase) -> None:
    alone = {"involvement": INVOLVED[:2], **saying(COERCED, FRIENDS)}
    assert label(database, "group-based-csea", alone) == label(database, "organised-network", alone) == "out"
    assert label(database, "group-two-or-more", alone, saying(words("group", "two males"))) == "unknown"


@pytest.mark.parametrize(
    ("suspects", "expected"),
    [
        ([("S1", "2000-01-05", True), ("S2", "1999-12-12", True)], "in"),
        ([("S1", "2000-01-05", True), ("S2", "1998-02-01", True)], "out"),
        ([("S1", "2000-01-05", True), ("S2", None, True)], "unknown"),
        ([("S1", "2000-01-05", True), ("S2", None, False)], "unknown"),
        ([("S1", "2000-01-05", False)], "unknown"),
        ([("S1", None, True)], "unknown"),
        ([], "unknown"),
    ],
)
def test_between_children_needs_the_age_of_every_suspect_unless_one_is_known_to_be_adult(
    database: ExampleDatabase, suspects: list[tuple[str, str | None, bool]], expected: str
) -> None:
    people = [PEOPLE[0], *({"person_id": key, "born_on": born} for key, born, _ in suspects)]
    roles = [INVOLVED[0], *({"person_id": key, "role": "suspect", "identified": known} for key, _, known in suspects)]
    assert label(database, "peer-on-peer", {"person": people, "involvement": roles}) == expected


def setting(value: str | None) -> Rows:
    return {"investigation": [{"setting": value}]}


def tied(kind: str, **days: str) -> Rows:
    return {"relationship": [{"person_id": "S1", "other_person_id": "V1", "kind": kind, **days}]}


@pytest.mark.parametrize(
    ("changes", "familial", "institutional"),
    [
        ([setting("familial")], "in", "out"),
        ([setting("institutional")], "out", "in"),
        ([setting("peer")], "out", "out"),
        ([setting("unknown")], "unknown", "unknown"),
        ([setting(None)], "unknown", "unknown"),
        ([setting("unknown"), tied("household")], "in", "unknown"),
        ([tied("parent")], "in", "out"),
        ([tied("partner")], "out", "out"),
        ([tied("household", from_on="2018-01-01")], "out", "out"),
        ([tied("household", to_on="2015-12-31")], "out", "out"),
        ([tied("carer")], "in", "out"),
        ([tied("carer"), {"position": [{"person_id": "S1", "kind": "care_worker"}]}], "out", "in"),
        ([tied("carer"), {"position": [{"person_id": "S1", "kind": "foster_carer"}]}], "in", "out"),
        ([{"position": [{"person_id": "S1", "kind": "sports_coach"}]}], "out", "out"),
        ([{"offence": [{"offence_code": "73", "began_on": "2016-02-01"}]}], "out", "in"),
    ],
)
def test_family_and_institution_go_by_setting_and_ties_of_the_time(
    database: ExampleDatabase, changes: list[Rows], familial: str, institutional: str
) -> None:
    verdicts = judged(database, *changes)
    assert (verdicts["familial", ""], verdicts["institutional", ""]) == (familial, institutional)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([setting("non_familial")], "in"),
        ([setting("institutional")], "out"),
        ([setting("familial")], "out"),
        ([setting("online")], "out"),
        ([setting("online"), {"presence": [{"location_id": "L1"}], "location": [HOME]}], "unknown"),
        ([setting("peer")], "unknown"),
    ],
)
def test_in_the_community_follows_the_setting(database: ExampleDatabase, changes: list[Rows], expected: str) -> None:
    assert label(database, "group-based-community", saying(COERCED, FRIENDS), *changes) == expected


@pytest.mark.parametrize(
    ("people", "roles", "codes", "expected"),
    [
        ([("S1", "1986-03-09")], [], "22B", "in"),
        ([("S1", "2000-03-09")], [], "22B", "unknown"),
        ([("S1", "1997-06-01")], [], "22B", "unknown"),
        ([("S1", "1996-05-11")], [], "22B", "in"),
        ([("S1", None)], [], "22B", "unknown"),
        ([("S1", None)], [{"person_id": "S1", "kind": "school_staff", "from_on": "2010-01-01"}], "22B", "in"),
        ([("S1", None)], [{"person_id": "S1", "kind": "school_staff", "to_on": "2010-01-01"}], "22B", "unknown"),
        ([("S1", None)], [], "73", "in"),
    ],
)
def test_power_shows_in_age_position_or_trust(
    database: ExampleDatabase, people: list[tuple[str, str | None]], roles: list[Row], codes: str, expected: str
) -> None:
    change: Rows = {
        "person": [PEOPLE[0], *({"person_id": key, "born_on": born} for key, born in people)],
        "involvement": INVOLVED[:2],
        "position": roles,
        "offence": [{"offence_code": codes, "began_on": "2016-02-01"}],
    }
    assert judged(database, change)["cse-2017", "power-imbalance"] == expected


LINE = words("county_lines", "Deal line", value="dedicated_line")
TOWN = words("county_lines", "coastal town", value="importing_area")
HOLD = words("county_lines", "hold packages", value="activity")


def test_county_lines_needs_line_area_and_activity(database: ExampleDatabase) -> None:
    assert label(database, "county-lines", saying(LINE, TOWN, HOLD)) == "in"
    for left_out in ((TOWN, HOLD), (LINE, HOLD), (LINE, TOWN)):
        assert label(database, "county-lines", saying(*left_out)) == "unknown"


def test_criminal_exploitation_needs_power_coercion_activity_and_gain_or_threat(database: ExampleDatabase) -> None:
    threat = {**COERCED, "value": "threat", "words": "threatened with"}
    assert label(database, "child-criminal-exploitation", saying(COERCED, HOLD, GIVEN)) == "in"
    assert label(database, "child-criminal-exploitation", saying(threat, HOLD)) == "in"
    assert label(database, "child-criminal-exploitation", saying(COERCED, HOLD)) == "unknown"
    assert label(database, "child-criminal-exploitation", saying(COERCED, GIVEN)) == "unknown"


@pytest.mark.parametrize(("recorded", "code", "expected"), [
    ("2016-05-01", "92D", "in"), ("2017-03-02", "92D", "unknown"), ("2016-05-01", "19D", "unknown"),
    ("2016-05-01", "45", "in"), ("2016-05-01", "ZZ", "unknown"),
])  # fmt: skip
def test_a_child_who_was_a_suspect_within_the_year_was_used_for_crime(
    database: ExampleDatabase, recorded: str, code: str, expected: str
) -> None:
    other: Rows = {
        "investigation": [
            {"investigation_id": "1"},
            {"investigation_id": "2", "recorded_on": recorded, "closed_on": None},
        ],
        "involvement": [*INVOLVED, {"investigation_id": "2", "person_id": "V1", "role": "suspect"}],
        "offence": [*CASE["offence"], {"investigation_id": "2", "offence_code": code, "began_on": recorded}],
    }
    assert judged(database, other)["county-lines", "criminal-activity-of-child"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She was driven to a hotel by both.", "in"),
        ("She was driven to hospital by her mother.", "unknown"),
        ("She was driven home by officers.", "unknown"),
    ],
)
def test_a_journey_to_safety_is_no_sign_of_trafficking(database: ExampleDatabase, text: str, expected: str) -> None:
    said = {**DRIVEN, "start_at": text.index("was driven")}
    assert label(database, "trafficking-indicators", saying(said, text=text)) == expected


def test_words_of_a_decision_are_no_account(database: ExampleDatabase) -> None:
    reasons = {**COERCED, "source_table": "decision", "source_key": "D1", "source_field": "rationale"}
    assert label(database, "cse-core-element", saying(reasons)) == "unknown"


def test_a_complex_case_has_two_child_victims_and_one_suspect(database: ExampleDatabase) -> None:
    second = {"person_id": "V2", "role": "victim"}
    two = {"person": [*PEOPLE, {"person_id": "V2", "born_on": "2002-07-30"}], "involvement": [*INVOLVED[:2], second]}
    assert label(database, "complex-abuse", two) == "in"
    assert label(database, "complex-abuse", two, {"involvement": [INVOLVED[0], second]}) == "out"
    assert label(database, "complex-abuse", {"involvement": [*INVOLVED, second]}) == "unknown"


def test_every_element_of_a_definition_keeps_its_own_verdict_and_rests_on_something(database: ExampleDatabase) -> None:
    verdicts = judged(database, saying(COERCED))
    network = {element for name, element in verdicts if name == "organised-network"}
    assert network == {
        "",
        "two-suspects",
        "suspects-associated",
        "child-victim",
        "sexual-offence",
        "coerced-or-deceived",
    }
    empty = database.con.execute("SELECT element FROM element_verdict WHERE coalesce(len(evidence), 0) = 0").fetchall()
    assert empty == []
