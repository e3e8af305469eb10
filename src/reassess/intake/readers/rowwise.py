"""Inserts rows that are read one at a time (workbooks, JSON Lines) into a raw table."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from reassess.intake.readers.raw import columns

Row = Sequence[str | None]

BATCH = 20_000
BATCH_CHARACTERS = 32 * 1024**2


class Batch:
    """Buffer of rows and broken lines, inserted some thousands at a time. Call `flush` at the end."""

    def __init__(self, con: duckdb.DuckDBPyConnection, table: str, width: int) -> None:
        self.con, self.table, self.width = con, table, width
        self.rows: list[tuple[int, Row]] = []
        self.broken: list[tuple[int, str, str]] = []
        self.characters = 0

    def add(self, number: int, row: Row) -> None:
        """Add a row with a cell for each column, and its number in the file."""
        self.rows.append((number, row))
        self.characters += sum(len(cell) for cell in row if cell)
        self._flush_when_full()

    def add_broken(self, number: int, line: str, reason: str) -> None:
        """Add a line that cannot be parsed, with its number and the reason."""
        self.broken.append((number, line, reason))
        self.characters += len(line)
        self._flush_when_full()

    def flush(self) -> None:
        """Insert the rows in the buffer."""
        named = enumerate(columns(self.width))
        cells = {name: pa.array([row[index] for _, row in self.rows], pa.string()) for index, name in named}
        self._append(self.table, {"source_row": _numbers(self.rows), **cells})
        lines, reasons = ([broken[position] for broken in self.broken] for position in (1, 2))
        content = {"line": pa.array(lines, pa.string()), "reason": pa.array(reasons, pa.string())}
        self._append(f"{self.table}_broken", {"source_row": _numbers(self.broken), **content})
        self.rows, self.broken, self.characters = [], [], 0

    def _flush_when_full(self) -> None:
        if len(self.rows) + len(self.broken) >= BATCH or self.characters > BATCH_CHARACTERS:
            self.flush()

    def _append(self, table: str, content: dict[str, pa.Array]) -> None:
        batch = pa.table(content)
        if batch.num_rows:
            self.con.register("batch", batch)
            self.con.execute(f"INSERT INTO {table} SELECT * FROM batch")
            self.con.unregister("batch")


def _numbers(rows: Sequence[tuple[int, *tuple[object, ...]]]) -> pa.Array:
    return pa.array([row[0] for row in rows], pa.int64())
