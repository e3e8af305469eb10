"""A PostgreSQL server of our own for the tests: on a socket only, in a folder that is removed afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER = "postgres"


def binaries() -> Path | None:
    """The folder of Debian's newest server binaries, or of those on the path; None where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def server() -> Iterator[str]:
    """Start a server and give its DATABASE_URL. The server refuses to run as root, so that root becomes `postgres`."""
    bin_folder = binaries()
    assert bin_folder is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    as_user = ["runuser", "-u", OWNER, "--"] if os.geteuid() == 0 else []
    if as_user:
        folder.chmod(0o755)
        shutil.chown(folder, OWNER)
    user = OWNER if as_user else pwd.getpwuid(os.geteuid()).pw_name
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=60"
    control = [*as_user, str(bin_folder / "pg_ctl"), "-D", str(folder / "data"), "-w", "-s"]
    _run(
        [
            *as_user,
            str(bin_folder / "initdb"),
            "-D",
            str(folder / "data"),
            "-A",
            "trust",
            "--locale=C.UTF-8",
            "-E",
            "UTF8",
        ]
    )
    _run([*control, "-l", str(folder / "log"), "-o", options, "start"])
    try:
        yield f"postgresql://{user}@/postgres?host={folder}"
    finally:
        _run([*control, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str]) -> None:
    # The server inherits what it is given: a pipe that nobody closes would keep the test waiting.
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed with {done.returncode}")
