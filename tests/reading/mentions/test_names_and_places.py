"""Names, nicknames, places and staff: recorded ones in every spelling, new ones with what is said of them."""

import pytest

from reassess.reading.mentions import finder as finder_module
from tests.reading.known import DICTIONARY, found, values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Tiana Campbell reported", "tiana campbell"),
        ("VIW: TIANA CAMPBELL", "tiana campbell"),
        ("Campbell, Tiana", "tiana campbell"),
        ("CAMPBELL Tiana", "tiana campbell"),
        ("RUI TAVARES PINTO", "rui tavares pinto"),
        ("Sean O’Brien left", "sean obrien"),
        ("Seán P O'Brien left", "sean obrien"),
    ],
)
def test_recorded_names_in_every_spelling(text: str, value: str) -> None:
    assert values(text, "name") == [value]


def test_a_record_with_its_names_turned_round_is_found_by_the_same_key() -> None:
    (name,) = found("Named Tobias Lindqvist", "name")
    keys = {value for person, how, value in DICTIONARY.name_keys() if person == "N4" and how == "full"}
    assert name.value in keys
    assert keys == {"tobias lindqvist", "lindqvist tobias"}


def test_small_letters_are_words_not_names() -> None:
    assert values("the star grill was on beck street", "place") == []


@pytest.mark.parametrize(
    ("text", "name", "detail"),
    [
        ("her friend Leila Haddou has the messages", "leila haddou", "friend"),
        ("Keeley Marsden, who is a friend from my street, was there", "keeley marsden", "friend"),
        ("Karen Bannister, mother, reports", "karen bannister", "family"),
        ("Social worker Bridget Halloran attends", "bridget halloran", "professional"),
        ("Victim Hannah Lister seen", "hannah lister", "victim"),
        ("Ruth Pennycook, teacher, reports", "ruth pennycook", "professional"),
        ("Key worker reports that Connor Blakely left", "connor blakely", ""),
        ("V1 says that Miln Abdullah was there", "miln abdullah", "named"),
        ("Witness Nicholas Wood named in account", "nicholas wood", "witness"),
    ],
)
def test_names_that_no_record_holds_and_what_is_said_of_them(text: str, name: str, detail: str) -> None:
    assert [(f.value, f.detail) for f in found(text, "name")] == [(name, detail)]


@pytest.mark.parametrize(
    "text",
    [
        "Supervisor Review completed",
        "Crown Court on Monday",
        "Tarn Street Police Station",
        "Duty Inspector informed",
        "Seen in Victoria Park",
        "High Road",
    ],
)
def test_words_of_the_trade_are_no_names(text: str) -> None:
    assert values(text, "name") == []


def test_the_model_is_asked_only_about_what_nothing_else_explains(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def people(sentences):  # type: ignore[no-untyped-def]
        asked.extend(sentences)
        return [[(0, len(sentence))] for sentence in sentences]

    monkeypatch.setattr(finder_module.model, "people", people)
    names = found("Tiana Campbell left. Zzora Qwertin stayed.", "name")
    assert [name.value for name in names] == ["tiana campbell", "zzora qwertin"]
    assert names[1].doubtful
    assert [sentence.strip() for sentence in asked] == ["Zzora Qwertin stayed."]


def test_nicknames_recorded_and_said() -> None:
    text = "two males known as Rizz and Tee, street name Smoke"
    assert {(f.value, f.detail) for f in found(text, "nickname")} == {
        ("rizz", "record"),
        ("tee", "record"),
        ("rizz", "said"),
        ("tee", "said"),
        ("smoke", "said"),
    }


def test_places_by_name_address_and_street() -> None:
    text = "Star Grill, 412 High Road, and a car park in Beck Street. Also 9 Orrin Street."
    assert [(f.value, f.detail) for f in found(text, "place")] == [
        ("star grill", "name"),
        ("412 high road", "address"),
        ("beck street", "street"),
    ]
    assert values(text, "address") == ["412 high road", "9 orrin street"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 HIGH ROAD", "12 high road"),
        ("12-14 High Street", "12 14 high street"),
        ("Flat 3, 412 High Road", "flat 3 412 high road"),
        ("rear of 12a Beck St.", "12a beck st"),
    ],
)
def test_addresses_by_their_form(text: str, value: str) -> None:
    assert values(text, "address") == [value]


def test_shorthand_and_staff() -> None:
    assert values("V1 and S2 named by MP2210, NFA. IC3 male", "shorthand") == [
        "victim 1",
        "suspect 2",
        "no further action",
        "appearance code",
    ]
    assert [(f.value, f.detail) for f in found("MP2210 with PC 1234 and DS Harper", "staff")] == [
        ("MP2210", "record"),
        ("1234", "rank and number"),
        ("harper", "rank and name"),
    ]


def test_a_title_and_a_surname_is_a_part_of_a_name() -> None:
    assert values("Mr Calloway answered no comment", "part_name") == ["calloway"]
    assert values("Mr. Peter Garcia answered", "part_name") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tiana\nCampbell was seen", True),
        ("Tiana Campbell was seen", False),
        ("Tavares-\nPinto, Rui", None),
    ],
)
def test_a_name_over_a_line_end_is_found_and_doubtful(text: str, expected: bool | None) -> None:
    names = [f.doubtful for f in found(text, "name") if f.value == "tiana campbell"]
    assert names == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    "text",
    [
        "Tiana. Campbell left",
        "Tiana; Campbell",
        "Tiana, Campbell",
        "tiana campbell",
        "Tiana Campbellton",
        "xTiana Campbell",
    ],
)
def test_words_that_only_stand_near_each_other_are_no_name(text: str) -> None:
    assert "tiana campbell" not in values(text, "name")
