"""Many people at work at once: publish a run into a database of its own, serve it, let locust work, report."""

import argparse
import csv
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE.parents[0] / "results"
sys.path.insert(0, str(HERE.parents[1]))

PREPARE = """
import sys, json, time
from pathlib import Path
from reassess.workspace import commands
review, run, people = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
commands.demo_accounts(review)
made = [commands.create_user(review, f"reader{n:02d}", "reviewer") for n in range(people)]
started = time.perf_counter()
counts = commands.publish(review, run)
print(json.dumps({"accounts": [[one.username, one.password] for one in made], "counts": vars(counts),
                  "publish_seconds": round(time.perf_counter() - started, 1)}))
"""
SERVE = (
    "import sys; from pathlib import Path; from reassess.workspace.serve import serve; "
    "serve(Path(sys.argv[1]), port=int(sys.argv[2]))"
)


def newest_run(review: Path) -> Path:
    """The newest finished run of a review."""
    runs = sorted(path.parent for path in (review / "runs").glob("*/manifest.json"))
    if not runs:
        raise SystemExit(f"{review}: no finished run. Run: reassess run {review} EXTRACT")
    return runs[-1]


@contextmanager
def served(review: Path, environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Serve the review and give its port and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(review), str(port)], env=environment)
    try:
        for _ in range(600):
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=2):
                break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


def processor_seconds(root: int) -> float:
    """Time of the processor that a process and all its children have taken, from /proc."""
    ticks, parents = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(fields[1])
            ticks[int(stat.parent.name)] = int(fields[11]) + int(fields[12])
    tree = {root}
    while more := {pid for pid, parent in parents.items() if parent in tree} - tree:
        tree |= more
    return sum(ticks.get(pid, 0) for pid in tree) / os.sysconf("SC_CLK_TCK")


def work(
    port: int, people: int, seconds: int, pause: str, accounts: list[list[str]], folder: Path
) -> list[dict[str, str]]:
    """Let locust work and return its table, one row an address."""
    command = [
        sys.executable,
        "-m",
        "locust",
        "-f",
        str(HERE / "journeys.py"),
        "--headless",
        "-u",
        str(people),
        "-r",
        "1",
        "-t",
        f"{seconds + people}s",
        "--host",
        f"http://localhost:{port}",
        "--csv",
        str(folder / "load"),
        "--only-summary",
        "--reset-stats",
    ]
    subprocess.run(command, env=os.environ | {"LOAD_ACCOUNTS": json.dumps(accounts), "LOAD_PAUSE": pause}, check=False)
    with (folder / "load_stats.csv").open() as handle:
        return list(csv.DictReader(handle))


def main() -> None:
    """Run the benchmark of the README."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("review", type=Path)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--pause", default="5 25", help="shortest and longest pause between pages, in seconds")
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    from tests.workspace import postgres

    with tempfile.TemporaryDirectory() as folder, postgres.server() if asked.postgres else nullcontext("") as url:
        review = Path(folder) / "review"
        (review / "runs").mkdir(parents=True)
        run = newest_run(asked.review.resolve())
        (review / "runs" / run.name).symlink_to(run)
        environment = os.environ | ({"DATABASE_URL": url} if url else {})
        before = os.getloadavg()[0]
        command = [sys.executable, "-c", PREPARE, str(review), str(review / "runs" / run.name), str(asked.people)]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        prepared = json.loads(done.stdout.splitlines()[-1])
        with served(review, environment) as (port, pid):
            started = processor_seconds(pid)
            rows = work(port, asked.people, asked.seconds, asked.pause, prepared.pop("accounts"), Path(folder))
            prepared["server_processor_seconds"] = round(processor_seconds(pid) - started, 1)
        report(asked, prepared, rows, before)


def report(asked: argparse.Namespace, prepared: dict[str, object], rows: list[dict[str, str]], before: float) -> None:
    """Print the figures and write them to the results folder."""
    figures = {
        row["Name"]: {
            "requests": int(row["Request Count"]),
            "failures": int(row["Failure Count"]),
            "median": row["50%"],
            "p95": row["95%"],
            "p99": row["99%"],
        }
        for row in rows
    }
    result = {
        "people": asked.people,
        "seconds": asked.seconds,
        "pause_seconds": asked.pause,
        "database": "postgresql" if asked.postgres else "sqlite",
        **prepared,
        "load_before": before,
        "load_after": os.getloadavg()[0],
        "milliseconds": figures,
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"workspace-load-{result['database']}.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
