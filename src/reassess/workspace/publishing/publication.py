"""Publish a run: from its Parquet tables to one dossier an investigation and all that stands around it.

Publishing again keeps every human decision. What changed under a case is written down in words, and
where it bears on a decision the case is re-opened by rule (`publishing/changes.py`).
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb
from django.utils import timezone

from reassess.records.errors import UserError
from reassess.records.manifest import read_manifest
from reassess.records.progress import Progress, no_progress
from reassess.records.store import Run
from reassess.workspace.assurance.actions import put_in_force
from reassess.workspace.assurance.orders import newest_order
from reassess.workspace.audit.actions import commit_seed
from reassess.workspace.audit.commitments import REREADS
from reassess.workspace.audit.ledger import audited_transaction
from reassess.workspace.cases.models import Case, CatalogueEntry, Publication, Rule
from reassess.workspace.platform.reading_room import make_index
from reassess.workspace.platform.search_index import index_file
from reassess.workspace.publishing.figures import RunFigures, figures
from reassess.workspace.publishing.pairs import write_pairs
from reassess.workspace.publishing.people import write_people
from reassess.workspace.publishing.pieces import PIECES, make_piece, packed_dossiers, prepare, require
from reassess.workspace.publishing.rows import CaseRow, NameRow, RuleRow, case_rows, named_rows, rule_rows
from reassess.workspace.publishing.store import Batch, Tally, write_batch

BATCH = 200
"""Cases in one transaction: few enough that readers do not wait long for the database."""



@dataclass(frozen=True)
class PublishCounts:
    """What a publication did."""

    cases: int
    new: int
    changed: int
    reopened: int
    gone: int
    findings: int
    risks: int
    pairs: int
    people: int


def publish(run_path: Path, *, progress: Progress = no_progress) -> PublishCounts:
    """Write a finished run into the workspace database; return what changed.

    Raises `UserError` where the folder is no finished run or lacks a table. Interrupted, it can be
    run again: each batch of cases is one transaction, and what is written already is not written twice.
    """
    say = progress
    run = Run(run_path)
    require(run)
    with run.connect() as con:
        say("reading the run")
        prepare(con)
        for piece in PIECES:
            make_piece(con, piece)
        rows, rules, numbers = case_rows(con), rule_rows(con), figures(con, run)
        publication = _begin(run_path, rules, named_rows(con, run))
        with ThreadPoolExecutor(1) as beside:  # the index needs the run alone, and its libraries let other threads work
            index = beside.submit(make_index, run_path, index_file(publication.run))
            tally = _write_cases(con, publication, rows, rules, say)
            say("people, identifiers and places")
            people = write_people(con)
            pairs = write_pairs(con)
            say("search")
            index.result()
    gone = _mark_gone(publication)
    commit_seed(purpose=REREADS)
    put_in_force(folder=newest_order(run_path))
    counts = PublishCounts(
        tally.cases, tally.new, tally.changed, tally.reopened, gone, tally.findings, tally.risks, pairs, people
    )
    _finish(publication, counts, numbers)
    return counts


def _begin(run_path: Path, rules: list[RuleRow], named: list[NameRow]) -> Publication:
    if not (run_path / "manifest.json").is_file():
        raise UserError(f"{run_path}: no manifest.json, so this run did not finish. Run `reassess run` again.")
    manifest = read_manifest(Run(run_path))
    versions = "+".join(sorted({rule["version"] for rule in rules}))
    with audited_transaction(None) as ledger:
        publication = Publication.objects.create(
            run=manifest["run"],
            as_of=str(manifest["settings"].get("as_of", "")),
            rules=f"{len(rules)} rules, version {versions}"[:64],
            started_at=timezone.now(),
        )
        _keep_words(rules, named)
        ledger.add("publication.begun", subject=publication, run=publication.run)
    return publication


def _keep_words(rules: list[RuleRow], named: list[NameRow]) -> None:
    """Store the wording of rules, criteria, definitions and elements of this run. Others keep theirs."""
    fields = [name for name in rules[0] if name != "slug"] if rules else ["title"]
    Rule.objects.bulk_create(
        (Rule(**rule) for rule in rules), update_conflicts=True, update_fields=fields, unique_fields=["slug"]
    )
    CatalogueEntry.objects.bulk_create(
        (CatalogueEntry(**one) for one in named),
        update_conflicts=True,
        update_fields=["title", "source", "version", "words"],
        unique_fields=["kind", "slug"],
    )


def _write_cases(
    con: duckdb.DuckDBPyConnection,
    publication: Publication,
    rows: list[CaseRow],
    rules: list[RuleRow],
    say: Progress,
) -> Tally:
    tally, by_slug = Tally(), {rule["slug"]: rule for rule in rules}
    groups = {slug: rule["group"] for slug, rule in by_slug.items()}
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        packed = {item.reference: item for item in packed_dossiers(con, [row.reference for row in part])}
        write_batch(Batch(publication, groups, by_slug, part, packed), tally)
        say(f"{min(start + BATCH, len(rows)):,} of {len(rows):,} cases")
    return tally


def _mark_gone(publication: Publication) -> int:
    older = Case.objects.exclude(publication=publication).filter(in_newest_run=True)
    return older.update(in_newest_run=False)


def _finish(publication: Publication, counts: PublishCounts, numbers: RunFigures) -> None:
    with audited_transaction(None) as ledger:
        publication.counts, publication.figures = vars(counts), numbers
        publication.finished_at = timezone.now()
        publication.save(update_fields=["counts", "figures", "finished_at"])
        ledger.add("publication.finished", subject=publication, run=publication.run, **vars(counts))
