"""Orders of work come into force: only places and why are published, and every order keeps its versions."""

import json
from pathlib import Path

import duckdb
from django.conf import settings

from reassess.records.errors import UserError
from reassess.records.store import Run, quoted
from reassess.workspace.assurance.models import WorkOrder


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


def review_folder() -> Path:
    """The folder of the review that this process serves, in which the orders are kept."""
    if settings.REVIEW is None:
        raise UserError("No review is named: REASSESS_REVIEW must hold its folder.")
    return settings.REVIEW.resolve()


def order_table(order: Run, name: str) -> str:
    """A table of a kept order, as DuckDB reads it."""
    return f"read_parquet({quoted(str(order.file(name)))})"


def order_facts(con: duckdb.DuckDBPyConnection, order: Run) -> dict[str, str]:
    """What the order was made with; only its run where the run is of a time before orders said so."""
    facts: dict[str, str] = {}
    if order.has("triage.model"):
        model = order_table(order, "triage.model")
        facts = dict(con.execute(f"SELECT name, value FROM {model} ORDER BY name").fetchall())
    manifest = json.loads((order.path / "manifest.json").read_text(encoding="utf-8"))
    rules = sorted(f"{slug} {rule['version']}" for slug, rule in manifest.get("rules", {}).items())
    return {**facts, "run": str(manifest.get("run", order.path.name)), "rules": ", ".join(rules)}


def audit_places(con: duckdb.DuckDBPyConnection, order: Run) -> list[tuple[str, int]]:
    """The committed random order of the audit: (reference, number); empty where the order has none."""
    if not order.has("triage.audit"):
        return []
    audit = order_table(order, "triage.audit")
    return con.execute(f"SELECT investigation_id, draw FROM {audit} ORDER BY draw").fetchall()
