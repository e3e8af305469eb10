"""What changed between two dossiers of a case, in words, and whether that re-opens the case.

The rule that re-opens is the table below: new material that bears on the decision does, a reworded
record finding does not. Decisions that people made are never changed: re-opening starts a new round beside them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from reassess.workspace.cases.dossier import Dossier, DossierFinding

Row = Mapping[str, object]
"""A row of any piece."""

RE_OPENING_GROUPS = frozenset({"missed", "new", "risk", "justice"})
"""Groups whose new findings, or new evidence for them, re-open a case. 'record' alone does not."""

RE_OPENING_PIECES = frozenset({"entry", "document", "passage", "decision", "involvement", "intelligence"})
"""Pieces whose new or changed rows re-open a case."""

PIECE_WORDS = {
    "investigation": "the investigation itself",
    "offence": "offences",
    "involvement": "roles of people",
    "identifier": "identifiers",
    "presence": "places",
    "action": "actions",
    "exhibit": "exhibits",
    "decision": "decisions",
    "entry": "log entries",
    "document": "documents",
    "person": "people",
    "residence": "addresses of people",
    "position": "positions",
    "whereabouts": "whereabouts",
    "missing_episode": "missing episodes",
    "relationship": "relationships",
    "referral": "referrals",
    "intelligence": "intelligence",
    "location": "locations",
    "file": "document files",
    "passage": "text of documents",
    "same_human": "other records of the same people",
    "shared": "shared identifiers",
    "pair": "possible links",
}

KEYS = {
    "passage": ("k", "p"),
    "file": ("document_id",),
    "same_human": ("person_id", "other", "case", "role"),
    "shared": ("kind", "value"),
    "pair": ("left", "right"),
}
VOLATILE = {"source_file", "source_row", "path", "weight", "probability", "evidence"}
"""Fields that are not compared: where a row or a file came from (the hash of a file covers its content), and the
exact strength of a link."""


@dataclass
class Changed:
    """What changed under one case."""

    lines: list[str] = field(default_factory=list)
    touches: bool = False

    def add(self, line: str, touches: bool) -> None:
        """Add a line; `touches` says whether it may affect the decision."""
        self.lines.append(line)
        self.touches = self.touches or touches


def compare(before: Dossier, after: Dossier, groups: dict[str, str]) -> Changed:
    """What changed from one dossier to the next. `groups`: rule slug -> group."""
    changed = Changed()
    _compare_scope(changed, before, after)
    _compare_findings(changed, before, after, groups)
    for piece, words in PIECE_WORDS.items():
        new, gone, other = _rows_changed(piece, before, after)
        counts = [f"{n} {what}" for n, what in ((new, "new"), (other, "changed"), (gone, "no longer there")) if n]
        if counts:
            changed.add(f"{words[0].upper()}{words[1:]}: {', '.join(counts)}", piece in RE_OPENING_PIECES)
    return changed


def _compare_scope(changed: Changed, before: Dossier, after: Dossier) -> None:
    old, new = _verdicts(before), _verdicts(after)
    for criteria in sorted(new):
        if criteria in old and old[criteria] != new[criteria]:
            changed.add(f"Scope by {criteria}: was {old[criteria]}, is {new[criteria]}", criteria == "national-2025")


def _verdicts(dossier: Dossier) -> dict[str, str]:
    return {row["criteria"]: row["verdict"] for row in dossier["scope"] if not row["element"]}


def _compare_findings(changed: Changed, before: Dossier, after: Dossier, groups: dict[str, str]) -> None:
    old, new = _findings(before), _findings(after)
    for key in sorted(new.keys() - old.keys()):
        changed.add(f"New finding: {new[key]['says']}", groups.get(key[0]) in RE_OPENING_GROUPS)
    for key in sorted(old.keys() - new.keys()):
        changed.add(f"No longer found: {old[key]['says']}", False)
    for key in sorted(old.keys() & new.keys()):
        if _rests_on(old[key]) != _rests_on(new[key]):
            changed.add(f"Based on different evidence: {new[key]['says']}", groups.get(key[0]) in RE_OPENING_GROUPS)


def _findings(dossier: Dossier) -> dict[tuple[str, str], DossierFinding]:
    return {(row["rule"], row["subject"]): row for row in dossier["finding"]}


def _rests_on(finding: DossierFinding) -> set[tuple[str | None, ...]]:
    return {(item["t"], item["k"], item["f"], item["words"]) for item in finding["evidence"]}


def _rows_changed(piece: str, before: Dossier, after: Dossier) -> tuple[int, int, int]:
    old, new = _keyed(piece, _rows(piece, before)), _keyed(piece, _rows(piece, after))
    other = sum(_plain(old[key]) != _plain(new[key]) for key in old.keys() & new.keys())
    return len(new.keys() - old.keys()), len(old.keys() - new.keys()), other


def _rows(piece: str, dossier: Dossier) -> Sequence[Row]:
    rows = cast("Mapping[str, Row | Sequence[Row]]", dossier)[piece]
    return [rows] if isinstance(rows, Mapping) else rows


def _keyed(piece: str, rows: Sequence[Row]) -> dict[tuple[object, ...], Row]:
    names = KEYS.get(piece, ("row_key",))
    return {tuple(row[name] for name in names): row for row in rows}


def _plain(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in VOLATILE}
