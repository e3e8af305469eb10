"""The archive of orders: every order is kept, so that the position of a case on any past day can be explained."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from reassess.records.errors import UserError
from reassess.records.store import Run, quoted

TABLES = ("queue", "reason", "highlight", "model", "audit")
STAMP = "%Y%m%dT%H%M%S"


@dataclass(frozen=True)
class PastPosition:
    """The position of a case in a past order, the reasons for it, and what that order was made with."""

    investigation_id: str
    ordered_at: datetime
    position: int
    of: int
    band: str
    score: float
    reasons: tuple[tuple[str, str, float | None, str], ...]
    model: dict[str, str]


def archive_order(run: Run, orders: Path, at: datetime) -> Path:
    """Archive the order in a run under the time from which it is in force; return its folder.

    The folder has the layout of a run: `triage/queue.parquet` and so on, with the run's manifest beside them.

    Raises:
        UserError: there is already an order for that second.
    """

    def copy(into: Run) -> None:
        (into.path / "triage").mkdir()
        for table in TABLES:
            shutil.copyfile(run.file(f"triage.{table}"), into.file(f"triage.{table}"))

    return archive_new_order(run, orders, at, copy)


def archive_new_order(run: Run, orders: Path, at: datetime, write: Callable[[Run], object]) -> Path:
    """Archive an order that `write` makes from a run, completely or not at all; return its folder.

    Raises:
        UserError: there is already an order for that second.
    """
    if any(orders.glob(f"{at.strftime(STAMP)}-*")):
        raise UserError(f"{orders}: there is already an order for {at}. Orders are never replaced. Try again.")
    making = Run(orders / f".{at.strftime(STAMP)}.making")
    shutil.rmtree(making.path, ignore_errors=True)
    making.path.mkdir(parents=True)
    write(making)
    shutil.copyfile(run.path / "manifest.json", making.path / "manifest.json")
    shutil.rmtree(making.path / ".spill", ignore_errors=True)
    folder = orders / f"{at.strftime(STAMP)}-{model_of(making)['order']}"
    making.path.replace(folder)
    return folder


def model_of(order: Run) -> dict[str, str]:
    """What an order was made with: versions, weights, hashes and counts by name."""
    with duckdb.connect() as con:
        file = quoted(str(order.file("triage.model")))
        return dict(con.execute(f"SELECT name, value FROM read_parquet({file})").fetchall())


def committed_sample(orders: Path) -> list[tuple[str, int]]:
    """The committed audit order of the newest archived order as (investigation, tranche); empty before the first."""
    archived = [Run(folder) for _, folder in archived_orders(orders)]
    files = [order.file("triage.audit") for order in archived if order.has("triage.audit")]
    if not files:
        return []
    file = quoted(str(files[-1]))
    with duckdb.connect() as con:
        return con.execute(f"SELECT investigation_id, tranche FROM read_parquet({file}) ORDER BY draw").fetchall()


def archived_orders(orders: Path) -> list[tuple[datetime, Path]]:
    """The archived orders, oldest first, each with the time from which it was in force."""
    folders = [folder for folder in sorted(orders.glob("*T*-*")) if not folder.name.startswith(".")]
    return [(datetime.strptime(folder.name.split("-")[0], STAMP), folder) for folder in folders]


def position_on(orders: Path, investigation_id: str, day: date) -> PastPosition:
    """The position of a case at the end of a day.

    Raises:
        UserError: no order was in force by then, or the case was not in it.
    """
    in_force = [(at, folder) for at, folder in archived_orders(orders) if at.date() <= day]
    if not in_force:
        raise UserError(f"{orders}: no order was in force on {day.isoformat()}. Choose a later day.")
    at, folder = in_force[-1]
    with duckdb.connect() as con:
        order = Run(folder)
        # Orders archived before December 2026 have this table under the name triage.why.
        reasons = "triage.reason" if order.has("triage.reason") else "triage.why"
        queue, reason = (f"read_parquet({quoted(str(order.file(table)))})" for table in ("triage.queue", reasons))
        rows = con.execute(
            f"SELECT position, (SELECT count(*) FROM {queue}), band, score FROM {queue} WHERE investigation_id = ?",
            [investigation_id],
        ).fetchall()
        if not rows:
            raise UserError(f"{investigation_id} was not in the order of {at.isoformat()}. Check the reference.")
        parts = con.execute(
            f"SELECT part, name, value, says FROM {reason} WHERE investigation_id = ? ORDER BY n", [investigation_id]
        ).fetchall()
    position, of, band, score = rows[0]
    return PastPosition(investigation_id, at, position, of, band, score, tuple(parts), model_of(order))
