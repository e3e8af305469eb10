"""Quotations of the record: a quote must be in the record, word for word."""

from collections.abc import Iterator, Sequence
from typing import TypedDict

from reassess.workspace.cases.case_file import CaseFile, text_of
from reassess.workspace.platform.errors import Refused


class Quote(TypedDict):
    """A quote of an answer: table, key, field, page and start of the words in the record, and the words."""

    t: str
    k: str
    f: str
    p: int
    s: int
    words: str


TEXT_FIELDS = {
    "entry": "text",
    "action": "text",
    "decision": "rationale",
    "intelligence": "text",
    "referral": "response",
    "exhibit": "result",
    "identifier": "note",
    "presence": "note",
    "person": "description",
}


def read_quotes(file: CaseFile, chosen: Sequence[str], own: str) -> list[Quote]:
    """The quotes of an answer: those ticked beside a finding, and words picked from the text, one a line.

    Raises `Refused` for words that stand nowhere in this case's record.
    """
    wanted = [*chosen, *(line for line in own.split("\n") if line.strip())]
    return [_find(file, words.strip()) for words in wanted if words.strip()]


def _find(file: CaseFile, words: str) -> Quote:
    folded = _folded(words)
    for table, key, field, page, text in _texts(file):
        at = _folded(text).find(folded)
        if at >= 0:
            return {"t": table, "k": key, "f": field, "p": page, "s": at, "words": words}
    raise Refused(f"These words are not in the record of this case: “{words[:80]}”. Copy them exactly.")


def _folded(text: str) -> str:
    """Lower case with each white space as a space: same length, so that positions hold."""
    return "".join(" " if char.isspace() else char.lower() if len(char.lower()) == 1 else char for char in text)


def _texts(file: CaseFile) -> Iterator[tuple[str, str, str, int, str]]:
    for field in ("summary", "closure_reason"):
        yield "investigation", file.case.reference, field, 0, text_of(file.investigation, field) or ""
    for table, field in TEXT_FIELDS.items():
        for row in file.rows(table):
            if text := text_of(row, field):
                yield table, str(row["row_key"]), field, 0, text
    for row in file.dossier["passage"]:
        yield "document", row["k"], "text", row["p"], row["x"]
