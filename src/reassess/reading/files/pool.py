"""Reading many files at once in child processes; a child that hangs, dies or talks too much is ended and replaced."""

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
from typing import Any

from reassess.reading.files.child import command
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Status

START_SECONDS = 60
BYTES_PER_CHARACTER = 14
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Request:
    """A file to read: where it lies, and the name it had, which breaks ties between kinds of plain text."""

    key: str
    path: Path
    name: str


class ChildGone(Exception):
    """The child ended, hung or wrote more than a file may give; the message says which."""


class Child:
    """One child process and the reading of its answers against the clock."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._buffer = b""
        self._bytes = 0
        self._ready = False
        # A session of its own, so that ending it ends the programs it started too.
        self._process = subprocess.Popen(
            command(limits),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )

    def read(self, request: Request) -> FileText:
        """The text of one file. Raises nothing for a bad file; a child that was ended keeps the pages it gave."""
        pages: list[Page] = []
        self._bytes = 0
        try:
            self._wait_until_ready()
            self._send({"path": str(request.path), "name": request.name})
            answer = self._line(self._limits.page_seconds)
            while "page" in answer:
                pages.append(Page.from_json(answer["page"]))
                answer = self._line(self._limits.page_seconds)
            end = answer["end"]
            return FileText(str(end["kind"]), Status(end["status"]), str(end["reason"]), tuple(pages))
        except (ChildGone, KeyError, TypeError, ValueError) as error:
            self.end()
            status = Status.TOO_LONG if pages else Status.UNREADABLE
            reason = str(error) if isinstance(error, ChildGone) else "the reader gave an answer that makes no sense"
            return FileText("", status, f"{reason}; {len(pages)} pages were read", tuple(pages))

    @property
    def alive(self) -> bool:
        """Whether the child can take another request."""
        return self._process.poll() is None

    def end(self) -> None:
        """End the child and everything it started."""
        if self.alive:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()

    def _send(self, content: dict[str, str]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(content).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise ChildGone("the reader ended before it began") from error

    def _wait_until_ready(self) -> None:
        if not self._ready:
            self._ready = "ready" in self._line(START_SECONDS)

    def _line(self, seconds: int) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        pieces = [self._buffer]
        while b"\n" not in pieces[-1]:
            pieces.append(self._chunk(deadline))
        line, self._buffer = b"".join(pieces).split(b"\n", 1)
        content: dict[str, Any] = json.loads(line)
        return content

    def _chunk(self, deadline: float) -> bytes:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise ChildGone(f"a page took longer than {self._limits.page_seconds} seconds")
        chunk = os.read(self._process.stdout.fileno(), _CHUNK)
        if not chunk:
            raise ChildGone(_ending(self._process.wait()))
        self._bytes += len(chunk)
        if self._bytes > self._limits.characters * BYTES_PER_CHARACTER:
            raise ChildGone("the text is longer than a file may give")
        return chunk


def _ending(code: int) -> str:
    if code == -signal.SIGXCPU:
        return "reading took more processor time than a file is allowed"
    if code in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGKILL, -signal.SIGTRAP):
        return "the reader broke down on it, most likely for want of memory"
    return f"the reader ended ({code})"


def read_all(requests: Iterable[Request], limits: Limits, workers: int) -> Iterator[tuple[Request, FileText]]:
    """Read files in `workers` children at once; answers come as they are ready, one for every request."""
    children: SimpleQueue[Child | None] = SimpleQueue()
    for _ in range(workers):
        children.put(None)
    waiting = iter(requests)
    with ThreadPoolExecutor(workers) as threads:
        try:
            yield from _answers(waiting, lambda request: _read(request, limits, children), threads, workers)
        finally:
            threads.shutdown(cancel_futures=True)
            for _ in range(workers):
                child = children.get()
                if child is not None:
                    child.end()


def _answers(
    waiting: Iterator[Request],
    read: Callable[[Request], tuple[Request, FileText]],
    threads: ThreadPoolExecutor,
    workers: int,
) -> Iterator[tuple[Request, FileText]]:
    # Few requests are handed out ahead, so that the text of thousands of files never waits in memory.
    running: set[Future[tuple[Request, FileText]]] = {threads.submit(read, r) for r in islice(waiting, workers * 2)}
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        running |= {threads.submit(read, request) for request in islice(waiting, len(done))}
        for future in done:
            yield future.result()


def _read(request: Request, limits: Limits, children: "SimpleQueue[Child | None]") -> tuple[Request, FileText]:
    child = children.get()
    if child is None or not child.alive:
        child = Child(limits)
    try:
        read = child.read(request)
        return request, replace(read, kind=read.kind or request.path.suffix.lower().lstrip("."))
    finally:
        children.put(child if child.alive else None)
