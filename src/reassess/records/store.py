"""The run store: a run is a folder of Parquet tables and a manifest, read and written through DuckDB.

Layout of a run folder::

    manifest.json                 inputs with hashes, settings, versions, row counts; written last
    <stage>/<table>.parquet       one file a table; `records/investigation.parquet` is `records.investigation`

A table is written under another name, flushed to disk and renamed, so that a crash never leaves an incomplete table
under its final name. A run without a manifest is unfinished: `new_run` renames the whole folder at the end.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

MEMORY_LIMIT = "1500MB"
ROW_GROUP = 122_880


@dataclass(frozen=True)
class Run:
    """A run folder, finished or being made."""

    path: Path
    memory_limit: str = MEMORY_LIMIT

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a DuckDB connection in which every table of the run is a view `stage.table`.

        It spills to the run folder above the memory limit, and is closed at the end of the block.
        """
        con = duckdb.connect(config={"memory_limit": self.memory_limit})
        try:
            con.execute("SET preserve_insertion_order = true; SET enable_progress_bar = false")
            con.execute(f"SET temp_directory = {quoted(str(self.path / '.spill'))}")
            for table in self.tables():
                self._view(con, table)
            yield con
        finally:
            con.close()

    def tables(self) -> list[str]:
        """The names `stage.table` of the tables in this run, in alphabetical order."""
        return sorted(f"{file.parent.name}.{file.stem}" for file in self.path.glob("*/*.parquet"))

    def has(self, table: str) -> bool:
        """Whether the run holds the table `stage.table`."""
        return self.file(table).exists()

    def file(self, table: str) -> Path:
        """The file of the table `stage.table`."""
        stage, name = table.split(".")
        return self.path / stage / f"{name}.parquet"

    def write(self, con: duckdb.DuckDBPyConnection, table: str, select: str, order_by: str) -> int:
        """Write a SELECT as the table `stage.table`, add it to `con` as a view, and return its number of rows.

        `order_by` must be a total order of the rows, so that equal input gives equal bytes.
        """
        file = self.file(table)
        file.parent.mkdir(parents=True, exist_ok=True)
        making = file.with_suffix(".making")
        rows = con.execute(
            f"COPY (SELECT * FROM ({select}) ORDER BY {order_by}) TO {quoted(str(making))}"
            f" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        ).fetchall()
        # Flushed before it gets its name, so that the name never stands for half a file.
        with making.open("rb") as handle:
            os.fsync(handle.fileno())
        making.replace(file)
        self._view(con, table)
        return int(rows[0][0])

    def write_arrow(self, con: duckdb.DuckDBPyConnection, table: str, content: pa.Table, order_by: str) -> int:
        """Write an Arrow table, as `write` does for a SELECT."""
        con.register("arrow_content", content)
        try:
            return self.write(con, table, "SELECT * FROM arrow_content", order_by)
        finally:
            con.unregister("arrow_content")

    def _view(self, con: duckdb.DuckDBPyConnection, table: str) -> None:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {table.split('.')[0]}")
        con.execute(f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM read_parquet({quoted(str(self.file(table)))})")


def quoted(text: str) -> str:
    """The text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"

