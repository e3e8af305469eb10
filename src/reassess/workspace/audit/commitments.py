"""Secret seeds of random draws. The digest is published before the first draw, so nobody can choose what is drawn."""

import hashlib

from reassess.workspace.audit.models import Commitment

REREADS = "rereads"


def digest(purpose: str, seed: str) -> str:
    """SHA-256 of a purpose and its seed: what is published of the seed.

    >>> digest("rereads", "00") == digest("rereads", "01")
    False
    """
    return hashlib.sha256(f"reassess {purpose} {seed}".encode()).hexdigest()


def random_key(commitment: Commitment, *parts: object) -> str:
    """64 hexadecimal digits for something that may be drawn, unpredictable without the seed."""
    return hashlib.sha256("\n".join([commitment.seed, *map(str, parts)]).encode()).hexdigest()


def is_drawn(key: str, share: float) -> bool:
    """Whether a random key falls within this share of all keys.

    >>> is_drawn("0" * 64, 0.01), is_drawn("f" * 64, 0.99)
    (True, False)
    """
    return int(key[:12], 16) / 16**12 < share
