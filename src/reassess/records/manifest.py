"""The manifest of a run: its inputs, settings and versions, and the rows of each stage.

Only the manifest records the time of day. A run folder gets its final name after its manifest is on disk. A folder
that still ends in `.unfinished` was left by a crash or a full disk, and is never read.
"""

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NotRequired, TypedDict

from reassess.records.errors import UserError
from reassess.records.store import Run

UNFINISHED = ".unfinished"
LAYOUT = 2
"""Version of the tables, columns and values of a run. Raise it when one of them is renamed or means something else."""
COMPONENTS = ("reassess", "duckdb", "splink", "spacy", "scikit-learn", "pypdfium2")


class InputFile(TypedDict):
    """A file of an extract: its path in the extract, hash and size in bytes."""

    path: str
    sha256: str
    size: int


class Input(TypedDict, total=False):
    """An input of a run: an extract (`kept`, `files`), or another file (`kind`, `name`, `sha256`)."""

    kept: str
    files: list[InputFile]
    kind: str
    name: str
    sha256: str


class RuleVersion(TypedDict):
    """The version of a rule, and the hash of its file."""

    version: int
    sha256: str


class RecordCounts(TypedDict):
    """What became of the rows of the extracts: counts by table, absent tables, and notices (source, says)."""

    tables: dict[str, dict[str, int]]
    absent: list[str]
    notices: list[dict[str, str]]


class Stage(TypedDict):
    """A stage of a run: its duration, and the rows of each table that it wrote."""

    stage: str
    seconds: float
    rows: dict[str, int]


class ManifestContent(TypedDict):
    """The content of `manifest.json`."""

    layout: NotRequired[int]
    run: str
    started_at: str
    finished_at: str
    versions: dict[str, str]
    settings: dict[str, object]
    inputs: list[Input]
    rules: dict[str, RuleVersion]
    records: RecordCounts
    document_parts: NotRequired[dict[str, int]]
    stages: list[Stage]


@dataclass
class Manifest:
    """The manifest of a run being made; written as `manifest.json`."""

    run: str
    started_at: datetime
    settings: dict[str, object] = field(default_factory=dict)
    inputs: list[Input] = field(default_factory=list)
    rules: dict[str, RuleVersion] = field(default_factory=dict)
    records: RecordCounts = field(default_factory=lambda: RecordCounts(tables={}, absent=[], notices=[]))
    document_parts: dict[str, int] = field(default_factory=dict)
    stages: list[Stage] = field(default_factory=list)

    def as_json(self) -> ManifestContent:
        """The content to write, with the versions of Python and of the main components."""
        return {
            "layout": LAYOUT,
            "run": self.run,
            "started_at": self.started_at.isoformat(timespec="seconds"),
            "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "versions": {"python": platform.python_version(), **{name: version(name) for name in COMPONENTS}},
            "settings": self.settings,
            "inputs": self.inputs,
            "rules": self.rules,
            "records": self.records,
            "document_parts": self.document_parts,
            "stages": self.stages,
        }


@contextmanager
def new_run(runs: Path) -> Iterator[tuple[Run, Manifest]]:
    """Make a new run below `runs`. At the end of the block it gets its manifest and its name.

    If the block raises, the folder keeps its unfinished name: it is ignored, and can be removed.
    """
    runs.mkdir(parents=True, exist_ok=True)
    name, folder = _claim(runs)
    manifest = Manifest(name, datetime.now(UTC))
    yield Run(folder), manifest
    _write_json(folder / "manifest.json", manifest.as_json())
    folder.rename(runs / name)
    _sync_folder(runs)


def _claim(runs: Path) -> tuple[str, Path]:
    """Create the folder of the next run. Two runs that start at once get two numbers."""
    taken = [int(path.name[:4]) for path in runs.iterdir() if path.name[:4].isdigit()]
    number = max(taken, default=0) + 1
    while True:
        folder = runs / f"{number:04d}{UNFINISHED}"
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
            continue
        return f"{number:04d}", folder


def finished_runs(runs: Path) -> list[Run]:
    """The finished runs below a folder, oldest first."""
    if not runs.is_dir():
        return []
    return [
        Run(path) for path in sorted(runs.iterdir()) if (path / "manifest.json").exists() and path.suffix != UNFINISHED
    ]


def is_current(run: Run) -> bool:
    """Whether this version of Reassess can read the tables of the run."""
    return read_any_manifest(run).get("layout", 0) >= LAYOUT


def read_manifest(run: Run) -> ManifestContent:
    """The manifest of a finished run; UserError if it cannot be read or an earlier version made the run."""
    if not is_current(run):
        review = run.path.parent.parent
        raise UserError(f"{run.path}: made by an earlier version of Reassess. Run again: reassess run {review}")
    return read_any_manifest(run)


def read_any_manifest(run: Run) -> ManifestContent:
    """The manifest of a run or an archived order, whichever version made it; UserError if it cannot be read."""
    file = run.path / "manifest.json"
    try:
        content: ManifestContent = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{file}: the manifest cannot be read ({error}). Do a new run: reassess run REVIEW") from error
    return content


def _write_json(file: Path, content: ManifestContent) -> None:
    with file.open("w", encoding="utf-8") as handle:
        json.dump(content, handle, indent=2, ensure_ascii=False, default=str)
        handle.write("\n")
        handle.flush()
        os.fsync(handle.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
