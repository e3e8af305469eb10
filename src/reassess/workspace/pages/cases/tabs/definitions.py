"""Scope and definitions side by side, with the verdict of each element."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reassess.workspace.cases.case_file import Row
from reassess.workspace.cases.catalogue import Names
from reassess.workspace.cases.models import CatalogueEntry

SAYS_NOTHING = "the record does not say"
VERDICTS = {"in": "Met", "out": "Not met", "unknown": "Not known"}


@dataclass
class Judged:
    """One definition or set of criteria: its verdict and that of each element, in words."""

    title: str
    source: str = ""
    words: str = ""
    verdict: str = VERDICTS["unknown"]
    note: str = ""
    elements: list[tuple[str, str, str]] = field(default_factory=list)


def judged(rows: Sequence[Row], kind: CatalogueEntry.Kind, names: Names) -> list[Judged]:
    """The rows of the dossier's `scope` or `definition`, grouped by what they name under the kind.

    The note of the whole is that of its elements, so that it is shown only where these have none.
    """
    made: dict[str, Judged] = {}
    for row in rows:
        slug, element = str(row[kind]), str(row["element"])
        entry = made.setdefault(slug, _begun(slug, kind, names))
        verdict, note = VERDICTS.get(str(row["verdict"]), str(row["verdict"])), str(row["note"] or "").replace("_", " ")
        note = "" if note == SAYS_NOTHING else note  # the verdict says so already
        if element:
            entry.elements.append((names.title(CatalogueEntry.Kind.ELEMENT, element), verdict, note))
        else:
            entry.verdict, entry.note = verdict, note
    for entry in made.values():
        entry.note = "" if any(note for _, _, note in entry.elements) else entry.note
    return list(made.values())


def _begun(slug: str, kind: CatalogueEntry.Kind, names: Names) -> Judged:
    named = names.get((kind, slug))
    return Judged(names.title(kind, slug), named.source if named else "", named.words if named else "")
