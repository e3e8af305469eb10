"""Fast CSV reader: DuckDB, checked by an independent count of the rows.

It reads only files that follow RFC 4180 exactly, so that nothing in them is ambiguous. For any other file, and
whenever the two counts differ, the careful reader takes over. Both give the same rows where both can read.
"""

import mmap
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from reassess.intake.readers.raw import Raw, columns, count
from reassess.intake.readers.textfile import TextFile
from reassess.records.store import quoted

CHUNK = 8 * 1024**2
NUL, LINE_FEED, RETURN, QUOTE = 0, 10, 13, 34
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Bytes = NDArray[np.uint8]
Flags = NDArray[np.bool_]


def read_fast(con: duckdb.DuckDBPyConnection, file: TextFile, table: str) -> Raw | None:
    """Read the file into the temporary table `table`; None if it must be read by the careful reader."""
    if file.skip or not file.headers or not file.delimiter.isascii():
        return None
    rows = count_rows(file.path, file.delimiter)
    if rows is None or not _loaded(con, file, table):
        return None
    if count(con, table) != rows - 1:
        con.execute(f"DROP TABLE {table}")
        return None
    return Raw(table, file.headers, "rowid + 2", None, file.remarks)


def _loaded(con: duckdb.DuckDBPyConnection, file: TextFile, table: str) -> bool:
    try:
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM {_read_csv(file)}")
    except (duckdb.InvalidInputException, duckdb.BinderException):
        return False
    return True


def _read_csv(file: TextFile) -> str:
    names = ", ".join(f"'{name}': 'VARCHAR'" for name in columns(len(file.headers)))
    return (
        f"read_csv({quoted(str(file.path))}, auto_detect = false, header = true, columns = {{{names}}},"
        f" delim = {quoted(file.delimiter)}, quote = '\"', escape = '\"', strict_mode = true, null_padding = false)"
    )


def count_rows(path: Path, delimiter: str) -> int | None:
    """Number of rows of a CSV file that follows RFC 4180, header included; None for any other file.

    None is returned for NUL bytes, lone carriage returns, blank lines, a quote that opens or closes inside a cell,
    and a quote that never closes.
    """
    size = path.stat().st_size
    if size == 0:
        return None
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start = len(BYTE_ORDER_MARK) if data[:3] == BYTE_ORDER_MARK else 0
        return _count(data, start, size, ord(delimiter))


def _count(data: mmap.mmap, first: int, size: int, delimiter: int) -> int | None:
    """Line ends outside quotes, plus one for a last row without a line end."""
    rows, inside = 0, 0
    for start in range(first, size, CHUNK):
        before = data[start - 1 : start] if start > first else b"\n"
        block = np.frombuffer(before + data[start : start + CHUNK + 2], dtype=np.uint8)
        own = min(CHUNK, size - start)
        found = _Block(block, own, inside, delimiter)
        if not found.is_strict():
            return None
        rows += found.row_ends
        inside = found.inside_after
    return None if inside else rows + (data[size - 1] != LINE_FEED)


class _Block:
    """A block of the file with one byte before it and two after it; line feeds stand in at the ends of the file."""

    def __init__(self, block: Bytes, own: int, inside: int, delimiter: int) -> None:
        self.before = block[:own]
        self.own = block[1 : own + 1]
        padded = np.concatenate([block, np.full(3, LINE_FEED, dtype=np.uint8)])
        self.after, self.second = padded[2 : own + 2], padded[3 : own + 3]
        self.at_end = len(block) < own + 3
        self.delimiter = delimiter
        self.quotes: Flags = self.own == QUOTE
        parity = np.bitwise_xor.accumulate(self.quotes.view(np.uint8)) ^ np.uint8(inside)
        self.inside: Flags = parity.view(np.bool_)
        self.inside_after = int(parity[-1])
        self.ends: NDArray[np.intp] = np.flatnonzero((self.own == LINE_FEED) & ~self.inside)
        self.row_ends = len(self.ends)

    def is_strict(self) -> bool:
        """Whether the block follows RFC 4180."""
        lone_returns = np.any((self.own == RETURN) & (self.after != LINE_FEED))
        return not (np.any(self.own == NUL) or lone_returns or self._has_blank_line() or self._has_stray_quote())

    def _has_blank_line(self) -> bool:
        ends = self.ends[:-1] if self.at_end and self.row_ends and self.ends[-1] == len(self.own) - 1 else self.ends
        after, second = self.after[ends], self.second[ends]
        return bool(np.any((after == LINE_FEED) | ((after == RETURN) & (second == LINE_FEED))))

    def _has_stray_quote(self) -> bool:
        """Whether a quote opens or closes anywhere but beside a line end, a delimiter or another quote."""
        at = np.flatnonzero(self.quotes)
        opens = at[self.inside[at]]
        closes = at[~self.inside[at]]
        edges = [QUOTE, LINE_FEED, self.delimiter]
        return not (np.isin(self.before[opens], edges).all() and np.isin(self.after[closes], [*edges, RETURN]).all())
