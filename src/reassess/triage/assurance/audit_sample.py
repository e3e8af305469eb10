"""The committed random order of audit draws: its secret seed, its keys, and how an outsider checks it.

The order depends only on a secret seed and each case's own reference, so nobody can choose which case is drawn next.
The hash of the seed is published before the first decision. The seed itself is published at the end, and anybody can
then check every draw.

Each use of the seed has keys of its own. Were ties of score broken by the keys of the audit order, the case that is
left of a tied pair would be drawn less often than chance, and the bound on the missed would be false.
"""

import hmac
import os
import secrets
from collections.abc import Iterable, Sequence
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from reassess.records.errors import UserError

SEED_FILE = "audit-seed"


class KeyPurpose(StrEnum):
    """What a random key is used for; keys of different purposes are independent."""

    AUDIT_ORDER = "audit order"
    TIE_BREAK = "tie-break"


def secret_seed(review: Path) -> str:
    """The secret seed of a review: 64 hexadecimal digits in a file that only its owner reads. Made if missing.

    Raises:
        UserError: others may read the file, or it does not hold a seed.
    """
    file = review / SEED_FILE
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _checked_seed(file)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(32) + "\n")
    return _checked_seed(file)


def _checked_seed(file: Path) -> str:
    mode = file.stat().st_mode & 0o777
    if mode & 0o077:
        raise UserError(f"{file}: others can read the secret seed (mode {mode:o}). Run: chmod 600 {file}")
    seed = file.read_text(encoding="ascii", errors="replace").strip()
    if len(seed) != 64 or set(seed) - set("0123456789abcdef"):
        raise UserError(f"{file}: not 64 hexadecimal digits ({len(seed)} characters). Restore it from a backup.")
    return seed


def commitment(seed: str) -> str:
    """SHA-256 of the seed, published before the first decision."""
    return sha256(f"reassess audit seed {seed}".encode()).hexdigest()


def random_key(seed: str, purpose: KeyPurpose, case: str) -> str:
    """The random key of a case for a purpose (HMAC-SHA-256): unpredictable without the seed.

    >>> random_key("s", KeyPurpose.AUDIT_ORDER, "C1") == random_key("s", KeyPurpose.TIE_BREAK, "C1")
    False
    """
    return hmac.new(seed.encode(), f"{purpose}\n{case}".encode(), "sha256").hexdigest()


def committed_order(seed: str, cases: Iterable[str]) -> list[str]:
    """The cases in their committed random order, the same however they are given."""
    return sorted(set(cases), key=lambda case: (random_key(seed, KeyPurpose.AUDIT_ORDER, case), case))


def check_order(
    seed: str, published: str, tranches: Sequence[Iterable[str]], drawn: Sequence[str]
) -> list[str]:
    """Problems with a list of audit draws, as sentences; empty if the draws followed the committed order.

    `tranches` are the cases committed together, the earliest first. `drawn` may leave out cases that had been read
    before their turn came. It may not change the order of any two.
    """
    if commitment(seed) != published:
        return ["The seed is not the committed one: its hash differs from the published hash."]
    order = [case for tranche in tranches for case in committed_order(seed, tranche)]
    position = {case: number for number, case in enumerate(order)}
    outside = [f"{case} was drawn but is not in the committed population." for case in drawn if case not in position]
    known = [case for case in drawn if case in position]
    swapped = [
        f"{later} was drawn after {earlier} but comes before it in the committed order."
        for earlier, later in pairwise(known)
        if position[later] <= position[earlier]
    ]
    return outside + swapped
