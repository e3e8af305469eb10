"""Cache of file texts by content: a file that was read once is not read again, wherever it is stored."""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path, PurePath

from reassess.reading.files import ocr
from reassess.reading.files.extract import VERSION
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Part, Status

_TABLE = "CREATE TABLE IF NOT EXISTS file_text (key TEXT PRIMARY KEY, kind TEXT, status TEXT, reason TEXT, pages BLOB)"
COMMIT_EVERY = 200


class TextCache:
    """File texts in SQLite, by a key of the content, the ending of the name, the limits and the readers' versions."""

    def __init__(self, connection: sqlite3.Connection, limits: Limits) -> None:
        self._connection = connection
        self._reader_version = f"{VERSION}/{ocr.version()}/{json.dumps(asdict(limits))}"
        self._uncommitted = 0

    def key(self, content_hash: str, name: str) -> str:
        """Return the key of a file, from the SHA-256 of its content and the ending of its name."""
        return sha256(f"{content_hash}/{PurePath(name).suffix.lower()}/{self._reader_version}".encode()).hexdigest()

    def get(self, key: str) -> FileText | None:
        """Return the cached text, None if there is none."""
        query = "SELECT kind, status, reason, pages FROM file_text WHERE key = ?"
        row = self._connection.execute(query, (key,)).fetchone()
        if row is None:
            return None
        kind, status, reason, compressed = row
        stored = json.loads(zlib.decompress(compressed))
        pages = tuple(Page.from_json(page) for page in stored["pages"])
        return FileText(kind, Status(status), reason, pages, tuple(Part.from_json(part) for part in stored["parts"]))

    def put(self, key: str, text: FileText) -> None:
        """Store a text, also one that is incomplete because its reader failed: it would fail again."""
        stored = {
            "pages": [page.as_json() for page in text.pages],
            "parts": [part.as_json() for part in text.parts],
        }
        compressed = zlib.compress(json.dumps(stored).encode(), 1)
        row = (key, text.kind, text.status, text.reason, compressed)
        self._connection.execute("INSERT OR REPLACE INTO file_text VALUES (?, ?, ?, ?, ?)", row)
        self._uncommitted += 1
        if self._uncommitted >= COMMIT_EVERY:
            self._connection.commit()
            self._uncommitted = 0


@contextmanager
def text_cache(folder: Path, limits: Limits) -> Iterator[TextCache]:
    """Open the cache in a folder, creating it if needed. What was stored stays even if the run then fails."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "text.sqlite3")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(_TABLE)
        yield TextCache(connection, limits)
    finally:
        connection.commit()
        connection.close()
