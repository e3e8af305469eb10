"""The workspace's only interface to `reading`: text of files, mentions in text, and search."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from reassess.reading.files.limits import Limits
from reassess.reading.files.pool import Request, read_all
from reassess.reading.mentions.dictionary.entries import Dictionary, PersonName, PlaceName
from reassess.reading.mentions.finder import Finder
from reassess.reading.mentions.found import Unit
from reassess.reading.search import Filters, Hit, build_index, open_index
from reassess.records.store import Run

UPLOAD_LIMITS = Limits(file_bytes=50_000_000, processor_seconds=60, pages=500, scanned_pages=30, characters=2_000_000)
"""Limits on one upload: lower than for a document of the record, because a person waits for it."""


@dataclass(frozen=True)
class Read:
    """The text of a file: its detected kind, whether it was read, the reason if not, and its pages."""

    kind: str
    status: str
    reason: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """Something recognised in a text: page (from 0), span, kind, and normalised value."""

    page: int
    start: int
    end: int
    kind: str
    words: str
    value: str

    def as_row(self) -> dict[str, object]:
        """The mention as a JSON object."""
        return asdict(self)


def read_file(name: str, content: bytes) -> Read:
    """The text of an uploaded file, read in a child process with limits. Its kind comes from its content first."""
    with TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder) / "upload"
        path.write_bytes(content)
        [(_, read)] = list(read_all([Request("upload", path, name)], UPLOAD_LIMITS, workers=1))
    return Read(read.kind, str(read.status.value), read.reason, tuple(page.text for page in read.pages))


def mentions(pages: Sequence[str], known: "Known") -> list[Mention]:
    """Names, places, dates and numbers in some pages. `known` is the dictionary of people and places."""
    found = _finder(known).find([Unit(text) for text in pages])
    return [
        Mention(page, one.start, one.end, one.kind, pages[page][one.start : one.end], one.value)
        for page, listed in enumerate(found)
        for one in listed
        if not one.negated
    ]


@dataclass(frozen=True)
class Known:
    """The dictionary of the finder: people as (forename, surname), places by name."""

    people: tuple[tuple[str, str], ...] = ()
    places: tuple[str, ...] = ()


@lru_cache(maxsize=2)
def _finder(known: Known) -> Finder:
    people = [PersonName(str(n), forename, "", surname, ()) for n, (forename, surname) in enumerate(known.people)]
    places = [PlaceName(str(n), "name", name) for n, name in enumerate(known.places)]
    return Finder.of(Dictionary(people=people, places=places, staff=[], handles=[]))


@dataclass(frozen=True)
class Found:
    """A search result: its case and row, an excerpt, and the spans of the matched words in the excerpt."""

    reference: str
    table: str
    key: str
    page: int
    excerpt: str
    marks: tuple[tuple[int, int], ...]


def make_index(run_path: Path, file: Path) -> int:
    """Build the search index of a run; return the number of passages."""
    return build_index(Run(run_path), file)


def search(
    file: Path,
    words: str,
    *,
    allowed: Collection[str],
    years: tuple[int, int] | None = None,
    kind: str = "",
    first: int = 0,
    count: int = 20,
) -> tuple[list[Found], bool]:
    """Passages that match, in the cases `allowed` only, and whether there are more.

    Raises `UserError` where there is nothing to look for or no index.
    """
    with open_index(file) as index:
        filters = Filters(years=years, kinds=(kind,) if kind else ())
        page = index.search(words, allowed=allowed, filters=filters, first=first, count=count)
    return [_found(hit) for hit in page.hits], page.more


def _found(hit: Hit) -> Found:
    at, end = hit.excerpt_at, hit.excerpt_at + len(hit.excerpt)
    marks = tuple((start - at, stop - at) for start, stop in hit.marks if at <= start and stop <= end)
    return Found(hit.investigation_id or "", hit.source_table, hit.source_key, hit.page, hit.excerpt, marks)
