"""The decisions that people took, as the workspace exports them: what the order learns from and assurance rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import duckdb

from reassess.records.errors import UserError
from reassess.records.store import quoted

COLUMNS = {
    "investigation_id": "VARCHAR",
    "reader": "VARCHAR",
    "opened_at": "TIMESTAMP",
    "decided_at": "TIMESTAMP",
    "outcome": "VARCHAR",
    "positive": "BOOLEAN",
    "stream": "VARCHAR",
    "weight_class": "VARCHAR",
}
# Columns that an export may lack: when the audit drew the case, and whether it was left closed with approval.
MAY_LACK = {"drawn_at": "TIMESTAMP", "closed": "BOOLEAN"}
# The two kinds of first reading, the blind second one, and the blind re-reading of a case that was left closed.
STREAMS = ("order", "audit", "second", "reread")
FIRST_READINGS = ("order", "audit")


@dataclass(frozen=True)
class Decision:
    """One reader's decision on one case.

    Attributes:
        positive: whether a missed line or an opportunity was found.
        stream: why it was read: its place in the order, an audit draw, a blind second reading, or a blind re-reading of
            a case that was left closed.
        weight_class: how heavy the case is, in the review's own words; None where nobody said.
        drawn_at: when the audit drew it; None where the export does not say, or it was not drawn.
        closed: whether the case was left closed in the end, and approved; None where the export does not say.
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
        """When the case was handed out: drawn by the audit, else opened by its reader."""
        return self.drawn_at or self.opened_at


def read_decisions(file: Path) -> list[Decision]:
    """The decisions in a Parquet or CSV file, in the order in which they were taken.

    Raises:
        UserError: the file, a column or a value is not as the export writes it.
    """
    if not file.is_file():
        raise UserError(f"{file}: there is no such file; it is written by the workspace's export of decisions")
    reader = "read_parquet" if file.suffix == ".parquet" else "read_csv"
    source = f"{reader}({quoted(str(file))})"
    with duckdb.connect() as con:
        try:
            there = {row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
            columns = [f"CAST({name} AS {kind})" for name, kind in COLUMNS.items()]
            columns += [f"CAST({name if name in there else 'NULL'} AS {kind})" for name, kind in MAY_LACK.items()]
            rows = con.execute(
                f"SELECT {', '.join(columns)} FROM {source} ORDER BY decided_at, investigation_id, reader"
            ).fetchall()
        except duckdb.Error as error:
            raise UserError(
                f"{file}: is not an export of decisions ({', '.join(COLUMNS)}): {str(error).splitlines()[0]}"
            ) from error
    decisions = [Decision(*row) for row in rows]
    for number, decision in enumerate(decisions, start=1):
        _check(file, number, decision)
    return decisions


def _check(file: Path, number: int, decision: Decision) -> None:
    for name in ("investigation_id", "reader", "opened_at", "decided_at", "positive"):
        if getattr(decision, name) is None:
            raise UserError(f"{file}: decision {number}: {name} is empty")
    if decision.stream not in STREAMS:
        raise UserError(f"{file}: decision {number}: stream {decision.stream!r} is none of {', '.join(STREAMS)}")
    if decision.decided_at < decision.opened_at:
        raise UserError(f"{file}: decision {number}: decided_at is before opened_at")


def first_decisions(decisions: Sequence[Decision]) -> dict[str, Decision]:
    """The first decision on each case, second readings and re-readings left out: what the order learns from."""
    first: dict[str, Decision] = {}
    for decision in decisions:
        if decision.stream in FIRST_READINGS:
            first.setdefault(decision.investigation_id, decision)
    return first


def as_served(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions in the order in which their cases were handed out.

    The audit rests on this order and not on that of deciding: a hard case takes longer, so that counting draws as they
    come in would see the easy ones first.
    """
    return sorted(decisions, key=lambda one: (one.served_at, one.decided_at, one.investigation_id, one.reader))


def digest(decisions: Sequence[Decision]) -> str:
    """A short hash of the decisions, by which a kept order says what it had learnt from."""
    said = [(one.investigation_id, one.reader, one.decided_at, one.positive) for one in decisions]
    return sha256(repr(said).encode()).hexdigest()[:16]
