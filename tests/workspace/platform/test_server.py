"""The server itself: what it refuses to start on, and that no vote is lost or doubled when it is killed."""

import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from reassess.triage.decisions import read_decisions

from .. import made_run, postgres
from ..live import SERVE, Live, environment

READERS, KILLS = 20, 5
DECISIONS = int(os.environ.get("REASSESS_DECISIONS", "150"))
"""The measure asks for 500: `REASSESS_DECISIONS=500 pytest tests/workspace/test_server.py`. Fewer show
the same faults sooner."""
WORDS = "The account was never taken and the phone never looked at."
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory):
    """A served workspace with enough cases for every decision of the test."""
    made = Live(tmp_path_factory.mktemp("served"))
    made.publish(cases=DECISIONS // 2 + 40, readers=READERS)
    yield made
    made.stop()


class Reader(threading.Thread):
    """One person at work: take the next case, vote, again; whatever fails while the server is down is tried again."""

    def __init__(self, live: Live, name: str, done: Counter[str], enough: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.live, self.done, self.enough = live, done, enough
        self.session = requests.Session()

    def run(self) -> None:
        """Work until enough is decided."""
        while not self.enough.is_set():
            try:
                self.work()
            except (requests.RequestException, AssertionError):
                time.sleep(0.2)

    def work(self) -> None:
        """One case from beginning to end."""
        home = self.session.get(f"{self.live.address}/", timeout=20)
        if "/account/sign-in/" in home.url:
            self.sign_in(home)
            return
        held = re.search(r'href="/cases/(\d+)/" data-item', home.text)
        if held is None:
            answer = self.post("/next/", home)
            held = re.search(r"/cases/(\d+)/", answer.url)
        assert held is not None
        page = self.session.get(f"{self.live.address}/cases/{held[1]}/decide/", timeout=20)
        fields = {"outcomes": ["O3"], "reasons": ["lines"], "words": WORDS}
        answer = self.post(f"/cases/{held[1]}/vote/", page, fields)
        if answer.status_code == 200 and "Recorded" in answer.text:
            self.done[self.name] += 1

    def sign_in(self, page: requests.Response) -> None:
        """Sign in and accept the code of conduct."""
        fields = {"login": self.name, "password": self.live.passwords[self.name]}
        answer = self.post("/account/sign-in/", page, fields)
        if "/conduct/" in answer.url:
            self.post("/conduct/", answer)

    def post(self, path: str, page: requests.Response, fields: dict[str, object] | None = None) -> requests.Response:
        """Send a form with the token of the page that it stands on."""
        token = TOKEN.search(page.text)
        assert token is not None
        return self.session.post(
            f"{self.live.address}{path}", {"csrfmiddlewaretoken": token[1], **(fields or {})}, timeout=20
        )


def votes(review: Path) -> list[tuple[int, int, int, int]]:
    """Every vote as (case, round, vote number, user)."""
    with sqlite3.connect(review / "workspace" / "workspace.sqlite3") as connection:
        return connection.execute("SELECT case_id, round, vote_number, user_id FROM votes_vote").fetchall()


def test_twenty_people_at_once_with_the_server_killed_five_times(live):
    live.start()
    done: Counter[str] = Counter()
    enough = threading.Event()
    readers = [Reader(live, f"reader{number:02d}", done, enough) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for kill in range(1, KILLS + 1):
        wait_for(live, DECISIONS * kill // (KILLS + 1))
        live.stop(kill=True)
        live.start()
    wait_for(live, DECISIONS)
    enough.set()
    for reader in readers:
        reader.join(30)
    rows = votes(live.review)
    live.stop()
    assert len(rows) >= DECISIONS
    assert sum(done.values()) <= len(rows)  # a vote may be in although its answer was lost; never the other way round
    assert len({row[:3] for row in rows}) == len(rows)
    assert len({(case, user) for case, _, _, user in rows}) == len(rows)
    verified = command(live, "print(*commands.verify(review).sentences(), sep='\\n')")
    assert "Nothing is wrong with the chain, the rows or the guards." in verified
    assert recorded_votes(live.review) == len(rows)


def wait_for(live: Live, count: int) -> None:
    until = time.monotonic() + 120
    while len(votes(live.review)) < count:
        assert time.monotonic() < until, f"{len(votes(live.review))} votes after two minutes"
        time.sleep(0.1)


def recorded_votes(review: Path) -> int:
    with sqlite3.connect(review / "workspace" / "workspace.sqlite3") as connection:
        return int(connection.execute("SELECT count(*) FROM audit_entry WHERE verb = 'vote.cast'").fetchone()[0])


def command(live: Live, code: str) -> str:
    """What a line of Python on this review prints."""
    names = "import sys; from pathlib import Path; from reassess.workspace import commands"
    whole = f"{names}; review = Path(sys.argv[1]); {code}"
    run = subprocess.run(
        [sys.executable, "-c", whole, str(live.review)], env=environment(), capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_decisions_and_judgements_go_back_as_files(live):
    decisions = live.review / "decisions.csv"
    count = int(command(live, "print(commands.export_decisions(review, review / 'decisions.csv'))"))
    taken = read_decisions(decisions)
    assert len(taken) == count == 2 * len({decision.investigation_id for decision in taken})
    assert {(decision.outcome, decision.positive) for decision in taken} == {("O3", True)}
    assert sorted(decision.stream for decision in taken) == ["order"] * (count // 2) + ["second"] * (count // 2)
    assert all(decision.opened_at <= decision.decided_at for decision in taken)
    assert int(command(live, "print(commands.export_judgements(review, review / 'j.csv'))")) == 0
    assert (live.review / "j.csv").read_text().strip() == "at,by,left_id,right_id,verdict,reason"


@pytest.mark.skipif(postgres.binaries() is None, reason="no PostgreSQL server binaries on this machine")
def test_workers_share_no_connection_of_postgresql(tmp_path):
    with postgres.server() as url:
        made = Live(tmp_path, database=url)
        made.publish(readers=8)
        made.start()
        done: Counter[str] = Counter()
        enough = threading.Event()
        readers = [Reader(made, f"reader{number:02d}", done, enough) for number in range(8)]
        for reader in readers:
            reader.start()
        until = time.monotonic() + 90
        while sum(done.values()) < 2 * made_run.CASES and time.monotonic() < until:
            time.sleep(0.2)
        enough.set()
        for reader in readers:
            reader.join(30)
        made.stop()
    assert sum(done.values()) == 2 * made_run.CASES  # every case has two equal votes, and waits for nobody
    assert "Internal Server Error" not in (tmp_path / "server.log").read_text()


def test_the_server_does_not_start_where_a_guard_is_missing(live):
    with sqlite3.connect(live.review / "workspace" / "workspace.sqlite3") as connection:
        connection.execute("DROP TRIGGER votes_vote_no_update")
    run = subprocess.run([sys.executable, "-c", SERVE, str(live.review), str(live.port)], env=environment(),
                         capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
    assert run.returncode != 0
    assert "votes_vote_no_update" in run.stderr
    with suppress(OSError):
        assert requests.get(f"{live.address}/health/", timeout=2).status_code != 200
