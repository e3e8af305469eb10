"""Time and memory of the spine: an invented caseload of N investigations through check and the whole job.

Usage: python -m benchmarks.spine.measure N [N ...] [--keep FOLDER]

Prints, for each size, the rows, the seconds of caseload, check and run, the seconds of each stage, and the peak
memory of each as the operating system counted it; and how many planted answers the run gave.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from reassess.records.manifest import read_manifest
from reassess.records.store import Run
from reassess.review import Review

# Runs one verb and says what it cost: exit code, seconds, peak memory of itself and its children in MB.
_METER = (
    "import json, resource, subprocess, sys, time\n"
    "began = time.perf_counter()\n"
    "code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(json.dumps([code, time.perf_counter() - began, used.ru_maxrss / 1024]))\n"
)


def metered(arguments: Sequence[str]) -> tuple[int, float, float]:
    """Run the command line; returns its exit code, seconds and the peak memory (MB) of its largest process."""
    command = [sys.executable, "-m", "reassess", *arguments]
    said = subprocess.run([sys.executable, "-c", _METER, *command], capture_output=True, text=True, check=True).stdout
    code, seconds, memory = json.loads(said)
    return code, seconds, memory


# Findings whose words stand in a box on a scanned page.
_IN_A_BOX = (
    "SELECT e.finding_id FROM rules.evidence e JOIN reading.box b ON b.document_id = e.source_key AND b.page = e.page"
    " AND b.start_at < e.end_at AND b.end_at > e.start_at WHERE e.source_table = 'document'"
)


def planted(truth: Path, made: Run) -> list[tuple[str, int, int]]:
    """What the run found of the planted truth: (what, held, of how many)."""
    select = "SELECT DISTINCT investigation_id, rule, subject FROM rules.finding WHERE verdict = 'found'"
    with made.connect() as con:
        found = set(con.execute(select).fetchall())
        placed = set(con.execute(f"{select} AND finding_id IN ({_IN_A_BOX})").fetchall())
    wanted = [row for row in _rows(truth / "findings.csv") if row["verdict"] == "found"]
    kept = [row for row in wanted if (row["investigation_id"], row["rule"], row["subject"]) in found]
    near = _rows(truth / "near_misses.csv")
    wrong = [row for row in near if (row["investigation_id"], row["rule"], row["subject"]) in found]
    scanned = [row for row in wanted if row["note"].startswith("on the scanned page")]
    shown = [row for row in scanned if (row["investigation_id"], row["rule"], row["subject"]) in placed]
    return [
        ("planted findings found", len(kept), len(wanted)),
        ("of these on scanned pages, with their place on the page", len(shown), len(scanned)),
        ("near misses left alone", len(near) - len(wrong), len(near)),
    ]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def measure(size: int, folder: Path) -> None:
    """Measure one size in a folder and print the table."""
    data, review = folder / f"caseload-{size}", folder / f"review-{size}"
    costs = {
        "caseload": metered(["caseload", str(data), "--investigations", str(size), "--seed", "1"]),
        "check": metered(["check", str(data / "extract")]),
        "init": metered(["init", str(review), "--force", "MPS", "--as-of", "2026-04-30"]),
        "run": metered(["run", str(review), str(data / "extract"), "--no-publish"]),
    }
    made = Review(review).latest()
    manifest = read_manifest(made)
    rows = sum(count["rows_in"] for count in manifest["records"]["tables"].values())
    print(f"\n{size:,} investigations, {rows:,} rows")
    for name, (code, seconds, memory) in costs.items():
        print(f"  {name:12} {seconds:8.1f} s  {memory:8.0f} MB  exit {code}")
    for stage in manifest["stages"]:
        print(f"    {stage['stage']:12} {stage['seconds']:6.1f} s")
    for what, held, total in planted(data / "truth", made):
        print(f"  {what}: {held:,} of {total:,}")


def main() -> None:
    """Measure every size that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--keep", type=Path, help="keep caseloads and reviews in this folder")
    chosen = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary:
        for size in chosen.sizes:
            measure(size, chosen.keep or Path(temporary))
    print(f"\nmeasured in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
