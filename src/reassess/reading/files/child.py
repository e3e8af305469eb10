"""The child process that reads files. `pool` starts it and sends requests; it answers with pages, then a status.

Requests and answers are JSON, one object a line.
Run as `python -m reassess.reading.files.child LIMITS`, with the limits as JSON.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from reassess.reading.files.extract import extract
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Status, rest_refused


def main() -> None:
    """Answer requests until standard input ends."""
    limits = Limits(**json.loads(sys.argv[1]))
    # Keep what a library prints out of the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    limits.apply_to_process()
    _write(answers, {"ready": True})
    for line in sys.stdin.buffer:
        limits.allow_next_file()
        _answer(json.loads(line), limits, answers)


def _answer(request: dict[str, str], limits: Limits, answers: BinaryIO) -> None:
    def emit(page: Page) -> None:
        _write(answers, {"page": page.as_json()})

    text = _read(Path(request["path"]), request["name"], limits, emit)
    parts = [part.as_json() for part in text.parts]
    _write(answers, {"end": {"kind": text.kind, "status": text.status, "reason": text.reason, "parts": parts}})


def _read(path: Path, name: str, limits: Limits, emit: Callable[[Page], None]) -> FileText:
    if not path.is_file():
        return FileText("", Status.ABSENT, "there is no such file")
    if path.stat().st_size > limits.file_bytes:
        reason = f"larger than {limits.file_bytes:,} bytes"
        return FileText("", Status.TOO_LONG, reason, parts=(rest_refused(reason, any_read=False),))
    return extract(path.read_bytes(), name, limits, emit)


def _write(answers: BinaryIO, answer: dict[str, object]) -> None:
    answers.write(json.dumps(answer).encode("ascii") + b"\n")
    answers.flush()


def child_command(limits: Limits) -> list[str]:
    """Return the command that starts a child process with these limits."""
    return [sys.executable, "-m", "reassess.reading.files.child", json.dumps(asdict(limits))]


if __name__ == "__main__":
    main()
