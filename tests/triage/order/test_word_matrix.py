"""The words of a pool, checked against scikit-learn's own TF-IDF, and cut where they would not fit in memory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from reassess.triage.order.features.word_matrix import BREAK, word_matrix

WORDS = st.sampled_from(["phone", "viewed", "cctv", "not", "raised", "no", "further", "action", "é", "x"])
TEXTS = st.lists(st.lists(WORDS, max_size=12).map(" ".join), min_size=3, max_size=12)


def reference(texts: list[str]) -> dict[tuple[int, str], float]:
    """The cells of scikit-learn's matrix, without terms of one text."""
    vectoriser = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, max_df=0.95)
    matrix = vectoriser.fit_transform(texts).tocoo()
    names = vectoriser.get_feature_names_out()
    shared = {column for column, count in zip(*np.unique(matrix.col, return_counts=True), strict=True) if count > 1}
    return {
        (int(row), names[column]): float(value)
        for row, column, value in zip(matrix.row, matrix.col, matrix.data, strict=True)
        if column in shared
    }


@given(TEXTS)
def test_weights_are_those_of_scikit_learn(texts: list[str]) -> None:
    words = word_matrix(texts)
    cells = words.matrix.tocoo()
    ours = {
        (int(row), words.terms[column]): float(value)
        for row, column, value in zip(cells.row, cells.col, cells.data, strict=True)
    }
    try:
        expected = reference(texts)
    except ValueError:
        # scikit-learn refuses what leaves no term at all; here that is an empty matrix.
        expected = {}
    assert ours == pytest.approx(expected, abs=1e-6)


def test_no_pair_reaches_across_a_break() -> None:
    words = word_matrix([f"spoke to {BREAK} about phone"] * 2 + ["nothing here"] * 2)
    assert "to about" not in words.terms
    assert {"spoke to", "about phone"} <= set(words.terms)


def test_rarest_terms_go_first_where_cells_are_short() -> None:
    texts = [f"common shared{number % 2} rare{number % 6}" for number in range(12)] + ["other words"] * 3
    everything, cut = word_matrix(texts), word_matrix(texts, max_cells=40)
    assert cut.matrix.nnz <= 40 < everything.matrix.nnz
    assert {"common", "shared0", "shared1"} <= set(cut.terms)
    assert not any("rare" in term for term in cut.terms)


@pytest.mark.parametrize("texts", [[], [""], ["", "", ""], ["one two"]])
def test_nothing_shared_gives_no_columns(texts: list[str]) -> None:
    words = word_matrix(texts)
    assert words.matrix.shape == (len(texts), 0)
    assert words.terms == ()
    assert words.lengths.tolist() == [len(text.split()) for text in texts]


@given(TEXTS)
def test_words_are_counted_without_breaks(texts: list[str]) -> None:
    broken = [text.replace(" no ", f" {BREAK} ") for text in texts]
    counted = [sum(len(word) > 1 for word in text.split() if word != BREAK) for text in broken]
    assert word_matrix(broken).lengths.tolist() == counted
