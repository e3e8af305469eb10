"""The committed random order: fixed before day one, checkable after the last.

The order is a pure function of a secret seed and the case's own reference, so that nobody can choose which case is
drawn next. The seed's hash is published before the first decision; the seed itself at the end, and then anybody can
work the order out again.
"""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import pairwise


def commitment(seed: str) -> str:
    """What is published before day one: the SHA-256 of the seed."""
    return hashlib.sha256(f"reassess audit seed {seed}".encode()).hexdigest()


def random_key(seed: str, case: str) -> str:
    """The committed random key of a case: 64 hexadecimal digits, as good as drawn at random without the seed."""
    return hashlib.sha256(f"{seed}\n{case}".encode()).hexdigest()


def committed_order(seed: str, cases: Iterable[str]) -> list[str]:
    """The cases in the order in which the audit draws them; every order is equally likely."""
    return sorted(set(cases), key=lambda case: (random_key(seed, case), case))


def check_order(seed: str, published: str, cases: Iterable[str], drawn: Sequence[str]) -> list[str]:
    """What is wrong with a list of draws, in words; empty when the seed is the committed one and the order was kept.

    `drawn` may leave out cases that were already read when their turn came; it may not swap two.
    """
    if commitment(seed) != published:
        return ["the seed is not the one that was committed: its hash differs"]
    place = {case: number for number, case in enumerate(committed_order(seed, cases))}
    strangers = [f"{case} was drawn but is not in the committed population" for case in drawn if case not in place]
    known = [case for case in drawn if case in place]
    swapped = [
        f"{later} was drawn after {earlier}, but comes before it in the committed order"
        for earlier, later in pairwise(known)
        if place[later] <= place[earlier]
    ]
    return strangers + swapped
