"""Refit the order within the day, from cached features, when the decided cases have grown by a twentieth.

A refit never changes the run. It archives a new order under `orders/` with the versions of everything it was made
from. If it fails, the previous order stays in force.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reassess.records.progress import Progress, no_progress
from reassess.records.store import Run
from reassess.triage.decisions import first_decisions, read_decisions
from reassess.triage.order.features.build import cached_features
from reassess.triage.order.features.pool import ClosedRisk
from reassess.triage.order.order_archive import archive_new_order, committed_sample
from reassess.triage.order.queue import OrderInputs, fit_order, write_order
from reassess.triage.order.scorer import REFIT_GROWTH


def refit_is_due(decided_then: int, decided_now: int) -> bool:
    """Whether the decided cases have grown by a twentieth since the order was made.

    >>> refit_is_due(0, 0), refit_is_due(0, 1), refit_is_due(100, 104), refit_is_due(100, 105)
    (False, True, False, True)
    """
    return decided_now >= decided_then + max(1, decided_then // REFIT_GROWTH)


@dataclass(frozen=True)
class Refit:
    """A new order: its folder, and the number of decided cases it was fitted to."""

    folder: Path
    decided: int


def refit(
    run: Run,
    orders: Path,
    cache: Path,
    *,
    decisions: Path | None,
    at: datetime,
    seed: str,
    unseen: Mapping[str, int] | None = None,
    closed: Collection[ClosedRisk] = frozenset(),
    progress: Progress = no_progress,
) -> Refit:
    """Fit a new order of a finished run to the decisions so far and archive it.

    Args:
        orders: the folder of the archive.
        cache: the folder of cached features; they are made there if missing.
        at: from when the order is in force, in UTC.
        seed: the secret seed of the audit order and of the tie-breaks.
        unseen: days that each investigation has waited in the queue.
        closed: the risks that people closed in the workspace.
    Raises:
        UserError: the decisions cannot be used, or there is already an order for that second.
    """
    features = cached_features(run, cache, progress=progress).with_workspace_state(unseen or {}, closed)
    taken = read_decisions(decisions) if decisions is not None else []
    progress("order")
    fitted = fit_order(features, taken)
    inputs = OrderInputs(taken, seed, committed_sample(orders), closed)
    progress("reasons for each position")
    folder = archive_new_order(run, orders, at, lambda into: write_order(into, run, features, fitted, inputs))
    return Refit(folder, len(first_decisions(taken)))
