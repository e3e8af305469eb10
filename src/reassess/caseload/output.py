"""CSV files that grow chunk by chunk, each with its header row."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from reassess.caseload.case import Row

Block = tuple[str, int]


def block(rows: Sequence[Row]) -> Block:
    """Rows as CSV text, and how many there are."""
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows(rows)
    return held.getvalue(), len(rows)


class Tables:
    """One CSV file a name under a folder; `rows` counts what each holds so far, the header aside."""

    def __init__(self, folder: Path, columns: Mapping[str, Sequence[str]]) -> None:
        self.rows = dict.fromkeys(columns, 0)
        self._files: dict[str, TextIO] = {}
        for name, fields in columns.items():
            self._files[name] = (folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
            self._files[name].write(",".join(fields) + "\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()

    def append(self, blocks: Mapping[str, Block]) -> None:
        """Add one chunk's text to each file named."""
        for name, (text, count) in blocks.items():
            self._files[name].write(text)
            self.rows[name] += count

    def append_rows(self, name: str, rows: Sequence[Row]) -> None:
        """Add rows to one file."""
        self.append({name: block(rows)})
