"""SQL of the passages of a run: the free-text fields of the records and the pages of the documents."""

from collections.abc import Iterator, Mapping

import duckdb
import pyarrow as pa

from reassess.reading.files.cleaning import clean_with_shifts
from reassess.records import model
from reassess.records.store import quoted

FREE_TEXT: Mapping[str, tuple[str, ...]] = {
    "investigation": ("summary", "closure_reason"),
    "person": ("description",),
    "involvement": ("elimination_reason",),
    "identifier": ("note",),
    "presence": ("note",),
    "action": ("text", "result"),
    "exhibit": ("description", "result"),
    "referral": ("response",),
    "intelligence": ("text",),
    "decision": ("rationale",),
    "entry": ("text",),
    "document": ("title",),
}
"""The fields where people write sentences. Offence titles are left out because they are the words of statutes."""

_PERSON_INVESTIGATIONS = (
    "LEFT JOIN (SELECT DISTINCT investigation_id, person_id FROM records.involvement) i USING (person_id)"
)
_BATCH = 10_000
_CLEANED = pa.schema(
    [
        ("received", pa.string()),
        ("text", pa.string()),
        ("shift_at", pa.list_(pa.int32())),
        ("shift_by", pa.list_(pa.int32())),
    ]
)
ORDER = "source_table, source_key, source_field, page, investigation_id, text"


def passages_sql(document_pages: str) -> str:
    """Return a SELECT of all passages, from the views `records.*` and from a relation of document pages."""
    pages = f"""SELECT d.investigation_id, 'document', d.row_key, 'text', p.page, p.text
        FROM {document_pages} p JOIN records.document d USING (document_id)"""
    return " UNION ALL ".join([*_record_passages(), pages])


def _record_passages() -> Iterator[str]:
    for table, fields in FREE_TEXT.items():
        # A person's description belongs to every investigation that the person appears in.
        source, join = ("i", _PERSON_INVESTIGATIONS) if table == "person" else ("t", "")
        for field in fields:
            # Raises KeyError if the record model no longer has the field.
            model.tables()[table].field(field)
            yield (
                f"SELECT {source}.investigation_id, {quoted(table)} AS source_table, t.row_key AS source_key,"
                f" {quoted(field)} AS source_field, 0::INTEGER AS page, t.{field} AS text"
                f" FROM records.{table} t {join} WHERE trim(t.{field}) <> ''"
            )


UNCLEAN_SQL = r"""
    SELECT DISTINCT text FROM reading.passage
    WHERE (source_table <> 'document' OR source_field <> 'text') AND regexp_matches(text, '[^\n\t\x20-\x7e]')
"""
"""Texts of records that cleaning may change. Those of documents are clean already."""


def create_cleaned_texts(con: duckdb.DuckDBPyConnection) -> None:
    """Create the table `cleaned(received, text, shift_at, shift_by)` of the texts of records that cleaning changes.

    A record keeps its text as received, and mentions are looked for in the clean one; the shifts lead back.
    """
    con.execute(
        "CREATE OR REPLACE TEMP TABLE cleaned (received TEXT, text TEXT, shift_at INTEGER[], shift_by INTEGER[])"
    )
    cursor = con.cursor()
    cursor.execute(UNCLEAN_SQL)
    while rows := cursor.fetchmany(_BATCH):
        batch = [(received, *clean_with_shifts(received)) for (received,) in rows]
        changed = [(*texts, shifts.at, shifts.by) for *texts, shifts in batch if texts[0] != texts[1]]
        if changed:
            con.register("cleaned_batch", _cleaned_table(changed))
            con.execute("INSERT INTO cleaned SELECT * FROM cleaned_batch")
            con.unregister("cleaned_batch")
    cursor.close()


def _cleaned_table(rows: list[tuple[object, ...]]) -> pa.Table:
    columns = [list(column) for column in zip(*rows, strict=True)]
    return pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, _CLEANED, strict=True)], schema=_CLEANED)


def received_position(position: str) -> str:
    """Return the SQL of a position in the text as received, for one in the clean text of passage `s`."""
    before = f"len(list_filter(s.shift_at, lambda x: x <= {position}))"
    return f"({position} + coalesce(s.shift_by[{before}], 0))::INTEGER"


# `voice` is the writer of a passage, `party` the person whose words a quotation most likely is: see phrases/speaker.py.
UNITS_SQL = """
    WITH party AS (
        SELECT d.document_id, min_by(v.role, CASE v.role WHEN 'victim' THEN 1 WHEN 'suspect' THEN 2 ELSE 3 END) AS role
        FROM records.document d
        JOIN records.involvement v USING (investigation_id)
        JOIN records.person n USING (person_id)
        WHERE v.role IN ('victim', 'suspect', 'witness')
          AND contains(lower(d.title), lower(n.forename || ' ' || n.surname))
        GROUP BY d.document_id
    )
    SELECT p.* REPLACE (coalesce(t.text, p.text) AS text), t.received, t.shift_at, t.shift_by,
        CASE
            WHEN p.source_table = 'decision' THEN CASE WHEN c.kind LIKE 'cps%' THEN 'prosecutor' ELSE 'police' END
            WHEN p.source_table = 'referral' THEN 'partner'
            WHEN p.source_table <> 'document' OR p.source_field = 'title' THEN 'police'
            WHEN d.kind = 'statement' THEN coalesce(y.role, 'witness')
            WHEN d.kind IN ('email', 'letter', 'minutes') THEN 'partner'
            WHEN d.kind = 'cps_advice' THEN 'prosecutor'
            WHEN d.kind = 'other' OR d.kind IS NULL THEN 'unknown'
            ELSE 'police'
        END AS voice,
        CASE WHEN d.kind = 'interview_record' THEN coalesce(y.role, 'suspect') ELSE coalesce(y.role, '') END AS party,
        coalesce(f.kind IN ('mail', 'mbox', 'msg'), FALSE) AS mail
    FROM reading.passage p
    LEFT JOIN cleaned t ON t.received = p.text AND (p.source_table <> 'document' OR p.source_field <> 'text')
    LEFT JOIN records.document d ON p.source_table = 'document' AND p.source_key = d.row_key
    LEFT JOIN reading.file f ON f.document_id = d.document_id AND p.source_field = 'text'
    LEFT JOIN party y ON y.document_id = d.document_id
    LEFT JOIN records.decision c ON p.source_table = 'decision' AND p.source_key = c.row_key
"""
