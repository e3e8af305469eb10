"""The learnt order beside ASReview's default (ELAS u4) on labelled screening sets: same starting records and seeds.

Each set is read once with its words only and, where it has subjects and links, once more with those.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from peer_asreview import PeerRun, peer_run

from reassess.triage.simulation.labelled_tables import read_labelled
from reassess.triage.simulation.metrics import OrderMeasures, order_measures
from reassess.triage.simulation.simulate import LabelledTable, Simulation, simulate_table, starting_rows

SETS = Path(__file__).resolve().parents[3] / "shared" / "data" / "screening"
LINKED = ("subjects", "links")


@dataclass(frozen=True)
class Compared:
    """One set, seed and choice of columns: our measures and CPU seconds beside the peer's."""

    name: str
    seed: int
    linked: bool
    ours: OrderMeasures
    peers: OrderMeasures
    seconds: float
    peer_seconds: float


def compared(file: Path, seed: int) -> list[Compared]:
    """Both orders of a set, words only and with its links where it has any."""
    name = file.name.removesuffix(".csv.gz")
    frame = pd.read_csv(file).fillna({"title": "", "abstract": ""})
    positive = frame["label_included"].to_numpy().astype(bool)
    peer = peer_run(name, frame, starting_rows(positive, seed), seed)
    rows = []
    for tokens in [(), LINKED] if set(LINKED) <= set(frame.columns) else [()]:
        table = read_labelled(file, ["title", "abstract"], "label_included", tokens)
        result = simulate_table(table, seed, audited=False)
        rows.append(_row(name, seed, result, _peer_measures(peer, table), peer.cpu_seconds))
    return rows


def _row(name: str, seed: int, result: Simulation, peers: OrderMeasures, peer_seconds: float) -> Compared:
    seconds = result.seconds["features"] + result.seconds["order"]
    return Compared(name, seed, bool(result.table.tokens), result.measures, peers, seconds, peer_seconds)


def _peer_measures(peer: PeerRun, table: LabelledTable) -> OrderMeasures:
    found = np.zeros(len(table.positive) - 2, dtype=bool)
    read = table.positive[peer.read[2:]]
    found[: len(read)] = read
    return order_measures(found)


def summary(rows: list[Compared]) -> str:
    """Means over sets and seeds, and the geometric mean of the ratio of records to 95%."""
    ratio = np.exp(np.mean([np.log(row.ours.to_target / row.peers.to_target) for row in rows]))
    mean = {
        "loss": [(row.ours.loss, row.peers.loss) for row in rows],
        "WSS@95": [(row.ours.work_saved, row.peers.work_saved) for row in rows],
        "CPU s": [(row.seconds, row.peer_seconds) for row in rows],
    }
    means = {name: np.mean(pairs, axis=0) for name, pairs in mean.items()}
    figures = [f"{name} {ours:.4f} ({peers:.4f})" for name, (ours, peers) in means.items()]
    return f"{len(rows)} runs: n95 ratio {ratio:.3f}, " + ", ".join(figures)


def main() -> None:
    """Print a line a set, seed and choice of columns, then the means; the peer's figures stand in brackets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="*", help="names such as Oud_2018; all where none is given")
    parser.add_argument("--seeds", type=int, nargs="*", default=[0, 1])
    chosen = parser.parse_args()
    rows: list[Compared] = []
    for file in sorted(SETS.glob("*.csv.gz")):
        if not chosen.sets or file.name.removesuffix(".csv.gz") in chosen.sets:
            for seed in chosen.seeds:
                rows += compared(file, seed)
                print("\n".join(_line(row) for row in rows[-2 if rows[-1].linked else -1 :]), flush=True)
    print("words only      ", summary([row for row in rows if not row.linked]))
    linked = {row.name for row in rows if row.linked}
    if linked:
        print("with links      ", summary([row for row in rows if row.linked]))
        print("words, same sets", summary([row for row in rows if not row.linked and row.name in linked]))


def _line(row: Compared) -> str:
    return (
        f"{row.name + (' + links' if row.linked else ''):32} seed {row.seed}  n95 {row.ours.to_target:5}"
        f" ({row.peers.to_target:5})  loss {row.ours.loss:.4f} ({row.peers.loss:.4f})"
        f"  WSS@95 {row.ours.work_saved:.3f} ({row.peers.work_saved:.3f})"
        f"  CPU {row.seconds:.2f} s ({row.peer_seconds:.2f} s)"
    )


if __name__ == "__main__":
    main()
