"""ASReview 3 with its default model (ELAS u4), one record a fit as it ships, on one screening set and seed.

Its results are kept in `benchmarks/results/triage/asreview/` (not in the repository), because it takes minutes;
delete that folder to measure it afresh.
"""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

RESULTS = Path(__file__).resolve().parents[1] / "results" / "triage" / "asreview"


@dataclass(frozen=True)
class PeerRun:
    """What ASReview read, in order (priors first), and the CPU seconds that it took with its features."""

    set_name: str
    seed: int
    read: list[int]
    cpu_seconds: float


def peer_run(set_name: str, table: pd.DataFrame, priors: list[int], seed: int) -> PeerRun:
    """The peer's reading order on a table of title, abstract and label_included; from the cache where it is there."""
    cached = RESULTS / f"{set_name}-{seed}.json"
    if cached.exists():
        found: PeerRun = PeerRun(**json.loads(cached.read_text(encoding="utf-8")))
        return found
    run = _measured(set_name, table, priors, seed)
    RESULTS.mkdir(parents=True, exist_ok=True)
    cached.write_text(json.dumps(asdict(run)), encoding="utf-8")
    return run


def _measured(set_name: str, table: pd.DataFrame, priors: list[int], seed: int) -> PeerRun:
    from asreview import ActiveLearningCycle, Simulate
    from asreview.models.models import get_ai_config

    np.random.seed(seed)
    cycle = ActiveLearningCycle.from_meta(get_ai_config("elas_u4")["value"])
    simulation = Simulate(table[["title", "abstract"]], table["label_included"].tolist(), cycle, print_progress=False)
    simulation.label(np.array(priors))
    started = time.process_time()
    simulation.review()
    seconds = time.process_time() - started
    return PeerRun(set_name, seed, [int(record) for record in simulation._results["record_id"]], seconds)
