"""The documents of a run: each distinct file read once, its pages ready to become passages."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from reassess.reading.files.cache import TextCache, text_cache
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Status
from reassess.reading.files.pool import Request, read_all
from reassess.records.progress import Progress

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
        ("confidence", pa.float64()),
    ]
)
PARTS = pa.schema(
    [
        ("document_id", pa.string()),
        ("number", pa.int32()),
        ("kind", pa.string()),
        ("name", pa.string()),
        ("status", pa.string()),
        ("reason", pa.string()),
        ("parts", pa.int32()),
    ]
)
BATCH_DOCUMENTS = 500
BATCH_CHARACTERS = 5_000_000


@dataclass(frozen=True)
class DocumentFile:
    """A row of `records.document_file`, with the name the force gave the file."""

    document_id: str
    path: Path | None
    content_hash: str | None
    name: str


@dataclass(frozen=True)
class DocumentTexts:
    """The Parquet files written: pages(document_id, page, text), and the rows of three tables.

    The tables are `reading.file`, `reading.box` and `reading.document_part`.
    """

    pages: Path
    files: Path
    boxes: Path
    parts: Path

    @classmethod
    def within(cls, folder: Path) -> "DocumentTexts":
        """The four files in a folder."""
        return cls(*(folder / f"{name}.part" for name in ("pages", "files", "boxes", "parts")))


class _BatchWriter:
    """Writes the four files in batches, so that memory never holds more than one batch."""

    def __init__(self, writers: Sequence[pq.ParquetWriter]) -> None:
        self._writers = writers
        self._pending: list[tuple[str, FileText]] = []
        self._characters = 0

    def add(self, document_id: str, text: FileText) -> None:
        """Add one document."""
        self._pending.append((document_id, text))
        self._characters += text.characters
        if len(self._pending) >= BATCH_DOCUMENTS or self._characters >= BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Write the pending rows."""
        for writer, rows in zip(self._writers, (_page_rows, _file_rows, _box_rows, _part_rows), strict=True):
            batch = [row for document_id, text in self._pending for row in rows(document_id, text)]
            # An empty batch has no null statistics, which changes the file's bytes.
            if batch:
                writer.write_table(_table(writer.schema, batch))
        self._pending, self._characters = [], 0


@contextmanager
def _batch_writer(texts: DocumentTexts) -> Iterator[_BatchWriter]:
    with (
        pq.ParquetWriter(texts.pages, PAGES, compression="zstd") as pages,
        pq.ParquetWriter(texts.files, FILES, compression="zstd") as files,
        pq.ParquetWriter(texts.boxes, BOXES, compression="zstd") as boxes,
        pq.ParquetWriter(texts.parts, PARTS, compression="zstd") as parts,
    ):
        writer = _BatchWriter((pages, files, boxes, parts))
        yield writer
        writer.flush()


def read_documents(
    documents: Sequence[DocumentFile], folder: Path, cache: Path, workers: int, limits: Limits, progress: Progress
) -> DocumentTexts:
    """Read the files of all documents into Parquet files in a folder.

    Equal files are read once, and files in the cache not at all.
    """
    texts = DocumentTexts.within(folder)
    with text_cache(cache, limits) as cached, _batch_writer(texts) as writer:
        fresh: dict[str, list[DocumentFile]] = {}
        for document in documents:
            if document.path is None or document.content_hash is None:
                writer.add(document.document_id, FileText("", Status.ABSENT, "the file was not handed over"))
                continue
            key = cached.key(document.content_hash, document.name)
            text = None if key in fresh else cached.get(key)
            if text is None:
                fresh.setdefault(key, []).append(document)
            else:
                writer.add(document.document_id, text)
        for key, text in _read_fresh(fresh, cached, workers, limits, progress):
            for document in fresh[key]:
                writer.add(document.document_id, text)
    return texts


def _read_fresh(
    fresh: dict[str, list[DocumentFile]], cached: TextCache, workers: int, limits: Limits, progress: Progress
) -> Iterator[tuple[str, FileText]]:
    requests = (Request(key, same[0].path, same[0].name) for key, same in fresh.items() if same[0].path is not None)
    for done, (request, text) in enumerate(read_all(requests, limits, workers), 1):
        cached.put(request.key, text)
        progress(f"document {done:,} of {len(fresh):,}")
        yield request.key, text


def _table(schema: pa.Schema, rows: list[tuple[object, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.Table.from_arrays(
        [pa.array(list(c), f.type) for c, f in zip(columns, schema, strict=True)], schema=schema
    )


def _file_rows(document_id: str, text: FileText) -> Iterator[tuple[object, ...]]:
    yield document_id, str(text.status), text.reason, len(text.pages), text.characters, text.kind


def _page_rows(document_id: str, text: FileText) -> Iterator[tuple[object, ...]]:
    for number, page in enumerate(text.pages, 1):
        if page.text.strip():
            yield document_id, number, page.text


def _box_rows(document_id: str, text: FileText) -> Iterator[tuple[object, ...]]:
    for number, page in enumerate(text.pages, 1):
        for box in page.boxes:
            yield document_id, number, box.start_at, box.end_at, box.x0, box.y0, box.x1, box.y1, box.confidence


def _part_rows(document_id: str, text: FileText) -> Iterator[tuple[object, ...]]:
    for number, part in enumerate(text.parts, 1):
        yield document_id, number, str(part.kind), part.name, str(part.status), part.reason, part.count
