"""The careful way to read a CSV file, for those that break the rules: slower, and it loses nothing.

Strict RFC 4180 with one way back: at a row that cannot be parsed (a quote that never closes, text after a closing
quote), its first line is put aside as broken and reading goes on with the next line.
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
    """A line that no reader can parse, and why."""

    line: str
    reason: str


@dataclass
class Lines:
    """The lines of a file, with those of the row being parsed kept, so that they can be gone back to."""

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

    def give_back(self) -> str:
        """The first line of the row that failed; its other lines will come again."""
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
        lines = Lines(handle, _blank_after_quote(file.delimiter))
        for number, row in enumerate(_rows(lines, file.delimiter), start=1 + file.skip):
            if number > 1 + file.skip:
                _take(batch, number, _fitted(row, width, file.delimiter))
    batch.flush()
    said = (f"{lines.nuls:,} NUL bytes left out",) if lines.nuls else ()
    return Raw(table, file.headers, "source_row", f"{table}_broken", (*file.said, *said))


def _take(batch: Batch, number: int, row: Row | Broken) -> None:
    if isinstance(row, Broken):
        batch.add_broken(number, row.line, row.reason)
    else:
        batch.add(number, row)


def _blank_after_quote(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf'(?<!")"[ \t]+(?=[\r\n]|$|{re.escape(delimiter)})')


def _rows(lines: Lines, delimiter: str) -> Iterator[list[str] | Broken]:
    """The rows of the file, header first; a line that cannot be parsed comes as Broken in its place."""
    csv.field_size_limit(LARGEST_CELL)
    while True:
        reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
        try:
            for row in reader:
                lines.taken.clear()
                yield row
            return
        except csv.Error as error:
            yield Broken(lines.give_back().rstrip("\r\n"), _why(error))


def _why(error: csv.Error) -> str:
    if "unexpected end of data" in str(error):
        return "a quote opens in this row and never closes"
    if "expected after" in str(error):
        return "text follows a closing quote: a quote within the text is not doubled, or one is missing"
    return f"the row cannot be parsed ({error})"


def _fitted(row: list[str] | Broken, width: int, delimiter: str) -> Row | Broken:
    """The row with as many cells as the header, or Broken where cells are missing or over."""
    if isinstance(row, Broken) or not row:
        return row if isinstance(row, Broken) else [None] * width
    if len(row) < width or any(row[width:]):
        found = f"{len(row)} cells where the header has {width}"
        return Broken(delimiter.join(row), f"{found}: a delimiter or line break in the text is not within quotes")
    return [cell or None for cell in row[:width]]
