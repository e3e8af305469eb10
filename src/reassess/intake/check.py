"""Checks an extract without loading it: what is wrong row by row, and what is missing."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from reassess.intake.counts import TableCount
from reassess.intake.documents import match_documents
from reassess.intake.loader import Loader
from reassess.intake.mapping.file import read_mapping
from reassess.intake.received import open_extracts
from reassess.records.errors import UserError
from reassess.records.model import tables
from reassess.records.progress import Progress, no_progress
from reassess.records.store import Run, quoted

MOST_PROBLEMS = 200


@dataclass(frozen=True)
class Problem:
    """A row that cannot be used: its place, the first field at fault with its value, and the reason."""

    table: str
    file: str
    row: int
    field: str
    value: str
    reason: str


@dataclass(frozen=True)
class Kind:
    """One kind of fault in a table, the number of rows that have it, and the first of them."""

    table: str
    field: str
    reason: str
    rows: int
    file: str
    row: int


@dataclass(frozen=True)
class CheckReport:
    """What `check` found.

    `counts`: rows_in, loaded (usable), quarantined (unusable), duplicates and superseded, by table. `wrong`: number of
    unusable rows. `problems`: the first of them, in order of table, file and row. `kinds`: all faults by kind, the
    most frequent first. `absent`: tables not supplied. `lacking`: fields that a supplied table does not hold.
    `supplied`: fields that it does. `notes`: messages about files and columns.
    """

    tables: Mapping[str, TableCount]
    problems: tuple[Problem, ...]
    kinds: tuple[Kind, ...]
    absent: tuple[str, ...]
    supplied: Mapping[str, set[str]]
    notes: tuple[str, ...]

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """The counts of the tables as plain values."""
        return {name: vars(count) for name, count in self.tables.items()}

    @property
    def wrong(self) -> int:
        """Number of rows that cannot be used."""
        return sum(count.quarantined for count in self.tables.values())

    @property
    def lacking(self) -> dict[str, tuple[str, ...]]:
        """The fields of the model that the supplied tables do not hold, by table."""
        return {
            name: missing
            for name, held in self.supplied.items()
            if (missing := tuple(field for field in tables()[name].field_names if field not in held))
        }


def check(
    extract: Path, *, mapping: Path | None = None, listing: Path | None = None, progress: Progress = no_progress
) -> CheckReport:
    """Validate an extract as `load` does. Writes only `listing`, a CSV of every unusable row, if asked.

    Raises UserError if the extract or the mapping cannot be used at all, or the listing exists already.
    """
    if listing is not None and listing.exists():
        raise UserError(f"{listing}: exists already and is not overwritten. Choose another name.")
    said = read_mapping(mapping)
    with tempfile.TemporaryDirectory(prefix="reassess-") as folder, Run(Path(folder)).connect() as con:
        scratch = Path(folder) / "scratch"
        scratch.mkdir()
        opened = open_extracts([extract], Path(folder) / "extracts")
        loader = Loader(con, opened, said, scratch, lambda *_: None)
        counts = loader.run(progress)
        notices = [*loader.notices, *match_documents(con, opened).notices()]
        if listing is not None:
            con.execute(f"COPY ({_ROWS}) TO {quoted(str(listing))} (FORMAT csv, HEADER)")
        return CheckReport(
            tables=counts,
            problems=tuple(Problem(*row) for row in con.execute(f"{_ROWS} LIMIT {MOST_PROBLEMS}").fetchall()),
            kinds=_kinds(con),
            absent=loader.absent(),
            supplied=loader.supplied(),
            notes=tuple(f"{notice.source}: {notice.says}" for notice in notices),
        )


_ROWS = (
    "SELECT table_name AS \"table\", source_file AS file, source_row AS row, coalesce(field, '') AS field,"
    " coalesce(value, '') AS value, reason FROM quarantine ORDER BY table_name, source_file, source_row, reason"
)


def _kinds(con: duckdb.DuckDBPyConnection) -> tuple[Kind, ...]:
    """Count the faults by kind. Details of a single row in a reason do not make another kind."""
    found = con.execute(
        "SELECT table_name, coalesce(field, ''), min(reason), count(*) AS faults,"
        " arg_min(source_file, (source_file, source_row)), arg_min(source_row, (source_file, source_row)) FROM tally"
        " GROUP BY table_name, field, kind, CASE WHEN kind IN ('dangling', 'contradiction')"
        "   THEN left(reason, 20) ELSE regexp_replace(reason, '\\([^)]*\\?\\)', '') END"
        " ORDER BY faults DESC, table_name, field, 3"
    ).fetchall()
    return tuple(Kind(*row) for row in found)
