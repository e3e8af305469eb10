"""What the tests of this room share: a run folder and a small extract written by hand."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from reassess.records.store import Run

SMALL: Mapping[str, str] = {
    "investigation.csv": (
        "investigation_id,force,recorded_on,closed_on,outcome_code\n"
        "I1,MPS,2011-03-14,2011-09-02,18\n"
        "I2,MPS,2014-02-01,,\n"
    ),
    "person.csv": (
        "person_id,forename,surname,sex,born_on\nP1,Amara,Osei,f,1998-05-01\nP2,Tom,Lindqvist,m,1985-12-24\n"
    ),
    "involvement.csv": "investigation_id,person_id,role,identified\nI1,P1,victim,\nI1,P2,suspect,true\n",
    "entry.csv": (
        'entry_id,investigation_id,written_at,author,text\nE1,I1,2011-03-14T09:40:00,A1,"Report taken, by phone"\n'
    ),
}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """An empty run folder."""
    folder = tmp_path / "run"
    folder.mkdir()
    return Run(folder)


@pytest.fixture
def extract(tmp_path: Path) -> Callable[..., Path]:
    """Writes an extract: the small one, with files replaced, added, or left out (None)."""
    made = 0

    def write(files: Mapping[str, str | bytes | None] | None = None, *, bare: bool = False) -> Path:
        nonlocal made
        made += 1
        folder = tmp_path / f"extract-{made}"
        folder.mkdir()
        for name, content in {**({} if bare else SMALL), **(files or {})}.items():
            if content is not None:
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


def rows(run: Run, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query over the tables of a run."""
    with run.connect() as con:
        return con.execute(sql).fetchall()
