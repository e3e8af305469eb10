"""A pool of child processes that read files. A child that hangs, crashes or sends too much is replaced."""

import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import TypedDict

from reassess.reading.files.child import child_command
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import (
    FileText,
    Page,
    PageJson,
    Part,
    PartJson,
    PartKind,
    PartStatus,
    Status,
    rest_refused,
)

START_SECONDS = 60
BYTES_PER_CHARACTER = 14
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Request:
    """A file to read: its path, and its original name, which decides between kinds of plain text."""

    key: str
    path: Path
    name: str


class ChildFailed(Exception):
    """A child crashed, hung or sent more than a file may give; the message says which."""


class _End(TypedDict):
    kind: str
    status: str
    reason: str
    parts: list[PartJson]


class _Answer(TypedDict, total=False):
    """One line from a child: ready, a page, or the end of a file."""

    ready: bool
    page: PageJson
    end: _End


class Child:
    """One child process, and its answers read with a time limit."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._unread = b""
        self._received = 0
        self._ready = False
        # A session of its own, so that killing it also kills the programs it started.
        self._process = subprocess.Popen(
            child_command(limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )

    def read(self, request: Request) -> FileText:
        """Return the text of one file, with the pages sent so far if the child failed. Never raises for a bad file."""
        pages: list[Page] = []
        self._received = 0
        try:
            self._wait_until_ready()
            self._send({"path": str(request.path), "name": request.name})
            answer = self._line(self._limits.page_seconds)
            while "page" in answer:
                pages.append(Page.from_json(answer["page"]))
                answer = self._line(self._limits.page_seconds)
            end = answer["end"]
            parts = tuple(Part.from_json(part) for part in end["parts"])
            return FileText(str(end["kind"]), Status(end["status"]), str(end["reason"]), tuple(pages), parts)
        except (ChildFailed, KeyError, TypeError, ValueError) as error:
            self.end()
            status = Status.TOO_LONG if pages else Status.UNREADABLE
            reason = str(error) if isinstance(error, ChildFailed) else "the reader sent an invalid answer"
            return _failed(status, f"{reason}; {len(pages)} pages were read", pages)

    @property
    def alive(self) -> bool:
        """Whether the child can take another request."""
        return self._process.poll() is None

    def end(self) -> None:
        """Kill the child and everything it started."""
        if self.alive:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()

    def _send(self, request: dict[str, str]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise ChildFailed("the reader stopped before it started on the file") from error

    def _wait_until_ready(self) -> None:
        if not self._ready:
            self._ready = "ready" in self._line(START_SECONDS)

    def _line(self, seconds: int) -> _Answer:
        deadline = time.monotonic() + seconds
        pieces = [self._unread]
        while b"\n" not in pieces[-1]:
            pieces.append(self._chunk(deadline))
        line, self._unread = b"".join(pieces).split(b"\n", 1)
        answer: _Answer = json.loads(line)
        return answer

    def _chunk(self, deadline: float) -> bytes:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise ChildFailed(f"a page took longer than {self._limits.page_seconds} seconds")
        chunk = os.read(self._process.stdout.fileno(), _CHUNK)
        if not chunk:
            raise ChildFailed(_exit_reason(self._process.wait()))
        self._received += len(chunk)
        if self._received > self._limits.characters * BYTES_PER_CHARACTER:
            raise ChildFailed("the text is longer than allowed for one file")
        return chunk


def _failed(status: Status, reason: str, pages: list[Page]) -> FileText:
    """Return what was read of a file whose reader failed: the pages sent so far, and the rest as a refused part."""
    sent = [Part(PartKind.PAGE, PartKind.PAGE.value, PartStatus.READ, count=len(pages))] if pages else []
    return FileText("", status, reason, tuple(pages), (*sent, rest_refused(reason, any_read=bool(pages))))


def _exit_reason(code: int) -> str:
    if code == -signal.SIGXCPU:
        return "reading took more processor time than allowed for one file"
    if code in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGKILL, -signal.SIGTRAP):
        return "the reader crashed on it, most likely out of memory"
    return f"the reader stopped with exit code {code}"


def read_all(requests: Iterable[Request], limits: Limits, workers: int) -> Iterator[tuple[Request, FileText]]:
    """Read files in `workers` child processes. Yields one result for every request, in the order they finish."""
    children: SimpleQueue[Child | None] = SimpleQueue()
    for _ in range(workers):
        children.put(None)
    pending = iter(requests)
    with ThreadPoolExecutor(workers) as threads:
        try:
            yield from _results(pending, lambda request: _read(request, limits, children), threads, workers)
        finally:
            threads.shutdown(cancel_futures=True)
            for _ in range(workers):
                child = children.get()
                if child is not None:
                    child.end()


def _results(
    pending: Iterator[Request],
    read: Callable[[Request], tuple[Request, FileText]],
    threads: ThreadPoolExecutor,
    workers: int,
) -> Iterator[tuple[Request, FileText]]:
    # Submit few requests ahead, so that the text of thousands of files never piles up in memory.
    running: set[Future[tuple[Request, FileText]]] = {threads.submit(read, r) for r in islice(pending, workers * 2)}
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        running |= {threads.submit(read, request) for request in islice(pending, len(done))}
        for future in done:
            yield future.result()


def _read(request: Request, limits: Limits, children: "SimpleQueue[Child | None]") -> tuple[Request, FileText]:
    child = children.get()
    if child is None or not child.alive:
        child = Child(limits)
    try:
        text = child.read(request)
        return request, replace(text, kind=text.kind or request.path.suffix.lower().lstrip("."))
    finally:
        children.put(child if child.alive else None)
