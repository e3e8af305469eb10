"""What a finding rests on, ready to be shown: rows as field and value, words in their place and highlighted."""

import re
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from reassess.records.model import tables
from reassess.workspace.cases.case_file import CaseFile, Row, text_of
from reassess.workspace.cases.dossier import EvidenceItem
from reassess.workspace.pages.cases.tabs.record_words import ACCOUNTS
from reassess.workspace.pages.marked_text import marked
from reassess.workspace.platform.wording import code_words, day

AROUND = 400
"""Characters of a long passage that are shown before and after the words."""

DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?)?")
CODED = {"kind", "setting", "test"}
"""Fields whose values are codes of the record model."""

NOT_SHOWN = {
    "row_key",
    "source_file",
    "source_row",
    "ethnicity_self_defined",
    "ethnicity_officer_observed",
    "nationality",
}


EMPTY = (None, "")
_SUSPECTS = frozenset({"identified", "arrested_on", "interviewed_on", "eliminated_on", "elimination_reason"})
_VICTIMS = frozenset({"supports", "withdrawn_on"})
_ACCOUNTS = frozenset({"account_on", "account_kind"})
NOT_ASKED = {
    "victim": _SUSPECTS,
    "witness": _SUSPECTS | _VICTIMS,
    "reporting": _SUSPECTS | _VICTIMS,
    "suspect": _VICTIMS | _ACCOUNTS,
    "professional": _SUSPECTS | _VICTIMS,
    "other": _SUSPECTS | _VICTIMS,
}
"""What the record does not ask about somebody's part: that a victim was not arrested says nothing."""


@dataclass
class Shown:
    """One piece of evidence."""

    title: str
    place: str = ""
    words: SafeString | None = None
    quote: str = ""
    source: str = ""
    origin: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)
    document: str = ""
    page: int | None = None
    elsewhere: str = ""
    hidden: bool = False


def shown_evidence(file: CaseFile, item: EvidenceItem) -> Shown:
    """One row of a finding's evidence; words in a case that the reader may not see are not shown."""
    home = item["case"]
    if home in file.hidden:
        return Shown("Part of a case that you do not have access to", hidden=True)
    title = tables()[item["t"]].title if item["t"] in tables() else item["t"]
    shown = Shown(title, elsewhere=home if home and home != file.case.reference else "")
    shown.source = f"{item['t']}/{item['k']}/{item['f'] or ''}/{item['p'] or 0}"
    _place(file, item, shown)
    text = file.text(item["t"], item["k"], item["f"], item["p"])
    start, end = item["s"], item["e"]
    if text is not None and start is not None and end is not None:
        shown.words, shown.quote = excerpt(text, start, end), text[start:end]
    elif item["words"]:
        shown.words, shown.quote = marked(item["words"], []), item["words"]
    else:
        row = file.row(item["t"], item["k"])
        shown.fields, shown.unrecorded = fields(row, file), unrecorded(row)
    return shown


def _place(file: CaseFile, item: EvidenceItem, shown: Shown) -> None:
    row: Row = file.row(item["t"], item["k"]) or {}
    if item["t"] == "document":
        shown.document, shown.page = item["k"], item["p"]
        shown.place = f"{row.get('title') or item['k']}, page {item['p']}" if item["p"] else str(row.get("title") or "")
    elif row.get("written_at"):
        shown.place = f"{day(text_of(row, 'written_at'))}, by {row.get('author') or 'author not recorded'}"
    if row.get("source_file"):
        shown.origin = f"{row['source_file']}, row {row['source_row']}"


def excerpt(text: str, start: int, end: int) -> SafeString:
    """The words with some text around them, marked; cut at spaces where the passage is long."""
    first = 0 if start <= AROUND else text.find(" ", start - AROUND) + 1 or start - AROUND
    last = len(text) if end + AROUND >= len(text) else text.rfind(" ", end, end + AROUND)
    last = last if last > end else min(end + AROUND, len(text))
    before, after = "… " if first else "", " …" if last < len(text) else ""
    shift = len(before) - first
    return marked(before + text[first:last] + after, [(start + shift, end + shift, "hit")])


def fields(row: Row | None, file: CaseFile) -> list[tuple[str, str]]:
    """The fields of a row that hold something as (title, value), people by name."""
    return [(_title(name), value_in_words(name, value, file)) for name, value in _told(row) if value not in EMPTY]


def unrecorded(row: Row | None) -> list[str]:
    """The titles of the fields of a row that hold nothing and could: what is never asked of a part is left out."""
    return [_title(name) for name, value in _told(row) if value in EMPTY]


def _told(row: Row | None) -> list[tuple[str, object]]:
    not_asked = NOT_ASKED.get(str(row.get("role")), frozenset()) if row else frozenset()
    return [(name, value) for name, value in (row or {}).items() if name not in NOT_SHOWN and name not in not_asked]


def _title(name: str) -> str:
    return name.replace("_", " ").removesuffix(" id").capitalize()


def value_in_words(name: str, value: object, file: CaseFile) -> str:
    """One value as people read it."""
    if name.endswith("person_id"):
        return file.name(str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "account_kind":
        return ACCOUNTS.get(str(value), code_words(str(value)))
    if name in CODED:
        return code_words(str(value))
    moment = DAY.fullmatch(str(value)) if isinstance(value, str) else None
    return f"{day(moment[1])}{f', {moment[2]}' if moment[2] else ''}" if moment else str(value)
