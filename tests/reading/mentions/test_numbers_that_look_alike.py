"""Ages in words, months in capitals, and numbers that look like something else: both directions of each kind."""

import pytest

from reassess.reading.mentions.identifiers import identifiers
from reassess.reading.mentions.times import times


def found(text: str, kind: str) -> list[str]:
    everything = [*times(text), *identifiers(text)]
    return [mention.value for mention in everything if mention.kind == kind]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The driver is thirty-five years old.", ["35"]),
        ("The driver is thirty five years old.", ["35"]),
        ("A fifteen year old from the estate.", ["15"]),
        ("He is a lodger aged twenty-one.", ["21"]),
        ("Two men aged twenty-one to twenty-three.", ["21-23"]),
        ("A forty year old man.", ["40"]),
        ("She was nineteen.", ["19"]),
        ("The child was aged 6 months.", []),
        ("Children aged 6-8 months.", []),
        ("A child aged 6.", ["6"]),
    ],
)
def test_ages(text: str, values: list[str]) -> None:
    assert found(text, "age") == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("SEEN ON 12 MARCH 2014 AT THE SHOP", ["2014-03-12"]),
        ("Seen on 1 SEPTEMBER 2013 there.", ["2013-09-01"]),
        ("Seen 12 Mar 2014.", ["2014-03-12"]),
        ("Paid to sort code 12-05-63 in full.", []),
        ("Paid to 12-05-63 12345678.", []),
        ("Seen on 12-05-63.", ["1963-05-12"]),
        ("Logged in from 10.12.14.7 that night.", []),
        ("Logged in from 192.10.12.14 that night.", []),
        ("Seen 12.05.14.", ["2014-05-12"]),
        ("Away 12/05/2014-13/05/2014.", ["2014-05-12", "2014-05-13"]),
        ("dob 12/03/35", ["1935-03-12"]),
        ("dob 12/03/05", ["2005-03-12"]),
    ],
)
def test_dates(text: str, values: list[str]) -> None:
    assert found(text, "date") == values


@pytest.mark.parametrize("postcode", ["OL16 1XX", "SO16 0AS", "DN55 1PT"])
def test_a_postcode_is_no_vehicle(postcode: str) -> None:
    assert found(f"He lives near {postcode} in the town.", "vehicle") == []
    assert found(f"He lives near {postcode} in the town.", "postcode") == [postcode]


def test_a_word_for_a_registration_makes_it_a_doubtful_vehicle_too() -> None:
    assert found("Seen in vrm OL16 1XX twice.", "vehicle") == ["OL16IXX"]
    assert found("Seen in OL16 IXX twice.", "vehicle") == ["OL16IXX"]


@pytest.mark.parametrize("written", ["7700 900123", "7700900123", "07700 900123", "+44 7700 900123"])
def test_a_mobile_number_keeps_or_regains_its_zero(written: str) -> None:
    assert found(f"Her mob {written} was off.", "phone") == ["07700900123"]
