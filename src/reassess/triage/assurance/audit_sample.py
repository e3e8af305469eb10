"""The committed audit sample: a random order fixed before the first decision and checkable after the last.

The order depends only on a secret seed and each case's own reference, so nobody can choose which case is drawn next.
The hash of the seed is published before the first decision. The seed itself is published at the end, and anybody can
then work the order out again.
"""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import pairwise


def commitment(seed: str) -> str:
    """SHA-256 of the seed, published before the first decision."""
    return hashlib.sha256(f"reassess audit seed {seed}".encode()).hexdigest()


def random_key(seed: str, case: str) -> str:
    """The random key of a case: 64 hexadecimal digits that cannot be predicted without the seed."""
    return hashlib.sha256(f"{seed}\n{case}".encode()).hexdigest()


def committed_order(seed: str, cases: Iterable[str]) -> list[str]:
    """The cases in the order in which the audit draws them; every order is equally likely."""
    return sorted(set(cases), key=lambda case: (random_key(seed, case), case))


def check_order(seed: str, published: str, cases: Iterable[str], drawn: Sequence[str]) -> list[str]:
    """Problems with a list of audit draws, as sentences; empty if the draws followed the committed order.

    `drawn` may leave out cases that had been read before their turn came. It may not change the order of any two.
    """
    if commitment(seed) != published:
        return ["The seed is not the committed one: its hash differs from the published hash."]
    position = {case: number for number, case in enumerate(committed_order(seed, cases))}
    outside = [f"{case} was drawn but is not in the committed population." for case in drawn if case not in position]
    known = [case for case in drawn if case in position]
    swapped = [
        f"{later} was drawn after {earlier} but comes before it in the committed order."
        for earlier, later in pairwise(known)
        if position[later] <= position[earlier]
    ]
    return outside + swapped
