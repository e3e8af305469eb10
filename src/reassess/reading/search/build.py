"""Build the index: passages, people, identifiers and places of a run in one SQLite file (FTS5)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import duckdb

from reassess.reading.search.spelling import spelling_keys
from reassess.reading.stage_cache import link_or_copy
from reassess.records.progress import Progress, no_progress
from reassess.records.store import Run

BATCH = 20_000

# `tags` holds case, year and kind as words of the index, so that a filter is part of the query.
_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -200000;
CREATE TABLE fingerprint (digest TEXT NOT NULL);
CREATE TABLE investigation (number INTEGER PRIMARY KEY, investigation_id TEXT NOT NULL UNIQUE);
CREATE TABLE passage (
    passage_id INTEGER PRIMARY KEY, investigation INTEGER, year INTEGER, source_table TEXT NOT NULL,
    source_key TEXT NOT NULL, source_field TEXT NOT NULL, page INTEGER NOT NULL
);
CREATE TABLE body (passage_id INTEGER PRIMARY KEY, text TEXT NOT NULL, numbers TEXT NOT NULL, tags TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (
    text, numbers, tags, content = 'body', content_rowid = 'passage_id', tokenize = "unicode61 remove_diacritics 2"
);
CREATE TABLE spelling (
    word TEXT PRIMARY KEY, sound TEXT NOT NULL, head TEXT NOT NULL, tail TEXT NOT NULL
) WITHOUT ROWID;
"""
_FINISH = """
INSERT INTO words (words) VALUES ('rebuild');
CREATE INDEX spelling_sound ON spelling (sound);
CREATE INDEX spelling_head ON spelling (head);
CREATE INDEX spelling_tail ON spelling (tail);
CREATE INDEX passage_source ON passage (source_table, source_key);
"""

_PASSAGES = """
    WITH number AS (
        SELECT source_table, source_key, source_field, page, investigation_id,
               string_agg(DISTINCT CASE kind
                   WHEN 'phone' THEN ltrim(value, '+') || ' ' || right(value, 6)
                   WHEN 'bank_account' THEN replace(value, '-', '') || ' ' || right(value, 8)
                   ELSE replace(value, ' ', '') END, ' ' ORDER BY 1) AS numbers
        FROM reading.mention WHERE kind IN ('phone', 'vehicle', 'imei', 'bank_account', 'postcode')
        GROUP BY ALL
    )
    SELECT p.investigation_id, p.source_table, p.source_key, p.source_field, p.page, p.text,
           coalesce(n.numbers, '') AS numbers,
           coalesce(e.written_at::DATE, d.made_on, x.decided_on, t.received_on, i.recorded_on) AS dated_on
    FROM reading.passage p
    LEFT JOIN number n ON n.source_table = p.source_table AND n.source_key = p.source_key
         AND n.source_field = p.source_field AND n.page = p.page
         AND n.investigation_id IS NOT DISTINCT FROM p.investigation_id
    LEFT JOIN records.investigation i ON i.investigation_id = p.investigation_id
    LEFT JOIN records.entry e ON p.source_table = 'entry' AND e.row_key = p.source_key
    LEFT JOIN records.document d ON p.source_table = 'document' AND d.row_key = p.source_key
    LEFT JOIN records.decision x ON p.source_table = 'decision' AND x.row_key = p.source_key
    LEFT JOIN records.intelligence t ON p.source_table = 'intelligence' AND t.row_key = p.source_key
"""
_PEOPLE = """
    SELECT v.investigation_id, 'person', n.row_key, 'name', 0,
           concat_ws(' ', n.forename, n.middle_names, n.surname,
                     CASE WHEN n.nicknames <> '' THEN '(' || n.nicknames || ')' END, ', ' || v.role), '', i.recorded_on
    FROM records.person n JOIN records.involvement v USING (person_id)
    JOIN records.investigation i USING (investigation_id)
"""
_IDENTIFIERS = """
    SELECT d.investigation_id, 'identifier', d.row_key, 'value', 0, d.kind || ' ' || d.value,
           CASE WHEN d.kind = 'phone' THEN
               regexp_replace(regexp_replace(d.value, '[^0-9]', '', 'g'), '^(0044|44)0?', '0') || ' '
               || right(regexp_replace(d.value, '[^0-9]', '', 'g'), 6)
           ELSE lower(regexp_replace(d.value, '[^0-9A-Za-z]', '', 'g')) END,
           coalesce(d.noted_on, i.recorded_on)
    FROM records.identifier d JOIN records.investigation i USING (investigation_id)
"""
_PLACES = """
    SELECT s.investigation_id, 'location', l.row_key, 'name', 0,
           concat_ws(', ', nullif(l.name, ''), nullif(l.address, ''), nullif(l.postcode, '')),
           replace(coalesce(l.postcode, ''), ' ', ''), i.recorded_on
    FROM (SELECT DISTINCT investigation_id, location_id FROM records.presence) s
    JOIN records.location l USING (location_id) JOIN records.investigation i USING (investigation_id)
"""
_ORDER = "dated_on NULLS FIRST, investigation_id NULLS FIRST, source_table, source_key, source_field, page, text"
_NAME_WORDS = """
    SELECT DISTINCT word FROM (
        SELECT unnest(string_split(value, ' ')) AS word FROM reading.name_key
        UNION ALL SELECT unnest(string_split(value, ' ')) FROM reading.mention
        WHERE kind IN ('name', 'part_name', 'nickname'))
    WHERE length(word) > 2 ORDER BY word
"""


def build_index(run: Run, file: Path, progress: Progress = no_progress) -> int:
    """Build the index of a run that was read, and return the number of its passages.

    Reads `reading.passage`, `mention`, `name_key` and `records.*`. The file is written under another name and then
    renamed, so a search never opens half an index. If an index of the same tables by the same code is in the same
    folder, it is reused.
    """
    fingerprint = _fingerprint(run)
    for other in sorted(file.parent.glob(f"*{file.suffix}")):
        if _stored_fingerprint(other) == fingerprint:
            return _reuse(other, file)
    partial = file.with_suffix(".making")
    partial.unlink(missing_ok=True)
    partial.parent.mkdir(parents=True, exist_ok=True)
    index = sqlite3.connect(partial)
    try:
        index.executescript(_SCHEMA)
        index.execute("INSERT INTO fingerprint VALUES (?)", (fingerprint,))
        with run.connect() as con:
            count = _fill(index, con, progress)
            words = (str(word) for (word,) in con.execute(_NAME_WORDS).fetchall())
            spellings = ((word, *spelling_keys(word)) for word in words)
            index.executemany("INSERT OR IGNORE INTO spelling VALUES (?, ?, ?, ?)", spellings)
        index.executescript(_FINISH)
        index.commit()
    finally:
        index.close()
    partial.replace(file)
    return count


def _fingerprint(run: Run) -> str:
    """Return a hash of the tables that the index is built from, and of the code that builds it."""
    digest = sha256()
    sources = sorted(Path(__file__).parent.glob("*.py"))
    tables = [run.file(table) for table in run.tables() if table.split(".")[0] in ("records", "reading")]
    for file in (*sources, *tables):
        with file.open("rb") as handle:
            digest.update(f"/{file.name}/{file_digest(handle, 'sha256').hexdigest()}".encode())
    return digest.hexdigest()


def _stored_fingerprint(file: Path) -> str | None:
    """Return the fingerprint stored in an index, None if the file is not an index or is from an older version."""
    index = sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)
    try:
        rows = index.execute("SELECT digest FROM fingerprint").fetchall()
    except sqlite3.DatabaseError:
        return None
    finally:
        index.close()
    return str(rows[0][0]) if rows else None


def _reuse(other: Path, file: Path) -> int:
    """Give an index a second name, and return the number of its passages."""
    if other != file:
        link_or_copy(other, file)
    with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as index:
        return int(index.execute("SELECT count(*) FROM passage").fetchall()[0][0])


def _fill(index: sqlite3.Connection, con: duckdb.DuckDBPyConnection, progress: Progress) -> int:
    numbers = {
        key: number
        for number, (key,) in enumerate(
            con.execute("SELECT investigation_id FROM records.investigation ORDER BY investigation_id").fetchall(), 1
        )
    }
    index.executemany("INSERT INTO investigation VALUES (?, ?)", ((n, key) for key, n in numbers.items()))
    passage_id = 0
    for batch in _batches(con):
        bodies, passages = [], []
        for key, table, row_key, field, page, text, written_numbers, dated_on in batch:
            passage_id += 1
            number, year = numbers.get(key), dated_on.year if dated_on else None
            passages.append((passage_id, number, year, table, row_key, field, page))
            bodies.append((passage_id, text, written_numbers, f"case{number or 0} year{year or 0} kind{table}"))
        index.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?)", passages)
        index.executemany("INSERT INTO body VALUES (?, ?, ?, ?)", bodies)
        progress(f"{passage_id:,} passages")
    return passage_id


def _batches(con: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    everything = " UNION ALL ".join((_PASSAGES, _PEOPLE, _IDENTIFIERS, _PLACES))
    rows = con.execute(f"SELECT * FROM ({everything}) ORDER BY {_ORDER}")
    while batch := rows.fetchmany(BATCH):
        yield batch

