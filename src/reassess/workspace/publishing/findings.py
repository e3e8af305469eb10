"""Write findings. A finding is identified by (case, rule, subject) and keeps its row, because people answer it."""

from collections.abc import Mapping

from reassess.workspace.cases.dossier import DossierFinding, PublishedPieces
from reassess.workspace.cases.models import Case, Finding, Publication
from reassess.workspace.publishing.bulk_insert import insert

CHANGING = ("group", "band", "says", "doubtful", "before_standard", "gone")


def write_findings(
    publication: Publication, groups: Mapping[str, str], cases: list[Case], dossiers: Mapping[int, PublishedPieces]
) -> int:
    """Update the findings of some cases from their dossiers; return how many the run found.

    What the run no longer finds is marked `gone`; its answers stay.
    """
    known = {(row.case_id, row.rule, row.subject): row for row in Finding.objects.filter(case__in=cases)}
    new: list[Finding] = []
    same: list[Finding] = []
    found: set[tuple[int, str, str]] = set()
    for case in cases:
        for item in dossiers[case.pk]["finding"]:
            key = (case.pk, item["rule"], item["subject"])
            row = known.get(key) or Finding(case=case, rule=key[1], subject=key[2], first_published=publication)
            (same if key in known else new).append(_fill(row, item, groups))
            found.add(key)
    gone = [row for key, row in known.items() if key not in found]
    for row in gone:
        row.gone = True
    insert(Finding, " ".join(("case_id", "rule", "subject", "first_published_id", *CHANGING)), map(_columns, new))
    Finding.objects.bulk_update([*same, *gone], CHANGING)
    return len(found)


def _columns(row: Finding) -> tuple[object, ...]:
    named = (getattr(row, name) for name in CHANGING)
    return (row.case_id, row.rule, row.subject, row.first_published_id, *named)


def _fill(row: Finding, item: DossierFinding, groups: Mapping[str, str]) -> Finding:
    row.group = groups[item["rule"]]
    row.band = item["band"] or ""
    row.says = item["says"]
    row.doubtful, row.before_standard = bool(item["doubtful"]), bool(item["before_standard"])
    row.gone = False
    return row
