"""The chain of digests over audit entries: how one is made and how the whole is checked."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

START = "0" * 64
"""What stands before the first entry."""


@dataclass(frozen=True)
class Link:
    """One entry as the chain sees it, whichever database it was read from."""

    sequence: int
    at: datetime
    actor_id: int | None
    actor_name: str
    verb: str
    case_id: int | None
    subject: str
    detail: str
    previous: str
    digest: str = ""


@dataclass(frozen=True)
class Broken:
    """The first entry that does not fit, and why."""

    sequence: int
    why: str


def digest(link: Link) -> str:
    """SHA-256 over every column of an entry but the digest itself, in one fixed JSON form."""
    at = link.at.astimezone(UTC).isoformat(timespec="microseconds")
    columns = [link.sequence, at, link.actor_id, link.actor_name, link.verb, link.case_id, link.subject, link.detail]
    text = json.dumps([*columns, link.previous], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken(links: Iterable[Link]) -> Broken | None:
    """The first entry, in order of sequence, that was changed, taken out, put in or moved; None where all fit."""
    before, expected = START, 1
    for link in links:
        if link.sequence != expected:
            return Broken(expected, f"entry {expected} is not there; the next one is {link.sequence}")
        if link.previous != before:
            return Broken(link.sequence, "it does not follow from the entry before it")
        if digest(link) != link.digest:
            return Broken(link.sequence, "its content is not what was written")
        before, expected = link.digest, expected + 1
    return None
