"""The manifest of a run: what went in, what came out of each stage, and with which versions and settings.

The wall clock enters here and nowhere else. A run folder gets its final name only after its manifest is on disk:
a folder that still ends in `.unfinished` is half made (a crash, a full disk) and is never read.
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
from typing import Any

from reassess.records.errors import UserError
from reassess.records.store import Run

UNFINISHED = ".unfinished"
LAYOUT = 2
"""Version of the tables, columns and values of a run. Raise it when one of them is renamed or means something else."""
COMPONENTS = ("reassess", "duckdb", "splink", "spacy", "scikit-learn", "pypdfium2")


@dataclass
class Manifest:
    """What a run is made from and what it made; written as `manifest.json`."""

    run: str
    started_at: datetime
    settings: dict[str, Any] = field(default_factory=dict)
    inputs: list[dict[str, Any]] = field(default_factory=list)
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)
    document_parts: dict[str, int] = field(default_factory=dict)
    stages: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The manifest as it is written, with the versions of what made it."""
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
    """A run being made below `runs`; at the end of the block it gets its manifest and its name.

    If the block raises, the half-made folder stays under its unfinished name: it is ignored, and can be removed.
    """
    runs.mkdir(parents=True, exist_ok=True)
    name, folder = _claim(runs)
    manifest = Manifest(name, datetime.now(UTC))
    yield Run(folder), manifest
    _write_json(folder / "manifest.json", manifest.as_json())
    folder.rename(runs / name)
    _sync_folder(runs)


def _claim(runs: Path) -> tuple[str, Path]:
    """A folder of its own for the next run; two that start at once get two numbers."""
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


def unfinished_runs(runs: Path) -> list[Path]:
    """The half-made runs that a crash left below a folder."""
    return sorted(runs.glob(f"*{UNFINISHED}")) if runs.is_dir() else []


def is_current(run: Run) -> bool:
    """Whether this version of Reassess can read the tables of the run."""
    return bool(_read_json(run.path / "manifest.json").get("layout", 0) >= LAYOUT)


def read_manifest(run: Run) -> dict[str, Any]:
    """The manifest of a finished run; UserError if it cannot be read or an earlier version made the run."""
    if not is_current(run):
        review = run.path.parent.parent
        raise UserError(f"{run.path}: made by an earlier version of Reassess. Run again: reassess run {review}")
    return _read_json(run.path / "manifest.json")


def read_inputs(run: Run) -> list[dict[str, Any]]:
    """The inputs that a finished run of any version was made from."""
    inputs: list[dict[str, Any]] = _read_json(run.path / "manifest.json").get("inputs", [])
    return inputs


def _read_json(file: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{file}: the manifest cannot be read ({error}). The run is not usable; run again.") from error
    return content


def _write_json(file: Path, content: dict[str, Any]) -> None:
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
