"""The documents of a case: the list, and one document as text with findings and mentions marked."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from reassess.workspace.cases.case_file import CaseFile
from reassess.workspace.cases.dossier import DocumentFile, DocumentPart, DossierFinding, WordBox
from reassess.workspace.cases.record_rows import DocumentRow
from reassess.workspace.pages.marked_text import marked

STATUS_WORDS = {
    "read": "Read",
    "absent": "File not received",
    "empty": "Empty file",
    "unreadable": "Could not be read",
    "encrypted": "Password protected",
    "too_long": "Too long to read",
    "partly": "Read in part",
    "unsupported": "Not a kind of file that can be read",
}

PARTS = {"read": "read", "recognised": "recognised from a picture", "refused": "not read"}
"""What became of a part of a file, in words."""

MENTIONED = {
    "phone",
    "vehicle",
    "email",
    "handle",
    "imei",
    "bank_account",
    "postcode",
    "address",
    "name",
    "nickname",
    "place",
    "staff",
}
"""Kinds of mention that are marked in the text; phrases are marked where a finding rests on them."""


@dataclass
class Listed:
    """A document in the list."""

    number: int
    document_id: str
    title: str
    kind: str
    made_on: str | None
    status: str
    reason: str
    pages: int
    on_disk: bool
    findings: int
    parts: list[DocumentPart]

    @property
    def parts_in_words(self) -> str:
        """How many parts the file has, and what became of them."""
        counts = {status: sum(part["parts"] for part in self.parts if part["status"] == status) for status in PARTS}
        listed = [f"{number} {words}" for status, words in PARTS.items() if (number := counts[status])]
        return f"{sum(counts.values())} parts: {', '.join(listed)}" if self.parts else ""

    @property
    def refused(self) -> list[DocumentPart]:
        """The parts that were not read."""
        return [part for part in self.parts if part["status"] == "refused"]


@dataclass(frozen=True)
class Box:
    """Marked words of a scan on the picture of their page: shares of its width and height, from the top left."""

    kind: str
    words: str
    x: float
    y: float
    width: float
    height: float


@dataclass
class Page:
    """One page: its text, and where the marked words stand on its picture."""

    number: int
    html: SafeString
    hits: int
    boxes: list[Box] = field(default_factory=list)


def documents(file: CaseFile) -> list[Listed]:
    """Every document of the case, read or not and why."""
    files = {row["document_id"]: row for row in file.dossier["file"]}
    cited = [item["k"] for finding in _findings(file) for item in finding["evidence"] if item["t"] == "document"]
    return [
        _listed(number, row, files.get(row["document_id"]), cited.count(row["document_id"]))
        for number, row in enumerate(file.dossier["document"], start=1)
    ]


def _findings(file: CaseFile) -> list[DossierFinding]:
    """The findings as far as this reader may know of them yet."""
    return [] if file.first_view else file.dossier["finding"]


def _listed(number: int, row: DocumentRow, stored: DocumentFile | None, findings: int) -> Listed:
    received = bool(stored and stored["sha256"])
    status = (stored and stored["status"]) or ("unreadable" if received else "absent")
    return Listed(
        number,
        row["document_id"],
        row["title"] or row["path"],
        (row["kind"] or "not recorded").replace("_", " "),
        row["made_on"],
        STATUS_WORDS.get(status, status),
        (stored and stored["reason"]) or "" if status != "absent" else "",
        (stored and stored["pages"]) or 0,
        received,
        findings,
        list((stored and stored.get("parts")) or []),
    )


def pages(file: CaseFile, document_id: str) -> list[Page]:
    """The text of a document page by page, words that findings rest on marked first, then what is mentioned."""
    found = _found(file, document_id)
    mentioned = _mentioned(file, document_id)
    placed = _placed(file, document_id)
    made = []
    for row in file.pages.get(document_id, []):
        if row["p"] == 0:  # the title, which stands above the pages already
            continue
        spans = _without_overlap(found.get(row["p"], []), mentioned.get(row["p"], []))
        boxes = [box for item in placed.get(row["p"], []) if (box := _box(item, row["x"], spans))]
        made.append(Page(row["p"], marked(row["x"], spans), len(found.get(row["p"], [])), boxes))
    return made


Span = tuple[int, int, str]


def _placed(file: CaseFile, document_id: str) -> dict[int, list[WordBox]]:
    rows: dict[int, list[WordBox]] = {}
    for row in file.dossier["box"]:
        if row["k"] == document_id:
            rows.setdefault(row["p"], []).append(row)
    return rows


def _box(row: WordBox, text: str, spans: list[Span]) -> Box | None:
    """The box of one word of a scan in the manner of the span that it belongs to; None where none marks it."""
    kind = next((kind for start, end, kind in spans if row["s"] < end and start < row["e"]), None)
    if kind is None:
        return None
    left, top, right, bottom = row["b"]
    return Box(kind, text[row["s"] : row["e"]], left, top, round(right - left, 4), round(bottom - top, 4))


def _found(file: CaseFile, document_id: str) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = {}
    for finding in _findings(file):
        for item in finding["evidence"]:
            start, end = item["s"], item["e"]
            if (item["t"], item["k"]) == ("document", document_id) and start is not None and end is not None:
                spans.setdefault(item["p"] or 0, []).append((start, end, "hit"))
    return spans


def _mentioned(file: CaseFile, document_id: str) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = {}
    for row in file.dossier["mention"]:
        if row["t"] == "document" and row["k"] == document_id and row["kind"] in MENTIONED:
            spans.setdefault(row["p"] or 0, []).append((row["s"], row["e"], "mention"))
    return spans


def _without_overlap(first: list[Span], then: list[Span]) -> list[Span]:
    free = [span for span in then if all(span[1] <= start or span[0] >= end for start, end, _ in first)]
    return [*first, *free]
