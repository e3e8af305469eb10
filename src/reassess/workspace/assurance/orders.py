"""The orders of work of a review: the one in force, the kept ones, and the tables of each."""

from pathlib import Path

import duckdb
from django.conf import settings

from reassess.records.errors import UserError
from reassess.records.manifest import read_any_manifest
from reassess.records.store import Run, quoted
from reassess.workspace.assurance.models import WorkOrder


def order_in_force() -> WorkOrder | None:
    """The order in force now; None before the first."""
    return WorkOrder.objects.filter(in_force=True).first()


def failed_since() -> WorkOrder | None:
    """The latest attempt to make an order, if it failed and the one before it is still in force; else None."""
    newest = WorkOrder.objects.first()
    return None if newest is None or newest.in_force else newest


def newest_order(run: Path) -> Path:
    """Folder of the newest kept order of a run; the run itself, which holds its first order, if none is kept."""
    kept = sorted((run.parent.parent / "orders").glob("*T*-*/manifest.json"), reverse=True)
    number = read_any_manifest(Run(run))["run"]
    ours = (file.parent for file in kept if read_any_manifest(Run(file.parent))["run"] == number)
    return next(ours, run)


def review_folder() -> Path:
    """Folder of the review that this process serves, where the orders are kept."""
    if settings.REVIEW is None:
        raise UserError("No review is named: REASSESS_REVIEW must hold its folder.")
    return settings.REVIEW.resolve()


def order_table(order: Run, name: str) -> str:
    """SQL that reads a table of a kept order."""
    return f"read_parquet({quoted(str(order.file(name)))})"


def order_facts(con: duckdb.DuckDBPyConnection, order: Run) -> dict[str, str]:
    """What the order was made with: model settings, run, rules. Older runs name only their run and rules."""
    facts: dict[str, str] = {}
    if order.has("triage.model"):
        model = order_table(order, "triage.model")
        facts = dict(con.execute(f"SELECT name, value FROM {model} ORDER BY name").fetchall())
    manifest = read_any_manifest(order)
    rules = sorted(f"{slug} {rule['version']}" for slug, rule in manifest["rules"].items())
    return {**facts, "run": manifest["run"], "rules": ", ".join(rules)}


def audit_positions(con: duckdb.DuckDBPyConnection, order: Run) -> list[tuple[str, int]]:
    """The committed random order of the audit: (reference, number); empty if the order has none."""
    if not order.has("triage.audit"):
        return []
    audit = order_table(order, "triage.audit")
    return con.execute(f"SELECT investigation_id, draw FROM {audit} ORDER BY draw").fetchall()
