"""Orders of work come into force: only places and why are published, and every order keeps its versions."""

import json
import os
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings
from django.db import connection
from django.utils import timezone

from reassess.records.errors import UserError
from reassess.records.store import Run, quoted
from reassess.workspace.assurance.draws import write_places
from reassess.workspace.assurance.models import Statement, WorkOrder
from reassess.workspace.audit.ledger import acting
from reassess.workspace.cases.models import Case
from reassess.workspace.publishing.rows import band_ranks, band_words

PUBLISHED = ("band", "band_rank", "position", "score", "why", "text_poor", "set_key")


def order_in_force() -> WorkOrder | None:
    """The order that stands now; None before the first."""
    return WorkOrder.objects.filter(in_force=True).first()


def failed_since() -> WorkOrder | None:
    """The newest try to make an order, if it failed, so that the one before it still stands."""
    newest = WorkOrder.objects.first()
    return None if newest is None or newest.in_force else newest


def newest_order(run: Path) -> Path:
    """The newest kept order of a run, else the run itself, which holds its own first order."""
    kept = sorted((run.parent.parent / "orders").glob("*T*-*/manifest.json"), reverse=True)
    number = json.loads((run / "manifest.json").read_text(encoding="utf-8")).get("run", run.name)
    ours = (file.parent for file in kept if json.loads(file.read_text(encoding="utf-8")).get("run") == number)
    return next(ours, run)


def put_in_force(folder: Path) -> WorkOrder:
    """Publish the order in a folder: the cases take their places, and the audit its committed order."""
    order, review = Run(folder), review_folder()
    with duckdb.connect() as con:
        queue = _table(order, "triage.queue")
        rows = con.execute(
            f"SELECT investigation_id, band, position, score, coalesce(why, ''), coalesce(text_poor, FALSE),"
            f" coalesce(travels_with, '') FROM {queue} ORDER BY position"
        ).fetchall()
        facts = _facts(con, order)
        places = _places(con, order)
    with acting(None) as ledger:
        _place_cases(rows)
        if places:
            write_places(places)
        made = WorkOrder.objects.create(
            at=timezone.now(), run=facts.get("run", ""), version=facts.get("order", ""),
            folder=os.path.relpath(folder.resolve(), review), decided=int(facts.get("cases decided", 0)), in_force=True,
            facts=facts,
        )  # fmt: skip
        ledger.add("order.in_force", subject=made, version=made.version, decided=made.decided, run=made.run)
    return made


def review_folder() -> Path:
    """The folder of the review that this process serves, in which the orders are kept."""
    if settings.REVIEW is None:
        raise UserError("No review is named: REASSESS_REVIEW must hold its folder.")
    return settings.REVIEW.resolve()


def _table(order: Run, name: str) -> str:
    return f"read_parquet({quoted(str(order.file(name)))})"


def _facts(con: duckdb.DuckDBPyConnection, order: Run) -> dict[str, str]:
    """What the order was made with; only its run where the run is of a time before orders said so."""
    facts: dict[str, str] = {}
    if order.has("triage.model"):
        facts = dict(con.execute(f"SELECT name, value FROM {_table(order, 'triage.model')} ORDER BY name").fetchall())
    manifest = json.loads((order.path / "manifest.json").read_text(encoding="utf-8"))
    rules = sorted(f"{slug} {rule['version']}" for slug, rule in manifest.get("rules", {}).items())
    return {**facts, "run": str(manifest.get("run", order.path.name)), "rules": ", ".join(rules)}


def _places(con: duckdb.DuckDBPyConnection, order: Run) -> list[tuple[str, int]]:
    if not order.has("triage.audit"):
        return []
    return con.execute(f"SELECT investigation_id, draw FROM {_table(order, 'triage.audit')} ORDER BY draw").fetchall()


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
    with acting(None) as ledger:
        failed = WorkOrder.objects.create(
            at=timezone.now(), run=standing.run if standing else "", in_force=False, says=says[:2000]
        )
        ledger.add("order.failed", subject=failed, says=failed.says)
    return failed


def publish_statement(kind: str, body: dict[str, Any]) -> Statement:
    """Keep what the analysis says of assurance or forecast; the page shows the newest."""
    with acting(None) as ledger:
        said = Statement.objects.create(kind=kind, at=timezone.now(), body=body)
        ledger.add("statement.published", subject=said, kind=kind)
    return said
