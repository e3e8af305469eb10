"""Every order is kept, so that 'why was this 412th on 3 March?' has an answer years later."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from reassess.records.errors import UserError
from reassess.records.store import Run, quoted

TABLES = ("queue", "why", "highlight", "model", "audit")
STAMP = "%Y%m%dT%H%M%S"


@dataclass(frozen=True)
class PastPlace:
    """Where a case stood in an order that was in force, why, and what made that order."""

    investigation_id: str
    ordered_at: datetime
    position: int
    of: int
    band: str
    score: float
    why: tuple[tuple[str, str, float | None, str], ...]
    model: dict[str, str]


def keep_order(run: Run, orders: Path, at: datetime) -> Path:
    """Keep the order that stands in the run, under the time from which it is in force; returns its folder.

    The folder has the layout of a run: `triage/queue.parquet` and so on, with the run's manifest beside them.

    Raises:
        UserError: another order is kept under that second.
    """

    def copy(into: Run) -> None:
        (into.path / "triage").mkdir()
        for table in TABLES:
            shutil.copyfile(run.file(f"triage.{table}"), into.file(f"triage.{table}"))

    return keep_new(run, orders, at, copy)


def keep_new(run: Run, orders: Path, at: datetime, write: Callable[[Run], object]) -> Path:
    """Keep an order that `write` makes from a run, whole or not at all; returns its folder.

    Raises:
        UserError: another order is kept under that second.
    """
    if any(orders.glob(f"{at.strftime(STAMP)}-*")):
        raise UserError(f"{orders}: an order is kept under {at} already; kept orders are never replaced")
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
    """What an order was made with, by name."""
    with duckdb.connect() as con:
        file = quoted(str(order.file("triage.model")))
        return dict(con.execute(f"SELECT name, value FROM read_parquet({file})").fetchall())


def committed_so_far(orders: Path) -> list[tuple[str, int]]:
    """The committed audit order of the newest kept order as (investigation, tranche); empty before the first."""
    kept = [Run(folder).file("triage.audit") for _, folder in kept_orders(orders) if Run(folder).has("triage.audit")]
    if not kept:
        return []
    file = quoted(str(kept[-1]))
    with duckdb.connect() as con:
        return con.execute(f"SELECT investigation_id, tranche FROM read_parquet({file}) ORDER BY draw").fetchall()


def kept_orders(orders: Path) -> list[tuple[datetime, Path]]:
    """The kept orders, oldest first, each with the time from which it was in force."""
    folders = [folder for folder in sorted(orders.glob("*T*-*")) if not folder.name.startswith(".")]
    return [(datetime.strptime(folder.name.split("-")[0], STAMP), folder) for folder in folders]


def place_on(orders: Path, investigation_id: str, day: date) -> PastPlace:
    """Where the case stood at the end of a day.

    Raises:
        UserError: no order was in force yet, or the case was not in it.
    """
    in_force = [(at, folder) for at, folder in kept_orders(orders) if at.date() <= day]
    if not in_force:
        raise UserError(f"{orders}: no order was in force on {day.isoformat()}")
    at, folder = in_force[-1]
    with duckdb.connect() as con:
        queue, why = (f"read_parquet({quoted(str(Run(folder).file(f'triage.{table}')))})" for table in ("queue", "why"))
        rows = con.execute(
            f"SELECT position, (SELECT count(*) FROM {queue}), band, score FROM {queue} WHERE investigation_id = ?",
            [investigation_id],
        ).fetchall()
        if not rows:
            raise UserError(f"{investigation_id} was not in the order of {at.isoformat()}")
        parts = con.execute(
            f"SELECT part, name, value, says FROM {why} WHERE investigation_id = ? ORDER BY n", [investigation_id]
        ).fetchall()
    position, of, band, score = rows[0]
    return PastPlace(investigation_id, at, position, of, band, score, tuple(parts), model_of(Run(folder)))
