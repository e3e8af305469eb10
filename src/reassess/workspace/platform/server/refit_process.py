"""Start and stop the process beside the server that updates the order of work."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reassess.workspace.platform.options import FOLDER, read_options

LOG = "order.log"
GRACE_SECONDS = 10


@contextmanager
def refitting(review: Path) -> Iterator[None]:
    """Run `reassess order REVIEW --watch` in a process of its own for the length of the block.

    It also ends by itself if this process is killed. Forked workers of the server leave it alone.
    """
    every = read_options(review).refit_seconds
    if not every:
        yield
        return
    owner = os.getpid()
    command = [sys.executable, "-m", "reassess", "order", str(review), "--watch", "--every", str(every)]
    with (review / FOLDER / LOG).open("ab") as log:
        process = subprocess.Popen([*command, "--beside", str(owner)], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        if os.getpid() == owner:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
