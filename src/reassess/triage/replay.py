"""A review of a caseload carried through on its planted truth: how soon the planted lines would be read."""

import csv
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reassess.records.errors import UserError
from reassess.records.store import Run
from reassess.triage.bands import band_of
from reassess.triage.course import Course, Plan, carry_through
from reassess.triage.pool import Pool, read_pool
from reassess.triage.queue import Features, make_features
from reassess.triage.settings import words_for_full_weight
from reassess.triage.simulate import AUDIT_SHARE, draw_rows

COLUMN = "has_missed_line_or_opportunity"


@dataclass(frozen=True)
class Replay:
    """What came out.

    Attributes:
        course: the investigations in scope, or not known to be out of it, in the order read.
        share_to_target: share of those in scope that were read when `target` of the planted were found.
        risks_first: whether every immediate and same-day risk stood before all other cases.
        poor_place: mean place of the text-poor planted cases, as a share of all; None where there is none.
        other_place: the same of the other planted cases.
    """

    course: Course
    cases: int
    positives: int
    target: float
    share_to_target: float
    risks_first: bool
    poor_place: float | None
    other_place: float
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
    course = carry_through(features.blocks, positive, _plan(features, seed))
    return _summed_up(pool, positive, course, target, time.process_time() - started)


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
    pool = features.pool
    return Plan(
        start=[],
        draws=draw_rows(pool.references, seed),
        audit_share=AUDIT_SHARE,
        bands=np.array([band_of(case.facts).rank for case in pool.cases], dtype=np.int64),
        prior=features.prior,
        to_the_end=True,
    )


def _summed_up(pool: Pool, positive: NDArray[np.bool_], course: Course, target: float, seconds: float) -> Replay:
    place = np.empty(len(positive))
    place[course.rows] = np.arange(1, len(positive) + 1) / len(positive)
    poor = np.array(pool.tokens) < words_for_full_weight()
    found = np.sort(place[positive])
    return Replay(
        course=course,
        cases=len(positive),
        positives=int(positive.sum()),
        target=target,
        share_to_target=float(found[int(np.ceil(target * len(found))) - 1]),
        risks_first=_risks_first(pool, course),
        poor_place=float(place[positive & poor].mean()) if (positive & poor).any() else None,
        other_place=float(place[positive & ~poor].mean()),
        seconds=seconds,
    )


def _risks_first(pool: Pool, course: Course) -> bool:
    """Whether the order read every case of a risk band before any other; audit draws, which are random, apart."""
    ranks = [
        band_of(pool.cases[row].facts).rank
        for row, stream in zip(course.rows, course.streams, strict=True)
        if stream == "order"
    ]
    return ranks == sorted(ranks)


def replay_in_words(replay: Replay) -> Mapping[str, str]:
    """The measures as lines for the screen."""
    poor = "none" if replay.poor_place is None else f"{replay.poor_place:.3f}"
    return {
        "investigations in scope or not known to be out of it": f"{replay.cases:,}",
        "with a planted line or opportunity": f"{replay.positives:,}",
        f"share read to find {replay.target:.0%} of them": f"{replay.share_to_target:.1%}",
        "bands kept": "yes" if replay.risks_first else "NO",
        "mean place of planted cases with little text (share of all)": poor,
        "mean place of the other planted cases": f"{replay.other_place:.3f}",
        "refits": f"{replay.course.refits:,}",
        "CPU seconds": f"{replay.seconds:.1f}",
    }
