"""Persons in a text of which nothing is known."""

import pytest

from reassess.reading import find_mentions
from reassess.reading.mentions.dictionary import Dictionary, PersonName
from reassess.reading.mentions.persons import REASONS, persons


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Margaret Wisniewski", "Margaret Wisniewski"),
        ("Producer Rosa Nowak explained it", "Rosa Nowak"),
        ("It was India. Producer Rosa Nowak explained", "Rosa Nowak"),
        ("Thomas van der Berg lives at home", "Thomas van der Berg"),
        ("Please speak to Mr. Peter Garcia.", "Peter Garcia"),
        ("Michael's brother rang", "Michael"),
    ],
)
def test_persons_are_found_whole(text: str, name: str) -> None:
    assert [text[f.start : f.end] for f in persons(text)] == [name]


@pytest.mark.parametrize(
    "text",
    ["We met at 42 Elizabeth Street 9", "Acme Systems Ltd was sold", "The Review of Monday", "in Basingstoke", ""],
)
def test_streets_firms_and_headings_are_no_persons(text: str) -> None:
    assert list(persons(text)) == []


def test_every_reason_has_words_and_a_weight() -> None:
    assert all(name and weight for name, weight, _ in REASONS)


def test_with_a_dictionary_its_people_are_the_names() -> None:
    known = Dictionary(people=[PersonName("N1", "Zzora", "", "Qwertin")])
    assert [f.value for f in find_mentions("zzora seen. Zzora Qwertin left.", known)] == ["zzora qwertin"]
