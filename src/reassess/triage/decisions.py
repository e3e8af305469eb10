"""Readers' decisions as the workspace exports them: the labels of the order and the data of the assurance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import duckdb

from reassess.records.errors import UserError
from reassess.records.store import quoted

REQUIRED_COLUMNS = {
    "investigation_id": "VARCHAR",
    "reader": "VARCHAR",
    "opened_at": "TIMESTAMP",
    "decided_at": "TIMESTAMP",
    "outcome": "VARCHAR",
    "positive": "BOOLEAN",
    "stream": "VARCHAR",
    "weight_class": "VARCHAR",
}
# When the audit drew the case, and whether the case was left closed with approval.
OPTIONAL_COLUMNS = {"drawn_at": "TIMESTAMP", "closed": "BOOLEAN"}
# First readings (in queue order or drawn by the audit), blind second readings, and blind reviews of closed cases.
STREAMS = ("order", "audit", "second", "reread")
FIRST_READINGS = ("order", "audit")


@dataclass(frozen=True)
class Decision:
    """One reader's decision on one case.

    Attributes:
        positive: whether a missed line or an opportunity was found.
        stream: why the case was read: `order` (its position in the queue), `audit` (drawn at random), `second` (a
            blind second reading) or `reread` (a blind review of a case left closed).
        weight_class: light, ordinary or heavy; None if not recorded.
        drawn_at: when the audit drew the case; None if it was not drawn or the export does not say.
        closed: whether the case was left closed and the closure approved; None if the export does not say.
    """

    investigation_id: str
    reader: str
    opened_at: datetime
    decided_at: datetime
    outcome: str | None
    positive: bool
    stream: str
    weight_class: str | None
    drawn_at: datetime | None = None
    closed: bool | None = None

    @property
    def served_at(self) -> datetime:
        """When the case was handed out: the time of its audit draw, or else when its reader opened it."""
        return self.drawn_at or self.opened_at


def read_decisions(file: Path) -> list[Decision]:
    """Read the decisions in a Parquet or CSV file, in the order in which they were taken.

    Raises:
        UserError: the file is missing, lacks a column or holds a value that the export never writes.
    """
    if not file.is_file():
        raise UserError(f"{file}: there is no such file. Give the decisions that the workspace exported.")
    reader = "read_parquet" if file.suffix == ".parquet" else "read_csv"
    source = f"{reader}({quoted(str(file))})"
    with duckdb.connect() as con:
        try:
            present = {row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
            columns = [f"CAST({name} AS {kind})" for name, kind in REQUIRED_COLUMNS.items()]
            for name, kind in OPTIONAL_COLUMNS.items():
                columns.append(f"CAST({name if name in present else 'NULL'} AS {kind})")
            rows = con.execute(
                f"SELECT {', '.join(columns)} FROM {source} ORDER BY decided_at, investigation_id, reader"
            ).fetchall()
        except duckdb.Error as error:
            raise UserError(
                f"{file}: cannot be read as an export of decisions ({str(error).splitlines()[0]})."
                f" It needs the columns {', '.join(REQUIRED_COLUMNS)}."
            ) from error
    decisions = [Decision(*row) for row in rows]
    for number, decision in enumerate(decisions, start=1):
        _check(file, number, decision)
    return decisions


def _check(file: Path, number: int, decision: Decision) -> None:
    for name in ("investigation_id", "reader", "opened_at", "decided_at", "positive"):
        if getattr(decision, name) is None:
            raise UserError(f"{file}, decision {number}: {name} is empty. Export the decisions again.")
    if decision.stream not in STREAMS:
        raise UserError(f"{file}, decision {number}: stream is {decision.stream!r}. Use {', '.join(STREAMS)}.")
    if decision.decided_at < decision.opened_at:
        raise UserError(f"{file}, decision {number}: decided_at is before opened_at. Correct one of the two times.")


def first_decisions(decisions: Sequence[Decision]) -> dict[str, Decision]:
    """The first reading of each case, by investigation: the labels that the order learns from."""
    first: dict[str, Decision] = {}
    for decision in decisions:
        if decision.stream in FIRST_READINGS:
            first.setdefault(decision.investigation_id, decision)
    return first


def in_serving_order(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions in the order in which their cases were handed out.

    The audit uses this order, not the order of deciding: hard cases take longer, so counting draws as they are decided
    would see the easy ones first.
    """
    return sorted(decisions, key=lambda one: (one.served_at, one.decided_at, one.investigation_id, one.reader))


def digest(decisions: Sequence[Decision]) -> str:
    """A short hash of the decisions, recorded with each order to identify the labels it learnt from."""
    content = [(one.investigation_id, one.reader, one.decided_at, one.positive) for one in decisions]
    return sha256(repr(content).encode()).hexdigest()[:16]
