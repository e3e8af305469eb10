"""A review on disk, and the whole job in one readable list.

A review is a folder::

    review.toml        settings
    extracts/          what the force handed over, kept as received
    runs/0001 ...      one folder a run (records/manifest.py)
    judgements.csv     what people said of links (append-only)
    decisions.csv      what people decided on cases, as the workspace exports it
    orders/            every order of work that was in force, with what made it
    cache/             text of documents by content
    workspace/         the workspace's database
"""

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reassess.records.errors import UserError
from reassess.records.manifest import Manifest, finished_runs, new_run, read_manifest
from reassess.records.store import Run
from reassess.review_settings import TEMPLATE, ReviewSettings, checked_settings, read_settings
from reassess.rules.catalogue import load as load_rules
from reassess.rules.catalogue import package_folder
from reassess.rules.examples.proof import prove_once
from reassess.rules.parameters import RuleSettings
from reassess.workspace.platform.options import FOLDER as WORKSPACE

if TYPE_CHECKING:
    from reassess.workspace.publishing.publication import PublishCounts

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Review:
    """A review folder that exists."""

    path: Path

    @cached_property
    def settings(self) -> ReviewSettings:
        """The settings in review.toml; UserError where they are wrong."""
        return read_settings(self.path / "review.toml")

    @property
    def runs(self) -> Path:
        """The folder of the runs."""
        return self.path / "runs"

    @property
    def rules(self) -> RuleSettings:
        """The settings as the rules room takes them."""
        own = self.settings
        return RuleSettings(
            as_of=own.as_of,
            parameters=own.parameters,
            folders=[(self.path / folder).resolve() for folder in own.rule_folders],
            closures=[line.model_dump() for line in own.closures],
        )

    def search_index(self, run: Run) -> Path:
        """Where the search index of a run lies; it can always be made again from the run."""
        return self.path / "cache" / f"search-{run.path.name}.sqlite3"

    def latest(self) -> Run:
        """The newest finished run; UserError where there is none."""
        runs = finished_runs(self.runs)
        if not runs:
            raise UserError(f"{self.path}: no finished run yet. Run: reassess run {self.path} EXTRACT")
        return runs[-1]

    def run_named(self, name: str) -> Run:
        """The finished run of that number ('2' and '0002' are the same); UserError names those there are."""
        by_name = {run.path.name: run for run in finished_runs(self.runs)}
        run = by_name.get(name.zfill(4))
        if run is None:
            raise UserError(f"{self.path}: there is no finished run {name}. There are: {', '.join(by_name) or 'none'}.")
        return run


def init(path: Path, force: str, as_of: date) -> Review:
    """Make a review folder; UserError where one is there already or the force's code cannot be one."""
    file = path / "review.toml"
    if file.exists():
        raise UserError(f"{file}: there is a review here already. Edit the file, or choose another folder.")
    checked_settings({"force": force, "as_of": as_of})
    path.mkdir(parents=True, exist_ok=True)
    file.write_text(TEMPLATE.format(force=force, as_of=as_of.isoformat()), encoding="utf-8")
    return Review(path)


def run(
    review: Review,
    extracts: Sequence[Path],
    *,
    mapping: Path | None = None,
    people: Path | None = None,
    progress: Progress = lambda _: None,
) -> Run:
    """The whole job: from extracts to findings in order, as a new run; returns it finished.

    extracts: folders or zip files; none means those of the newest run. mapping: how the force's own names and codes
    read. people: a CSV that gives identity instead of linking. Raises UserError for input that cannot be used.
    """
    # The rooms are opened as the job begins: together they take seconds that no other verb should wait for.
    from reassess.intake import load, receive
    from reassess.linking import link
    from reassess.networks import group
    from reassess.reading import read
    from reassess.rules.stage import judge
    from reassess.triage import order_cases
    from reassess.triage.order.order_archive import archive_order, committed_sample
    from reassess.workspace.ordering_api import closed_risks, unseen_days

    settings, rules = review.settings, review.rules
    earlier = finished_runs(review.runs)
    extracts = extracts or _extracts_of(review)
    progress("examples of the rules")
    prove_once(load_rules([package_folder(), *rules.folders]))
    kept = [receive(extract, review.path / "extracts") for extract in extracts]
    _fetch_judgements(review)
    decisions = decisions_so_far(review)
    with new_run(review.runs) as (made, manifest):
        _say_what_went_in(manifest, review, kept, {
            "mapping": mapping, "people": people, "decisions": decisions, "judgements": _judgements(review),
        })  # fmt: skip
        stages: list[tuple[str, Callable[[], Any]]] = [
            ("intake", lambda: load(made, kept, mapping=mapping, progress=progress)),
            ("reading", lambda: read(made, cache=review.path / "cache", workers=settings.workers, progress=progress)),
            ("linking", lambda: link(
                made, judgements=review.path / "judgements.csv", previous=earlier[-1].path if earlier else None,
                supplied_identities=people, seed=settings.seed, hub_investigations=settings.hub_investigations,
                progress=progress)),
            ("networks", lambda: group(made, seed=settings.seed, progress=progress)),
            ("rules", lambda: judge(made, rules, progress)),
            ("triage", lambda: order_cases(
                made, decisions=decisions, seed=settings.seed, as_of=settings.as_of, unseen=unseen_days(review.path),
                closed=closed_risks(review.path),
                committed=committed_sample(review.path / "orders") if (review.path / WORKSPACE).is_dir() else (),
                progress=progress)),
        ]  # fmt: skip
        for name, stage in stages:
            _time_stage(manifest, name, stage)
        shutil.rmtree(made.path / ".spill", ignore_errors=True)
    finished = Run(review.runs / manifest.run)
    archive_order(finished, review.path / "orders", manifest.started_at)
    return finished


def publish(review: Review, progress: Progress = lambda _: None) -> "PublishCounts":
    """Write the newest finished run of a review into its workspace; returns what was written."""
    from reassess.workspace.commands import publish as publish_run

    return publish_run(review.path, review.latest().path, progress=progress)


def decisions_so_far(review: Review) -> Path | None:
    """The decisions of the workspace, exported afresh to decisions.csv; None where nobody has decided yet."""
    if not (review.path / WORKSPACE).is_dir():
        return None
    from reassess.workspace.commands import export_decisions

    file = review.path / "decisions.csv"
    return file if export_decisions(review.path, file) else None


def _fetch_judgements(review: Review) -> None:
    """Add what people judged in the workspace to the judgements of the review."""
    if (review.path / WORKSPACE).is_dir():
        from reassess.linking.resolve.judgements import import_judgements
        from reassess.workspace.commands import export_judgements

        judged = review.path / "cache" / "judgements-of-the-workspace.csv"
        export_judgements(review.path, judged)
        import_judgements(review.path, judged)


def _judgements(review: Review) -> Path | None:
    file = review.path / "judgements.csv"
    return file if file.exists() else None


def _time_stage(manifest: Manifest, name: str, stage: Callable[[], Any]) -> None:
    started = time.perf_counter()
    counts = stage()
    if name == "intake":
        manifest.records = {
            "tables": counts.as_mapping(),
            "absent": list(counts.absent),
            "notices": [asdict(notice) for notice in counts.notices],
        }
    rows = counts if isinstance(counts, dict) else {}
    manifest.stages.append({"stage": name, "seconds": round(time.perf_counter() - started, 2), "rows": rows})


def _extracts_of(review: Review) -> list[Path]:
    manifest = read_manifest(review.latest())
    return [review.path / item["kept"] for item in manifest["inputs"] if "kept" in item]


def _say_what_went_in(manifest: Manifest, review: Review, kept: Sequence[Path], files: dict[str, Path | None]) -> None:
    from reassess.intake import fingerprint

    manifest.settings = review.settings.model_dump(mode="json")
    for extract in kept:
        listing = [{"path": path, "sha256": digest, "size": size} for path, digest, size in fingerprint(extract)]
        manifest.inputs.append({"kept": str(extract.relative_to(review.path)), "files": listing})
    for kind, file in files.items():
        if file is not None:
            manifest.inputs.append({"kind": kind, "name": file.name, "sha256": sha256(file.read_bytes()).hexdigest()})
    manifest.rules = {
        rule.slug: {"version": rule.front.version, "sha256": sha256(rule.path.read_bytes()).hexdigest()}
        for rule in load_rules([package_folder(), *review.rules.folders])
    }
