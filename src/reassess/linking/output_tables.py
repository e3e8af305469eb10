"""The columns of the tables that Python writes in this stage, or that may have no rows."""

from collections.abc import Iterable, Mapping, Sequence

import duckdb
import pyarrow as pa

from reassess.records.store import Run

_TEXT, _WHOLE, _REAL, _TRUTH = pa.string(), pa.int64(), pa.float64(), pa.bool_()

COLUMNS: Mapping[str, Mapping[str, pa.DataType]] = {
    # confirmed: false for an unidentified record joined to a person. doubtful: the record would leave the main core of
    # the person if every doubtful link were wrong. core_id: shared by the records that certain links hold together.
    # weight: match weight of its strongest link. how: alone, model, judgement, shared identifier, nickname and place,
    # supplied. ground: the reason why an unidentified record was joined.
    "linking.entity": {
        "person_id": _TEXT,
        "entity_id": _TEXT,
        "confirmed": _TRUTH,
        "doubtful": _TRUTH,
        "core_id": _TEXT,
        "weight": _REAL,
        "how": _TEXT,
        "ground": _TEXT,
    },
    # band: linked, review, not_linked. blocked_by: the cannot-link constraint that stops the link.
    # doubtful_because: the pattern that makes the link doubtful, however high its weight.
    # evidence: JSON list of {weight, comparison, label}, the strongest first.
    "linking.pair": {
        "left_id": _TEXT,
        "right_id": _TEXT,
        "weight": _REAL,
        "probability": _REAL,
        "band": _TEXT,
        "blocked_by": _TEXT,
        "doubtful_because": _TEXT,
        "evidence": _TEXT,
    },
    "linking.candidate": {"person_id": _TEXT, "entity_id": _TEXT, "reason": _TEXT},
    "linking.change": {
        "change": _TEXT,
        "entity_id": _TEXT,
        "previous_entity_id": _TEXT,
        "records": _WHOLE,
        "cause": _TEXT,
    },
    # kind: contradiction (a judgement that others rule out) or gone (a record that the extract no longer holds)
    "linking.judgement_note": {"kind": _TEXT, "left_id": _TEXT, "right_id": _TEXT, "verdict": _TEXT, "words": _TEXT},
    # over_limit: in more investigations than the fixed limit; the others were found from the data.
    # same_people: its investigations have people in common, so it stays in the network.
    "linking.hub": {
        "kind": _TEXT,
        "value": _TEXT,
        "investigations": _WHOLE,
        "entities": _WHOLE,
        "over_limit": _TRUTH,
        "same_people": _TRUTH,
        "reason": _TEXT,
    },
}


def arrow(table: str, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    """Return the rows of a table of COLUMNS as Arrow."""
    columns = COLUMNS[table]
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in columns.items()})


def write_empty(run: Run, con: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> dict[str, int]:
    """Write each named table with its columns and no rows; returns 0 for each."""
    return {table: run.write_arrow(con, table, arrow(table, []), "1") for table in tables}
