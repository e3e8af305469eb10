"""Reading as a stage of a run: records and files in; passages, mentions, boxes and keys out."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from reassess.reading.components import require_components
from reassess.reading.documents import DocumentFile, read_documents
from reassess.reading.files.limits import Limits
from reassess.reading.mentions.corpus import FOUND, Corpus, Portion, find_all
from reassess.reading.mentions.dictionary.lexicon import Lexicon
from reassess.reading.mentions.found import Unit
from reassess.reading.passages import (
    ORDER,
    UNITS_SQL,
    create_cleaned_texts,
    passages_sql,
    received_position,
)
from reassess.reading.record_names import corpus_dictionary, write_keys
from reassess.reading.stage_cache import restore_tables, stage_key, store_tables
from reassess.records.progress import Progress, no_progress
from reassess.records.store import Run, quoted

PART_ORDER = "document_id, number"
_SQL_TYPES = {"int32": "INTEGER", "string": "VARCHAR", "bool": "BOOLEAN"}
BOX_ORDER = "document_id, page, start_at, end_at"
MENTION_ORDER = "source_table, source_key, source_field, page, start_at, end_at, kind, value, investigation_id, detail"
_NO_MENTIONS = "(SELECT {}, NULL::VARCHAR AS filename WHERE FALSE)".format(
    ", ".join(f"NULL::{_SQL_TYPES[str(field.type)]} AS {field.name}" for field in FOUND)
)
"""What stands in for the files of mentions of a run without any text."""
PORTION_CHARACTERS = 250_000
"""About how many characters of distinct text are searched at once."""


def read(
    run: Run, *, cache: Path, workers: int, progress: Progress = no_progress, limits: Limits | None = None
) -> dict[str, int]:
    """Read all text of a run and return the number of rows of each table written.

    Reads `records.*`; writes `reading.passage`, `file`, `document_part`, `box`, `mention`, `name_key`, `place_key` and
    `term`, whose columns are described in `reassess.reading`. cache: a folder kept between runs; if nothing has
    changed since the last reading, its tables are reused. Raises `UserError` if a component is missing on the machine.
    """
    require_components()
    limits = limits or Limits()
    key = stage_key(run, limits)
    counts = restore_tables(run, key, cache)
    if counts is not None:
        progress("nothing has changed: reusing the last reading")
        return counts
    with run.connect() as con:
        counts = _write_documents(run, con, cache, workers, limits, progress)
        dictionary = corpus_dictionary(con)
        counts |= write_keys(run, con, dictionary)
        counts |= _write_mentions(run, con, Lexicon.of(dictionary), cache / "mentions", workers, progress)
    store_tables(run, key, cache)
    return counts


def _write_documents(
    run: Run, con: duckdb.DuckDBPyConnection, cache: Path, workers: int, limits: Limits, progress: Progress
) -> dict[str, int]:
    rows = con.execute(
        """SELECT d.document_id, f.path, f.sha256, d.path FROM records.document d
           LEFT JOIN records.document_file f USING (document_id) ORDER BY d.document_id"""
    ).fetchall()
    documents = [DocumentFile(key, run.path / file if file else None, digest, name) for key, file, digest, name in rows]
    with TemporaryDirectory(dir=run.path, prefix=".documents-") as folder:
        texts = read_documents(documents, Path(folder), cache, workers, limits, progress)
        return {
            "reading.file": run.write(con, "reading.file", _select_all(texts.files), "document_id"),
            "reading.document_part": run.write(con, "reading.document_part", _select_all(texts.parts), PART_ORDER),
            "reading.box": run.write(con, "reading.box", _select_all(texts.boxes), BOX_ORDER),
            "reading.passage": run.write(con, "reading.passage", passages_sql(f"({_select_all(texts.pages)})"), ORDER),
        }


def _select_all(file: Path) -> str:
    return f"SELECT * FROM read_parquet({quoted(str(file))})"


def _write_mentions(
    run: Run, con: duckdb.DuckDBPyConnection, lexicon: Lexicon, cache: Path, workers: int, progress: Progress
) -> dict[str, int]:
    _distinct_units(con)
    corpus = Corpus(_portions(con), lambda portion: _units(con, portion))
    files = find_all(corpus, lexicon, cache, workers, progress)
    con.execute("CREATE TEMP TABLE portion (filename TEXT, first INTEGER)")
    con.executemany(
        "INSERT INTO portion VALUES (?, ?)",
        [(str(file), each.first) for file, each in zip(files, corpus.portions, strict=True)] or [("", 0)],
    )
    count = run.write(con, "reading.mention", _mentions_sql(files), MENTION_ORDER)
    con.execute("DROP TABLE portion; DROP TABLE unit; DROP TABLE passage_key")
    return {"reading.mention": count}


def _distinct_units(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables `passage_key`, the key of each passage, and `unit`, each distinct text, in portions.

    Equal texts by the same kind of writer have equal mentions, so a set phrase that closes a thousand cases is
    searched once. A portion is a range of keys, so a new text changes only the portion it falls into.
    """
    create_cleaned_texts(con)
    keyed = f"""SELECT *, left(sha256(concat_ws(chr(31), voice, party, mail, text)), 32) AS key FROM ({UNITS_SQL})"""
    con.execute(f"CREATE TEMP TABLE passage_key AS SELECT * EXCLUDE (text, voice, party, mail) FROM ({keyed})")
    con.execute(
        f"""CREATE TEMP TABLE distinct_text AS
            SELECT key, any_value(text) AS text, any_value(voice) AS voice, any_value(party) AS party,
                   any_value(mail) AS mail FROM ({keyed}) GROUP BY key"""
    )
    con.execute("DROP TABLE cleaned")
    ((size,),) = con.execute("SELECT coalesce(sum(length(text)), 0) FROM distinct_text").fetchall()
    shares = 1 << max(0, (int(size) // PORTION_CHARACTERS).bit_length())
    con.execute(
        f"""CREATE TEMP TABLE unit AS
            SELECT (row_number() OVER (ORDER BY share, key) - 1)::INTEGER AS unit, *
            FROM (SELECT ('0x' || left(key, 8))::UBIGINT % {shares} AS share, * FROM distinct_text) ORDER BY unit"""
    )
    con.execute("DROP TABLE distinct_text")


def _portions(con: duckdb.DuckDBPyConnection) -> list[Portion]:
    rows = con.execute(
        """SELECT min(unit), max(unit), sha256(string_agg(key, '' ORDER BY key)) FROM unit
           GROUP BY share ORDER BY share"""
    ).fetchall()
    return [Portion(*row) for row in rows]


def _units(con: duckdb.DuckDBPyConnection, portion: Portion) -> list[Unit]:
    rows = con.execute(
        "SELECT text, voice, party, mail FROM unit WHERE unit BETWEEN ? AND ? ORDER BY unit",
        [portion.first, portion.last],
    ).fetchall()
    return [Unit(*row) for row in rows]


def _mentions_sql(files: list[Path]) -> str:
    """Return the SELECT of all mentions, at their positions in the passages as received."""
    listed = ", ".join(quoted(str(file)) for file in files)
    found = f"(SELECT * FROM read_parquet([{listed}], filename = true))" if files else _NO_MENTIONS
    found = f"""(SELECT f.* REPLACE ({received_position("f.start_at")} AS start_at,
                                     {received_position("f.end_at")} AS end_at), s.* EXCLUDE (shift_at, shift_by)
                 FROM {found} f JOIN portion p USING (filename) JOIN unit u ON u.unit = p.first + f.unit
                 JOIN passage_key s USING (key))"""
    return f"""
        SELECT md5(concat_ws('|', investigation_id, source_table, source_key, source_field, page, start_at,
                             end_at, kind, value, detail)) AS mention_id,
               investigation_id, source_table, source_key, source_field, page, start_at, end_at, kind,
               coalesce(received[start_at + 1 : end_at], words) AS words, value, negated, doubtful, speaker, detail
        FROM {found}"""
