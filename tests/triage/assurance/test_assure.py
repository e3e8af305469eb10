"""Assurance from decisions: what is claimed, what is not, and what happens when a draw is skipped."""

from dataclasses import replace

import numpy as np
import pytest

from reassess.triage.assurance.agreement import Answer, agreements, cohens_kappa, krippendorffs_alpha
from reassess.triage.assurance.assure import assure
from reassess.triage.assurance.bounds import max_left_closed
from reassess.triage.assurance.fairness import AuditDraw, fairness
from reassess.triage.assurance.wording import assurance_sentences
from tests.triage.assurance.decided import ORDER, bound_after, decisions


def test_the_statement_is_that_of_the_bound() -> None:
    reads = [(case, "audit", number % 20 == 0) for number, case in enumerate(ORDER[:60])]
    assured = assure(ORDER, decisions(reads))
    bound = bound_after(300, ((True, yes) for _, _, yes in reads), 0.025)
    assert (assured.draws, assured.hits, assured.found, assured.read) == (60, 3, 3, 60)
    assert assured.max_missed == bound.max_missed
    assert assured.looks[-1].max_missed == assured.max_missed
    assert assured.problems == ()


def test_cases_read_in_order_leave_the_audit_where_it_was() -> None:
    mixed = [
        (ORDER[0], "order", True),
        (ORDER[1], "audit", False),
        (ORDER[5], "order", True),
        (ORDER[2], "audit", False),
    ]
    assured = assure(ORDER, decisions(mixed))
    assert (assured.skipped, assured.draws, assured.problems) == (0, 2, ())
    assert assured.found == 2


def test_a_skipped_draw_counts_as_a_positive() -> None:
    honest = [(case, "audit", False) for case in ORDER[:40]]
    skipping = [(case, "audit", False) for case in ORDER[:41] if case != ORDER[20]]
    without, with_gap = (assure(ORDER, decisions(reads)) for reads in (honest, skipping))
    assert (without.skipped, with_gap.skipped) == (0, 1)
    assert with_gap.max_missed > without.max_missed
    assert f"{ORDER[20]} was drawn before {ORDER[21]} and has no decision" in with_gap.problems[0]


def test_reading_a_skipped_case_later_does_not_take_the_mark_away() -> None:
    late = [(case, "audit", False) for case in (*ORDER[:20], *ORDER[21:41], ORDER[20])]
    assured = assure(ORDER, decisions(late))
    assert assured.skipped == 1
    assert assured.found == 0


def test_reading_everything_leaves_nothing_among_the_unread() -> None:
    assured = assure(
        ORDER, decisions([(case, "order", number < 9) for number, case in enumerate(ORDER)])
    )
    assert (assured.read, assured.found, assured.max_missed) == (300, 9, 0)


def test_blind_second_readings_bound_what_readers_missed() -> None:
    first = [(case, "order", False) for case in ORDER[:200]]
    again = [(case, "reread", number == 0) for number, case in enumerate(ORDER[:50])]
    blind_review = assure(ORDER, decisions(first + again), review_share=0.25).blind_review
    assert (blind_review.left_closed, blind_review.missed.hits, blind_review.missed.of) == (200, 1, 50)
    assert blind_review.max_missed == max_left_closed(200, 0.25, 1, 0.025)
    assert (blind_review.missed.low, blind_review.missed.high) == (1 / 200, blind_review.max_missed / 200)


def test_a_pending_blind_review_counts_as_if_it_had_found_something() -> None:
    first = [(case, "order", False) for case in ORDER[:200]]
    again = [(case, "reread", False) for case in ORDER[:20]]
    settled, waiting = (
        assure(ORDER, decisions(first + again), review_share=0.1, pending_reviews=pending) for pending in (0, 3)
    )
    assert waiting.blind_review.max_missed == max_left_closed(200, 0.1, 3, 0.025) > settled.blind_review.max_missed
    assert "3 more wait for theirs and are counted as if they had one" in assurance_sentences(waiting)
    assert assure(ORDER, decisions(first + again)).blind_review.max_missed == 200


def test_the_sentence_says_what_it_means_and_what_not() -> None:
    reads = [(case, "audit", False) for case in ORDER[:40] if case != ORDER[20]] + [("late", "order", True)]
    said = assurance_sentences(assure(ORDER, decisions(reads)))
    assert "39 of 300 investigations have been read" in said
    assert "At most" in said
    assert "not proof that everything was found" in said
    assert "Earlier draws not decided yet: 1." in said
    assert "1 decided cases that are out of scope or came after the commitment" in said
    assert "recall" not in said


def test_kappa_and_alpha_on_published_examples() -> None:
    # Cohen's kappa of a 2 by 2 table: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohens_kappa(pairs) == pytest.approx(0.4)
    # Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", example B: nominal data, two observers.
    left = ["0", "1", "0", "0", "0", "0", "0", "0", "1", "0"]
    right = ["1", "1", "1", "0", "0", "1", "0", "0", "0", "0"]
    assert krippendorffs_alpha(list(zip(left, right, strict=True))) == pytest.approx(0.095, abs=1e-3)
    assert krippendorffs_alpha([["a", "a"], ["a"]]) is None
    assert cohens_kappa([("a", "a")]) is None


def test_agreement_is_told_by_question_area_and_year_where_there_is_enough() -> None:
    answers = [
        Answer(
            f"C{case}", "device-not-examined", "Brent", 2014 if case < 5 else 2015, reader, "yes" if case % 3 else "no"
        )
        for case in range(30)
        for reader in ("a", "b")
    ]
    rows = {(row.group, row.value): row for row in agreements(answers)}
    assert rows["question", "device-not-examined"].alpha == 1
    assert rows["question", "device-not-examined"].kappa == 1
    assert rows["all", "all"].kappa is None
    assert rows["area", "Brent"].units == 30
    assert rows["year", "2014"].alpha is None


def answers_at_random(cases: int) -> list[Answer]:
    """Two readers who answer one question 'yes' at 90% and another at 10%, whatever the case."""
    generator = np.random.default_rng(8)
    return [
        Answer(f"C{case}", question, None, None, reader, "yes" if generator.random() < often else "no")
        for case in range(cases)
        for question, often in (("common", 0.9), ("rare", 0.1))
        for reader in ("a", "b")
    ]


def test_random_answers_to_questions_of_different_prevalence_do_not_agree() -> None:
    rows = {(row.group, row.value): row for row in agreements(answers_at_random(3000))}
    for key in (("all", "all"), ("area", "not recorded"), ("year", "not recorded"), ("question", "rare")):
        assert rows[key].alpha == pytest.approx(0, abs=0.06)
        assert rows[key].low < 0.03 < 0.06 + rows[key].high


@pytest.mark.parametrize(("cases", "enough"), [(19, False), (20, True)])
def test_a_question_needs_twenty_cases_read_twice(cases: int, enough: bool) -> None:
    rows = agreements(answers_at_random(cases))
    assert [row.alpha is not None for row in rows if row.group == "question"] == [enough, enough]
    assert (rows[0].alpha is not None) is enough
    assert rows[0].units == 2 * cases


def test_kappa_is_given_only_for_the_same_two_readers() -> None:
    answers = answers_at_random(40)
    swapped = [replace(one, reader="c" if one.investigation_id == "C0" else one.reader) for one in answers[::2]]
    swapped += answers[1::2]
    assert all(row.kappa is not None for row in agreements(answers) if row.group == "question")
    assert all(row.kappa is None for row in agreements(swapped))


def test_the_interval_of_alpha_is_that_of_resampled_cases() -> None:
    """Drawing how often each sort of case occurs is drawing cases: the same spread as a bootstrap case by case."""
    import random

    generator = random.Random(4)
    answers = [
        Answer(f"C{case}", "q", None, None, reader, generator.choice(["yes", "no"]) if case % 3 else "yes")
        for case in range(120)
        for reader in ("a", "b")
    ]
    row = agreements(answers)[0]
    units = [[answers[at].value, answers[at + 1].value] for at in range(0, 240, 2)]
    drawn = sorted(krippendorffs_alpha(generator.choices(units, k=120)) or 0 for _ in range(1000))
    assert row.low == pytest.approx(drawn[25], abs=0.06)
    assert row.high == pytest.approx(drawn[975], abs=0.06)
    assert row.low < row.alpha < row.high


def test_fairness_says_when_numbers_are_too_small() -> None:
    draws = [
        AuditDraw(f"C{n}", 1000 - n, (n % 10) / 10, n % 8 == 0, {"sex": "f" if n % 5 else "m", "area": "Brent"})
        for n in range(120)
    ]
    rows = {(row.characteristic, row.value): row for row in fairness(draws)}
    assert rows["sex", "m"].wait is None
    assert "too few draws" in rows["sex", "m"].says
    whole = rows["all", "all"]
    assert whole.missed is not None
    assert whole.missed_low is not None
    assert whole.missed_high is not None
    assert whole.missed_low < whole.missed < whole.missed_high
    assert whole.missed == pytest.approx(0.125, abs=0.01)
    assert rows["area", "Brent"].says == "waits can be compared"


def test_a_draw_from_many_weighs_as_many_in_the_median_wait() -> None:
    """Forty draws at 0.1 stand for one case each, thirty at 0.9 for two: half of 100 is reached at 0.9."""
    draws = [AuditDraw(f"A{n:02}", 1, 0.1, False, {}) for n in range(40)]
    draws += [AuditDraw(f"B{n:02}", 2, 0.9, False, {}) for n in range(30)]
    (whole,) = fairness(draws)
    assert (whole.wait, whole.wait_low, whole.wait_high) == (0.9, 0.1, 0.9)
    assert "too few positives" in whole.says
    (whole,) = fairness(list(reversed(draws)))
    assert whole.wait == 0.9


@pytest.mark.parametrize("places", [[0.5], [0.2, 0.4, 0.6, 0.8]])
def test_the_interval_of_the_wait_holds_it_and_is_that_of_resampled_draws(places: list[float]) -> None:
    draws = [AuditDraw(f"C{n:03}", 500, places[n % len(places)], n % 9 == 0, {}) for n in range(80)]
    whole = fairness(draws)[0]
    assert whole.wait is not None
    assert whole.wait_low is not None
    assert whole.wait_high is not None
    assert whole.wait_low <= whole.wait <= whole.wait_high
    assert {whole.wait, whole.wait_low, whole.wait_high} <= set(places)
    assert (whole.wait_low < whole.wait_high) is (len(places) > 1)


def test_where_a_characteristic_is_not_recorded_has_a_line_of_its_own() -> None:
    draws = [AuditDraw(f"C{n}", 100, n / 100, False, {"sex": "f"} if n % 2 else {}) for n in range(80)]
    assert [(row.characteristic, row.value, row.draws) for row in fairness(draws)] == [
        ("all", "all", 80), ("sex", "f", 40), ("sex", "not recorded", 40)
    ]  # fmt: skip
    assert fairness([])[0].says == "too few draws to tell (0; 30 needed)"
