"""Stream the dossiers of a run."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

import duckdb

from reassess.workspace.cases.dossier_packing import Packed, pack


def stream(con: duckdb.DuckDBPyConnection, references: list[str]) -> Iterator[Packed]:
    """The dossiers of some investigations, in order of reference."""
    rows = con.execute(
        "SELECT investigation_id, name, body FROM piece WHERE investigation_id IN (SELECT unnest(?)) "
        "ORDER BY investigation_id, name",
        [references],
    ).fetchall()
    for reference, group in groupby(rows, key=itemgetter(0)):
        yield pack(reference, [(name, body) for _, name, body in group])
