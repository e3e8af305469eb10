"""An extract becomes records: the door of this room.

`load` reads every part of every extract, types and checks its rows, puts aside those that cannot be used with the
reason, and writes all tables of the model plus what became of the rest. Nothing is dropped in silence: for every
table, rows in = loaded + quarantined + exact duplicates + superseded, or the load fails.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from reassess.intake.binding import Binding, bind_by_name
from reassess.intake.counts import LoadCounts, Notice, TableCount
from reassess.intake.documents import DOCUMENT_FILE, find_documents
from reassess.intake.names import column_sql
from reassess.intake.parts import Extract, Part, open_folder
from reassess.intake.quarantine import close_problems, note_refused, prepare_quarantine, put_aside
from reassess.intake.raw import Raw, count
from reassess.intake.readers import read_part
from reassess.intake.references import load_order, note_dangling, prepare_references, referred_to
from reassess.intake.validate import blank_sql, prepare, validate
from reassess.intake.versions import row_key_sql, settle_versions
from reassess.records.model import Table, tables
from reassess.records.store import Run, quoted

Progress = Callable[[str, int, int], None]
Write = Callable[[str, str, str], object]


def load(
    run: Run, extracts: Sequence[Path], *, mapping: Path | None = None, progress: Progress | None = None
) -> LoadCounts:
    """Write the records of one or several extracts, in the order of their delivery, as tables of a run.

    Writes records.<table> for every table of the model (its typed fields, row_key, source_file, source_row),
    records.supplied, records.quarantine, records.superseded and records.document_file. `progress` is called with
    the table's name, how many tables are done and how many there are.
    Raises UserError where an extract is not there or has nothing in it that can be read.
    """
    opened = [open_folder(path, name=path.name) for path in extracts]
    with run.connect() as con, tempfile.TemporaryDirectory(prefix="reassess-") as scratch:
        intake = Intake(con, opened, Path(scratch), lambda name, select, order: run.write(con, name, select, order))
        counts = intake.run(progress or _silent)
        found, missing = find_documents(con, run, opened)
        run.write_arrow(con, "records.document_file", found, DOCUMENT_FILE)
    return LoadCounts(counts, tuple(intake.notices), intake.absent(), found.num_rows, missing)


def _silent(table: str, done: int, total: int) -> None:
    """Show no progress."""


@dataclass
class Source:
    """A part that feeds a table, once it was read and bound."""

    part_no: int
    extract_no: int
    part: Part
    raw: Raw
    binding: Binding


@dataclass
class Intake:
    """One load under way: its connection, its extracts, where tables are written, and what was noticed so far."""

    con: duckdb.DuckDBPyConnection
    extracts: Sequence[Extract]
    scratch: Path
    write: Write
    notices: list[Notice] = field(default_factory=list)
    feeds: dict[str, list[tuple[int, Part]]] = field(default_factory=dict)
    parts: int = 0

    def run(self, progress: Progress) -> dict[str, TableCount]:
        """Load every table, in an order in which references can be checked; counts in the model's order."""
        self._prepare()
        self._route()
        counts: dict[str, TableCount] = {}
        order = load_order()
        for done, table in enumerate(order):
            progress(table.name, done, len(order))
            counts[table.name] = self._table(table)
        self._write_rest()
        progress("", len(order), len(order))
        return {name: counts[name] for name in tables()}

    def absent(self) -> tuple[str, ...]:
        """The tables that no extract holds."""
        return tuple(name for name in tables() if name not in self.feeds)

    def _prepare(self) -> None:
        prepare_references(self.con)
        prepare_quarantine(self.con)
        self.con.execute("CREATE OR REPLACE TEMP TABLE part (part_no INTEGER, label VARCHAR, extract VARCHAR)")
        self.con.execute("CREATE OR REPLACE TEMP TABLE supplied (table_name VARCHAR, column_name VARCHAR)")

    def _route(self) -> None:
        """Which part feeds which table, by its name; the others are named and left aside."""
        for extract_no, extract in enumerate(self.extracts, start=1):
            for part in extract.parts:
                known = [name for name in part.names if name in tables()]
                if known:
                    self.feeds.setdefault(known[0], []).append((extract_no, part))
                else:
                    self._notice(part.label, "no table of the record model has this name: the file was ignored")
            for label in extract.ignored:
                self._notice(label, "not a file of a kind that holds tables: it was ignored")

    def _notice(self, source: str, says: str) -> None:
        self.notices.append(Notice(source, says))

    def _table(self, table: Table) -> TableCount:
        prepare(self.con, table)
        sources = [self._source(table, extract_no, part) for extract_no, part in self.feeds.get(table.name, [])]
        note_dangling(self.con, table, set(self.feeds))
        self._settle(table)
        for source in sources:
            put_aside(self.con, table, source.part_no, source.raw)
        self._keep(table)
        counted = self._count(table, sources)
        for source in sources:
            self._drop(source.raw)
        return counted

    def _source(self, table: Table, extract_no: int, part: Part) -> Source:
        self.parts += 1
        raw = read_part(self.con, part, f"raw_{self.parts}", self.scratch)
        binding = bind_by_name(table, raw)
        self.con.execute(
            "INSERT INTO part VALUES (?, ?, ?)", [self.parts, part.label, self.extracts[extract_no - 1].name]
        )
        for name in binding.supplied:
            self.con.execute("INSERT INTO supplied VALUES (?, ?)", [table.name, name])
        for says in raw.said:
            self._notice(part.label, says)
        if binding.unknown:
            self._notice(part.label, f"columns that nobody knows were left aside: {', '.join(binding.unknown)}")
        validate(self.con, raw, binding, self.parts, extract_no)
        return Source(self.parts, extract_no, part, raw, binding)

    def _settle(self, table: Table) -> None:
        """Rows without a problem compete for their key; what loses goes to quarantine or is put aside."""
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE keyed AS SELECT part_no, source_row, {row_key_sql(table)} AS row_key FROM typed"
            " WHERE NOT bad AND (part_no, source_row) NOT IN (SELECT (part_no, source_row) FROM problem)"
        )
        settle_versions(self.con, table)
        close_problems(self.con)
        if table.name in referred_to():
            note_refused(self.con, table)

    def _keep(self, table: Table) -> None:
        fields = ", ".join(column_sql(name) for name in table.field_names)
        kept = (
            f"SELECT {fields}, {row_key_sql(table)} AS row_key, part.label AS source_file, source_row"
            " FROM typed JOIN part USING (part_no)"
            " WHERE (part_no, source_row) NOT IN (SELECT (part_no, source_row) FROM fate)"
        )
        self.write(f"records.{table.name}", kept, "row_key")
        if table.name in referred_to():
            self.con.execute(f"INSERT INTO held SELECT {quoted(table.name)}, row_key FROM ({kept})")

    def _count(self, table: Table, sources: Sequence[Source]) -> TableCount:
        """Count rows in from the raw tables and fates from the work tables, so that one proves the other."""
        fates = dict(self.con.execute("SELECT fate, count(*) FROM fate GROUP BY fate").fetchall())
        broken = sum(count(self.con, source.raw.broken) for source in sources if source.raw.broken)
        parsed = sum(
            count(self.con, f"(FROM {source.raw.table} WHERE NOT {blank_sql(source.raw)})") for source in sources
        )
        return TableCount(
            rows_in=parsed + broken,
            loaded=count(self.con, "typed") - sum(fates.values()),
            quarantined=fates.get("quarantined", 0) + broken,
            duplicates=fates.get("duplicate", 0),
            superseded=fates.get("superseded", 0),
        )

    def _drop(self, raw: Raw) -> None:
        self.con.execute(f"DROP TABLE {raw.table}")
        if raw.broken:
            self.con.execute(f"DROP TABLE {raw.broken}")

    def _write_rest(self) -> None:
        self.write("records.supplied", "SELECT DISTINCT table_name, column_name FROM supplied", "table_name, column_name")
        self.write("records.quarantine", "FROM quarantine", "table_name, source_file, source_row, reason, row_json")
        self.write(
            "records.superseded", "FROM superseded", "table_name, row_key, extract, source_file, source_row, row_json"
        )
