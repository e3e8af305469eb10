"""What the manifest of a run says of its inputs, its rules and the time of each stage."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from reassess.records.manifest import InputFile, Manifest
from reassess.review_settings import ReviewSettings
from reassess.rules.catalogue import Rule

if TYPE_CHECKING:
    from reassess.intake.counts import LoadCounts
    from reassess.records.store import Run

P = ParamSpec("P")
T = TypeVar("T")


def describe_settings(manifest: Manifest, settings: ReviewSettings, rules: Iterable[Rule]) -> None:
    """Add the settings, and each rule with its version and the hash of its file."""
    manifest.settings = settings.model_dump(mode="json")
    manifest.rules = {
        rule.slug: {"version": rule.front.version, "sha256": sha256(rule.path.read_bytes()).hexdigest()}
        for rule in rules
    }


def describe_extracts(manifest: Manifest, extracts: Iterable[Path], review: Path) -> None:
    """Add each extract as it was kept, with the hash and size of each of its files."""
    from reassess.intake import fingerprint

    for extract in extracts:
        listing = [InputFile(path=path, sha256=digest, size=size) for path, digest, size in fingerprint(extract)]
        manifest.inputs.append({"kept": str(extract.relative_to(review)), "files": listing})


def describe_files(manifest: Manifest, **files: Path | None) -> None:
    """Add the other files that a run rests on, by kind, each with its hash; kinds without a file are left out."""
    for kind, file in files.items():
        if file is not None:
            manifest.inputs.append({"kind": kind, "name": file.name, "sha256": sha256(file.read_bytes()).hexdigest()})


def describe_records(manifest: Manifest, counts: "LoadCounts") -> None:
    """Add what became of every row of the extracts."""
    manifest.records = {
        "tables": counts.as_mapping(),
        "absent": list(counts.absent),
        "notices": [asdict(notice) for notice in counts.notices],
    }


def describe_document_parts(manifest: Manifest, run: "Run") -> None:
    """Add the parts of all documents: how many there are, and how many of them were read, recognised and refused."""
    with run.connect() as con:
        found = con.execute("SELECT status, sum(parts)::BIGINT FROM reading.document_part GROUP BY status").fetchall()
    by_status = dict(found)
    statuses = {status: by_status.get(status, 0) for status in ("read", "recognised", "refused")}
    manifest.document_parts = {"parts_in": sum(by_status.values()), **statuses}


@dataclass(frozen=True)
class StageLog:
    """Runs the stages of a run and notes in its manifest how long each took and how many rows it wrote."""

    manifest: Manifest

    def __call__(self, name: str, stage: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a stage; return what it returns (the rows of each table it wrote, for all stages but intake)."""
        started = time.perf_counter()
        counts = stage(*args, **kwargs)
        rows = counts if isinstance(counts, dict) else {}
        seconds = round(time.perf_counter() - started, 2)
        self.manifest.stages.append({"stage": name, "seconds": seconds, "rows": rows})
        return counts
