"""Workbooks: the sheets of Excel and OpenDocument files as rows of text.

Cells that hold dates become ISO dates. A date held as a bare number stays a number, and validation reports it. Whole
numbers lose their `.0`, so that a reference typed as a number reads as its digits. A number with more digits than
Excel keeps reads as `1.2E+16`, an error cell as `#N/A`, and both go to quarantine.
"""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

from reassess.intake.readers.archive import refuse_bomb
from reassess.intake.readers.raw import Raw, create
from reassess.intake.readers.rowwise import Batch
from reassess.records.errors import UserError
from reassess.records.files.error_cells import Cells, error_cells
from reassess.records.files.error_cells.codes import DAMAGED

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
EXCEL_DIGITS = 15
EXACT = 2**53
"""Above this, a number with a fraction cannot hold every whole number."""


# A damaged workbook can make the reader ask for more memory than there is, which ends the process that it runs in.
_TRIAL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from python_calamine import CalamineWorkbook
try:
    workbook = CalamineWorkbook.from_path(sys.argv[1])
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
except MemoryError:
    sys.exit(9)
except BaseException:
    sys.exit(0)
"""
_TRIAL_MEMORY = 6_000_000_000
_TRIAL_SECONDS = 300


def sheet_names(path: Path, label: str) -> list[str]:
    """The names of the sheets of a workbook, in its order; UserError if it cannot be opened."""
    with _readable(label):
        return list(_opened(path, label).sheet_names)


def read_sheet(con: duckdb.DuckDBPyConnection, path: Path, label: str, sheet: str, table: str) -> Raw:
    """Read a sheet into the temporary table `table`. Its first row that is not empty is the header."""
    with _readable(label):
        workbook = _opened(path, label)
        cells: list[list[Cell]] = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        errors = error_cells(path, workbook.sheet_names.index(sheet))
    rows = [[_text(cell) for cell in row] for row in cells]
    _put(errors, rows)
    top = next((index for index, row in enumerate(rows) if any(row)), 0)
    header = _without_empty_end(rows[top]) if rows else []
    headers = tuple((cell or "").strip() for cell in header)
    create(con, table, len(headers))
    batch = Batch(con, table, len(headers))
    for number, row in enumerate(rows[top + 1 :], start=top + 2):
        _take(batch, number, row, len(headers))
    batch.flush()
    return Raw(table, headers, "source_row", f"{table}_broken", ())


def _put(errors: Cells, rows: list[list[str | None]]) -> None:
    """Put the texts of error cells, which may lie beyond the last value, in their places."""
    for (row, column), text in errors.items():
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = text


def _take(batch: Batch, number: int, row: list[str | None], width: int) -> None:
    """Add a row. A row with cells to the right of the header is set aside: they belong to no column."""
    if any(row[width:]):
        line = "\t".join(cell or "" for cell in row)
        batch.add_broken(number, line, f"cells to the right of the last column of the header ({width} columns)")
    else:
        batch.add(number, [*row[:width], *[None] * (width - len(row))])


def _without_empty_end(header: list[str | None]) -> list[str | None]:
    filled = [index for index, cell in enumerate(header) if cell]
    return header[: filled[-1] + 1] if filled else []


def _opened(path: Path, label: str) -> CalamineWorkbook:
    refuse_bomb(path, label)
    state = path.stat()
    if not _survives(str(path), state.st_mtime_ns, state.st_size):
        raise UserError(_unreadable(label, "the file is damaged"))
    return CalamineWorkbook.from_path(str(path))


@lru_cache(maxsize=64)
def _survives(path: str, _changed_at: int, _size: int) -> bool:
    """Whether a child process with limits gets to the end of a workbook, with or without an error of its own."""
    code = _TRIAL.format(memory=_TRIAL_MEMORY, seconds=_TRIAL_SECONDS)
    tried = subprocess.run([sys.executable, "-c", code, path], capture_output=True, check=False)
    return tried.returncode == 0


@contextmanager
def _readable(label: str) -> Iterator[None]:
    """Turn whatever the reader raises into UserError.

    A panic of the Rust reader is a BaseException that cannot be imported, and prints a traceback of its own.
    """
    try:
        with _without_rust_traceback():
            yield
    except (UserError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except (CalamineError, *DAMAGED) as error:
        raise UserError(_unreadable(label, str(error))) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UserError(_unreadable(label, "the file is damaged")) from None


def _unreadable(label: str, reason: str) -> str:
    return (
        f"{label}: cannot be read as a workbook ({reason}). Open it in Excel and save it again as .xlsx, without a"
        " password, or ask for it again."
    )


@contextmanager
def _without_rust_traceback() -> Iterator[None]:
    """Discard what is written straight to the standard error stream, past Python, in the meantime."""
    kept, sink = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(sink)


def _text(cell: Cell) -> str | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep="T", timespec="seconds")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell) or None


def _number(number: float) -> str:
    """The digits of a number; the scientific form where digits may be lost.

    Excel keeps fifteen digits and makes the others zeros.

    >>> _number(16.0), _number(1.5), _number(2016030112345678.0), _number(2016030112345670.0), _number(2.0**60)
    ('16', '1.5', '2016030112345678', '2.01603011234567E+15', '1.15292150460685E+18')
    """
    if number != number or abs(number) == float("inf") or not float(number).is_integer():
        return repr(number)
    whole = abs(int(number))
    rounded = whole >= 10**EXCEL_DIGITS and whole % 10 ** (len(str(whole)) - EXCEL_DIGITS) == 0
    if rounded or (whole > EXACT and isinstance(number, float)):
        return f"{number:.14E}"
    return str(int(number))
