"""A run of an invented caseload: how soon its planted lines are read, and what ordering costs."""

import argparse
import resource
import time
from datetime import datetime
from pathlib import Path

import numpy as np

from reassess.records.store import Run
from reassess.triage.decisions import Decision
from reassess.triage.order.explanation import score_parts
from reassess.triage.order.features.build import make_features
from reassess.triage.order.features.pool import read_pool
from reassess.triage.order.queue import fit_order, reading_order
from reassess.triage.simulation.replay import read_planted, replay_in_words, simulate_run


def main() -> None:
    """Print the replay on planted truth, and the cost of features, refit and reorder with 3,000 decisions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path, help="a finished run folder, such as REVIEW/runs/0001")
    parser.add_argument("planted", type=Path, help="truth/planted.csv of the caseload")
    chosen = parser.parse_args()
    run = Run(chosen.run)
    cost(run, read_planted(chosen.planted))
    for what, value in replay_in_words(simulate_run(run, chosen.planted)).items():
        print(f"{what}: {value}")


def cost(run: Run, truth: dict[str, bool]) -> None:
    """Time features once, then refit and reorder after 3,000 decisions."""
    pool = read_pool(run)
    started = time.process_time()
    features = make_features(pool)
    spent = time.process_time() - started
    print(f"features of {len(pool.cases):,} cases, {np.mean(pool.word_counts):.0f} words: {spent:.2f} s")
    at = datetime(2026, 3, 2, 9)
    decisions = [
        Decision(case, "reader", at, at, None, truth.get(case, False), "order", None) for case in pool.references[::3]
    ]
    started = time.process_time()
    fitted = fit_order(features, decisions)
    reading_order(pool.cases, score_parts(fitted).sum(axis=1).tolist(), "1")
    print(f"refit on {len(decisions):,} decisions and reorder: {time.process_time() - started:.2f} s")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
