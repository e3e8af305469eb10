"""A review on disk, and the whole job in one readable list.

A review is a folder::

    review.toml        settings
    extracts/          what the force handed over, kept as received
    runs/0001 ...      one folder a run (records/manifest.py)
    judgements.csv     what people said of links (append-only)
    audit-seed         the secret seed of the audit draws (mode 600)
    decisions.csv      what people decided on cases, as the workspace exports it
    orders/            every order of work that was in force, with what made it
    cache/             text of documents by content
    workspace/         the workspace's database
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reassess.feedback import collect_feedback
from reassess.records.errors import UserError
from reassess.records.manifest import finished_runs, is_current, new_run, read_any_manifest, read_manifest
from reassess.records.progress import Progress, no_progress
from reassess.records.store import Run
from reassess.review_settings import TEMPLATE, ReviewSettings, checked_settings, read_settings
from reassess.rules.catalogue import load as load_rules
from reassess.rules.catalogue import package_folder
from reassess.rules.examples.proof import prove_once
from reassess.rules.parameters import RuleSettings
from reassess.run_manifest import (
    StageLog,
    describe_document_parts,
    describe_extracts,
    describe_files,
    describe_records,
    describe_settings,
)

if TYPE_CHECKING:
    from reassess.workspace.publishing.publication import PublishCounts


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
        """The newest finished run; UserError where there is none or an earlier version made it."""
        runs = finished_runs(self.runs)
        if not runs:
            raise UserError(f"{self.path}: no finished run yet. Run: reassess run {self.path} EXTRACT")
        read_manifest(runs[-1])
        return runs[-1]

    def run_named(self, name: str) -> Run:
        """The finished run of that number ('2' and '0002' are the same); UserError names those there are."""
        by_name = {run.path.name: run for run in finished_runs(self.runs)}
        run = by_name.get(name.zfill(4))
        if run is None:
            raise UserError(f"{self.path}: there is no finished run {name}. There are: {', '.join(by_name) or 'none'}.")
        read_manifest(run)
        return run

OLD_RUN = "made by an earlier version of Reassess, so not read. No entity ids are taken over from it."


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
    supplied_identities: Path | None = None,
    progress: Progress = no_progress,
) -> Run:
    """Do the whole job, from extracts to findings in order, as a new run; return it finished.

    extracts: folders or zip files; none means those of the newest run. mapping: how the force's own names and codes
    read. supplied_identities: a CSV that says who is who, instead of linking. Raises UserError for input that cannot
    be used.
    """
    # Rooms are imported as the job begins: together they take seconds that no other verb should wait for.
    from reassess.intake import load, receive
    from reassess.intake.counts import Notice
    from reassess.linking import link
    from reassess.networks import group
    from reassess.reading import read
    from reassess.rules.stage import judge
    from reassess.triage import order_cases
    from reassess.triage.assurance.audit_sample import secret_seed
    from reassess.triage.order.order_archive import archive_order

    settings, cache = review.settings, review.path / "cache"
    rules = load_rules([package_folder(), *review.rules.folders])
    progress("examples of the rules")
    prove_once(rules)
    earlier = finished_runs(review.runs)
    old = [Notice(f"runs/{run.path.name}", OLD_RUN) for run in earlier if not is_current(run)]
    previous = next((run.path for run in reversed(earlier) if is_current(run)), None)
    received = [receive(extract, review.path / "extracts") for extract in extracts or _extracts_of(review)]
    seed, judgements = settings.seed, review.path / "judgements.csv"
    feedback = collect_feedback(review.path)
    with new_run(review.runs) as (made, manifest):
        describe_settings(manifest, settings, rules)
        describe_extracts(manifest, received, review.path)
        describe_files(manifest, mapping=mapping, people=supplied_identities, decisions=feedback.decisions)
        describe_files(manifest, judgements=judgements if judgements.exists() else None)
        stage = StageLog(manifest)
        describe_records(manifest, stage("intake", load, made, received, mapping=mapping,
                                         earlier_notices=old, progress=progress))
        stage("reading", read, made, cache=cache, workers=settings.workers, progress=progress)
        describe_document_parts(manifest, made)
        stage("linking", link, made, judgements=judgements, previous=previous, supplied_identities=supplied_identities,
              seed=seed, hub_investigations=settings.hub_investigations, progress=progress)
        stage("networks", group, made, seed=seed, progress=progress)
        stage("rules", judge, made, review.rules, progress)
        stage("triage", order_cases, made, decisions=feedback.decisions, seed=secret_seed(review.path),
              as_of=settings.as_of, unseen=feedback.unseen_days, closed=feedback.closed_risks,
              committed=feedback.audit_order, progress=progress)
        shutil.rmtree(made.path / ".spill", ignore_errors=True)
    finished = Run(review.runs / manifest.run)
    archive_order(finished, review.path / "orders", manifest.started_at)
    return finished


def publish(review: Review, progress: Progress = no_progress) -> "PublishCounts":
    """Write the newest finished run of a review into its workspace; return what was written."""
    from reassess.workspace.commands import publish as publish_run

    return publish_run(review.path, review.latest().path, progress=progress)


def _extracts_of(review: Review) -> list[Path]:
    """The extracts of the newest run, as kept in the review."""
    runs = finished_runs(review.runs)
    if not runs:
        raise UserError(f"{review.path}: no finished run yet. Run: reassess run {review.path} EXTRACT")
    return [review.path / item["kept"] for item in read_any_manifest(runs[-1])["inputs"] if "kept" in item]
