"""How often the daily bound is false at any look, and how wide it is beside the planned test, on simulated reviews.

0 to 900 positives of 9,000; a ranking that takes out positives between the draws, well or badly; reviews that stop
early; and a pocket of positives that the ranking puts at the very bottom.
"""

import argparse

import numpy as np
from numpy.typing import NDArray

from reassess.triage.assurance.bounds import MissedBound, max_missed_planned

CASES = 9000


def false_at_a_look(seed: int) -> bool:
    """Whether the bound of one simulated review fell below the truth at any look."""
    generator = np.random.default_rng(seed)
    positives = int(generator.integers(0, 901))
    labels = np.zeros(CASES, dtype=bool)
    labels[generator.choice(CASES, positives, replace=False)] = True
    order = _ranking(labels, generator)
    reads_between, looks = int(generator.integers(0, 12)), int(generator.integers(20, 450))
    bound, unread, ahead = MissedBound(CASES), np.ones(CASES, dtype=bool), iter(order)
    for _ in range(looks):
        for _ in range(reads_between):
            _read(bound, unread, labels, next((case for case in ahead if unread[case]), None), drawn=False)
        left = np.flatnonzero(unread)
        _read(bound, unread, labels, int(generator.choice(left)) if len(left) else None, drawn=True)
        if bound.max_total < positives:
            return True
    return False


def _ranking(labels: NDArray[np.bool_], generator: np.random.Generator) -> NDArray[np.int64]:
    """A ranking of some skill; in one review of three a tenth of the positives stands at its very bottom."""
    scores = generator.normal(0, 1, CASES) + labels * generator.uniform(0, 4)
    hidden = np.flatnonzero(labels)[: labels.sum() // 10]
    if generator.random() < 1 / 3:
        scores[hidden] -= 100
    return np.argsort(-scores)


def _read(
    bound: MissedBound, unread: NDArray[np.bool_], labels: NDArray[np.bool_], case: int | None, *, drawn: bool
) -> None:
    if case is not None:
        unread[case] = False
        (bound.draw if drawn else bound.read)(bool(labels[case]))


def width(positives: int, reviews: int, draws: int = 1500) -> float:
    """Mean ratio of the daily bound to the planned test after so many draws, at this many positives of 9,000."""
    ratios = []
    for seed in range(reviews):
        labels = np.random.default_rng(seed).permutation(np.arange(CASES) < positives)[:draws]
        bound = MissedBound(CASES)
        for label in labels:
            bound.draw(bool(label))
        ratios.append(bound.max_total / max_missed_planned(CASES, draws, int(labels.sum())))
    return float(np.mean(ratios))


def main() -> None:
    """Print the share of reviews with a false look, and the widths."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=2000)
    parser.add_argument("--width-reviews", type=int, default=20)
    chosen = parser.parse_args()
    false = sum(false_at_a_look(seed) for seed in range(chosen.reviews))
    print(f"false at any look: {false} of {chosen.reviews} reviews ({false / chosen.reviews:.2%})", flush=True)
    for positives in (0, 45, 90, 180, 450, 900):
        reviews = 1 if not positives else chosen.width_reviews
        print(
            f"width at n = 1,500, {positives:3} positives: {width(positives, reviews):.3f} of the planned test",
            flush=True,
        )


if __name__ == "__main__":
    main()
