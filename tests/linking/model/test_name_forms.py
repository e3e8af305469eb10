"""Names in comparable forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.linking.model.name_forms import read_name


@pytest.mark.parametrize(
    ("text", "plain", "parts"),
    [
        ("O’Neill-Szabó", "o neill szabo", ("neill", "szabo")),
        ("Mr. Łukasz", "lukasz", ("lukasz",)),
        ("Юлия", "yuliya", ("yuliya",)),
        ("UNKNOWN MALE", "", ()),
        ("not known", "", ()),
        ("  ", "", ()),
    ],
)
def test_names_in_lower_case_latin_letters(text: str, plain: str, parts: tuple[str, ...]) -> None:
    name = read_name(text)
    assert (name.plain, name.parts) == (plain, parts)


@pytest.mark.parametrize(
    ("one", "other"), [("Robert", "Bobby"), ("Mohammed", "Muhamed"), ("Rhys", "Reece"), ("Agnieszka", "Aga")]
)
def test_forms_of_one_given_name_share_a_set(one: str, other: str) -> None:
    assert set(read_name(one).forms) & set(read_name(other).forms)


@pytest.mark.parametrize(("one", "other"), [("Hussain", "Husein"), ("Stephen", "Stefan")])
def test_names_that_sound_alike_share_a_sound(one: str, other: str) -> None:
    assert read_name(one).sound == read_name(other).sound


@given(st.text(max_size=40))
def test_any_text_can_be_read_as_a_name(text: str) -> None:
    name = read_name(text)
    assert name.plain == read_name(name.plain).plain or not name.plain
