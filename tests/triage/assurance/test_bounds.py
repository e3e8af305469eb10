"""The bounds: exact on known numbers, never below the truth that is known, and honest at every look."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.triage.assurance.bounds import MissedBound, max_missed_planned, share
from tests.triage.assurance.decided import bound_after


@pytest.mark.parametrize(("drawn", "most"), [(100, 205), (300, 68), (600, 33), (1000, 19)])
def test_planned_test_gives_the_published_figures(drawn: int, most: int) -> None:
    assert max_missed_planned(7000, drawn, 0) == most


@pytest.mark.parametrize("numbers", [(10, 11, 0), (10, 5, 6), (10, 5, -1)])
def test_numbers_that_do_not_fit_are_refused(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="need 0 <= hits"):
        max_missed_planned(*numbers)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60), st.integers(60, 200))
def test_bound_stays_between_what_is_found_and_what_is_possible(reads: list[tuple[bool, bool]], cases: int) -> None:
    bound = MissedBound(cases)
    highest = cases
    for drawn, positive in reads:
        (bound.draw if drawn else bound.read)(positive)
        assert bound.found <= bound.max_total <= min(highest, bound.found + cases - bound.read_count)
        highest = max(bound.max_total, bound.found)


def test_reading_everything_leaves_nothing_missed() -> None:
    bound = bound_after(40, [(number % 3 == 0, number % 10 == 0) for number in range(40)])
    assert (bound.found, bound.max_missed) == (4, 0)


def test_without_draws_nothing_is_claimed() -> None:
    assert bound_after(100, [(False, False)] * 30).max_missed == 70


def test_bound_is_rarely_false_at_any_look_whatever_the_ranking_takes_out() -> None:
    """At most 5% of reviews, by a ranking that takes out half of the positives between the draws."""
    generator = np.random.default_rng(20)
    false = sum(is_false_at_a_look(generator, cases=400, positives=24) for _ in range(120))
    assert false <= 12


def is_false_at_a_look(generator: np.random.Generator, cases: int, positives: int) -> bool:
    unread = list(generator.permutation([True] * positives + [False] * (cases - positives)))
    bound = MissedBound(cases)
    for number in range(150):
        if number % 3 == 0 and bound.found < positives // 2:
            unread.remove(True)
            bound.read(True)
        bound.draw(bool(unread.pop()))
        if bound.max_total < positives:
            return True
    return False


def test_bound_is_no_wider_than_a_quarter_above_the_planned_test() -> None:
    generator = np.random.default_rng(3)
    for positives in (0, 45, 450):
        labels = generator.permutation([True] * positives + [False] * (9000 - positives))[:1500]
        bound = bound_after(9000, ((True, bool(label)) for label in labels))
        assert bound.max_total <= 1.3 * max_missed_planned(9000, 1500, int(labels.sum()))


def test_share_has_its_exact_interval() -> None:
    told = share(3, 100)
    assert told.value == 0.03
    assert (told.low, told.high) == pytest.approx((0.0062, 0.0852), abs=1e-4)
    assert (share(0, 10).low, share(10, 10).high) == (0, 1)
    assert share(0, 0).value is None
