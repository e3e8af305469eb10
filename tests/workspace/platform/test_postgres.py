"""The same tests on PostgreSQL: run once more in a process of their own with DATABASE_URL set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .. import postgres

HERE = Path(__file__).parents[1]
NOT_AGAIN = ("platform/test_postgres.py", "pages/test_browser.py", "platform/test_server.py")


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="this is the run on PostgreSQL itself")
@pytest.mark.skipif(
    postgres.binaries() is None, reason="no PostgreSQL server binaries on this machine (Debian: postgresql)"
)
def test_everything_holds_on_postgresql_too():
    with postgres.server() as url:
        command = [sys.executable, "-m", "pytest", str(HERE), f"--confcutdir={HERE}", "-q", "-p", "no:cacheprovider",
                   *(f"--ignore={HERE / name}" for name in NOT_AGAIN)]  # fmt: skip
        environment = os.environ | {"DATABASE_URL": url}
        done = subprocess.run(
            command, env=environment, cwd=HERE.parents[1], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
