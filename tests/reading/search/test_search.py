"""Search: every spelling finds its passage, hits show words in context, and nobody finds what they may not see."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reassess.reading import build_index
from reassess.reading.search import Filters, Index, SearchPage, build, open_index
from reassess.reading.search.spelling import near_spellings
from reassess.records.errors import UserError
from reassess.records.store import Run


@pytest.fixture
def index(index_file: Path) -> Iterator[Index]:
    with open_index(index_file) as opened:
        yield opened


def places(index: Index, words: str, allowed: list[str] | None = None, filters: Filters | None = None) -> set[str]:
    hits = index.search(words, allowed=allowed, filters=filters, count=50).hits
    return {f"{hit.source_table} {hit.investigation_id}" for hit in hits}


@pytest.mark.parametrize(
    "number", ["07700 900321", "+44 7700 900321", "07700900321", "00447700900321", "900321", "07700-900-321"]
)
def test_a_number_is_found_in_any_format(index: Index, number: str) -> None:
    assert places(index, number) == {"identifier 1/14", "identifier 2/16", "intelligence None"}


def test_a_number_is_marked_as_the_text_writes_it(index: Index) -> None:
    (hit,) = (h for h in index.search("07700900321", allowed=["2/16"]).hits if h.source_table == "identifier")
    assert hit.marked("[", "]") == "phone [+44 7700 900321]"


def test_a_hit_shows_the_words_in_context(index: Index) -> None:
    (hit,) = index.search('"named Joss Marrow"', allowed=None).hits
    assert (hit.investigation_id, hit.source_table, hit.source_key, hit.year) == ("1/14", "entry", "E1", 2014)
    assert hit.marked("[", "]") == "Report taken. Victim [named Joss Marrow] and a male known as Fenn."


def test_words_of_a_document_name_the_page(index: Index) -> None:
    hits = index.search("Leila Haddou", allowed=["1/14"]).hits
    assert [(hit.source_table, hit.source_key, hit.page) for hit in hits] == [("document", "D1", 2)]


def test_a_scan_is_found(index: Index) -> None:
    assert places(index, "07700 900323") == {"document 2/16"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("marr*", {"person 1/14", "entry 1/14", "document 1/14", "document 2/16"}),
        ("Joss Marow", {"person 1/14", "entry 1/14", "document 1/14", "document 2/16"}),
        ("marrow -victim", {"person 1/14", "document 1/14", "document 2/16"}),
        ('"Marrow Joss"', set()),
        ("carer@example.org", {"document 1/14"}),
    ],
)
def test_prefixes_near_spellings_and_excluded_words(index: Index, words: str, expected: set[str]) -> None:
    assert places(index, words) == expected


def test_the_spelling_that_was_typed_comes_first(index: Index) -> None:
    assert near_spellings(index.connection, "marow") == ["marrow"]
    hits = index.search("Marrow", allowed=None).hits
    assert "Marrow" in hits[0].excerpt


def test_nobody_finds_what_they_may_not_see(index: Index) -> None:
    assert places(index, "Marrow", allowed=["2/16"]) == {"document 2/16"}
    assert places(index, "07700 900321", allowed=["1/14"]) == {"identifier 1/14"}
    assert places(index, "Marrow", allowed=[]) == set()
    assert places(index, "Marrow", allowed=["no such case"]) == set()
    page = index.search("suspect*", allowed=["1/14"], filters=Filters(investigations=["2/16"]))
    assert (page.hits, page.more) == ((), False)


def test_many_allowed_cases_are_a_condition_of_the_same_query(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    from reassess.reading.search import index as index_module

    monkeypatch.setattr(index_module, "MAX_CASE_TAGS", 0)
    assert places(index, "Marrow", allowed=["2/16"]) == {"document 2/16"}
    assert places(index, "Marrow", allowed=["1/14", "2/16"]) > {"document 2/16", "entry 1/14"}


def test_cases_a_person_may_not_see_are_not_counted(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    from reassess.reading.search import index as index_module

    monkeypatch.setattr(index_module, "MAX_RANKED", 1)
    assert not index.search("Marrow", allowed=["1/14", "2/16"]).ranked
    assert index.search("Hale", allowed=["1/14"]).ranked


def test_filters_of_year_and_kind(index: Index) -> None:
    assert places(index, "suspect*", filters=Filters(years=(2016, 2016), kinds=["entry"])) == {"entry 2/16"}
    assert places(index, "Marrow", filters=Filters(years=(2017, 2020))) == set()


def test_pages_of_hits_do_not_overlap(index: Index) -> None:
    first = index.search("Marrow", allowed=None, count=2)
    second = index.search("Marrow", allowed=None, first=2, count=2)
    assert first.more
    assert not {(h.source_table, h.source_key, h.page) for h in first.hits} & {
        (h.source_table, h.source_key, h.page) for h in second.hits
    }


@pytest.mark.parametrize("words", ['"', "AND OR", "text : x", "NEAR(a b)", "(", "a^2", "x' OR 1", "*", '"Joss'])
def test_query_syntax_that_is_typed_is_plain_text(index: Index, words: str) -> None:
    if not any(character.isalnum() for character in words):
        with pytest.raises(UserError, match="Nothing to search for"):
            index.search(words, allowed=None)
    else:
        assert isinstance(index.search(words, allowed=None), SearchPage)


def test_markup_in_a_record_stays_text(index: Index) -> None:
    (hit,) = index.search('"known as Fenn"', allowed=None, filters=Filters(kinds=["entry"])).hits
    assert hit.excerpt == "Report taken. Victim named Joss Marrow and a male known as Fenn."


def test_no_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="reassess run"), open_index(tmp_path / "none.sqlite3"):
        pass


ANYTHING = st.text(max_size=40) | st.lists(
    st.sampled_from(
        [
            '"',
            "'",
            "*",
            "-",
            "(",
            ")",
            "^",
            ":",
            "OR",
            "AND",
            "NEAR",
            "Marrow",
            "07700",
            "@",
            "😀",
            "אילן",
            "\0",
            "%",
            "_",
        ]
    ),
    max_size=12,
).map(" ".join)


def cases_found(index: Index, words: str) -> set[str | None]:
    """The cases of the hits; none where there is nothing to look for, and any other failure is one."""
    try:
        return {hit.investigation_id for hit in index.search(words, allowed=["1/14"]).hits}
    except UserError:
        return set()


@given(ANYTHING)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_answered_from_the_cases_allowed(index: Index, words: str) -> None:
    assert cases_found(index, words) <= {"1/14"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("marrow " * 1500, True),
        ("-x " * 3000 + "marrow", True),
        ("07700900322 " * 800, True),
        ("a" * 10_000, False),
        ('"' + "joss marrow " * 900 + '"', False),
    ],
    ids=["a word", "unwanted words", "a number", "one long word", "a long phrase"],
)
def test_ten_thousand_characters_are_answered(index: Index, words: str, found: bool) -> None:
    assert cases_found(index, words) == ({"1/14"} if found else set())


@pytest.mark.parametrize("words", ["", "   ", "😀", "- - -", "\0", "“”", "\ud800"])
def test_an_empty_query_is_refused_with_what_to_enter(index: Index, words: str) -> None:
    with pytest.raises(UserError, match="Nothing to search for"):
        index.search(words, allowed=None)


@pytest.mark.parametrize("words", ["Marrow\0", "Marrow \ud800", "\0Marrow"])
def test_characters_that_cannot_be_typed_are_ignored(index: Index, words: str) -> None:
    assert cases_found(index, words) == {"1/14"}


def test_right_to_left_words_are_words(index: Index) -> None:
    assert index.search("אילן", allowed=None).hits == ()
    assert index.search("Marrow אילן", allowed=None).hits == ()


def test_an_index_of_the_same_tables_is_reused(
    read_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = build_index(read_run, tmp_path / "search-0001.sqlite3")
    monkeypatch.setattr(build, "_fill", lambda *_: pytest.fail("the passages were indexed again"))
    assert build_index(read_run, tmp_path / "search-0002.sqlite3") == count
    assert (tmp_path / "search-0002.sqlite3").read_bytes() == (tmp_path / "search-0001.sqlite3").read_bytes()
    assert build_index(read_run, tmp_path / "search-0002.sqlite3") == count


def test_an_index_of_other_tables_is_not_reused(read_run: Run, tmp_path: Path) -> None:
    made = tmp_path / "search-0001.sqlite3"
    count = build_index(read_run, made)
    with closing(sqlite3.connect(made)) as index:
        index.execute("UPDATE fingerprint SET digest = 'another'")
        index.execute("DELETE FROM passage")
        index.commit()
    (tmp_path / "torn.sqlite3").write_bytes(b"no database")
    assert build_index(read_run, tmp_path / "search-0002.sqlite3") == count
    assert build_index(read_run, made) == count
