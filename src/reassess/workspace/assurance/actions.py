"""Put an order of work in force, record what the audit drew, and publish what the analysis says."""

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
from reassess.workspace.assurance.orders import audit_places, order_facts, order_in_force, order_table, review_folder
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.bands import band_ranks, band_words
from reassess.workspace.cases.models import Case


def record_draw(user: User, case: Case) -> None:
    """Write down that a case was drawn. For use inside the transaction that leases it."""
    if AuditDraw.objects.filter(case=case).exists():
        return
    with audited_transaction(user) as ledger:
        place = AuditPosition.objects.get(case=case)
        drawn = AuditDraw.objects.create(case=case, number=place.number, user=user, at=timezone.now())
        ledger.add("audit.drawn", subject=drawn)


def write_audit_positions(order: Iterable[tuple[str, int]]) -> int:
    """Replace the committed order by that of the newest run; (reference, number), returns how many."""
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


def put_in_force(folder: Path) -> WorkOrder:
    """Publish the order in a folder: the cases take their places, and the audit its committed order."""
    order, review = Run(folder), review_folder()
    with duckdb.connect() as con:
        queue = order_table(order, "triage.queue")
        rows = con.execute(
            f"SELECT investigation_id, band, position, score, coalesce(main_reason, ''), coalesce(text_poor, FALSE),"
            f" coalesce(case_group, '') FROM {queue} ORDER BY position"
        ).fetchall()
        facts = order_facts(con, order)
        places = audit_places(con, order)
    with audited_transaction(None) as ledger:
        _place_cases(rows)
        if places:
            write_audit_positions(places)
        made = WorkOrder.objects.create(
            at=timezone.now(),
            run=facts.get("run", ""),
            version=facts.get("order", ""),
            folder=os.path.relpath(folder.resolve(), review),
            decided=int(facts.get("cases decided", 0)),
            in_force=True,
            facts=facts,
        )
        ledger.add("order.in_force", subject=made, version=made.version, decided=made.decided, run=made.run)
    return made


def _place_cases(rows: list[tuple[Any, ...]]) -> None:
    """Give the cases that moved their new places, in plain SQL: a queue of thousands moves at every refit."""
    stood = {row[0]: row[1:] for row in Case.objects.values_list("reference", *PUBLISHED)}
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
    moved = [(*place, reference) for reference, place in new.items() if stood.get(reference, place) != place]
    columns = ", ".join(f"{name} = %s" for name in PUBLISHED)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {Case._meta.db_table} SET {columns} WHERE reference = %s", moved)


def note_failure(says: str) -> WorkOrder:
    """Write down that an order could not be made; the one before it stands."""
    standing = order_in_force()
    with audited_transaction(None) as ledger:
        failed = WorkOrder.objects.create(
            at=timezone.now(), run=standing.run if standing else "", in_force=False, says=says[:2000]
        )
        ledger.add("order.failed", subject=failed, says=failed.says)
    return failed


def publish_statement(kind: str, body: dict[str, Any]) -> Statement:
    """Keep what the analysis says of assurance or forecast; the page shows the newest."""
    with audited_transaction(None) as ledger:
        said = Statement.objects.create(kind=kind, at=timezone.now(), body=body)
        ledger.add("statement.published", subject=said, kind=kind)
    return said
