"""The audit goes by the order in which cases were handed out, not by that in which they were decided."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.records.store import Run
from reassess.triage import assure_run, order_cases
from reassess.triage.assurance.assure import assure
from reassess.triage.assurance.audit_sample import KeyPurpose, commitment, committed_order, random_key
from reassess.triage.decisions import Decision, first_decisions, in_serving_order, read_decisions
from reassess.triage.order.order_archive import archive_order, committed_sample
from reassess.triage.run_evaluation import committed_population, in_scope_cases
from tests.triage.assurance.decided import ORDER, START, decisions
from tests.triage.runs import make_run, references, write_decisions

LATER = timedelta(hours=5)


def drawn(case: str, minute: int, *, takes: timedelta = timedelta(minutes=5), positive: bool = False) -> Decision:
    at = START + timedelta(minutes=minute)
    return Decision(case, "officer-1", at, at + takes, None, positive, "audit", None, drawn_at=at)


def test_a_hard_case_that_takes_longer_is_not_passed_over() -> None:
    """The first draw is decided last; going by decisions it would look skipped, and easy cases would count first."""
    taken = [drawn(ORDER[0], 0, takes=LATER, positive=True), *(drawn(ORDER[n], n) for n in range(1, 30))]
    assured = assure(ORDER, sorted(taken, key=lambda one: one.decided_at))
    assert (assured.skipped, assured.draws, assured.hits, assured.problems) == (0, 30, 1, ())
    assert [look.at for look in assured.looks] == sorted(look.at for look in assured.looks)


def test_an_earlier_draw_in_hand_counts_as_a_positive_until_it_is_decided() -> None:
    waiting = [drawn(ORDER[n], n) for n in range(1, 30)]
    before = assure(ORDER, waiting)
    after = assure(ORDER, [*waiting, drawn(ORDER[0], 0, takes=LATER)])
    assert (before.skipped, after.skipped) == (1, 0)
    assert before.max_missed > after.max_missed


def test_a_draw_that_was_handed_back_keeps_the_time_of_its_draw() -> None:
    back = replace(drawn(ORDER[0], 0), opened_at=START + LATER, decided_at=START + 2 * LATER)
    assured = assure(ORDER, [drawn(ORDER[1], 1), back])
    assert (assured.skipped, assured.draws) == (0, 2)


def test_neither_a_second_reading_nor_a_re_reading_is_a_first_one() -> None:
    mixed = decisions([("C001", "second", True), ("C001", "reread", True), ("C001", "audit", False)])
    assert first_decisions(mixed)["C001"].stream == "audit"
    assert assure(["C001"], mixed).found == 0


def test_what_was_left_closed_is_what_was_approved_not_what_the_first_reader_thought() -> None:
    closed, open_ = (
        replace(one, closed=closed)
        for one, closed in zip(
            decisions([("C001", "order", True), ("C002", "order", False)]), (True, False), strict=True
        )
    )
    assert assure(ORDER, [closed, open_]).blind_review.left_closed == 1


def test_a_miss_that_opened_its_case_again_still_counts() -> None:
    first, again = decisions([("C001", "order", False), ("C001", "reread", True)])
    result = assure(ORDER, [replace(first, closed=False), replace(again, closed=True)]).blind_review
    assert (result.left_closed, result.missed.hits, result.missed.of, result.max_missed) == (1, 1, 1, 1)


@given(st.permutations(range(12)))
def test_decisions_in_any_order_are_served_the_same(order_of: list[int]) -> None:
    taken = decisions([(f"C{n:03}", "order", False) for n in range(12)])
    assert in_serving_order([taken[n] for n in order_of]) == taken


def test_an_export_without_the_newer_columns_is_read(tmp_path: Path) -> None:
    read = read_decisions(write_decisions(tmp_path, range(3)))
    assert [(one.drawn_at, one.closed) for one in read] == [(None, None)] * 3


def test_the_newer_columns_are_read(tmp_path: Path) -> None:
    file = write_decisions(tmp_path, [0])
    head, line = file.read_text(encoding="utf-8").splitlines()
    file.write_text(f"{head},drawn_at,closed\n{line},2026-03-02 08:30:00,true\n", encoding="utf-8")
    assert read_decisions(file)[0].served_at.hour == 8
    assert read_decisions(file)[0].closed is True


# The committed order


@given(st.sets(st.text(min_size=1, max_size=6), min_size=1, max_size=20), st.text(min_size=1, max_size=8))
def test_the_draw_is_a_pure_function_of_seed_and_reference(cases: set[str], seed: str) -> None:
    drawn_now = committed_order(seed, sorted(cases))
    assert drawn_now == committed_order(seed, sorted(cases, reverse=True))
    assert sorted(drawn_now) == sorted(cases)
    without = min(cases)
    assert committed_order(seed, cases - {without}) == [case for case in drawn_now if case != without]


def test_every_place_of_the_draw_is_equally_likely() -> None:
    cases = [f"C{n}" for n in range(5)]
    firsts = [committed_order(str(seed), cases)[0] for seed in range(2000)]
    assert all(330 < firsts.count(case) < 470 for case in cases)


def test_the_commitment_does_not_tell_the_keys() -> None:
    assert commitment("7") not in {random_key("7", KeyPurpose.AUDIT_ORDER, case) for case in ("", "7", "C1")}


def audit(run: Run) -> list[tuple[str, int]]:
    with run.connect() as con:
        return con.execute("SELECT investigation_id, tranche FROM triage.audit ORDER BY draw").fetchall()


def test_cases_that_come_later_are_drawn_after_those_committed_to(tmp_path: Path) -> None:
    run = make_run(tmp_path / "0001")
    order_cases(run, seed="1")
    whole = audit(run)
    assert {tranche for _, tranche in whole} == {1}
    before = [(case, 1) for case, _ in whole if case not in references()[:10]]
    order_cases(run, seed="1", committed=before)
    assert audit(run)[: len(before)] == before
    assert {case for case, tranche in audit(run) if tranche == 2} <= set(references()[:10])
    assert committed_population(run) == [case for case, _ in before]
    assert in_scope_cases(run) == {case for case, _ in whole}
    late = assure_run(run, write_decisions(tmp_path, [0]))
    assert (late.population, late.read, late.outside_population) == (len(before), 0, 1)


def test_a_commitment_outlives_the_order_that_made_it(tmp_path: Path) -> None:
    from datetime import datetime

    run = make_run(tmp_path / "0001")
    assert committed_sample(tmp_path / "orders") == []
    order_cases(run, seed="1")
    archive_order(run, tmp_path / "orders", datetime(2026, 3, 2))
    assert committed_sample(tmp_path / "orders") == audit(run)


@pytest.mark.parametrize("gone", [0, 3])
def test_a_case_that_is_no_longer_there_is_no_longer_drawn(tmp_path: Path, gone: int) -> None:
    run = make_run(tmp_path / "0001")
    order_cases(run, seed="1", committed=[("gone/99", 1), *((case, 1) for case in references()[gone:])])
    assert "gone/99" not in {case for case, _ in audit(run)}
