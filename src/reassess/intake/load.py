"""Loads extracts as records.

`load` reads every part of every extract, converts and checks its rows, and writes all tables of the model. Rows that
cannot be used go to quarantine with the reason. For every table, rows in = loaded + quarantined + exact duplicates +
superseded, or the load fails.
"""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from reassess.intake.counts import LoadCounts, Notice
from reassess.intake.documents import document_files, match_documents
from reassess.intake.loader import Loader
from reassess.intake.mapping.file import read_mapping
from reassess.intake.received import open_extracts
from reassess.records.progress import Progress, no_progress
from reassess.records.store import Run


def load(
    run: Run,
    extracts: Sequence[Path],
    *,
    mapping: Path | None = None,
    earlier_notices: Sequence[Notice] = (),
    progress: Progress = no_progress,
) -> LoadCounts:
    """Write the records of one or more extracts, in the order given, as tables of a run.

    Writes records.<table> for every table of the model (its typed fields, row_key, source_file, source_row), and
    records.supplied, quarantine, superseded, document_file and notice(source, says). A zip that was not received
    into a review is unpacked and kept in the run. `earlier_notices` come before those of the load.
    `progress` is called with the name of each table.
    Raises UserError if an extract or the mapping cannot be used at all.
    """
    said = read_mapping(mapping)
    opened = open_extracts(extracts, run.path / "extracts")
    with run.connect() as con, tempfile.TemporaryDirectory(prefix="reassess-") as scratch:
        loader = Loader(con, opened, said, Path(scratch), lambda *table: run.write(con, *table))
        counts = loader.run(progress)
        documents = match_documents(con, opened)
        run.write_arrow(con, "records.document_file", document_files(documents, run.path), "document_id")
        notices = (*earlier_notices, *loader.notices, *documents.notices())
        _write_rest(run, con, notices)
        return LoadCounts(counts, notices, loader.absent(), len(documents.found), len(documents.missing))


def _write_rest(run: Run, con: duckdb.DuckDBPyConnection, notices: Iterable[Notice]) -> None:
    run.write(
        con, "records.supplied", "SELECT DISTINCT table_name, column_name FROM supplied", "table_name, column_name"
    )
    run.write(con, "records.quarantine", "FROM quarantine", "table_name, source_file, source_row, reason, row_json")
    order = "table_name, row_key, extract, source_file, source_row, row_json"
    run.write(con, "records.superseded", "FROM superseded", order)
    content = {
        "source": pa.array([notice.source for notice in notices], pa.string()),
        "says": pa.array([notice.says for notice in notices], pa.string()),
    }
    run.write_arrow(con, "records.notice", pa.table(content), "source, says")
