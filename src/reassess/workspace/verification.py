"""Check the whole trail without the server: the chain, the signed heads, the guards, and every cached standing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from reassess.workspace.audit.chain import Broken, Link, first_broken
from reassess.workspace.audit.heads import HEADS, PUBLIC_KEY, Head, read_head
from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.models import Case
from reassess.workspace.platform.database.append_only import missing_triggers
from reassess.workspace.votes.models import Reopening
from reassess.workspace.votes.policy import standing

COLUMNS = ("sequence", "at", "actor_id", "actor_name", "verb", "case_id", "subject", "detail", "previous", "digest")
AT_ONCE = 5_000


@dataclass
class Verified:
    """What a verification found; `good` where nothing is wrong."""

    entries: int = 0
    heads: int = 0
    broken: Broken | None = None
    wrong_heads: list[str] = field(default_factory=list)
    missing_guards: list[str] = field(default_factory=list)
    wrong_standings: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether the trail is whole."""
        return not (self.broken or self.wrong_heads or self.missing_guards or self.wrong_standings)

    def sentences(self) -> list[str]:
        """What to tell the person, one finding a line."""
        lines = [f"{self.entries:,} entries and {self.heads} signed heads were checked."]
        if self.broken:
            lines.append(f"The first broken entry is number {self.broken.sequence}: {self.broken.why}.")
        lines += [f"The head {name}" for name in self.wrong_heads]
        lines += [f"The guard {name} is missing from the database." for name in self.missing_guards]
        lines += [f"Case {name} does not stand where its votes say." for name in self.wrong_standings]
        return lines if not self.good else [*lines, "The chain is whole."]


def verify_trail(folder: Path, more_heads: Sequence[Path] = ()) -> Verified:
    """Check everything against the database and the signed heads in `folder` and elsewhere."""
    found = Verified(entries=Entry.objects.count(), missing_guards=missing_triggers(connection))
    found.broken = first_broken(_links())
    for file in [*sorted((folder / HEADS).glob("*.json")), *more_heads]:
        found.heads += 1
        wrong = _wrong_head(read_head(file, folder / PUBLIC_KEY))
        if wrong:
            found.wrong_heads.append(f"{file.name} {wrong}")
    found.wrong_standings = list(_wrong_standings())
    return found


def _links() -> Iterator[Link]:
    rows = Entry.objects.order_by("sequence").values_list(*COLUMNS).iterator(AT_ONCE)
    return (Link(*row) for row in rows)


def _wrong_head(head: Head) -> str:
    stored = Entry.objects.filter(sequence=head.sequence).values_list("digest", flat=True).first()
    if stored is None:
        return f"speaks of entry {head.sequence}, which is not there: the end of the trail was cut off."
    return "" if stored == head.digest else f"does not fit entry {head.sequence}: the trail was written anew."


def _wrong_standings() -> Iterator[str]:
    for case in Case.objects.prefetch_related("votes", "approvals", "reopenings").iterator(1_000):
        number = 1 + len(case.reopenings.all())
        votes = [vote for vote in case.votes.all() if vote.round == number]
        approval = next((one for one in case.approvals.all() if one.round == number), None)
        last = max(case.reopenings.all(), key=lambda opening: opening.round, default=None)
        one_reader = last is not None and last.why == Reopening.Why.REREAD
        if standing(votes, approval, number, one_reader=one_reader) != case.standing:
            yield case.reference
