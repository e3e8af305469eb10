"""Places hold in any script, and passages found together are found as alone."""

from hypothesis import given
from hypothesis import strategies as st

from reassess.reading.mentions.dictionary.normalise import folded
from reassess.reading.mentions.found import SEPARATOR, Joined, Unit, lowered
from tests.reading.known import FINDER, found


def test_offsets_count_code_points_even_where_small_letters_are_longer() -> None:
    text = "İstanbul 😀 ﬁle: Tiana Campbell rang 07700 900101"
    (name,), (phone,) = found(text, "name"), found(text, "phone")
    assert text[name.start : name.end] == "Tiana Campbell"
    assert text[phone.start : phone.end] == "07700 900101"
    assert len(lowered(text)) == len(text)


def test_right_to_left_text_around_a_mention() -> None:
    text = "שם: Tiana Campbell رقم 07700 900101"
    assert [text[f.start : f.end] for f in found(text, "name", "phone")] == ["Tiana Campbell", "07700 900101"]


WORDS = st.sampled_from(
    [
        "Tiana Campbell",
        "no",
        "threat to kill",
        "07700 900101",
        '"',
        "’",
        "İ",
        "\n\n",
        ".",
        "victim",
        "said",
        "Rizz",
        "@",
        "N17 9ZA",
    ]
)


@given(st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS, max_size=8).map(" ".join))
def test_passages_found_together_are_found_as_alone(first: str, second: str) -> None:
    together = FINDER.find([Unit(first), Unit(second, "witness", "", True)])
    assert together == [FINDER.find([Unit(first)])[0], FINDER.find([Unit(second, "witness", "", True)])[0]]
    assert all(0 <= f.start < f.end <= len(first) for f in together[0])


def test_joined_passages_know_where_they_begin() -> None:
    joined = Joined([Unit("ab"), Unit(""), Unit("cd")])
    assert [joined.unit_at(start) for start in joined.starts] == [0, 1, 2]
    assert joined.text.count(SEPARATOR) == 2


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
