"""How often anything that the assurance says is false at any look, on simulated reviews, and how wide the bound is.

The reviews go through the live code: tied scores, committed draws, early stops, rankings the wrong way round, readers
who miss lines, and blind reviews that wait.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from reassess.triage.assurance.assure import assure
from reassess.triage.assurance.audit_sample import committed_order
from reassess.triage.assurance.bounds import MissedBound, max_missed_planned
from reassess.triage.decisions import Decision
from reassess.triage.order.bands import BandFacts
from reassess.triage.order.features.pool import Case
from reassess.triage.order.queue import reading_order

CASES = 300
WIDTH_CASES = 9000
REVIEW_SHARE = 0.1
START = datetime(2026, 3, 2, 9)


def false_at_a_look(seed: int) -> tuple[bool, bool]:
    """Whether the bound among the unread, and that among the cases left closed, was false at any look of one review.

    The review is carried through with the code that serves it: ties of score by their own keys, audit draws in the
    committed order, decisions given to `assure`. Some blind reviews are pending at each look.
    """
    generator = np.random.default_rng(seed)
    cases = [f"C{number}" for number in range(CASES)]
    labels = dict(zip(cases, generator.permutation(np.arange(CASES) < generator.integers(0, CASES // 6)), strict=True))
    order = committed_order(str(seed), cases)
    decisions = _reads(_ranking(labels, str(seed), generator), order, labels, generator)
    assured = assure(order, decisions)
    total = sum(labels.values())
    unread = any(look.found + look.max_missed < total for look in assured.looks)
    return unread, _left_closed_is_false(decisions, order, labels, generator)


def _ranking(labels: Mapping[str, bool], seed: str, generator: np.random.Generator) -> list[str]:
    """Five scores for all cases, so that most tie; in a third of reviews the ranking is the wrong way round."""
    skill = float(generator.uniform(0, 3)) * (-1 if generator.random() < 1 / 3 else 1)
    facts = BandFacts(frozenset(), "in", frozenset())
    cases = [Case(case, 10, facts) for case in labels]
    scores = [float(np.clip(round(generator.normal(0, 0.7) + skill * labels[case]), -2, 2)) for case in labels]
    return [cases[row].investigation_id for row in reading_order(cases, scores, seed)]


def _reads(
    ranking: Sequence[str], order: Sequence[str], labels: Mapping[str, bool], generator: np.random.Generator
) -> list[Decision]:
    """First readings until the review stops early: one audit draw after every few cases of the ranking."""
    between, stop = int(generator.integers(1, 12)), int(generator.integers(20, CASES))
    ahead, draws, read = iter(ranking), iter(order), dict[str, str]()
    for number in range(stop):
        stream = "audit" if number % between == between - 1 else "order"
        case = next(one for one in (draws if stream == "audit" else ahead) if one not in read)
        read[case] = stream
    return [_decision(case, stream, labels[case], at) for at, (case, stream) in enumerate(read.items())]


def _decision(case: str, stream: str, positive: bool, at: int) -> Decision:
    when = START + timedelta(minutes=at)
    return Decision(case, "reader", when, when, None, bool(positive), stream, None)


def _left_closed_is_false(
    decisions: Sequence[Decision], order: Sequence[str], labels: Mapping[str, bool], generator: np.random.Generator
) -> bool:
    """Readers miss up to half of the positives; a tenth of what they close is reviewed blind, the newest draw waits."""
    rate = float(generator.uniform(0, 0.5))
    first: list[Decision] = []
    again: list[Decision] = []
    missed = 0
    for number, decision in enumerate(decisions):
        lost = decision.positive and generator.random() < rate
        missed += lost
        first.append(replace(decision, positive=decision.positive and not lost))
        if not first[-1].positive and generator.random() < REVIEW_SHARE:
            again.append(_decision(decision.investigation_id, "reread", bool(lost), CASES + number))
            look = assure(order, [*first, *again[:-1]], review_share=REVIEW_SHARE, pending_reviews=1)
            if look.blind_review.max_missed < missed:
                return True
    last = assure(order, [*first, *again], review_share=REVIEW_SHARE)
    return last.blind_review.max_missed < missed


def width(positives: int, reviews: int, draws: int = 1500) -> float:
    """Mean ratio of the daily bound to the planned test after so many draws, at this many positives of 9,000."""
    ratios = []
    for seed in range(reviews):
        labels = np.random.default_rng(seed).permutation(np.arange(WIDTH_CASES) < positives)[:draws]
        bound = MissedBound(WIDTH_CASES)
        for label in labels:
            bound.draw(bool(label))
        ratios.append(bound.max_total / max_missed_planned(WIDTH_CASES, draws, int(labels.sum())))
    return float(np.mean(ratios))


def main() -> None:
    """Print the share of reviews with a false look, and the widths."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=2000)
    parser.add_argument("--width-reviews", type=int, default=20)
    chosen = parser.parse_args()
    results = [false_at_a_look(seed) for seed in range(chosen.reviews)]
    unread, closed, either = sum(one for one, _ in results), sum(two for _, two in results), sum(map(any, results))
    print(f"false at any look, among the unread: {unread} of {chosen.reviews} reviews")
    print(f"false at any look, among the cases left closed: {closed} of {chosen.reviews} reviews")
    print(f"either: {either} of {chosen.reviews} reviews ({either / chosen.reviews:.2%}; at most 5%)", flush=True)
    for positives in (0, 45, 90, 180, 450, 900):
        reviews = 1 if not positives else chosen.width_reviews
        print(
            f"width at n = 1,500, {positives:3} positives: {width(positives, reviews):.3f} of the planned test",
            flush=True,
        )


if __name__ == "__main__":
    main()
