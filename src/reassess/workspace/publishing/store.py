"""Write a batch of cases: insert new ones, update changed ones. What people decided is never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from reassess.workspace.audit.ledger import Ledger, audited_transaction
from reassess.workspace.cases.dossier import Dossier, PublishedPieces
from reassess.workspace.cases.dossier_packing import Packed, unpack
from reassess.workspace.cases.first_view_draw import draw
from reassess.workspace.cases.models import Case, CaseDefinition, CaseStaff, Change, Publication
from reassess.workspace.cases.models import Dossier as StoredDossier
from reassess.workspace.publishing.bulk_insert import insert
from reassess.workspace.publishing.changes import compare
from reassess.workspace.publishing.findings import write_findings
from reassess.workspace.publishing.risks import write_risks
from reassess.workspace.publishing.rows import CaseRow, RuleRow
from reassess.workspace.votes.actions import reopen
from reassess.workspace.votes.models import Reopening

AS_PUBLISHED = (
    "force",
    "area",
    "recorded_on",
    "closed_on",
    "outcome_code",
    "scope",
    "band",
    "band_rank",
    "position",
    "score",
    "why",
    "links",
    "text_poor",
    "set_key",
)
COUNTED = ("missed", "new", "risk", "justice", "record")


@dataclass
class Tally:
    """Counts of what a publication did."""

    cases: int = 0
    new: int = 0
    changed: int = 0
    reopened: int = 0
    findings: int = 0
    risks: int = 0


@dataclass
class Batch:
    """The cases of one transaction, with their rows and dossiers."""

    publication: Publication
    groups: Mapping[str, str]
    rules: Mapping[str, RuleRow]
    rows: list[CaseRow]
    packed: dict[str, Packed]
    now: datetime = field(default_factory=timezone.now)
    _read: dict[str, PublishedPieces] = field(default_factory=dict)

    def dossier(self, reference: str) -> PublishedPieces:
        """The pieces of the new dossier of a case that publishing reads; parsed once."""
        if reference not in self._read:
            self._read[reference] = self.packed[reference].published_pieces()
        return self._read[reference]


def write_batch(batch: Batch, tally: Tally) -> None:
    """Write the cases of a batch in one transaction, with their audit entries."""
    known = {case.reference: case for case in Case.objects.filter(reference__in=[row.reference for row in batch.rows])}
    new_rows = [row for row in batch.rows if row.reference not in known]
    with audited_transaction(None) as ledger:
        _update_known(batch, known, ledger, tally)
        _insert_new(batch, new_rows, ledger, tally)
    tally.cases += len(batch.rows)


def _insert_new(batch: Batch, rows: list[CaseRow], ledger: Ledger, tally: Tally) -> None:
    cases = Case.objects.bulk_create(
        _fill(Case(reference=row.reference, first_view_draw=draw(row.reference)), row, batch) for row in rows
    )
    bodies = [StoredDossier(case=case, body=batch.packed[case.reference].body) for case in cases]
    StoredDossier.objects.bulk_create(bodies)
    _write_around(batch, list(zip(cases, rows, strict=True)), ledger, tally)
    tally.new += len(cases)


def _update_known(batch: Batch, known: dict[str, Case], ledger: Ledger, tally: Tally) -> None:
    rows = [row for row in batch.rows if row.reference in known]
    changed = [row for row in rows if known[row.reference].digest != batch.packed[row.reference].digest]
    before = _dossiers(known[row.reference] for row in changed)
    for row in rows:
        _fill(known[row.reference], row, batch)
    Case.objects.bulk_update(
        [known[row.reference] for row in rows], [*AS_PUBLISHED, *COUNTED, "digest", "publication", "in_newest_run"]
    )
    for row in changed:
        case, packed = known[row.reference], batch.packed[row.reference]
        StoredDossier.objects.filter(case=case).update(body=packed.body)
    _write_around(batch, [(known[row.reference], row) for row in changed], ledger, tally)
    for row in changed:
        case = known[row.reference]
        _note_change(batch, case, before[case.pk], unpack(batch.packed[row.reference].body), tally)


def _dossiers(cases: Iterable[Case]) -> dict[int, Dossier]:
    stored = StoredDossier.objects.filter(case__in=list(cases)).values_list("case_id", "body")
    return {pk: unpack(body) for pk, body in stored}


def _fill(case: Case, row: CaseRow, batch: Batch) -> Case:
    for name in AS_PUBLISHED:
        setattr(case, name, getattr(row, name))
    packed = batch.packed[row.reference]
    case.year = row.recorded_on.year if row.recorded_on else None
    case.digest, case.publication, case.in_newest_run = packed.digest, batch.publication, True
    if case.pk is None:
        case.published_at = batch.now
    for name, count in _counts(batch.dossier(row.reference), batch.groups).items():
        setattr(case, name, count)
    return case


def _counts(dossier: PublishedPieces, groups: Mapping[str, str]) -> dict[str, int]:
    found = [groups.get(finding["rule"]) for finding in dossier["finding"]]
    return {name: found.count(name) for name in COUNTED}


def _write_around(batch: Batch, pairs: list[tuple[Case, CaseRow]], ledger: Ledger, tally: Tally) -> None:
    """Replace definitions and staff; update findings and risks, which keep their rows because people work on them."""
    cases = [case for case, _ in pairs]
    dossiers = {case.pk: batch.dossier(case.reference) for case in cases}
    CaseStaff.objects.filter(case__in=cases).delete()
    CaseDefinition.objects.filter(case__in=cases).delete()
    insert(CaseStaff, "case_id staff_id", ((case.pk, who) for case, row in pairs for who in row.staff))
    judged = (
        (case.pk, row["definition"], row["verdict"])
        for case in cases
        for row in dossiers[case.pk]["definition"]
        if not row["element"] and row["verdict"] != "out"
    )
    insert(CaseDefinition, "case_id definition verdict", judged)
    tally.findings += write_findings(batch.publication, batch.groups, cases, dossiers)
    tally.risks += write_risks(batch.rules, cases, dossiers, batch.now, ledger)


def _note_change(batch: Batch, case: Case, before: Dossier, after: Dossier, tally: Tally) -> None:
    changed = compare(before, after, dict(batch.groups))
    if not changed.lines:
        return
    Change.objects.create(
        case=case, publication=batch.publication, lines=changed.lines, touches=changed.touches, at=batch.now
    )
    tally.changed += 1
    words = f"Run {batch.publication.run} changed what the decision rests on"
    if changed.touches and reopen(acting_user=None, case=case, why=Reopening.Why.PUBLICATION, words=words):
        tally.reopened += 1
