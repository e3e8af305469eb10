"""A simulated review of a caseload with planted truth: how soon the planted lines would be read."""

import csv
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reassess.records.errors import UserError
from reassess.records.store import Run
from reassess.triage.config import words_for_full_weight
from reassess.triage.order.bands import BandFacts, band_of, bands
from reassess.triage.order.features.build import Features, make_features
from reassess.triage.order.features.pool import Pool, read_pool
from reassess.triage.simulation.simulate import AUDIT_SHARE, draw_rows
from reassess.triage.simulation.simulated_review import ReviewPlan, SimulatedReview, simulate_review

COLUMN = "has_missed_line_or_opportunity"


@dataclass(frozen=True)
class Replay:
    """The result of a replay.

    Attributes:
        review: the simulated review of the investigations not known to be out of scope, bands first.
        share_to_target: share of the cases read when `target` of the planted were found, by the learnt order with its
            audit draws and without bands: this measures the order itself.
        share_in_bands: the same with bands first, as in a real review.
        share_risks_closed: the same when all risks are closed, so that only the bands of offences come first.
        least_in_bands: the same with bands first and a perfect order inside them: the best that any order can do.
        in_bands: for each band with cases, their number and the number planted.
        bands_kept: whether every case of a band was read before any of the next, audit draws excepted.
        text_poor_position: mean relative position of the planted cases with the least text (too few words, or the
            lowest tenth); None if there are none.
        other_position: the same for the other planted cases; None if there are none.
    """

    review: SimulatedReview
    cases: int
    positives: int
    target: float
    share_to_target: float
    share_in_bands: float
    share_risks_closed: float
    least_in_bands: float
    in_bands: Mapping[str, tuple[int, int]]
    bands_kept: bool
    text_poor_position: float | None
    other_position: float | None
    seconds: float


def read_planted(file: Path) -> dict[str, bool]:
    """The planted truth: whether a missed line or opportunity was planted, by investigation.

    Raises:
        UserError: the file or a column is missing.
    """
    if not file.is_file():
        raise UserError(f"{file}: there is no such file. Give the truth/planted.csv of an invented caseload.")
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    if not rows or COLUMN not in rows[0] or "investigation_id" not in rows[0]:
        raise UserError(f"{file}: lacks investigation_id or {COLUMN}. Give a truth/planted.csv.")
    return {row["investigation_id"]: row[COLUMN] == "1" for row in rows}


def simulate_run(run: Run, planted: Path, *, seed: int = 0, target: float = 0.95) -> Replay:
    """Simulate the review of a run on its planted truth, with bands, prior, refits and audit draws.

    Only investigations not known to be out of scope are read.

    Raises:
        UserError: the truth cannot be read or plants nothing in scope.
    """
    truth = read_planted(planted)
    started = time.process_time()
    pool = in_scope(read_pool(run))
    positive = np.array([truth.get(case.investigation_id, False) for case in pool.cases], dtype=bool)
    if not positive.any():
        raise UserError(
            f"{planted}: none of its planted investigations is in scope in {run.path}. Give the truth of its caseload."
        )
    features = make_features(pool)
    plan = _plan(features, seed)
    closed = replace(plan, bands=_ranks(replace(case.facts, risk_bands=frozenset()) for case in pool.cases))
    plans = (plan, closed, replace(plan, bands=None))
    reviews = [simulate_review(features.blocks, positive, one) for one in plans]
    return _summed_up(pool, positive, reviews, target, time.process_time() - started)


def in_scope(pool: Pool) -> Pool:
    """The pool without the investigations known to be out of scope."""
    rows = [row for row, case in enumerate(pool.cases) if case.facts.scope != "out"]
    return Pool(
        cases=[pool.cases[row] for row in rows],
        texts=[pool.texts[row] for row in rows],
        findings=[pool.findings[row] for row in rows],
        links=[pool.links[row] for row in rows],
        prior_findings=[pool.prior_findings[row] for row in rows],
    )


def _plan(features: Features, seed: int) -> ReviewPlan:
    return ReviewPlan(
        start=[],
        draws=draw_rows(features.references, seed),
        audit_share=AUDIT_SHARE,
        bands=_ranks(case.facts for case in features.cases),
        prior=features.prior,
        to_the_end=True,
    )


def _positions(review: SimulatedReview) -> NDArray[np.float64]:
    """The relative position at which each case was read."""
    positions = np.empty(len(review.rows))
    positions[review.rows] = np.arange(1, len(positions) + 1) / len(positions)
    return positions


def _share_to(target: float, positions: NDArray[np.float64]) -> float:
    """The share of all cases read when `target` of these were."""
    return float(np.sort(positions)[int(np.ceil(target * len(positions))) - 1])


def _summed_up(
    pool: Pool, positive: NDArray[np.bool_], reviews: Sequence[SimulatedReview], target: float, seconds: float
) -> Replay:
    in_bands, risks_closed, alone = (_positions(review) for review in reviews)
    poor = _least_text(pool)
    return Replay(
        review=reviews[0],
        cases=len(positive),
        positives=int(positive.sum()),
        target=target,
        share_to_target=_share_to(target, alone[positive]),
        share_in_bands=_share_to(target, in_bands[positive]),
        share_risks_closed=_share_to(target, risks_closed[positive]),
        least_in_bands=_share_to(target, _perfect_in_bands(pool, positive)[positive]),
        in_bands=_counts_in_bands(pool, positive),
        bands_kept=_bands_kept(pool, reviews[0]),
        text_poor_position=float(alone[positive & poor].mean()) if (positive & poor).any() else None,
        other_position=float(alone[positive & ~poor].mean()) if (positive & ~poor).any() else None,
        seconds=seconds,
    )


def _ranks(facts: Iterable[BandFacts]) -> NDArray[np.int64]:
    return np.array([band_of(one).rank for one in facts], dtype=np.int64)


def _perfect_in_bands(pool: Pool, positive: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The relative position of each case if every planted one came first in its band."""
    order = np.lexsort((~positive, _ranks(case.facts for case in pool.cases)))
    positions = np.empty(len(positive))
    positions[order] = np.arange(1, len(positions) + 1) / len(positions)
    return positions


def _counts_in_bands(pool: Pool, positive: NDArray[np.bool_]) -> dict[str, tuple[int, int]]:
    ranks = _ranks(case.facts for case in pool.cases)
    members = {band.title: ranks == band.rank for band in bands().values()}
    return {title: (int(of.sum()), int((of & positive).sum())) for title, of in members.items() if of.any()}


def _least_text(pool: Pool) -> NDArray[np.bool_]:
    """Whether each case is text-poor: too few words, or among the tenth with the fewest."""
    words = np.array(pool.word_counts)
    return np.asarray((words < words_for_full_weight()) | (words <= np.quantile(words, 0.1)))


def _bands_kept(pool: Pool, review: SimulatedReview) -> bool:
    """Whether the order read every case of a band before any of the next; audit draws are not counted."""
    ranks = [
        band_of(pool.cases[row].facts).rank
        for row, stream in zip(review.rows, review.streams, strict=True)
        if stream == "order"
    ]
    return ranks == sorted(ranks)


def replay_in_words(replay: Replay) -> Mapping[str, str]:
    """The measures as lines for the screen."""
    return {
        "investigations not known to be out of scope": f"{replay.cases:,}",
        "with a planted line or opportunity": f"{replay.positives:,}",
        f"share read to find {replay.target:.0%} of them, by the learnt order": f"{replay.share_to_target:.1%}",
        "the same with the bands of policy first": f"{replay.share_in_bands:.1%}",
        "the same once the risks on the board are closed": f"{replay.share_risks_closed:.1%}",
        "the same if the order inside each band were perfect": f"{replay.least_in_bands:.1%}",
        **{f"band: {title}": f"{of:,} cases, {found:,} planted" for title, (of, found) in replay.in_bands.items()},
        "bands kept": "yes" if replay.bands_kept else "NO",
        "mean relative position of planted cases with the least text": _position_in_words(replay.text_poor_position),
        "mean relative position of the other planted cases": _position_in_words(replay.other_position),
        "refits": f"{replay.review.refits:,}",
        "CPU seconds": f"{replay.seconds:.1f}",
    }


def _position_in_words(position: float | None) -> str:
    return "none" if position is None else f"{position:.3f}"
