"""The order learnt anew inside the day: from the kept blocks, when the decided cases have grown by a twentieth.

A refit never touches the run. It makes an order of its own under `orders/`, with the versions of everything that it
was made from; an order that cannot be made leaves the one before it in force.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reassess.records.store import Run
from reassess.triage.decisions import first_decisions, read_decisions
from reassess.triage.order.features.build import features_of
from reassess.triage.order.features.pool import ClosedRisk
from reassess.triage.order.order_archive import committed_so_far, keep_new
from reassess.triage.order.queue import Made, learn, write_order
from reassess.triage.simulation.simulated_review import GROWTH


def refit_is_due(decided_then: int, decided_now: int) -> bool:
    """Whether the decided cases have grown by a twentieth since the order was made.

    >>> refit_is_due(0, 0), refit_is_due(0, 1), refit_is_due(100, 104), refit_is_due(100, 105)
    (False, True, False, True)
    """
    return decided_now >= decided_then + max(1, decided_then // GROWTH)


@dataclass(frozen=True)
class Refit:
    """An order that was made: where it is kept, and how many decided cases it was learnt from."""

    folder: Path
    decided: int


def refit(
    run: Run,
    orders: Path,
    cache: Path,
    *,
    decisions: Path | None,
    at: datetime,
    seed: int = 1,
    unseen: Mapping[str, int] | None = None,
    closed: Collection[ClosedRisk] = frozenset(),
    progress: Callable[[str], None] = lambda _: None,
) -> Refit:
    """Make and keep a new order of a finished run from the decisions so far.

    Args:
        orders: where orders are kept.
        cache: where the features of runs are kept; made there if they are not.
        at: from when the order is in force.
        unseen: days that each investigation has waited in the queue.
        closed: the risks that people closed in the workspace.
    Raises:
        UserError: the decisions cannot be used, or an order is kept under that second.
    """
    features = features_of(run, cache, progress=progress).standing(unseen or {}, closed)
    taken = read_decisions(decisions) if decisions is not None else []
    progress("order")
    learnt = learn(features, taken)
    made = Made(taken, str(seed), committed_so_far(orders), closed)
    progress("why each case stands where it does")
    folder = keep_new(run, orders, at, lambda into: write_order(into, run, features, learnt, made))
    return Refit(folder, len(first_decisions(taken)))
