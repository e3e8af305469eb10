"""The bounds on populations so small that every outcome can be counted: no chance in the test, none in its verdict."""

from collections.abc import Sequence
from itertools import combinations, permutations, product
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.triage.assurance.agreement import cohens_kappa, krippendorffs_alpha
from reassess.triage.assurance.audit_sample import check_order, commitment, committed_order
from reassess.triage.assurance.bounds import MissedBound, max_left_closed, max_missed_planned


def is_false(labels: Sequence[bool], alpha: float) -> bool:
    """Whether the bound falls below the truth at any look, when the cases are drawn in this order."""
    bound = MissedBound(len(labels), alpha)
    for label in labels:
        bound.draw(label)
        if bound.max_total < sum(labels):
            return True
    return False


@pytest.mark.parametrize("alpha", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("positives", range(1, 10))
def test_of_all_orders_of_draws_no_more_than_alpha_are_false_at_any_look(positives: int, alpha: float) -> None:
    cases = 9
    outcomes = [[case in chosen for case in range(cases)] for chosen in combinations(range(cases), positives)]
    assert sum(is_false(labels, alpha) for labels in outcomes) <= alpha * len(outcomes)


def is_false_beside_a_ranking(order: Sequence[int], positives: int, alpha: float) -> bool:
    """The same where after every draw the lowest-numbered case left is read; the positives have the lowest numbers."""
    cases = len(order)
    bound, unread = MissedBound(cases, alpha), set(range(cases))
    for case in order:
        if case in unread:
            unread.discard(case)
            bound.draw(case < positives)
            if bound.max_total < positives:
                return True
        if unread:
            ranked = min(unread)
            unread.discard(ranked)
            bound.read(ranked < positives)
    return False


@pytest.mark.parametrize("positives", [2, 4])
def test_nor_are_they_where_a_perfect_ranking_takes_positives_out_between_the_draws(positives: int) -> None:
    orders = list(permutations(range(5)))
    false = sum(is_false_beside_a_ranking(order, positives, 0.4) for order in orders)
    assert false <= 0.4 * len(orders)


def chance_of_so_few(hits: int, unread: int, positives: int, drawn: int) -> float:
    """The chance of so few hits or fewer, counted out."""
    outcomes = sum(comb(positives, n) * comb(unread - positives, drawn - n) for n in range(hits + 1) if n <= positives)
    return outcomes / comb(unread, drawn)


@given(st.data())
def test_the_planned_test_strikes_out_just_the_totals_that_are_too_unlikely(data: st.DataObject) -> None:
    unread = data.draw(st.integers(1, 60))
    drawn = data.draw(st.integers(0, unread))
    hits = data.draw(st.integers(0, drawn))
    alpha = data.draw(st.sampled_from([0.01, 0.05, 0.25]))
    most = max_missed_planned(unread, drawn, hits, alpha)
    possible = range(hits, unread - drawn + hits + 1)
    assert most in possible
    assert most == max(
        (m for m in possible if chance_of_so_few(hits, unread, m, drawn) > alpha * (1 + 1e-9)), default=hits
    )


# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", D: four observers, twelve units, nominal: 0.743.
FOUR_OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


def test_alpha_is_that_of_its_authors_worked_example_with_missing_answers() -> None:
    units = [
        [value for value in unit if value != "."] for unit in zip(*(row.split() for row in FOUR_OBSERVERS), strict=True)
    ]
    assert krippendorffs_alpha(units) == pytest.approx(0.743, abs=5e-4)


def test_kappa_is_that_of_a_published_table() -> None:
    """Cohen 1960, table 1 in counts of 200: 0.49 by its own working."""
    table = {("a", "a"): 88, ("a", "b"): 14, ("a", "c"): 18, ("b", "a"): 10, ("b", "b"): 40, ("b", "c"): 10,
             ("c", "a"): 2, ("c", "b"): 6, ("c", "c"): 12}  # fmt: skip
    pairs = [pair for pair, count in table.items() for _ in range(count)]
    assert cohens_kappa(pairs) == pytest.approx(0.492, abs=5e-4)


@given(st.sets(st.text(min_size=1, max_size=4), min_size=2, max_size=12), st.data())
def test_two_draws_that_change_places_are_found_out(cases: set[str], data: st.DataObject) -> None:
    order = committed_order("seed", cases)
    at = data.draw(st.integers(0, len(order) - 2))
    swapped = [*order[:at], order[at + 1], order[at], *order[at + 2 :]]
    assert check_order("seed", commitment("seed"), [cases], order) == []
    assert check_order("seed", commitment("seed"), [cases], order[::2]) == []
    assert len(check_order("seed", commitment("seed"), [cases], swapped)) == 1
    assert check_order("other", commitment("seed"), [cases], order) == [
        "The seed is not the committed one: its hash differs from the published hash."
    ]


def left_closed_is_false(labels: Sequence[bool], drawn: Sequence[bool], share: float, alpha: float) -> bool:
    """Whether the bound on the cases left closed is below the truth after any case, none of them pending."""
    hits = positives = 0
    for closed, (positive, chosen) in enumerate(zip(labels, drawn, strict=True), start=1):
        positives += positive
        hits += positive and chosen
        if max_left_closed(closed, share, hits, alpha) < positives:
            return True
    return False


@pytest.mark.parametrize("share", [0.1, 0.3, 0.7])
@pytest.mark.parametrize("alpha", [0.05, 0.3])
@pytest.mark.parametrize("labels", list(product([False, True], repeat=6)))
def test_bound_on_left_closed_is_exact_over_all_draws(labels: tuple[bool, ...], share: float, alpha: float) -> None:
    """The chance of a false bound at any look, summed over all draws of six cases, is at most alpha."""
    chance = sum(
        float(np.prod([share if chosen else 1 - share for chosen in drawn]))
        for drawn in product([False, True], repeat=6)
        if left_closed_is_false(labels, drawn, share, alpha)
    )
    assert chance <= alpha


def test_bound_on_left_closed_at_the_edges() -> None:
    assert max_left_closed(0, 0.1, 0) == 0
    assert max_left_closed(10, 0.0, 0) == 10
    assert max_left_closed(10, 1.0, 0) == 0
    assert max_left_closed(10, 0.1, 10) == 10
    assert max_left_closed(3, 0.1, 4) == 3
    assert max_left_closed(2000, 0.1, 5) > max_left_closed(2000, 0.1, 4) > max_left_closed(2000, 0.2, 4)
