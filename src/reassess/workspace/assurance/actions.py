"""Put an order of work in force, record audit draws, and publish statements of the analysis."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
from django.db import connection
from django.utils import timezone

from reassess.records.store import Run
from reassess.workspace.accounts.models import User
from reassess.workspace.assurance.models import AuditDraw, AuditPosition, Statement, WorkOrder
from reassess.workspace.assurance.orders import audit_positions, order_facts, order_in_force, order_table, review_folder
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.bands import band_ranks, band_words
from reassess.workspace.cases.models import Case


def record_draw(*, acting_user: User, case: Case) -> None:
    """Record that the audit drew a case. Call it in the transaction that leases the case."""
    if AuditDraw.objects.filter(case=case).exists():
        return
    with audited_transaction(acting_user) as ledger:
        position = AuditPosition.objects.get(case=case)
        drawn = AuditDraw.objects.create(case=case, number=position.number, user=acting_user, at=timezone.now())
        ledger.add("audit.drawn", subject=drawn)


def write_audit_positions(*, order: Iterable[tuple[str, int]]) -> int:
    """Replace the committed order of the audit by that of the newest run.

    Args:
        order: (reference, number) of each case. Returns how many.
    """
    numbers = dict(order)
    known = dict(Case.objects.values_list("reference", "pk"))
    AuditPosition.objects.all().delete()
    AuditPosition.objects.bulk_create(
        AuditPosition(case_id=known[reference], number=number)
        for reference, number in numbers.items()
        if reference in known
    )
    return len(numbers)


PUBLISHED = ("band", "band_rank", "position", "score", "why", "text_poor", "set_key")


def put_in_force(*, folder: Path) -> WorkOrder:
    """Publish the order in a folder: the positions of the cases, and the committed order of the audit."""
    order, review = Run(folder), review_folder()
    with duckdb.connect() as con:
        queue = order_table(order, "triage.queue")
        rows = con.execute(
            f"SELECT investigation_id, band, position, score, coalesce(main_reason, ''), coalesce(text_poor, FALSE),"
            f" coalesce(case_group, '') FROM {queue} ORDER BY position"
        ).fetchall()
        facts = order_facts(con, order)
        positions = audit_positions(con, order)
    with audited_transaction(None) as ledger:
        _move_cases(rows)
        if positions:
            write_audit_positions(order=positions)
        made = WorkOrder.objects.create(
            at=timezone.now(),
            run=facts.get("run", ""),
            version=facts.get("order", ""),
            folder=os.path.relpath(folder.resolve(), review),
            decided=int(facts.get("cases decided", 0)),
            in_force=True,
            facts=facts,
        )
        ledger.add(
            "order.in_force",
            subject=made,
            version=made.version,
            decided=made.decided,
            run=made.run,
            commitment=facts.get("seed commitment", ""),
        )
    return made


def _move_cases(rows: list[tuple[Any, ...]]) -> None:
    """Write the new positions of the cases that moved, in plain SQL: thousands move at every refit."""
    before = {row[0]: row[1:] for row in Case.objects.values_list("reference", *PUBLISHED)}
    ranks = band_ranks(row[1] for row in rows)
    leaders = {row[6] for row in rows}
    new = {
        reference: (
            band_words(band),
            ranks[band],
            position,
            score,
            why,
            bool(poor),
            together or (reference if reference in leaders else ""),
        )
        for reference, band, position, score, why, poor, together in rows
    }
    moved = [(*now, reference) for reference, now in new.items() if before.get(reference, now) != now]
    columns = ", ".join(f"{name} = %s" for name in PUBLISHED)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {Case._meta.db_table} SET {columns} WHERE reference = %s", moved)


def record_failure(*, message: str) -> WorkOrder:
    """Record that an order could not be made. The one before it stays in force."""
    standing = order_in_force()
    with audited_transaction(None) as ledger:
        failed = WorkOrder.objects.create(
            at=timezone.now(), run=standing.run if standing else "", in_force=False, says=message[:2000]
        )
        ledger.add("order.failed", subject=failed, says=failed.says)
    return failed


def record_reveal(*, seed: str) -> None:
    """Record that the seed of the audit draws was revealed, with the seed. Later draws can be predicted from then."""
    with audited_transaction(None) as ledger:
        ledger.add("draw.revealed", seed=seed)


def publish_statement(*, kind: str, body: dict[str, Any]) -> Statement:
    """Store what the analysis says on assurance or forecast. The page shows the newest."""
    with audited_transaction(None) as ledger:
        statement = Statement.objects.create(kind=kind, at=timezone.now(), body=body)
        ledger.add("statement.published", subject=statement, kind=kind)
    return statement
