"""The dictionary of a corpus: every spelling is found, in memory as from its files."""

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reassess.reading.mentions.dictionary.entries import Dictionary, PersonName, PlaceName
from reassess.reading.mentions.dictionary.lexicon import Lexicon
from reassess.reading.mentions.found import Joined, Unit
from tests.reading.known import DICTIONARY, found


def test_a_handle_is_known_in_small_letters_and_not_inside_a_mail_address() -> None:
    assert [(f.value, f.detail) for f in found("wrote as quietmile_7 then", "handle")] == [("quietmile_7", "record")]
    assert [f.detail for f in found("quietmile_7@example.org", "handle")] == []


WRITTEN = st.text(st.sampled_from("abAB éÉŁłß'’- .,1\n"), min_size=1, max_size=14)


@given(st.lists(st.tuples(WRITTEN, WRITTEN, WRITTEN), max_size=5), WRITTEN)
@settings(max_examples=60, deadline=None)
def test_every_spelling_is_found_where_it_stands(people: list[tuple[str, str, str]], place: str) -> None:
    dictionary = Dictionary(
        people=[PersonName(str(n), *names) for n, names in enumerate(people)], places=[PlaceName("L", "name", place)]
    )
    lexicon = Lexicon.of(dictionary)
    for entry in dictionary.entries():
        text = f"Seen: {entry.written} | end"
        joined = Joined([Unit(text)])
        wanted = _first_word(entry.written)
        if wanted and not wanted.islower() and len(entry.written) > 3:
            assert any(f.value == entry.value for f in lexicon.find(joined)) or not _is_whole(entry.written), entry


def _first_word(written: str) -> str:
    return next((letter for letter in written if letter.isalnum()), "")


def _is_whole(written: str) -> bool:
    """Whether the words of a spelling hang together: names of the record with blank lines inside do not."""
    return all(gap in (" ", "-", "'", "’", ", ") for gap in re.findall(r"(?<=\w)\W+(?=\w)", written))


def test_a_mapped_lexicon_finds_what_the_one_in_memory_finds(tmp_path: Path) -> None:
    lexicon = Lexicon.of(DICTIONARY)
    lexicon.write(tmp_path)
    mapped = Lexicon.at(tmp_path)
    joined = Joined([Unit("Tiana Campbell and Rui Tavares Pinto at Star Grill with quietmile_7, MP2210, Tee.")])
    assert sorted(mapped.find(joined)) == sorted(lexicon.find(joined))
    assert len(sorted(mapped.find(joined))) == 6
    assert mapped.fingerprint == lexicon.fingerprint
    assert mapped.knows_forename("TIANA")
    assert not mapped.knows_forename("Campbell")


def test_an_empty_dictionary_finds_nothing() -> None:
    lexicon = Lexicon.of(Dictionary())
    assert list(lexicon.find(Joined([Unit("Tiana Campbell")]))) == []
    assert not lexicon.knows_forename("Tiana")


def test_the_order_of_the_records_does_not_change_the_lexicon() -> None:
    turned = Dictionary(
        people=list(DICTIONARY.people)[::-1],
        places=list(DICTIONARY.places)[::-1],
        staff=["MP2210"],
        handles=["quietmile_7"],
    )
    assert Lexicon.of(turned).fingerprint == Lexicon.of(DICTIONARY).fingerprint
