"""The documents of a run: each file read once, whatever it holds, its pages ready to become passages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from reassess.reading.files.cache import TextCache, text_cache
from reassess.reading.files.limits import Limits
from reassess.reading.files.pool import Request, read_all
from reassess.reading.files.text import FileText, Status

PAGES = pa.schema([("document_id", pa.string()), ("page", pa.int32()), ("text", pa.string())])
FILES = pa.schema(
    [
        ("document_id", pa.string()),
        ("status", pa.string()),
        ("reason", pa.string()),
        ("pages", pa.int32()),
        ("characters", pa.int64()),
        ("kind", pa.string()),
    ]
)
BOXES = pa.schema(
    [
        ("document_id", pa.string()),
        ("page", pa.int32()),
        ("start_at", pa.int32()),
        ("end_at", pa.int32()),
        *((side, pa.float64()) for side in ("x0", "y0", "x1", "y1")),
    ]
)
BATCH = 500
Progress = Callable[[str], None]


@dataclass(frozen=True)
class DocumentFile:
    """A row of `records.document_file` with the name that the document was handed over under."""

    document_id: str
    path: Path | None
    content_hash: str | None
    name: str


@dataclass
class Gathered:
    """Tables in the making: rows are packed into Arrow every few hundred documents to keep memory small."""

    pages: list[pa.Table] = field(default_factory=list)
    files: list[pa.Table] = field(default_factory=list)
    boxes: list[pa.Table] = field(default_factory=list)
    waiting: list[tuple[str, FileText]] = field(default_factory=list)

    def add(self, document_id: str, read: FileText) -> None:
        """Take in one document."""
        self.waiting.append((document_id, read))
        if len(self.waiting) >= BATCH:
            self.pack()

    def pack(self) -> None:
        """Turn what waits into Arrow."""
        self.files.append(_table(FILES, [_file_row(key, read) for key, read in self.waiting]))
        self.pages.append(_table(PAGES, [row for key, read in self.waiting for row in _page_rows(key, read)]))
        self.boxes.append(_table(BOXES, [row for key, read in self.waiting for row in _box_rows(key, read)]))
        self.waiting = []


@dataclass(frozen=True)
class DocumentTexts:
    """Arrow tables: pages(document_id, page, text), files as `reading.file`, boxes as `reading.box`."""

    pages: pa.Table
    files: pa.Table
    boxes: pa.Table


def read_documents(
    documents: Sequence[DocumentFile], cache: Path, workers: int, limits: Limits, progress: Progress
) -> DocumentTexts:
    """Read the files of all documents; equal files are read once, and files read in an earlier run not at all."""
    gathered = Gathered()
    with text_cache(cache, limits) as kept:
        fresh: dict[str, list[DocumentFile]] = {}
        for document in documents:
            if document.path is None or document.content_hash is None:
                gathered.add(document.document_id, FileText("", Status.ABSENT, "the file was not handed over"))
                continue
            key = kept.key(document.content_hash, document.name)
            known = None if key in fresh else kept.get(key)
            if known is None:
                fresh.setdefault(key, []).append(document)
            else:
                gathered.add(document.document_id, known)
        for key, read in _read_fresh(fresh, kept, workers, limits, progress):
            for document in fresh[key]:
                gathered.add(document.document_id, read)
    gathered.pack()
    return DocumentTexts(*(pa.concat_tables(part) for part in (gathered.pages, gathered.files, gathered.boxes)))


def _read_fresh(
    fresh: dict[str, list[DocumentFile]], kept: TextCache, workers: int, limits: Limits, progress: Progress
) -> Iterator[tuple[str, FileText]]:
    requests = (Request(key, same[0].path, same[0].name) for key, same in fresh.items() if same[0].path is not None)
    for done, (request, read) in enumerate(read_all(requests, limits, workers), 1):
        kept.put(request.key, read)
        progress(f"document {done:,} of {len(fresh):,}")
        yield request.key, read


def _table(schema: pa.Schema, rows: list[tuple[object, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.Table.from_arrays(
        [pa.array(list(c), f.type) for c, f in zip(columns, schema, strict=True)], schema=schema
    )


def _file_row(document_id: str, read: FileText) -> tuple[object, ...]:
    return document_id, str(read.status), read.reason, len(read.pages), read.characters, read.kind


def _page_rows(document_id: str, read: FileText) -> Iterator[tuple[object, ...]]:
    for number, page in enumerate(read.pages, 1):
        if page.text.strip():
            yield document_id, number, page.text


def _box_rows(document_id: str, read: FileText) -> Iterator[tuple[object, ...]]:
    for number, page in enumerate(read.pages, 1):
        for box in page.boxes:
            yield document_id, number, box.start_at, box.end_at, box.x0, box.y0, box.x1, box.y1
