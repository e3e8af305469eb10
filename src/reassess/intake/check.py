"""An extract looked at without loading it: what is wrong row by row, and what is missing."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from reassess.intake.counts import TableCount
from reassess.intake.documents import match_documents
from reassess.intake.keep import open_extracts
from reassess.intake.loader import Intake
from reassess.intake.mapping.file import read_mapping
from reassess.records.errors import UserError
from reassess.records.model import tables
from reassess.records.progress import Progress, no_progress
from reassess.records.store import Run, quoted

MOST_PROBLEMS = 200


@dataclass(frozen=True)
class Problem:
    """A row that cannot be used: where it stands, the first field at fault with its value, and why."""

    table: str
    file: str
    row: int
    field: str
    value: str
    reason: str


@dataclass(frozen=True)
class Kind:
    """One way in which rows of a table are at fault, how many are, and the first of them."""

    table: str
    field: str
    reason: str
    rows: int
    file: str
    row: int


@dataclass(frozen=True)
class CheckReport:
    """What `check` found.

    `counts`: rows_in, loaded (usable), quarantined (unusable), duplicates and superseded by table. `wrong`: all
    unusable rows. `problems`: the first of them, in the order of table, file and row. `kinds`: all faults by kind,
    the most frequent first. `absent`: tables not supplied; `lacking`: fields that a supplied table does not hold;
    `supplied`: the fields that it does. `notes`: what else a person should know.
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
        """How many rows cannot be used."""
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
    """Validate an extract as `load` would, and write nothing but `listing`: a CSV of every unusable row, if asked.

    Raises UserError where the extract or the mapping cannot be used at all, or the listing is there already.
    """
    if listing is not None and listing.exists():
        raise UserError(f"{listing}: is there already and is not overwritten. Choose another name.")
    said = read_mapping(mapping)
    with tempfile.TemporaryDirectory(prefix="reassess-") as folder, Run(Path(folder)).connect() as con:
        scratch = Path(folder) / "scratch"
        scratch.mkdir()
        opened = open_extracts([extract], Path(folder) / "extracts")
        intake = Intake(con, opened, said, scratch, lambda *_: None)
        counts = intake.run(progress)
        notices = [*intake.notices, *match_documents(con, opened).notices()]
        if listing is not None:
            _write_listing(con, listing)
        return CheckReport(
            tables=counts,
            problems=_problems(con),
            kinds=_kinds(con),
            absent=intake.absent(),
            supplied=intake.supplied(),
            notes=tuple(f"{notice.source}: {notice.says}" for notice in notices),
        )


_ROWS = (
    "SELECT table_name AS \"table\", source_file AS file, source_row AS row, coalesce(field, '') AS field,"
    " coalesce(value, '') AS value, reason FROM quarantine ORDER BY table_name, source_file, source_row, reason"
)


def _problems(con: duckdb.DuckDBPyConnection) -> tuple[Problem, ...]:
    return tuple(Problem(*row) for row in con.execute(f"{_ROWS} LIMIT {MOST_PROBLEMS}").fetchall())


def _kinds(con: duckdb.DuckDBPyConnection) -> tuple[Kind, ...]:
    """Faults counted by kind; what a reason says of the one row (in quotes or brackets) makes no kind of its own."""
    found = con.execute(
        "SELECT table_name, coalesce(field, ''), min(reason), count(*) AS faults,"
        " arg_min(source_file, (source_file, source_row)), arg_min(source_row, (source_file, source_row)) FROM tally"
        " GROUP BY table_name, field, kind, CASE WHEN kind IN ('dangling', 'contradiction')"
        "   THEN left(reason, 20) ELSE regexp_replace(reason, '\\([^)]*\\?\\)', '') END"
        " ORDER BY faults DESC, table_name, field, 3"
    ).fetchall()
    return tuple(Kind(*row) for row in found)


def _write_listing(con: duckdb.DuckDBPyConnection, listing: Path) -> None:
    con.execute(f"COPY ({_ROWS}) TO {quoted(str(listing))} (FORMAT csv, HEADER)")
