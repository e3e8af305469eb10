"""An extract becomes records.

`load` reads every part of every extract, types and checks its rows, puts aside those that cannot be used with the
reason, and writes all tables of the model plus what became of the rest. Nothing is dropped in silence: for every
table, rows in = loaded + quarantined + exact duplicates + superseded, or the load fails.
"""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from reassess.intake.counts import LoadCounts, Notice
from reassess.intake.documents import document_files, match_documents
from reassess.intake.keep import open_extracts
from reassess.intake.loader import Intake
from reassess.intake.mapping.file import read_mapping
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
    """Write the records of one or several extracts, in the order of their delivery, as tables of a run.

    Writes records.<table> for every table of the model (its typed fields, row_key, source_file, source_row), and
    records.supplied, quarantine, superseded, document_file and notice(source, says). A zip that was not received
    into a review is unpacked and kept in the run. `earlier_notices` come before those of the load.
    `progress` is called with the name of each table.
    Raises UserError where an extract or the mapping cannot be used at all.
    """
    said = read_mapping(mapping)
    opened = open_extracts(extracts, run.path / "extracts")
    with run.connect() as con, tempfile.TemporaryDirectory(prefix="reassess-") as scratch:
        intake = Intake(con, opened, said, Path(scratch), lambda *table: run.write(con, *table))
        counts = intake.run(progress)
        documents = match_documents(con, opened)
        run.write_arrow(con, "records.document_file", document_files(documents, run.path), "document_id")
        notices = (*earlier_notices, *intake.notices, *documents.notices())
        _write_rest(run, con, notices)
        return LoadCounts(counts, notices, intake.absent(), len(documents.found), len(documents.missing))


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
