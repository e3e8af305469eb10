"""The documents of a run: each file read once, whatever it holds, its pages ready to become passages."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from reassess.reading.files.cache import TextCache, text_cache
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Status
from reassess.reading.files.pool import Request, read_all

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
BATCH_CHARACTERS = 5_000_000
Progress = Callable[[str], None]


@dataclass(frozen=True)
class DocumentFile:
    """A row of `records.document_file` with the name that the document was handed over under."""

    document_id: str
    path: Path | None
    content_hash: str | None
    name: str


@dataclass(frozen=True)
class DocumentTexts:
    """Parquet files: pages(document_id, page, text), files as `reading.file`, boxes as `reading.box`."""

    pages: Path
    files: Path
    boxes: Path

    @classmethod
    def within(cls, folder: Path) -> "DocumentTexts":
        """The three files in a folder."""
        return cls(*(folder / f"{name}.part" for name in ("pages", "files", "boxes")))


class _Writing:
    """The three files in the making: rows wait until there are some, so that memory holds a batch and never all."""

    def __init__(self, writers: tuple[pq.ParquetWriter, pq.ParquetWriter, pq.ParquetWriter]) -> None:
        self._writers = writers
        self._waiting: list[tuple[str, FileText]] = []
        self._characters = 0

    def add(self, document_id: str, read: FileText) -> None:
        """Take in one document."""
        self._waiting.append((document_id, read))
        self._characters += read.characters
        if len(self._waiting) >= BATCH or self._characters >= BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        for writer, rows in zip(self._writers, (_page_rows, _file_rows, _box_rows), strict=True):
            found = [row for document_id, read in self._waiting for row in rows(document_id, read)]
            # A batch without rows hides from the database that no row is without a value, and other bytes come of it.
            if found:
                writer.write_table(_table(writer.schema, found))
        self._waiting, self._characters = [], 0


@contextmanager
def _writing(texts: DocumentTexts) -> Iterator[_Writing]:
    with (
        pq.ParquetWriter(texts.pages, PAGES, compression="zstd") as pages,
        pq.ParquetWriter(texts.files, FILES, compression="zstd") as files,
        pq.ParquetWriter(texts.boxes, BOXES, compression="zstd") as boxes,
    ):
        writing = _Writing((pages, files, boxes))
        yield writing
        writing.flush()


def read_documents(
    documents: Sequence[DocumentFile], folder: Path, cache: Path, workers: int, limits: Limits, progress: Progress
) -> DocumentTexts:
    """Read the files of all documents into Parquet files in a folder; equal files are read once, and files read in an
    earlier run not at all."""
    texts = DocumentTexts.within(folder)
    with text_cache(cache, limits) as kept, _writing(texts) as writing:
        fresh: dict[str, list[DocumentFile]] = {}
        for document in documents:
            if document.path is None or document.content_hash is None:
                writing.add(document.document_id, FileText("", Status.ABSENT, "the file was not handed over"))
                continue
            key = kept.key(document.content_hash, document.name)
            known = None if key in fresh else kept.get(key)
            if known is None:
                fresh.setdefault(key, []).append(document)
            else:
                writing.add(document.document_id, known)
        for key, read in _read_fresh(fresh, kept, workers, limits, progress):
            for document in fresh[key]:
                writing.add(document.document_id, read)
    return texts


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


def _file_rows(document_id: str, read: FileText) -> Iterator[tuple[object, ...]]:
    yield document_id, str(read.status), read.reason, len(read.pages), read.characters, read.kind


def _page_rows(document_id: str, read: FileText) -> Iterator[tuple[object, ...]]:
    for number, page in enumerate(read.pages, 1):
        if page.text.strip():
            yield document_id, number, page.text


def _box_rows(document_id: str, read: FileText) -> Iterator[tuple[object, ...]]:
    for number, page in enumerate(read.pages, 1):
        for box in page.boxes:
            yield document_id, number, box.start_at, box.end_at, box.x0, box.y0, box.x1, box.y1
