"""A demonstration from nothing: an invented caseload, the whole job, the workspace, an account for each role."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reassess.caseload import generate
from reassess.records.errors import UserError
from reassess.records.store import Run
from reassess.review import init, publish, run
from reassess.workspace.commands import Account, demo_accounts

AS_OF = date(2026, 4, 30)
SEED = 1
MARK = "made-by-reassess-demo"


@dataclass(frozen=True)
class Demonstration:
    """Where everything is: caseload, review, finished run, and the accounts with their passwords."""

    caseload: Path
    review: Path
    run: Run
    accounts: Sequence[Account]


def build(directory: Path, investigations: int, progress: Callable[[str], None]) -> Demonstration:
    """Build the demonstration in a folder, anew each time.

    Raises UserError where the folder holds something that no demonstration made.
    """
    _clear(directory)
    caseload, folder = directory / "caseload", directory / "review"
    progress("caseload")
    generate(caseload, investigations, SEED)
    review = init(folder, "MPS", AS_OF)
    made = run(review, [caseload / "extract"], progress=progress)
    publish(review, progress)
    progress("accounts")
    return Demonstration(caseload, folder, made, demo_accounts(folder))


def _clear(directory: Path) -> None:
    mark = directory / MARK
    if directory.exists() and any(directory.iterdir()) and not mark.exists():
        raise UserError(f"{directory}: is not empty, and no demonstration made it. Choose another folder.")
    if directory.exists():
        shutil.rmtree(directory)
    directory.mkdir(parents=True)
    mark.touch()
