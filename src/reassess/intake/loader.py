"""Loads extracts table by table, and counts what becomes of every row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from reassess.intake.counts import Notice, TableCount
from reassess.intake.mapping.binding import Binding, bind
from reassess.intake.mapping.schema import Mapping
from reassess.intake.naming import column_sql
from reassess.intake.readers.parts import Extract
from reassess.intake.readers.raw import Raw, count
from reassess.intake.readers.reading import Dialect, read_part
from reassess.intake.routing import Feed, route
from reassess.intake.validation.quarantine import close_problems, note_refused, prepare_quarantine, put_aside
from reassess.intake.validation.references import load_order, note_dangling, prepare_references, referred_to
from reassess.intake.validation.rows import blank_sql, doubtful_columns, prepare, validate
from reassess.intake.validation.versions import row_key_sql, settle_versions
from reassess.records.model import Table, tables
from reassess.records.progress import Progress
from reassess.records.store import quoted

Write = Callable[[str, str, str], object]


@dataclass(frozen=True)
class Source:
    """A part that was read for a table."""

    part_no: int
    raw: Raw


@dataclass
class Loader:
    """One load, on one connection.

    `write(name, select, order_by)` is called with every finished table. After `run`, `notices` holds the messages, and
    the temporary tables quarantine, superseded, tally and supplied hold the rest.
    """

    con: duckdb.DuckDBPyConnection
    extracts: Sequence[Extract]
    mapping: Mapping
    scratch: Path
    write: Write
    notices: list[Notice] = field(default_factory=list)
    feeds: dict[str, list[Feed]] = field(default_factory=dict)
    parts: int = 0

    def run(self, progress: Progress) -> dict[str, TableCount]:
        """Load every table, each after those that it refers to; return the counts in the model's order."""
        self._prepare()
        counts: dict[str, TableCount] = {}
        for table in load_order():
            progress(table.name)
            counts[table.name] = self._table(table)
        return {name: counts[name] for name in tables()}

    def absent(self) -> tuple[str, ...]:
        """Tables that no extract holds."""
        return tuple(name for name in tables() if name not in self.feeds)

    def supplied(self) -> dict[str, set[str]]:
        """Fields that the extracts hold, by table; empty for a table without a known column."""
        found: dict[str, set[str]] = {name: set() for name in tables() if name in self.feeds}
        for table, column in self.con.execute("SELECT DISTINCT table_name, column_name FROM supplied").fetchall():
            found[table].add(column)
        return found

    def _prepare(self) -> None:
        prepare_references(self.con)
        prepare_quarantine(self.con)
        self.con.execute("CREATE OR REPLACE TEMP TABLE part (part_no INTEGER, label VARCHAR, extract VARCHAR)")
        self.con.execute("CREATE OR REPLACE TEMP TABLE supplied (table_name VARCHAR, column_name VARCHAR)")
        routes = route(self.extracts, self.mapping)
        self.feeds = routes.feeds
        self.notices += routes.notices

    def _table(self, table: Table) -> TableCount:
        prepare(self.con, table)
        if table.name not in self.feeds:
            self._keep(table)
            return TableCount()
        sources = [self._source(table, feed) for feed in self.feeds[table.name]]
        note_dangling(self.con, table, set(self.feeds))
        self._settle(table)
        for source in sources:
            put_aside(self.con, table, source.part_no, source.raw)
        self._keep(table)
        counted = self._count(sources)
        for source in sources:
            self.con.execute(f"DROP TABLE {source.raw.table}")
            if source.raw.broken:
                self.con.execute(f"DROP TABLE {source.raw.broken}")
        return counted

    def _source(self, table: Table, feed: Feed) -> Source:
        self.parts += 1
        said = self.mapping.of(table.name)
        dialect = Dialect(said.delimiter, said.encoding)
        raw = read_part(self.con, feed.part, f"raw_{self.parts}", self.scratch, dialect)
        binding = bind(table, raw, self.mapping)
        extract = self.extracts[feed.extract_no - 1].name
        self.con.execute("INSERT INTO part VALUES (?, ?, ?)", [self.parts, feed.part.label, extract])
        for name in binding.supplied:
            self.con.execute("INSERT INTO supplied VALUES (?, ?)", [table.name, name])
        validate(self.con, raw, binding, self.parts, feed.extract_no)
        for says in self._remarks(table, raw, binding):
            self.notices.append(Notice(feed.part.label, says))
        return Source(self.parts, raw)

    def _remarks(self, table: Table, raw: Raw, binding: Binding) -> list[str]:
        blank = count(self.con, f"(FROM {raw.table} WHERE {blank_sql(raw)})")
        missing = [field.name for field in table.fields if field.required and field.name not in binding.supplied]
        remarks = {
            "the file has no header row": not raw.headers,
            f"{blank:,} blank rows skipped": blank,
            f"columns that feed no field of {table.name}, ignored: {', '.join(binding.unknown)}": binding.unknown,
            f"columns that the mapping names are not there: {', '.join(binding.lost)}": binding.lost,
            f"no row can be used because it lacks {', '.join(missing)}: is the first row the header?": missing,
        }
        said = [says for says, applies in remarks.items() if applies]
        return [*raw.remarks, *said, *doubtful_columns(self.con, table, raw, binding)]

    def _settle(self, table: Table) -> None:
        """Settle which of the rows without a problem loads for each key, and quarantine those with one."""
        self.con.execute(
            f"CREATE OR REPLACE TEMP TABLE keyed AS SELECT part_no, source_row, {row_key_sql(table)} AS row_key"
            " FROM typed ANTI JOIN problem USING (part_no, source_row)"
        )
        settle_versions(self.con, table)
        close_problems(self.con)
        if table.name in referred_to():
            note_refused(self.con, table)

    def _keep(self, table: Table) -> None:
        fields = ", ".join(column_sql(name) for name in table.field_names)
        kept = (
            f"SELECT {fields}, {row_key_sql(table)} AS row_key, part.label AS source_file, source_row"
            " FROM typed JOIN part USING (part_no) ANTI JOIN fate USING (part_no, source_row)"
        )
        # Rows stay in the order of the files: they compress far better than in the order of hashed keys.
        self.write(f"records.{table.name}", kept, "source_file, source_row, row_key")
        if table.name in referred_to():
            self.con.execute(f"INSERT INTO held SELECT {quoted(table.name)}, row_key FROM ({kept})")
        if table.name == "document":
            self.con.execute(f"CREATE OR REPLACE TEMP TABLE named_document AS SELECT document_id, path FROM ({kept})")

    def _count(self, sources: Sequence[Source]) -> TableCount:
        """Count rows in from the raw tables and fates from the work tables, so that each checks the other."""
        fates = dict(self.con.execute("SELECT fate, count(*) FROM fate GROUP BY fate").fetchall())
        broken = sum(count(self.con, source.raw.broken) for source in sources if source.raw.broken)
        parsed = sum(
            count(self.con, f"(FROM {source.raw.table} WHERE NOT {blank_sql(source.raw)})") for source in sources
        )
        return TableCount(
            rows_in=parsed + broken,
            loaded=count(self.con, "(FROM typed ANTI JOIN fate USING (part_no, source_row))"),
            quarantined=fates.get("quarantined", 0) + broken,
            duplicates=fates.get("duplicate", 0),
            superseded=fates.get("superseded", 0),
        )
