"""Scope and definitions side by side, with the verdict of each element."""

from dataclasses import dataclass, field

from reassess.workspace.cases.dossier import CaseFile


@dataclass
class Judged:
    """One definition or set of criteria: its verdict and that of each element."""

    name: str
    verdict: str = "unknown"
    note: str = ""
    elements: list[tuple[str, str, str]] = field(default_factory=list)


def judged(file: CaseFile, piece: str, name: str) -> list[Judged]:
    """The rows of `scope` or `definition`, grouped."""
    made: dict[str, Judged] = {}
    for row in file.rows(piece):
        entry = made.setdefault(row[name], Judged(row[name]))
        if row["element"]:
            entry.elements.append((row["element"], row["verdict"], row["note"] or ""))
        else:
            entry.verdict, entry.note = row["verdict"], row["note"] or ""
    return list(made.values())
