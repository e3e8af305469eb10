"""Texts that are nearly the same: the index finds exactly what comparing every pair would find."""

from difflib import SequenceMatcher

import duckdb
from hypothesis import example, given
from hypothesis import strategies as st

from reassess.rules.near_duplicates import Text, load_functions, shared_by_many

VOCABULARY = ["the", "case", "is", "filed", "closed", "with", "no", "new", "lines", "left"]
WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=8, max_size=14)
HOLDERS = st.frozensets(st.sampled_from("123456"), min_size=1, max_size=3)
TEXTS = st.lists(st.builds(Text, WORDS.map(tuple), HOLDERS), max_size=12, unique_by=lambda text: text.words)


def compared_in_pairs(texts: list[Text], ratio: float, least: int) -> list[int]:
    """The slow and plain way: every text against every other."""
    return [
        place
        for place, text in enumerate(texts)
        if len(
            frozenset().union(
                *(
                    other.holders
                    for other in texts
                    if other is text or SequenceMatcher(None, text.words, other.words).ratio() >= ratio
                )
            )
        )
        >= least
    ]


@given(TEXTS, st.sampled_from([0.8, 0.9, 1.0]), st.integers(2, 5))
@example([], 0.9, 5)
def test_the_index_finds_what_comparing_every_pair_finds(texts: list[Text], ratio: float, least: int) -> None:
    assert shared_by_many(texts, ratio, least) == compared_in_pairs(texts, ratio, least)


def test_one_word_more_is_alike_and_the_investigations_are_counted_once() -> None:
    short, long = tuple("abcdefghi"), tuple("abcdefghij")
    texts = [Text(short, frozenset("123")), Text(long, frozenset("345")), Text(tuple("zyxwvuts"), frozenset("1"))]
    assert shared_by_many(texts, 0.9, 5) == [0, 1]
    assert shared_by_many(texts, 0.9, 6) == []


def test_in_the_database_capital_letters_and_spaces_do_not_matter() -> None:
    with duckdb.connect() as con:
        load_functions(con)
        load_functions(con)
        one = "{'words': 'Filed  AS no further action', 'holders': ['1', '2']}"
        rows = f"[{one}, {{'words': 'filed as no further action', 'holders': ['3']}}]"
        assert con.execute(f"SELECT near_duplicate_texts({rows}, 0.9, 3)").fetchall() == [
            (["Filed  AS no further action", "filed as no further action"],)
        ]
        assert con.execute(f"SELECT near_duplicate_texts({rows}, 0.9, 4)").fetchall() == [([],)]
