"""Names as people write them: surnames in capitals, capitals inside a name, all Latin alphabets, two blanks."""

import pytest

from tests.reading.known import found, values


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("her friend Tia HOLT was there", "tia holt"),
        ("her friend TIA HOLT was there with her", "tia holt"),
        ("her friend HOLT, Tia was there", "tia holt"),
        ("her friend HOLT Tia was there", "tia holt"),
        ("her friend Tia Ann HOLT came", "tia ann holt"),
        ("her friend Tia O'NEILL-SMITH came", "tia oneill smith"),
        ("her friend Tia FitzGerald was there", "tia fitzgerald"),
        ("her friend Anna DeVito came", "anna devito"),
        ("her friend Rory ONeill came", "rory oneill"),
        ("her friend Tia St. John was there", "tia st john"),
        ("her friend Ștefan Țăran was there", "stefan taran"),
        ("her friend Yusuf ibn Karim came", "yusuf ibn karim"),
        ("her friend Omar al-Rashid came", "omar al rashid"),
        ("her friend Tia  Holt came", "tia holt"),
    ],
)
def test_a_name_that_no_record_holds_is_found_as_it_is_written(text: str, name: str) -> None:
    assert values(text, "name") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Daniel NFA by CPS",
        "Tia MASH referral made",
        "Tia NEVER went there",
        "Tia STATES that she left",
        "DVLA, Swansea replied",
        "The CPS, Daniel said",
        "ASDA, Tia said",
        "St John Ambulance attended",
        "She used the WhatsApp group",
        "Tia left. NSPCC Daniel",
    ],
)
def test_abbreviations_and_stressed_words_are_no_surnames(text: str) -> None:
    assert values(text, "name") == []


def test_a_nickname_in_quotes_is_no_part_of_the_name() -> None:
    text = 'Tia "Smiler" Holt was there'
    assert [(each.kind, each.value) for each in found(text, "name", "nickname")] == [
        ("name", "tia holt"),
        ("nickname", "smiler"),
    ]


def test_a_recorded_name_is_found_over_two_blanks() -> None:
    (name,) = found("We met Tiana  Campbell there.", "name")
    assert (name.value, name.start, name.end) == ("tiana campbell", 7, 22)


def test_an_officer_with_the_surname_in_capitals_is_staff() -> None:
    assert values("PC Tia HOLT attended", "staff") == ["tia holt"]
