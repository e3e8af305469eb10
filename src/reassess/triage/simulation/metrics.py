"""How good an order is: the measures of the screening literature, on a list of read cases.

All take `found`: for each case in the order read, whether it was positive; cases never read come last, as negatives
(starting cases are left out, as in `asreview.metrics` since its issue 2147).
"""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class OrderMeasures:
    """The measures of one order.

    Attributes:
        to_target: cases read until `target` of the positives were found.
        work_saved: share of the cases not read by then, minus the share that chance would give (WSS@95 at 0.95).
        loss: 0 for a perfect order, 0.5 for a random one (area between the perfect recall curve and this one).
        time_to_discovery: mean place of a positive, as a share of all cases (ATD).
    """

    cases: int
    positives: int
    target: float
    to_target: int
    to_all: int
    work_saved: float
    loss: float
    time_to_discovery: float


def order_measures(found: NDArray[np.bool_], target: float = 0.95) -> OrderMeasures:
    """Measure an order.

    Raises:
        ValueError: all cases are positive or none is.
    """
    cases, positives = len(found), int(found.sum())
    if positives in (0, cases):
        raise ValueError("an order can only be measured with positives and negatives among the cases")
    places = np.flatnonzero(found) + 1
    to_target = int(places[ceil(target * positives) - 1])
    return OrderMeasures(
        cases=cases,
        positives=positives,
        target=target,
        to_target=to_target,
        to_all=int(places[-1]),
        work_saved=(cases - to_target) / cases - (1 - target),
        loss=float((places.sum() - positives * (positives + 1) / 2) / (positives * (cases - positives))),
        time_to_discovery=float(places.mean() / cases),
    )
