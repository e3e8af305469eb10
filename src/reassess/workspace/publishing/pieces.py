"""The pieces of a dossier. DuckDB makes each one for every investigation at once, as JSON.

A dossier is `{piece name: piece}`, typed in `cases/dossier.py`. It holds everything that the pages of its case
show and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import duckdb

from reassess.records.errors import UserError
from reassess.records.model import tables
from reassess.records.store import Run
from reassess.workspace.cases.dossier_packing import Packed, pack

OTHER_RECORDS_LIMIT = 60
"""Most other records of the people of a case that a dossier lists. The pages of people list all."""

SHARED_CASES_LIMIT = 40
"""Most other cases that a dossier names for one shared identifier."""

NEEDED = (
    *(f"records.{name}" for name in tables()),
    "records.document_file",
    "reading.passage",
    "reading.file",
    "reading.document_part",
    "reading.mention",
    "reading.box",
    "linking.entity",
    "linking.pair",
    "linking.identifier",
    "linking.place",
    "linking.hub",
    "rules.scope",
    "rules.definition",
    "rules.finding",
    "rules.evidence",
    "rules.rule",
    "triage.queue",
)
"""Tables of a run that publishing reads."""


@dataclass(frozen=True)
class Piece:
    """A named part of a dossier and the SELECT that gives (investigation_id, row) for it."""

    name: str
    select: str
    order_by: str
    single: bool = False


def require(run: Run) -> None:
    """Raise `UserError` naming the tables that a run does not have."""
    missing = [table for table in NEEDED if not run.has(table)]
    if missing:
        raise UserError(f"{run.path}: this run lacks {', '.join(missing)}. Run `reassess run` again.")


def _of_case(table: str, order_by: str = "t.row_key") -> Piece:
    return Piece(table, f"SELECT t.investigation_id, t AS row FROM records.{table} t", order_by)


def _of_person(table: str, order_by: str = "t.row_key") -> Piece:
    select = f"SELECT p.investigation_id, t AS row FROM case_person p JOIN records.{table} t USING (person_id)"
    return Piece(table, select, order_by)


PIECES: tuple[Piece, ...] = (
    Piece("investigation", "SELECT t.investigation_id, t AS row FROM records.investigation t", "1", single=True),
    _of_case("offence"),
    _of_case("involvement"),
    _of_case("identifier"),
    _of_case("presence"),
    _of_case("action", "t.raised_on, t.row_key"),
    _of_case("exhibit", "t.seized_on, t.row_key"),
    _of_case("decision", "t.decided_on, t.row_key"),
    _of_case("entry", "t.written_at, t.row_key"),
    _of_case("document", "t.made_on, t.row_key"),
    Piece(
        "person",
        """SELECT u.investigation_id, t AS row FROM (
             SELECT investigation_id, person_id FROM case_person
             UNION SELECT p.investigation_id, r.other_person_id FROM records.relationship r JOIN case_person p
                   USING (person_id)
             UNION SELECT p.investigation_id, r.person_id FROM records.relationship r JOIN case_person p
                   ON p.person_id = r.other_person_id
           ) u JOIN records.person t USING (person_id)""",
        "t.row_key",
    ),
    _of_person("residence"),
    _of_person("position"),
    _of_person("whereabouts"),
    _of_person("missing_episode", "t.from_on, t.row_key"),
    Piece(
        "relationship",
        """SELECT u.investigation_id, t AS row FROM (
             SELECT p.investigation_id, r.row_key FROM records.relationship r JOIN case_person p USING (person_id)
             UNION SELECT p.investigation_id, r.row_key FROM records.relationship r JOIN case_person p
                   ON p.person_id = r.other_person_id
           ) u JOIN records.relationship t USING (row_key)""",
        "t.row_key",
    ),
    Piece(
        "referral",
        """SELECT t.investigation_id, t AS row FROM records.referral t WHERE t.investigation_id IS NOT NULL
           UNION ALL
           SELECT p.investigation_id, t AS row FROM records.referral t JOIN case_person p USING (person_id)
           WHERE t.investigation_id IS NULL""",
        "t.made_on, t.row_key",
    ),
    Piece(
        "intelligence",
        """SELECT t.investigation_id, t AS row FROM records.intelligence t WHERE t.investigation_id IS NOT NULL
           UNION ALL
           SELECT p.investigation_id, t AS row FROM records.intelligence t JOIN case_person p USING (person_id)
           WHERE t.investigation_id IS NULL""",
        "t.received_on, t.row_key",
    ),
    Piece(
        "location",
        """SELECT u.investigation_id, t AS row FROM (
             SELECT investigation_id, location_id FROM records.presence
             UNION SELECT investigation_id, location_id FROM records.offence
             UNION SELECT p.investigation_id, r.location_id
             FROM records.residence r JOIN case_person p USING (person_id)
           ) u JOIN records.location t USING (location_id)""",
        "t.row_key",
    ),
    Piece(
        "file",
        """SELECT d.investigation_id, {'document_id': d.document_id, 'status': f.status, 'reason': f.reason,
                  'pages': f.pages, 'kind': f.kind, 'parts': r.parts, 'sha256': s.sha256, 'size': s.size,
                  'path': s.path} AS row
           FROM records.document d LEFT JOIN reading.file f USING (document_id)
           LEFT JOIN records.document_file s USING (document_id)
           LEFT JOIN (SELECT document_id, list({'kind': kind, 'name': name, 'status': status, 'reason': reason,
                                                'parts': parts} ORDER BY number) AS parts
                      FROM reading.document_part GROUP BY document_id) r USING (document_id)""",
        "row.document_id",
    ),
    Piece(
        "passage",
        """SELECT p.investigation_id, {'k': p.source_key, 'p': p.page, 'x': p.text} AS row FROM reading.passage p
           WHERE p.source_table = 'document'""",
        "row.k, row.p",
    ),
    Piece(
        "mention",
        """SELECT m.investigation_id, {'t': m.source_table, 'k': m.source_key, 'f': m.source_field, 'p': m.page,
                  's': m.start_at, 'e': m.end_at, 'kind': m.kind, 'v': m.value, 'n': m.negated} AS row
           FROM reading.mention m""",
        "row.t, row.k, row.f, row.p, row.s, row.e, row.kind, row.v",
    ),
    Piece(
        "box",
        """SELECT d.investigation_id, {'k': b.document_id, 'p': b.page, 's': b.start_at, 'e': b.end_at,
                  'b': [round(b.x0, 4), round(b.y0, 4), round(b.x1, 4), round(b.y1, 4)]} AS row
           FROM reading.box b JOIN records.document d USING (document_id)
           SEMI JOIN marked_words m ON m.source_key = b.document_id AND m.page = b.page
                 AND b.start_at < m.end_at AND m.start_at < b.end_at""",
        "row.k, row.p, row.s, row.e",
    ),
    Piece(
        "scope",
        """SELECT investigation_id, {'criteria': criteria, 'element': coalesce(element, ''), 'verdict': verdict,
                  'note': note} AS row FROM rules.scope""",
        "row.criteria, row.element, row.note",
    ),
    Piece(
        "definition",
        """SELECT investigation_id, {'definition': definition, 'element': coalesce(element, ''), 'verdict': verdict,
                  'note': note} AS row FROM rules.definition""",
        "row.definition, row.element, row.note",
    ),
    Piece(
        "finding",
        """SELECT f.investigation_id, {'finding_id': f.finding_id, 'rule': f.rule, 'subject': coalesce(f.subject, ''),
                  'band': f.band, 'says': f.says, 'note': f.note, 'before_standard': f.before_standard,
                  'doubtful': f.doubtful, 'evidence': coalesce(e.items, [])} AS row
           FROM rules.finding f LEFT JOIN (
             SELECT v.finding_id, list({'t': v.source_table, 'k': v.source_key, 'f': v.source_field, 'p': v.page,
                      's': v.start_at, 'e': v.end_at, 'words': v.words, 'case': q.investigation_id}
                      ORDER BY v.n) AS items
             FROM rules.evidence v
             LEFT JOIN row_home q ON q.source_table = v.source_table AND q.source_key = v.source_key
             GROUP BY v.finding_id) e USING (finding_id)
           WHERE f.verdict = 'found'""",
        "row.rule, row.subject",
    ),
    Piece(
        "not_assessable",
        """SELECT investigation_id, {'rule': rule, 'note': min(note), 'subjects': count(*)} AS row
           FROM rules.finding WHERE verdict = 'not_assessable' GROUP BY investigation_id, rule""",
        "row.rule",
    ),
    Piece(
        "same_human",
        """SELECT h.investigation_id, {'person_id': h.person_id, 'entity_id': h.entity_id, 'other': o.person_id,
                  'case': o.investigation_id, 'role': o.role, 'name': o.name, 'confirmed': o.confirmed,
                  'weight': o.weight} AS row
           FROM part h JOIN part o ON o.entity_id = h.entity_id AND o.investigation_id <> h.investigation_id
           QUALIFY row_number() OVER (PARTITION BY h.investigation_id
                   ORDER BY h.person_id, o.investigation_id, o.person_id, o.role) <= """
        + str(OTHER_RECORDS_LIMIT),
        "row.person_id, row.case, row.other, row.role",
    ),
    Piece(
        "shared",
        f"""SELECT i.investigation_id, {{'kind': i.kind, 'value': i.value, 'cases': s.cases[:{SHARED_CASES_LIMIT}],
                  'count': len(s.cases)}} AS row
           FROM (SELECT DISTINCT investigation_id, kind, value FROM linking.identifier) i
           JOIN (SELECT kind, value, list(DISTINCT investigation_id ORDER BY investigation_id) AS cases
                 FROM linking.identifier GROUP BY kind, value HAVING count(DISTINCT investigation_id) > 1) s
             USING (kind, value)
           ANTI JOIN linking.hub h USING (kind, value)""",
        "row.kind, row.value",
    ),
    Piece(
        "hub",
        """SELECT i.investigation_id, {'kind': kind, 'value': value, 'name': i.name, 'reason': h.reason} AS row
           FROM (SELECT investigation_id, kind, value, value AS name FROM linking.identifier
                 UNION SELECT p.investigation_id, 'place', l.place_id, min(coalesce(n.name, n.address, 'a place'))
                 FROM records.presence p JOIN linking.place l USING (location_id)
                 JOIN records.location n USING (location_id) GROUP BY 1, 3) i
           JOIN linking.hub h USING (kind, value)""",
        "row.kind, row.value",
    ),
    Piece(
        "pair",
        """SELECT c.investigation_id, {'left': p.left_id, 'right': p.right_id, 'probability': p.probability,
                  'weight': p.weight, 'band': p.band, 'evidence': p.evidence} AS row
           FROM linking.pair p JOIN (
             SELECT investigation_id, left_id, right_id FROM linking.pair JOIN case_person ON person_id = left_id
             UNION SELECT investigation_id, left_id, right_id FROM linking.pair JOIN case_person
                   ON person_id = right_id
           ) c USING (left_id, right_id) WHERE p.band IN ('linked', 'review')""",
        "row.weight DESC, row.left, row.right",
    ),
)
"""Every piece of a dossier, with the order that makes its bytes the same for the same run."""

_PREPARE = (
    "CREATE TEMP TABLE case_person AS SELECT DISTINCT investigation_id, person_id FROM records.involvement",
    """CREATE TEMP TABLE part AS
       SELECT DISTINCT v.investigation_id, v.person_id, v.role, coalesce(e.entity_id, v.person_id) AS entity_id,
              coalesce(e.confirmed, TRUE) AS confirmed, e.weight,
              trim(concat_ws(' ', p.forename, p.surname)) AS name
       FROM records.involvement v LEFT JOIN linking.entity e USING (person_id)
       LEFT JOIN records.person p USING (person_id)""",
    """CREATE TEMP TABLE row_home AS
       SELECT DISTINCT source_table, source_key, min(investigation_id) AS investigation_id FROM reading.passage
       GROUP BY source_table, source_key
       UNION ALL
       SELECT * FROM (
         SELECT 'involvement' AS source_table, row_key, investigation_id FROM records.involvement
         UNION ALL SELECT 'exhibit', row_key, investigation_id FROM records.exhibit
         UNION ALL SELECT 'identifier', row_key, investigation_id FROM records.identifier
         UNION ALL SELECT 'presence', row_key, investigation_id FROM records.presence
         UNION ALL SELECT 'investigation', row_key, investigation_id FROM records.investigation
         UNION ALL SELECT 'offence', row_key, investigation_id FROM records.offence
       ) ANTI JOIN (SELECT DISTINCT source_table, source_key AS row_key FROM reading.passage)
         USING (source_table, row_key)""",
    """CREATE TEMP TABLE marked_words AS
       SELECT source_key, page, start_at, end_at FROM rules.evidence
       WHERE source_table = 'document' AND start_at IS NOT NULL
       UNION SELECT source_key, page, start_at, end_at FROM reading.mention WHERE source_table = 'document'""",
)


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary tables that several pieces use."""
    con.execute("SET enable_progress_bar = false").fetchall()  # it would be drawn into what the caller prints
    for statement in _PREPARE:
        con.execute(statement).fetchall()
    con.execute("CREATE TEMP TABLE piece (investigation_id VARCHAR, name VARCHAR, body VARCHAR)").fetchall()


def make_piece(con: duckdb.DuckDBPyConnection, piece: Piece) -> None:
    """Add one piece of every dossier to the temporary table `piece`."""
    body = (
        "min(to_json(row))" if piece.single else f"to_json(list(row ORDER BY {piece.order_by.replace('t.', 'row.')}))"
    )
    con.execute(
        f"INSERT INTO piece SELECT investigation_id, '{piece.name}', {body} FROM ({piece.select}) "
        "GROUP BY investigation_id"
    ).fetchall()


def packed_dossiers(con: duckdb.DuckDBPyConnection, references: list[str]) -> Iterator[Packed]:
    """The dossiers of some investigations, in order of reference."""
    rows = con.execute(
        "SELECT investigation_id, name, body FROM piece WHERE investigation_id IN (SELECT unnest(?)) "
        "ORDER BY investigation_id, name",
        [references],
    ).fetchall()
    for reference, group in groupby(rows, key=itemgetter(0)):
        yield pack(reference, [(name, body) for _, name, body in group])
