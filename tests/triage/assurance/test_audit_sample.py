"""The secret seed, and why ties of score are not broken by the keys of the audit order."""

import os
from itertools import permutations
from pathlib import Path

import pytest

from reassess.records.errors import UserError
from reassess.triage.assurance.audit_sample import (
    SEED_FILE,
    KeyPurpose,
    check_order,
    commitment,
    random_key,
    secret_seed,
)
from reassess.triage.assurance.bounds import MissedBound
from reassess.triage.order.bands import BandFacts
from reassess.triage.order.features.pool import Case
from reassess.triage.order.queue import reading_order

PAIR = ("A", "B")
CASES = (*PAIR, "C", "D", "E", "F")


def test_the_seed_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        seed = secret_seed(tmp_path)
    finally:
        os.umask(old)
    assert (tmp_path / SEED_FILE).stat().st_mode & 0o777 == 0o600
    assert len(bytes.fromhex(seed)) == 32
    assert secret_seed(tmp_path) == seed
    (tmp_path / "other").mkdir()
    assert secret_seed(tmp_path / "other") != seed


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_seed_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    secret_seed(tmp_path)
    (tmp_path / SEED_FILE).chmod(mode)
    with pytest.raises(UserError, match="chmod 600"):
        secret_seed(tmp_path)


@pytest.mark.parametrize("content", ["", "1", "g" * 64, "a" * 63, "a" * 65])
def test_what_is_no_seed_is_refused(tmp_path: Path, content: str) -> None:
    secret_seed(tmp_path)
    (tmp_path / SEED_FILE).write_text(content, encoding="ascii")
    with pytest.raises(UserError, match="64 hexadecimal digits"):
        secret_seed(tmp_path)


def test_later_tranches_are_drawn_after_earlier_ones() -> None:
    published = commitment("s")
    assert check_order("s", published, [["late"], ["early"]], ["late", "early"]) == []
    assert len(check_order("s", published, [["late"], ["early"]], ["early", "late"])) == 1
    assert check_order("s", published, [["late"]], ["other"]) == [
        "other was drawn but is not in the committed population."
    ]


def partner_drawn_next(audit: tuple[str, ...], tie: tuple[str, ...]) -> bool:
    """Whether the audit draws the case left of a tied pair, after the ranking took the first of the two."""
    first = min(PAIR, key=tie.index)
    return next(case for case in audit if case != first) in PAIR


def test_one_key_for_ties_and_audit_would_draw_a_tied_partner_too_rarely() -> None:
    """All 720 orders of six cases: with one key the partner is drawn in 1 of 15 orders, with two in 1 of 5."""
    orders = list(permutations(CASES))
    shared = sum(partner_drawn_next(order, order) for order in orders)
    separate = sum(partner_drawn_next(order, tie) for order in orders for tie in (PAIR, PAIR[::-1]))
    assert shared * 15 == len(orders)
    assert separate * 5 == 2 * len(orders)


def test_the_live_order_draws_a_tied_partner_as_often_as_any_other_case() -> None:
    """Four thousand seeds through the code that orders the queue: 1 in 5, within four standard errors."""
    drawn = 0
    for number in range(4000):
        seed = str(number)
        first = PAIR[reading_order([case_of(one) for one in PAIR], [1.0, 1.0], seed)[0]]
        left = [case for case in CASES if case != first]
        drawn += min(left, key=lambda case: random_key(seed, KeyPurpose.AUDIT_ORDER, case)) in PAIR
    assert abs(drawn / 4000 - 0.2) < 4 * (0.2 * 0.8 / 4000) ** 0.5


def case_of(reference: str) -> Case:
    """A case that ties with every other."""
    return Case(reference, 10, BandFacts(frozenset(), "in", frozenset()))


@pytest.mark.parametrize("positives", range(7))
def test_the_bound_holds_in_every_order_of_six_cases(positives: int) -> None:
    """Every placing of the positives, read from the front of a fair draw, at an error of a half."""
    positive = set(CASES[:positives])
    false = 0
    for order in permutations(CASES):
        bound, low = MissedBound(6, 0.5), False
        for case in order:
            bound.draw(case in positive)
            low |= bound.max_total < positives
        false += low
    assert false <= 720 / 2
