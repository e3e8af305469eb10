"""Write the audit trail: a change and its entries share one transaction.

    with audited_transaction(user) as ledger:
        ...change rows...
        ledger.add("vote.cast", case=case, subject=vote, outcomes=["O3"])

Entries are written at the end of the outermost `audited_transaction`. The chain has one head, and whoever writes to it
holds it until the commit, so nothing slow may come after.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import connection, models, transaction
from django.utils import timezone

from reassess.workspace.audit.chain import START, Link, digest
from reassess.workspace.audit.content import BOUND, content_digest, label
from reassess.workspace.audit.models import Entry
from reassess.workspace.platform.database.append_only import AppendOnly

CHAIN_LOCK = 739_201_406
"""Number of PostgreSQL's advisory lock on the head of the chain; any fixed number of our own."""

SYSTEM = "system"
"""Name of the actor in entries that the software makes by itself, such as an escalation."""


@dataclass
class Ledger:
    """The entries of one transaction, in the order in which they were added."""

    actor: AbstractUser | None
    waiting: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self,
        verb: str,
        *,
        case: Any = None,
        subject: models.Model | str = "",
        rows: Iterable[models.Model] = (),
        **detail: Any,
    ) -> None:
        """Add an entry for one change or read. `detail` must be JSON; its keys are stored in order.

        The entry binds the content of `rows`, and of the subject where its table is append-only.
        """
        bound = [*rows, *([subject] if isinstance(subject, AppendOnly) else [])]
        if bound:
            detail[BOUND] = {label(row): content_digest(row) for row in bound}
        self.waiting.append(
            {
                "actor": self.actor,
                "verb": verb,
                "case_id": case.pk if case is not None else None,
                "subject": subject if isinstance(subject, str) else label(subject),
                "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str),
            }
        )


_open: ContextVar[Ledger | None] = ContextVar("open_ledger", default=None)


@contextmanager
def audited_transaction(actor: AbstractUser | None) -> Iterator[Ledger]:
    """Open a transaction for changes by `actor` (None: the software). A nested call joins the outer transaction."""
    outer = _open.get()
    if outer is not None:
        yield from _inner(outer, actor)
        return
    ledger = Ledger(actor)
    token = _open.set(ledger)
    try:
        with transaction.atomic():
            yield ledger
            _write(ledger.waiting)
    finally:
        _open.reset(token)


def _inner(outer: Ledger, actor: AbstractUser | None) -> Iterator[Ledger]:
    mark, before = len(outer.waiting), outer.actor
    outer.actor = actor
    try:
        with transaction.atomic():
            yield outer
    except BaseException:
        del outer.waiting[mark:]
        raise
    finally:
        outer.actor = before


def _write(waiting: list[dict[str, Any]]) -> None:
    if not waiting:
        return
    _hold_the_head()
    last = Entry.objects.order_by("-sequence").values_list("sequence", "digest").first() or (0, START)
    now, entries = timezone.now(), []
    for columns in waiting:
        actor: AbstractUser | None = columns.pop("actor")
        link = Link(
            sequence=last[0] + 1,
            at=now,
            actor_id=actor.pk if actor else None,
            actor_name=actor.username if actor else SYSTEM,
            previous=last[1],
            **columns,
        )
        link = replace(link, digest=digest(link))
        entries.append(Entry(**vars(link)))
        last = (link.sequence, link.digest)
    Entry.objects.bulk_create(entries)


def _hold_the_head() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
