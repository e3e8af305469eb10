"""The links of a case: the same person elsewhere, identifiers in common, pairs and what they rest on."""

import json
from dataclasses import dataclass

from reassess.workspace.cases.case_file import CaseFile
from reassess.workspace.cases.dossier import SamePerson

STRONG, SOME = 5.0, 1.0
"""Match weights (log 2 of the ratio of the odds) from which evidence is called strong, and some."""


@dataclass
class Bar:
    """One step of a waterfall, in words and as a bar from the middle."""

    words: str
    weight: float
    left: str
    right: str

    @property
    def strength(self) -> str:
        """The weight in words."""
        side = "for" if self.weight >= 0 else "against"
        size = abs(self.weight)
        return f"{'strong' if size >= STRONG else 'some' if size >= SOME else 'little'} evidence {side}"

    @property
    def length(self) -> float:
        """Length of the bar, of 100."""
        return round(min(abs(self.weight) * 8, 100), 1)

    @property
    def x(self) -> float:
        """Where the bar begins, of 200 with the middle at 100."""
        return 100.0 if self.weight >= 0 else 100 - self.length


@dataclass
class ShownPair:
    """A pair of records that were compared: both names, the case of the other record, the band and the evidence."""

    names: list[str]
    elsewhere: str
    band: str
    bars: list[Bar]


def waterfall(evidence: str | list[dict[str, object]] | None) -> list[Bar]:
    """The evidence of a pair as bars, strongest first, as the linking stage wrote it."""
    rows = json.loads(evidence) if isinstance(evidence, str) and evidence else evidence or []
    return [
        Bar(
            str(row.get("label") or row.get("comparison") or "").replace("_", " "),
            float(str(row.get("weight") or 0)),
            _said(row, "left"),
            _said(row, "right"),
        )
        for row in rows
    ]


def _said(row: dict[str, object], side: str) -> str:
    """What one record says; empty where the linking stage names no values for this comparison."""
    if side not in row:
        return ""
    return "not recorded" if row[side] in (None, "") else str(row[side])


def pairs(file: CaseFile) -> list[ShownPair]:
    """The pairs that touch people of this case, with both names and the waterfall.

    A pair whose other record is in a case that the reader may not see is left out.
    """
    visible = {row["other"]: row for row in file.same_person()}
    hidden = {row["other"] for row in file.dossier["same_human"] if row["case"] in file.hidden}
    listed = []
    for row in file.dossier["pair"]:
        if {row["left"], row["right"]} & hidden:
            continue
        sides = sorted((row["left"], row["right"]), key=lambda side: side not in file.people)
        elsewhere = next((visible[side]["case"] for side in sides if side in visible and side not in file.people), "")
        names = [_named(file, visible, side) for side in sides]
        listed.append(ShownPair(names, elsewhere, row["band"], waterfall(row["evidence"])))
    return listed


def _named(file: CaseFile, visible: dict[str, SamePerson], side: str) -> str:
    if side in file.people:
        return file.name(side)
    name = visible[side]["name"] if side in visible else ""
    return str(name) or f"a record elsewhere ({side})"
