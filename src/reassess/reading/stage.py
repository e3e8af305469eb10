"""Reading as a stage of a run: records and files in; passages, mentions, boxes and keys out."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb
import pyarrow as pa

from reassess.reading.components import require_components
from reassess.reading.documents import DocumentFile, read_documents
from reassess.reading.files.limits import Limits
from reassess.reading.mentions.corpus import find_all
from reassess.reading.mentions.dictionary import Dictionary, PersonName, PlaceName
from reassess.reading.mentions.found import Unit
from reassess.reading.mentions.phrases import phrase_lists
from reassess.reading.passages import ORDER, UNITS_SQL, passages_sql
from reassess.records.store import Run

Progress = Callable[[str], None]
MENTION_ORDER = "source_table, source_key, source_field, page, start_at, end_at, kind, value, investigation_id, detail"
_HOUSE_NUMBER = re.compile(r"\d")


def read(
    run: Run, *, cache: Path, workers: int, progress: Progress | None = None, limits: Limits | None = None
) -> dict[str, int]:
    """Read all text of a run; returns the rows of each table written.

    Reads `records.*`; writes `reading.passage`, `file`, `box`, `mention`, `name_key`, `place_key` and `term` (columns
    in the documentation of `reassess.reading`). cache: a folder kept between runs. Raises `UserError` where a
    component is missing on the machine.
    """
    say = progress or (lambda _: None)
    require_components()
    with run.connect() as con:
        counts = _write_documents(run, con, cache, workers, limits or Limits(), say)
        dictionary = corpus_dictionary(con)
        counts |= _write_keys(run, con, dictionary)
        counts |= _write_mentions(run, con, dictionary, cache / "mentions", workers, say)
    return counts


def _write_documents(
    run: Run, con: duckdb.DuckDBPyConnection, cache: Path, workers: int, limits: Limits, progress: Progress
) -> dict[str, int]:
    rows = con.execute(
        """SELECT d.document_id, f.path, f.sha256, d.path FROM records.document d
           LEFT JOIN records.document_file f USING (document_id) ORDER BY d.document_id"""
    ).fetchall()
    documents = [DocumentFile(key, run.path / file if file else None, digest, name) for key, file, digest, name in rows]
    texts = read_documents(documents, cache, workers, limits, progress)
    con.register("document_page", texts.pages)
    counts = {
        "reading.file": run.write_arrow(con, "reading.file", texts.files, "document_id"),
        "reading.box": run.write_arrow(con, "reading.box", texts.boxes, "document_id, page, start_at, end_at"),
        "reading.passage": run.write(con, "reading.passage", passages_sql("document_page"), ORDER),
    }
    con.unregister("document_page")
    return counts


def corpus_dictionary(con: duckdb.DuckDBPyConnection) -> Dictionary:
    """The people, places, staff and handles that the records of a run know."""
    people = con.execute(
        """SELECT person_id, coalesce(forename, ''), coalesce(middle_names, ''), coalesce(surname, ''),
                  coalesce(nicknames, '') FROM records.person ORDER BY person_id"""
    ).fetchall()
    places = con.execute(
        "SELECT location_id, coalesce(name, ''), coalesce(address, '') FROM records.location ORDER BY location_id"
    ).fetchall()
    staff = con.execute(
        """SELECT DISTINCT staff FROM (
               SELECT author AS staff FROM records.entry UNION ALL SELECT decided_by FROM records.decision
               UNION ALL SELECT unnest([closed_by, officer_in_case, supervisor]) FROM records.investigation)
           WHERE regexp_matches(staff, '^[A-Za-z]*[0-9]{2,}[A-Za-z]*$') ORDER BY staff"""
    ).fetchall()
    handles = con.execute(
        "SELECT DISTINCT ltrim(trim(value), '@') AS h FROM records.identifier WHERE kind = 'handle' ORDER BY h"
    ).fetchall()
    return Dictionary(
        people=[
            PersonName(key, forename, middle, surname, tuple(filter(None, map(str.strip, nicknames.split(";")))))
            for key, forename, middle, surname, nicknames in people
        ],
        places=[place for row in places for place in _places(*row)],
        staff=[str(row[0]) for row in staff],
        handles=[str(row[0]) for row in handles if len(row[0]) > 3],
    )


def _places(location_id: str, name: str, address: str) -> Iterable[PlaceName]:
    """A place by its name, and by the first line of its address: with a house number, or as the street it stands in."""
    if name.strip():
        yield PlaceName(location_id, "name", name.strip())
    first_line = address.strip()
    if first_line:
        yield PlaceName(location_id, "address" if _HOUSE_NUMBER.search(first_line) else "street", first_line)


def _write_keys(run: Run, con: duckdb.DuckDBPyConnection, dictionary: Dictionary) -> dict[str, int]:
    names = _arrow(("person_id", "how", "value"), dictionary.name_keys())
    places = _arrow(("location_id", "how", "value"), dictionary.place_keys())
    terms = _arrow(
        ("kind", "value", "term_group", "say", "advice", "title", "version", "source"),
        (
            (
                each.kind,
                phrase.value,
                phrase.group,
                phrase.say,
                phrase.advice,
                each.title,
                str(each.version),
                each.source,
            )
            for each in phrase_lists()
            for phrase in each.phrases
        ),
    )
    con.register("term_row", terms)
    con.register("name_row", names)
    con.register("place_row", places)
    postcodes = """SELECT location_id, 'postcode' AS how,
                          regexp_replace(upper(replace(postcode, ' ', '')), '(...)$', ' \\1') AS value
                   FROM records.location WHERE length(trim(postcode)) > 4"""
    keys = "SELECT DISTINCT * FROM"
    return {
        "reading.name_key": run.write(con, "reading.name_key", f"{keys} name_row", "person_id, how, value"),
        "reading.place_key": run.write(
            con, "reading.place_key", f"{keys} (FROM place_row UNION ALL {postcodes})", "location_id, how, value"
        ),
        "reading.term": run.write(con, "reading.term", f"{keys} term_row", "kind, value, say"),
    }


def _arrow(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table({name: pa.array(list(column), pa.string()) for name, column in zip(names, columns, strict=True)})


def _write_mentions(
    run: Run, con: duckdb.DuckDBPyConnection, dictionary: Dictionary, cache: Path, workers: int, progress: Progress
) -> dict[str, int]:
    # Equal texts in equal roles have equal mentions: a set phrase that closes a thousand cases is searched once.
    con.execute(f"CREATE TEMP TABLE spoken AS {UNITS_SQL}")
    con.execute(
        """CREATE TEMP TABLE unit AS
           SELECT (row_number() OVER (ORDER BY md5(text), text, voice, party, mail) - 1)::INTEGER AS unit,
                  text, voice, party, mail
           FROM (SELECT DISTINCT text, voice, party, mail FROM spoken)"""
    )
    rows = con.execute("SELECT text, voice, party, mail FROM unit ORDER BY unit").fetchall()
    found = find_all([Unit(*row) for row in rows], dictionary, cache, workers, progress)
    con.register("found", found)
    select = """
        SELECT md5(concat_ws('|', s.investigation_id, s.source_table, s.source_key, s.source_field, s.page, f.start_at,
                             f.end_at, f.kind, f.value, f.detail)) AS mention_id,
               s.investigation_id, s.source_table, s.source_key, s.source_field, s.page, f.start_at, f.end_at, f.kind,
               f.words, f.value, f.negated, f.doubtful, f.speaker, f.detail
        FROM spoken s JOIN unit u USING (text, voice, party, mail) JOIN found f USING (unit)"""
    count = run.write(con, "reading.mention", select, MENTION_ORDER)
    con.unregister("found")
    con.execute("DROP TABLE spoken; DROP TABLE unit")
    return {"reading.mention": count}
