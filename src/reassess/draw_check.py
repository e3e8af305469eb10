"""`reassess verify-draw`: check the audit draws of a review, and reveal their seed so that an outsider can check them.

What is revealed is one JSON file: the published hash, the seed, the committed orders and the cases drawn. It can be
checked anywhere, with this verb or with the few lines of `audit_sample`.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from reassess.records.errors import UserError
from reassess.records.store import Run, quoted
from reassess.review import Review
from reassess.triage.assurance.audit_sample import check_order, committed_order, secret_seed
from reassess.triage.order.order_archive import archived_orders
from reassess.workspace import ordering_api


@dataclass(frozen=True)
class CommittedCase:
    """A case of a committed order, with its tranche: 1 is the first commitment, later cases have later ones."""

    investigation_id: str
    tranche: int


@dataclass(frozen=True)
class DrawRecord:
    """What a check of the draws needs.

    Attributes:
        commitment: the hash of the seed as it was published before the first decision.
        seed: the secret seed.
        orders: each committed order that was ever archived, the oldest first.
        drawn: the cases drawn, in the order in which they were handed out.
    """

    commitment: str
    seed: str
    orders: Sequence[Sequence[CommittedCase]]
    drawn: Sequence[str]


def draw_record(review: Review) -> DrawRecord:
    """The draws of a review with its secret seed.

    Raises:
        UserError: nothing is published yet, so nothing is committed.
    """
    published = ordering_api.published_commitment(review.path) if ordering_api.is_there(review.path) else ""
    if not published:
        raise UserError(f"{review.path}: no order is published, so no seed is committed. Run: reassess publish")
    orders = _archived_audit_orders(review.path / "orders")
    return DrawRecord(published, secret_seed(review.path), orders, ordering_api.drawn_cases(review.path))


def _archived_audit_orders(folder: Path) -> list[list[CommittedCase]]:
    distinct: list[list[CommittedCase]] = []
    with duckdb.connect() as con:
        for _, path in archived_orders(folder):
            file = quoted(str(Run(path).file("triage.audit")))
            rows = con.execute(f"SELECT investigation_id, tranche FROM read_parquet({file}) ORDER BY draw").fetchall()
            order = [CommittedCase(*row) for row in rows]
            if order not in distinct[-1:]:
                distinct.append(order)
    return distinct


def read_record(file: Path) -> DrawRecord:
    """A revealed record.

    Raises:
        UserError: the file is not one.
    """
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        orders = [[CommittedCase(**case) for case in order] for order in content["orders"]]
        return DrawRecord(str(content["commitment"]), str(content["seed"]), orders, list(content["drawn"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{file}: not a revealed record of draws ({error}). Use the file of --reveal.") from error


def problems(record: DrawRecord) -> list[str]:
    """What does not fit the committed seed, as sentences; empty if every order and every draw follows it."""
    tranche_of: dict[str, int] = {}
    for order in record.orders:
        for case in order:
            tranche_of.setdefault(case.investigation_id, case.tranche)
    numbers = sorted(set(tranche_of.values()))
    tranches = [[case for case in tranche_of if tranche_of[case] == number] for number in numbers]
    found = check_order(record.seed, record.commitment, tranches, record.drawn)
    expected = [case for tranche in tranches for case in committed_order(record.seed, tranche)]
    for number, order in enumerate(record.orders, start=1):
        listed = [case.investigation_id for case in order]
        present = set(listed)
        if listed != [case for case in expected if case in present]:
            found.append(f"Committed order {number} does not follow from the seed.")
    return found


def reveal(review: Review, file: Path) -> DrawRecord:
    """Write the draws with the seed to a new file, and record in the audit trail that the seed is revealed.

    Raises:
        UserError: the file exists, or nothing is committed yet.
    """
    record = draw_record(review)
    if file.exists():
        raise UserError(f"{file}: there is a file already. Choose another name.")
    ordering_api.record_reveal(review.path, record.seed)
    file.write_text(json.dumps(asdict(record), indent=1) + "\n", encoding="utf-8")
    return record
