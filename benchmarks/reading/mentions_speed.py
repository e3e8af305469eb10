"""Time and memory of reading a run: documents, passages and mentions, fresh and again with nothing new.

Run: python -m benchmarks.reading.mentions_speed RUN [--workers 2]
RUN is the folder of a run that was loaded (runs/0001 of a review); its tables of the stage `reading` are written again.
"""

import argparse
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from reassess.reading import read
from reassess.records.store import Run


def main() -> None:
    """Read twice with one cache and print the seconds of both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with TemporaryDirectory() as cache:
        for name in ("fresh", "again, nothing new"):
            began = time.perf_counter()
            counts = read(Run(asked.run), cache=Path(cache), workers=asked.workers)
            print(f"{name:20} {time.perf_counter() - began:6.1f} s", counts)
    for name, who in (("this process", resource.RUSAGE_SELF), ("largest child", resource.RUSAGE_CHILDREN)):
        used = resource.getrusage(who)
        print(f"{name}: {used.ru_maxrss / 1024:,.0f} MB, {used.ru_utime + used.ru_stime:.1f} s of processor time")


if __name__ == "__main__":
    main()
