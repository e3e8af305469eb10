"""Text of files, kept by content: a file that was read once is not read again, wherever it lies."""

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
from reassess.reading.files.pages import FileText, Page, Status

_TABLE = "CREATE TABLE IF NOT EXISTS file_text (key TEXT PRIMARY KEY, kind TEXT, status TEXT, reason TEXT, pages BLOB)"
COMMIT_EVERY = 200


class TextCache:
    """A SQLite file of texts. The key holds the content, the kind of name, and all that reading depends on."""

    def __init__(self, connection: sqlite3.Connection, limits: Limits) -> None:
        self._connection = connection
        self._readers = f"{VERSION}/{ocr.version()}/{json.dumps(asdict(limits))}"
        self._since_commit = 0

    def key(self, content_hash: str, name: str) -> str:
        """The key for content with this SHA-256 under a name with this ending."""
        return sha256(f"{content_hash}/{PurePath(name).suffix.lower()}/{self._readers}".encode()).hexdigest()

    def get(self, key: str) -> FileText | None:
        """The text kept under the key, None where there is none."""
        query = "SELECT kind, status, reason, pages FROM file_text WHERE key = ?"
        found = self._connection.execute(query, (key,)).fetchone()
        if found is None:
            return None
        kind, status, reason, packed = found
        pages = json.loads(zlib.decompress(packed))
        return FileText(kind, Status(status), reason, tuple(Page.from_json(page) for page in pages))

    def put(self, key: str, read: FileText) -> None:
        """Keep the text; what a reader that broke down left of a file is kept too, since it would again."""
        packed = zlib.compress(json.dumps([page.as_json() for page in read.pages]).encode(), 1)
        row = (key, read.kind, read.status, read.reason, packed)
        self._connection.execute("INSERT OR REPLACE INTO file_text VALUES (?, ?, ?, ?, ?)", row)
        self._since_commit += 1
        if self._since_commit >= COMMIT_EVERY:
            self._connection.commit()
            self._since_commit = 0


@contextmanager
def text_cache(folder: Path, limits: Limits) -> Iterator[TextCache]:
    """The cache in a folder, made where it is not there yet; what was put is kept even if the run then fails."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "text.sqlite3")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(_TABLE)
        yield TextCache(connection, limits)
    finally:
        connection.commit()
        connection.close()
