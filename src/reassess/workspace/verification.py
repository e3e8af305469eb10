"""Check the whole trail without the server: the chain, the words it binds, heads and checkpoints, guards and states."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from reassess.records.errors import UserError
from reassess.workspace.audit.bindings import Bindings
from reassess.workspace.audit.chain import Broken, Link, digest, first_broken
from reassess.workspace.audit.checkpoints import (
    CHECKPOINTS,
    COSIGNED,
    Checkpoint,
    fault_of,
    leaves_of,
    read_checkpoint,
)
from reassess.workspace.audit.heads import HEADS, PUBLIC_KEY, Head, read_head
from reassess.workspace.audit.merkle import tree_root
from reassess.workspace.audit.models import Entry
from reassess.workspace.cases.models import Case
from reassess.workspace.enquiries.models import Enquiry
from reassess.workspace.platform.database.append_only import missing_triggers
from reassess.workspace.platform.database.ownership import ownership_limit
from reassess.workspace.risks.actions import MOVES
from reassess.workspace.risks.models import Risk, RiskStep
from reassess.workspace.risks.models import State as RiskState
from reassess.workspace.votes.models import Reopening
from reassess.workspace.votes.policy import standing

COLUMNS = ("sequence", "at", "actor_id", "actor_name", "verb", "case_id", "subject", "detail", "previous", "digest")
AT_ONCE = 5_000
LISTED = 20
"""Faults of one kind that are listed one by one."""


@dataclass
class Verified:
    """What a verification found; `good` where nothing is wrong."""

    entries: int = 0
    heads: int = 0
    checkpoints: int = 0
    root: str = ""
    anchored: int = 0
    """Entries that a checkpoint kept elsewhere, or a head kept elsewhere, vouches for."""
    broken: Broken | None = None
    wrong_content: list[tuple[int, str]] = field(default_factory=list)
    wrong_heads: list[str] = field(default_factory=list)
    missing_guards: list[str] = field(default_factory=list)
    wrong_standings: list[str] = field(default_factory=list)
    wrong_states: list[str] = field(default_factory=list)
    limit: str = ""

    @property
    def good(self) -> bool:
        """Whether there is a trail and nothing is wrong with it."""
        faults = (self.wrong_content, self.wrong_heads, self.missing_guards, self.wrong_standings, self.wrong_states)
        return self.entries > 0 and self.broken is None and not any(faults)

    def sentences(self) -> list[str]:
        """What to tell the person, one finding a line."""
        if not self.entries:
            return ["The trail is empty: there is nothing to check.", *(f"The file {one}." for one in self.wrong_heads)]
        lines = [
            f"{self.entries:,} entries, {self.heads} signed heads and {self.checkpoints} checkpoints were checked.",
            f"Root over {self.entries:,} entries: {self.root}",
            *self._faults(),
            *self._anchors(),
        ]
        lines += [f"Limit: {self.limit}"] if self.limit else []
        return [*lines, "Nothing is wrong with the chain, the rows or the guards."] if self.good else lines

    def _faults(self) -> Iterator[str]:
        if self.broken:
            yield f"The first broken entry is number {self.broken.sequence}: {self.broken.why}."
        for sequence, why in self.wrong_content[:LISTED]:
            yield f"Entry {sequence}: {why}." if sequence else f"{why[0].upper()}{why[1:]}."
        if len(self.wrong_content) > LISTED:
            yield f"{len(self.wrong_content) - LISTED:,} more rows are not what their entries say."
        yield from (f"The file {name}." for name in self.wrong_heads)
        yield from (f"The guard {name} is missing or does something else." for name in self.missing_guards)
        yield from (f"Case {name} does not stand where its votes say." for name in self.wrong_standings)
        yield from (f"{name} is not in the state that its steps lead to." for name in self.wrong_states)

    def _anchors(self) -> Iterator[str]:
        if self.anchored:
            yield f"Entries 1 to {self.anchored:,} are anchored by a signature that a second party keeps."
        if self.anchored < self.entries:
            yield (
                f"Entries {self.anchored + 1:,} to {self.entries:,} are not anchored: someone with all rights on this"
                " machine could write them anew. Run `reassess witness`, or give a kept checkpoint with --head."
            )


def verify_trail(folder: Path, more_heads: Sequence[Path] = ()) -> Verified:
    """Check everything against the database, and against heads and checkpoints in `folder` and elsewhere."""
    found = Verified(missing_guards=missing_triggers(connection), limit=ownership_limit(connection))
    bindings, digests = Bindings(), list[str]()
    found.broken = first_broken(_collected(bindings.take(_links()), digests))
    if found.broken is not None:  # the rest of the entries still count for the roots
        digests = [digest(link) for link in _links()]
    found.entries = len(digests)
    leaves = leaves_of(digests)
    found.root = tree_root(leaves).hex()
    if found.broken is None:
        found.wrong_content = list(bindings.faults())
    for file in sorted((folder / HEADS).glob("*.json")):
        _check_file(found, file, folder, leaves, kept_elsewhere=False)
    for name in (CHECKPOINTS, COSIGNED):
        for file in sorted((folder / name).glob("*.json")):
            _check_file(found, file, folder, leaves, kept_elsewhere=False)
    for file in more_heads:
        _check_file(found, file, folder, leaves, kept_elsewhere=True)
    found.wrong_standings = list(_wrong_standings())
    found.wrong_states = [*_wrong_risks(), *_wrong_enquiries()]
    return found


def entry_digests() -> tuple[list[str], Broken | None]:
    """The digests of all entries, worked out from their content, and the first entry that does not fit."""
    digests: list[str] = []
    broken = first_broken(_collected(_links(), digests))
    return digests, broken


def _links() -> Iterator[Link]:
    rows = Entry.objects.order_by("sequence").values_list(*COLUMNS).iterator(AT_ONCE)
    return (Link(*row) for row in rows)


def _collected(links: Iterator[Link], digests: list[str]) -> Iterator[Link]:
    for link in links:
        digests.append(link.digest)
        yield link


def _check_file(found: Verified, file: Path, folder: Path, leaves: Sequence[bytes], *, kept_elsewhere: bool) -> None:
    """Compare one head or checkpoint with the trail. One kept elsewhere counts, whatever stands in the workspace."""
    try:
        signed = _read(file, folder, kept_elsewhere=kept_elsewhere)
    except UserError as error:
        found.wrong_heads.append(str(error).rstrip("."))
        return
    if isinstance(signed, Head):
        found.heads += 1
        size, fault = signed.sequence, _head_fault(signed)
    else:
        found.checkpoints += 1
        size, fault = signed.size, fault_of(signed, leaves)
    if fault:
        found.wrong_heads.append(f"{file.name} {fault}")
    elif kept_elsewhere:
        found.anchored = max(found.anchored, size)


def _read(file: Path, folder: Path, *, kept_elsewhere: bool) -> Head | Checkpoint:
    """A head or checkpoint. One of a witness is checked with the key that lies in the witness's own folder."""
    try:
        is_checkpoint = "root" in json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{file}: not a signed head or checkpoint ({error}).") from error
    if not is_checkpoint:
        return read_head(file, folder / PUBLIC_KEY)
    own = file.parent.parent / PUBLIC_KEY
    if file.parent.name == COSIGNED:
        content = json.loads(file.read_text(encoding="utf-8"))  # its signature is the witness's, who holds the key
        return Checkpoint(str(content["at"]), int(content["size"]), str(content["root"]))
    return read_checkpoint(file, own if kept_elsewhere and own.is_file() else folder / PUBLIC_KEY)


def _head_fault(head: Head) -> str:
    stored = Entry.objects.filter(sequence=head.sequence).values_list("digest", flat=True).first()
    if stored is None:
        return f"speaks of entry {head.sequence}, which is not there: the end of the trail was cut off"
    return "" if stored == head.digest else f"does not fit entry {head.sequence}: the trail was written anew"


def _wrong_standings() -> Iterator[str]:
    for case in Case.objects.prefetch_related("votes", "approvals", "reopenings").iterator(1_000):
        number = 1 + len(case.reopenings.all())
        votes = [vote for vote in case.votes.all() if vote.round == number]
        approval = next((one for one in case.approvals.all() if one.round == number), None)
        last = max(case.reopenings.all(), key=lambda opening: opening.round, default=None)
        one_reader = last is not None and last.why == Reopening.Why.REREAD
        if standing(votes, approval, number, one_reader=one_reader) != case.standing:
            yield case.reference


def _wrong_risks() -> Iterator[str]:
    for risk in Risk.objects.prefetch_related("steps").order_by("pk").iterator(1_000):
        steps = list(risk.steps.all())
        state = RiskState.OPEN
        for step in steps:
            if step.kind == RiskStep.Kind.FOUND_AGAIN and state == RiskState.CLOSED:
                state = RiskState.OPEN
            state = MOVES.get(step.kind, state)
        if steps and (risk.state, risk.version) != (state, steps[-1].number):
            yield f"Risk {risk.pk}"


def _wrong_enquiries() -> Iterator[str]:
    for enquiry in Enquiry.objects.prefetch_related("steps").order_by("pk").iterator(1_000):
        last = max(enquiry.steps.all(), key=lambda step: step.number, default=None)
        if last is not None and (enquiry.state, enquiry.version) != (last.state, last.number):
            yield f"Line of enquiry {enquiry.pk}"
