"""A review of a caseload carried through on its planted truth: how soon the planted lines would be read."""

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
from reassess.triage.simulation.simulated_review import Course, Plan, carry_through

COLUMN = "has_missed_line_or_opportunity"


@dataclass(frozen=True)
class Replay:
    """What came out.

    Attributes:
        course: the investigations in scope, or not known to be out of it, in the order read, bands first.
        share_to_target: share of those in scope that were read when `target` of the planted were found, by the learnt
            order with its audit draws and without bands: what the order is worth.
        share_in_bands: the same with bands first: what the review would see, whose bands are policy, not learning.
        share_risks_closed: the same once the risks are closed, which people work on apart from the review and by the
            clock: the bands of offences first.
        least_in_bands: the same with bands first and a perfect order inside them: no learning can do better than that.
        in_bands: for each band that has any, its cases and its planted ones.
        bands_kept: whether every case of a band was read before any of the next, audit draws apart.
        poor_place: mean place of the planted cases with the least text (too few words, or the lowest tenth), as a
            share of all; None where there is none.
        other_place: the same of the other planted cases; None where there is none.
    """

    course: Course
    cases: int
    positives: int
    target: float
    share_to_target: float
    share_in_bands: float
    share_risks_closed: float
    least_in_bands: float
    in_bands: Mapping[str, tuple[int, int]]
    bands_kept: bool
    poor_place: float | None
    other_place: float | None
    seconds: float


def read_planted(file: Path) -> dict[str, bool]:
    """The planted truth: investigation to whether a missed line or opportunity was planted in it.

    Raises:
        UserError: the file or its columns are not there.
    """
    if not file.is_file():
        raise UserError(f"{file}: there is no such file; give the truth/planted.csv of an invented caseload")
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    if not rows or COLUMN not in rows[0] or "investigation_id" not in rows[0]:
        raise UserError(f"{file}: expected the columns investigation_id and {COLUMN}")
    return {row["investigation_id"]: row[COLUMN] == "1" for row in rows}


def simulate_run(run: Run, planted: Path, *, seed: int = 0, target: float = 0.95) -> Replay:
    """Carry the review of a run through on its planted truth: bands, prior, refits and audit draws as they would come.

    Only investigations in scope, or not known to be out of it, are read.

    Raises:
        UserError: the truth cannot be read or names nothing in scope.
    """
    truth = read_planted(planted)
    started = time.process_time()
    pool = in_scope(read_pool(run))
    positive = np.array([truth.get(case.investigation_id, False) for case in pool.cases], dtype=bool)
    if not positive.any():
        raise UserError(f"{planted}: none of its planted investigations is in scope in {run.path}")
    features = make_features(pool)
    plan = _plan(features, seed)
    closed = replace(plan, bands=_ranks(replace(case.facts, risk_bands=frozenset()) for case in pool.cases))
    plans = (plan, closed, replace(plan, bands=None))
    courses = [carry_through(features.blocks, positive, one) for one in plans]
    return _summed_up(pool, positive, courses, target, time.process_time() - started)


def in_scope(pool: Pool) -> Pool:
    """The pool without the investigations that are known to be out of scope."""
    rows = [row for row, case in enumerate(pool.cases) if case.facts.scope != "out"]
    return Pool(
        cases=[pool.cases[row] for row in rows],
        texts=[pool.texts[row] for row in rows],
        findings=[pool.findings[row] for row in rows],
        links=[pool.links[row] for row in rows],
        stated=[pool.stated[row] for row in rows],
    )


def _plan(features: Features, seed: int) -> Plan:
    return Plan(
        start=[],
        draws=draw_rows(features.references, seed),
        audit_share=AUDIT_SHARE,
        bands=_ranks(case.facts for case in features.cases),
        prior=features.prior,
        to_the_end=True,
    )


def _places(course: Course) -> NDArray[np.float64]:
    """When each case was read, as a share of all."""
    places = np.empty(len(course.rows))
    places[course.rows] = np.arange(1, len(places) + 1) / len(places)
    return places


def _share_to(target: float, places: NDArray[np.float64]) -> float:
    """The share read when `target` of these cases were."""
    return float(np.sort(places)[int(np.ceil(target * len(places))) - 1])


def _summed_up(
    pool: Pool, positive: NDArray[np.bool_], courses: Sequence[Course], target: float, seconds: float
) -> Replay:
    in_bands, risks_closed, alone = (_places(course) for course in courses)
    poor = _least_text(pool)
    return Replay(
        course=courses[0],
        cases=len(positive),
        positives=int(positive.sum()),
        target=target,
        share_to_target=_share_to(target, alone[positive]),
        share_in_bands=_share_to(target, in_bands[positive]),
        share_risks_closed=_share_to(target, risks_closed[positive]),
        least_in_bands=_share_to(target, _perfect_in_bands(pool, positive)[positive]),
        in_bands=_counts_in_bands(pool, positive),
        bands_kept=_bands_kept(pool, courses[0]),
        poor_place=float(alone[positive & poor].mean()) if (positive & poor).any() else None,
        other_place=float(alone[positive & ~poor].mean()) if (positive & ~poor).any() else None,
        seconds=seconds,
    )


def _ranks(facts: Iterable[BandFacts]) -> NDArray[np.int64]:
    return np.array([band_of(one).rank for one in facts], dtype=np.int64)


def _perfect_in_bands(pool: Pool, positive: NDArray[np.bool_]) -> NDArray[np.float64]:
    """When each case would be read if every planted one came first in its band, as a share of all."""
    places = np.empty(len(positive))
    places[np.lexsort((~positive, _ranks(case.facts for case in pool.cases)))] = np.arange(1, len(places) + 1) / len(
        places
    )
    return places


def _counts_in_bands(pool: Pool, positive: NDArray[np.bool_]) -> dict[str, tuple[int, int]]:
    ranks = _ranks(case.facts for case in pool.cases)
    members = {band.title: ranks == band.rank for band in bands().values()}
    return {title: (int(of.sum()), int((of & positive).sum())) for title, of in members.items() if of.any()}


def _least_text(pool: Pool) -> NDArray[np.bool_]:
    """The text-poor cases: those with too few words, and at least the tenth of all that has the fewest."""
    words = np.array(pool.tokens)
    return np.asarray((words < words_for_full_weight()) | (words <= np.quantile(words, 0.1)))


def _bands_kept(pool: Pool, course: Course) -> bool:
    """Whether the order read every case of a risk band before any other; audit draws, which are random, apart."""
    ranks = [
        band_of(pool.cases[row].facts).rank
        for row, stream in zip(course.rows, course.streams, strict=True)
        if stream == "order"
    ]
    return ranks == sorted(ranks)


def replay_in_words(replay: Replay) -> Mapping[str, str]:
    """The measures as lines for the screen."""
    return {
        "investigations in scope or not known to be out of it": f"{replay.cases:,}",
        "with a planted line or opportunity": f"{replay.positives:,}",
        f"share read to find {replay.target:.0%} of them, by the learnt order": f"{replay.share_to_target:.1%}",
        "the same with the bands of policy first": f"{replay.share_in_bands:.1%}",
        "the same once the risks on the board are closed": f"{replay.share_risks_closed:.1%}",
        "the same if the order inside each band were perfect": f"{replay.least_in_bands:.1%}",
        **{f"band: {title}": f"{of:,} cases, {found:,} planted" for title, (of, found) in replay.in_bands.items()},
        "bands kept": "yes" if replay.bands_kept else "NO",
        "mean place of planted cases with the least text (share of all)": _place_in_words(replay.poor_place),
        "mean place of the other planted cases": _place_in_words(replay.other_place),
        "refits": f"{replay.course.refits:,}",
        "CPU seconds": f"{replay.seconds:.1f}",
    }


def _place_in_words(place: float | None) -> str:
    return "none" if place is None else f"{place:.3f}"
