"""Every order is kept, so that 'why was this 412th on 3 March?' has an answer years later."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from reassess.records.errors import UserError
from reassess.records.store import Run, quoted

TABLES = ("queue", "why", "model")
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

    Raises:
        UserError: another order is kept under that second.
    """
    with run.connect() as con:
        version = con.execute("SELECT value FROM triage.model WHERE name = 'order'").fetchall()[0][0]
    folder = orders / f"{at.strftime(STAMP)}-{version}"
    if any(orders.glob(f"{at.strftime(STAMP)}-*")):
        raise UserError(f"{folder}: an order is kept under this second already; kept orders are never replaced")
    making = orders / f".{folder.name}.making"
    making.mkdir(parents=True)
    for table in TABLES:
        shutil.copyfile(run.file(f"triage.{table}"), making / f"{table}.parquet")
    shutil.copyfile(run.path / "manifest.json", making / "manifest.json")
    making.replace(folder)
    return folder


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
        queue, why, model = (f"read_parquet({quoted(str(folder / f'{table}.parquet'))})" for table in TABLES)
        rows = con.execute(
            f"SELECT position, (SELECT count(*) FROM {queue}), band, score FROM {queue} WHERE investigation_id = ?",
            [investigation_id],
        ).fetchall()
        if not rows:
            raise UserError(f"{investigation_id} was not in the order of {at.isoformat()}")
        parts = con.execute(
            f"SELECT part, name, value, says FROM {why} WHERE investigation_id = ? ORDER BY n", [investigation_id]
        ).fetchall()
        facts = dict(con.execute(f"SELECT name, value FROM {model}").fetchall())
    position, of, band, score = rows[0]
    return PastPlace(investigation_id, at, position, of, band, score, tuple(parts), facts)
