"""A workspace served for real, in a process of its own, for tests in a browser and tests that kill it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from . import made_order, made_run

SCRIPT = """
import json
import sys
from pathlib import Path
from reassess.workspace import commands
from reassess.workspace import ordering_api as exchange
review, run = Path(sys.argv[1]), Path(sys.argv[2])
for account in commands.demo_accounts(review):
    print(account.username, account.password)
for number in range(int(sys.argv[3])):
    account = commands.create_user(review, f"reader{number:02d}", "reviewer")
    print(account.username, account.password)
commands.publish(review, run)
for kind, body in json.loads(sys.argv[4]).items():
    exchange.publish_statement(review, kind, body)
"""
SERVE = "import sys; from pathlib import Path; from reassess.workspace.serve import serve; " \
        "serve(Path(sys.argv[1]), port=int(sys.argv[2]))"  # fmt: skip


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment() -> dict[str, str]:
    """Ours without what points at another database or review."""
    dropped = ("DATABASE_URL", "REASSESS_REVIEW", "DJANGO_SETTINGS_MODULE")
    return {name: value for name, value in os.environ.items() if name not in dropped}


@dataclass
class Live:
    """A review with a published run, and its server."""

    review: Path
    port: int = field(default_factory=free_port)
    passwords: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        return environment() | ({"DATABASE_URL": self.database} if self.database else {})

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://localhost:{self.port}"

    def publish(self, cases: int = made_run.CASES, readers: int = 0) -> None:
        """Make the run and the accounts."""
        run = made_run.write(self.review / "runs" / "0001", made_run.make(cases=cases))
        made_order.add(run, cases=cases)
        command = [sys.executable, "-c", SCRIPT, str(self.review), str(run), str(readers),
                   json.dumps(made_order.statements())]  # fmt: skip
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        self.passwords = dict(line.split() for line in done.stdout.splitlines())

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [sys.executable, "-c", SERVE, str(self.review), str(self.port)]
        with (self.review / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=2):
                return
            assert self.process.poll() is None, (self.review / "server.log").read_text()
            time.sleep(0.1)
        raise AssertionError("the server did not answer within a minute")

    def stop(self, *, kill: bool = False) -> None:
        """End the server with its workers; `kill` gives it no time for anything."""
        if self.process is not None:
            os.killpg(self.process.pid, 9 if kill else 15)
            self.process.wait(30)
            self.process = None
