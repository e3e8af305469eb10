"""Times the making of invented caseloads: seconds, peak memory, rows by table. Usage in README.md."""

import argparse
import hashlib
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from reassess.caseload import Summary, generate


@dataclass(frozen=True)
class Measured:
    """What one caseload cost: seconds by the clock and of processor, peak megabytes of its processes."""

    summary: Summary
    seconds: float
    processor: float
    writer_mb: float
    maker_mb: float


def main() -> None:
    """Measure each size in processes of its own, so that one's memory does not count for the next."""
    options = _options()
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as scratch:
            folder = (options.out or Path(scratch)) / f"caseload-{size}"
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as own:
                _print(own.submit(measure, folder, size, options.seed).result())
            if options.again:
                generate(Path(scratch) / "again", size, options.seed, cores=1)
                same = _digest(folder) == _digest(Path(scratch) / "again")
                print(f"a second time, with one core: {'the same bytes' if same else 'OTHER BYTES'}")


def measure(folder: Path, size: int, seed: int) -> Measured:
    """Make one caseload and count what it cost."""
    started = time.perf_counter()
    summary = generate(folder, size, seed)
    seconds = time.perf_counter() - started
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    processor = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    return Measured(summary, seconds, processor, own.ru_maxrss / 1024, others.ru_maxrss / 1024)


def _print(made: Measured) -> None:
    rows = made.summary.total_rows
    print(f"\n{made.summary.investigations:,} investigations, {rows:,} rows")
    print(f"{made.seconds:.1f} s by the clock, {made.processor:.1f} s of processor")
    print(f"peak memory: {made.writer_mb:.0f} MB in the writer, {made.maker_mb:.0f} MB in the largest maker")
    for counts in (made.summary.rows, {f"truth/{name}": count for name, count in made.summary.truth.items()}):
        print("  ".join(f"{name} {count:,}" for name, count in counts.items()))


def _digest(folder: Path) -> str:
    """One hash over the paths and the bytes of every file."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(str(path.relative_to(folder)).encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 9_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="keep the caseloads here")
    parser.add_argument("--again", action="store_true", help="make each again with one core and compare every byte")
    return parser.parse_args()


if __name__ == "__main__":
    main()
