"""Scope and definitions side by side, with the verdict of each element."""

from dataclasses import dataclass, field

from reassess.workspace.cases.dossier import CaseFile
from reassess.workspace.templatetags.govuk import code_words

TITLES = {
    "force-trawl": "The first search that a force makes of its own records",
    "national-2025": "The national review of group-based child sexual exploitation",
    "national-2025-all-alive": "The national review, read as every suspect alive",
    "national-2025-two-victims": "The national review, read as more than one victim",
    "complex-abuse": "Complex (organised or multiple) abuse",
    "cse-2017": "Child sexual exploitation, as defined in 2017",
    "cse-core-element": "Child sexual exploitation by its core element, without the test of exchange",
    "familial": "Within the family",
    "group-based-community": "Group-based child sexual exploitation in the community",
    "group-based-csea": "Group-based child sexual exploitation and abuse",
    "group-two-or-more": "Two or more people connected",
    "institutional": "In an institution",
    "organised-network": "Child sexual exploitation by an organised network",
    "peer-on-peer": "Between children",
    "trafficking-indicators": "Signs of trafficking",
}
"""Titles of criteria and definitions, since a run holds their codes only; any other code is shown as words."""

SAYS_NOTHING = "the record does not say"
VERDICTS = {"in": "Met", "out": "Not met", "unknown": "The record does not settle it"}


@dataclass
class Judged:
    """One definition or set of criteria: its verdict and that of each element, in words."""

    title: str
    verdict: str = VERDICTS["unknown"]
    note: str = ""
    elements: list[tuple[str, str, str]] = field(default_factory=list)


def judged(file: CaseFile, piece: str, name: str) -> list[Judged]:
    """The rows of `scope` or `definition`, grouped. The note of the whole is that of its elements, so that it is
    shown only where these have none."""
    made: dict[str, Judged] = {}
    for row in file.rows(piece):
        entry = made.setdefault(row[name], Judged(title_of(row[name])))
        verdict, note = VERDICTS.get(str(row["verdict"]), str(row["verdict"])), (row["note"] or "").replace("_", " ")
        note = "" if note == SAYS_NOTHING else note  # the verdict says so already
        if row["element"]:
            entry.elements.append((_capital(code_words(row["element"])), verdict, note))
        else:
            entry.verdict, entry.note = verdict, note
    for entry in made.values():
        entry.note = "" if any(note for _, _, note in entry.elements) else entry.note
    return list(made.values())


def title_of(code: str) -> str:
    """The title of criteria or a definition by its code.

    >>> title_of("familial"), title_of("county-lines")
    ('Within the family', 'County lines')
    """
    return TITLES.get(code) or _capital(code_words(code))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
