"""Words as numbers: the same places as a pattern finds, and equal numbers for equal words only."""

import re
import string

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reassess.reading.mentions.dictionary.token_hashing import Words, numbers_of
from reassess.reading.mentions.found import lowered

TEXTS = st.text(st.sampled_from("abz é ßŁ'’-,.\n\t_1٣½😀\ue000"), max_size=40)


@given(st.one_of(TEXTS, st.text(max_size=40)))
def test_words_stand_where_a_pattern_finds_them(text: str) -> None:
    lower = lowered(text)
    words = Words.of(lower)
    spans = list(zip(words.starts.tolist(), words.ends.tolist(), strict=True))
    assert spans == [match.span() for match in re.finditer(r"[^\W_]+", lower)]


@given(st.lists(st.text(max_size=12), max_size=20))
def test_equal_words_and_only_they_have_equal_numbers(words: list[str]) -> None:
    numbers = numbers_of(words).tolist()
    assert [a == b for a in words for b in words] == [a == b for a in numbers for b in numbers]


def test_short_words_have_numbers_of_their_own() -> None:
    words = [a + b + c for a in string.ascii_lowercase for b in string.ascii_lowercase for c in string.printable]
    assert len(np.unique(numbers_of(words))) == len(words)


def keys(text: str, length: int) -> list[int]:
    """The number of the run of so many words that a text begins with, none where they are too far apart."""
    words = Words.of(lowered(text))
    grown = words.grown(np.array([0]), np.array([length]))
    return [int(number) for count, _, numbers in grown for number in numbers if count == length]


def test_a_run_of_words_has_one_number_however_they_are_parted() -> None:
    ways = ["Ada Quill", "ADA-QUILL", "ada’quill", "Ada\nQuill", "Ada \nQuill", "Áda Quill"]
    assert len({tuple(keys(way, 2)) for way in ways}) == 1
    assert keys("A. Quill", 2) == keys("A Quill", 2) != keys("Ada. Quill", 2)
    assert keys("Quill, Ada", 2) == keys("Quill,Ada", 2) != keys("Quill Ada", 2)
    assert keys("Ada Quill", 2) != keys("Quill Ada", 2)


def test_words_far_apart_are_no_run() -> None:
    assert [keys(f"Ada{gap}Quill", 2) for gap in ("    ", ".\n", "\n\n", "\ue000", "\n\ue000\n")] == [[]] * 5


def test_a_text_without_words_has_none() -> None:
    assert len(Words.of("").starts) == len(Words.of(" ._\n").starts) == len(numbers_of([])) == 0
