"""CSV reader with error recovery, for files that break RFC 4180. Slower than `csv_fast`, and loses no line.

Parses strictly. If a row cannot be parsed (a quote that never closes, text after a closing quote), its first line is
set aside as broken and reading continues with the next line.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

import duckdb

from reassess.intake.readers.raw import Raw, create
from reassess.intake.readers.rowwise import Batch, Row
from reassess.intake.readers.textfile import TextFile

LARGEST_CELL = 2**30


@dataclass(frozen=True)
class Broken:
    """A line that cannot be parsed, and the reason."""

    line: str
    reason: str


@dataclass
class Lines:
    """The lines of a file. Keeps the lines of the row being parsed, so that they can be read again."""

    handle: TextIO
    clean: re.Pattern[str]
    taken: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    nuls: int = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self.back.pop() if self.back else self._from_file()
        self.taken.append(line)
        return self.clean.sub('"', line)

    def _from_file(self) -> str:
        line = next(self.handle)
        if "\x00" in line:
            self.nuls += line.count("\x00")
            line = line.replace("\x00", "")
        return line

    def rewind(self) -> str:
        """Return the first line of the row that failed; its other lines are read again."""
        first, *rest = self.taken
        self.back.extend(reversed(rest))
        self.taken.clear()
        return first


def read_careful(con: duckdb.DuckDBPyConnection, file: TextFile, table: str) -> Raw:
    """Read the file into the temporary table `table`, broken rows into `<table>_broken`."""
    width = len(file.headers)
    create(con, table, width)
    batch = Batch(con, table, width)
    with file.path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        for _ in range(file.skip):
            handle.readline()
        blank_after_quote = re.compile(rf'(?<!")"[ \t]+(?=[\r\n]|$|{re.escape(file.delimiter)})')
        lines = Lines(handle, blank_after_quote)
        for number, row in enumerate(_rows(lines, file.delimiter), start=1 + file.skip):
            if number > 1 + file.skip:
                _take(batch, number, _fitted(row, width, file.delimiter))
    batch.flush()
    remarks = (f"{lines.nuls:,} NUL bytes left out",) if lines.nuls else ()
    return Raw(table, file.headers, "source_row", f"{table}_broken", (*file.remarks, *remarks))


def _take(batch: Batch, number: int, row: Row | Broken) -> None:
    if isinstance(row, Broken):
        batch.add_broken(number, row.line, row.reason)
    else:
        batch.add(number, row)


def _rows(lines: Lines, delimiter: str) -> Iterator[list[str] | Broken]:
    """Yield the rows of the file, header first; a line that cannot be parsed is yielded as Broken."""
    csv.field_size_limit(LARGEST_CELL)
    while True:
        reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
        try:
            for row in reader:
                lines.taken.clear()
                yield row
            return
        except csv.Error as error:
            yield Broken(lines.rewind().rstrip("\r\n"), _why(error))


def _why(error: csv.Error) -> str:
    if "unexpected end of data" in str(error):
        return "a quote opens in this row and never closes"
    if "expected after" in str(error):
        return "text follows a closing quote: double the quotes inside the text, or add the missing one"
    return f"the row cannot be parsed ({error})"


def _fitted(row: list[str] | Broken, width: int, delimiter: str) -> Row | Broken:
    """The row with as many cells as the header; Broken if it has fewer or more."""
    if isinstance(row, Broken) or not row:
        return row if isinstance(row, Broken) else [None] * width
    if len(row) < width or any(row[width:]):
        found = f"{len(row)} cells where the header has {width}"
        return Broken(delimiter.join(row), f"{found}: a delimiter or line break in the text is not within quotes")
    return [cell or None for cell in row[:width]]
