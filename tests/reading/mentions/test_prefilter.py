"""A pattern tried at cues finds what it finds when it is tried everywhere."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.reading.mentions.phrases.lists import Phrase, phrase_lists
from reassess.reading.mentions.prefilter import around, beginnings, begun_at, places

PIECES = st.lists(st.sampled_from(["age", "15", " ", "aged", "ageing", "ab", "a", "1", "\n", "_", "é"]), max_size=30)
TEXTS = PIECES.map("".join)
AGED = re.compile(r"\bage[d]? \d+")
NUMBERED = re.compile(r"\b\w{0,3} ?15\b")


def spans(matches) -> list[tuple[int, int]]:  # type: ignore[no-untyped-def]
    return [match.span() for match in matches]


@given(TEXTS)
def test_matches_that_begin_at_a_cue_are_those_of_the_whole_text(text: str) -> None:
    assert spans(begun_at(AGED, text, beginnings(text, ["age"]))) == spans(AGED.finditer(text))


@given(TEXTS)
def test_matches_around_a_cue_are_those_of_the_whole_text(text: str) -> None:
    assert spans(around(NUMBERED, text, places(text, "15"), 10)) == spans(NUMBERED.finditer(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("age, age", [0, 5]), ("page age", [5]), ("_age", []), ("éage", []), ("age", [0]), ("", [])],
)
def test_a_cue_begins_a_word(text: str, expected: list[int]) -> None:
    assert beginnings(text, ["age"]) == expected


def test_a_match_that_does_not_hold_the_cue_is_left_for_its_own() -> None:
    assert spans(around(re.compile(r"\d+"), "12 and 34", [7], 9)) == [(7, 9)]


PHRASES = [phrase for each in phrase_lists() for phrase in each.phrases]


def phrase_saying(words: str) -> Phrase:
    return next(phrase for phrase in PHRASES if words in phrase.say)


def test_every_phrase_is_looked_for_by_words_of_two_letters_or_more() -> None:
    assert all(len(cue.word) >= 2 for phrase in PHRASES for cue in phrase.cues)


def test_a_phrase_is_looked_for_by_the_word_that_few_records_hold() -> None:
    assert [cue.word for cue in phrase_saying("deal phone").cues] == ["deal"]
    assert phrase_saying("deal phone").before == 0


def test_a_cue_that_may_go_on_is_no_whole_word() -> None:
    assert [(cue.word, cue.whole) for cue in phrase_saying("suicid*").cues][:1] == [("suicid", False)]
    assert all(cue.whole for cue in phrase_saying("deal phone").cues)
