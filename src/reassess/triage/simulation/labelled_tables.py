"""A labelled table on disk becomes cases with known answers."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np

from reassess.records.errors import UserError
from reassess.records.store import quoted
from reassess.triage.simulation.simulate import LabelledTable

YES = frozenset({"1", "1.0", "true", "yes", "y", "included"})
NO = frozenset({"0", "0.0", "false", "no", "n", "excluded"})
# Records of a review are long, but a field over this size is not a record.
LONGEST_LINE = 50_000_000


def read_labelled(
    file: Path, text: Sequence[str], label: str, tokens: Sequence[str] = (), reference: str | None = None
) -> LabelledTable:
    """Read a CSV (also .gz) or Parquet file with a header.

    Args:
        text: columns whose words are read, joined in this order.
        label: the column that says whether the record is positive (1/0, true/false, yes/no, included/excluded).
        tokens: columns of tokens with semicolons between them; each makes a block of its own.
        reference: the column that names the record; the row number from 1 where None.

    Raises:
        UserError: the file or a column is not there, no column of words is named, a label cannot be read, or a
            reference occurs twice.
    """
    if not text:
        raise UserError(f"{file}: name at least one column whose words are read, such as --text title,abstract")
    wanted = [*text, label, *tokens, *([reference] if reference else [])]
    columns = dict(zip(wanted, _columns(file, wanted), strict=True))
    rows = len(columns[label])
    references = columns[reference] if reference else [str(number) for number in range(1, rows + 1)]
    _refuse_repeats(file, references)
    return LabelledTable(
        references=references,
        texts=[" ".join(fields) for fields in zip(*(columns[name] for name in text), strict=True)],
        tokens={name: [_split(cell) for cell in columns[name]] for name in tokens},
        positive=np.array([_positive(file, label, row, cell) for row, cell in enumerate(columns[label], start=2)]),
    )


def _columns(file: Path, wanted: Sequence[str]) -> list[list[str]]:
    """The wanted columns as text, an empty string where the table has nothing."""
    if not file.is_file():
        raise UserError(f"{file}: there is no such file; give a CSV or Parquet file with a header row")
    source = _source(file)
    with duckdb.connect() as con:
        try:
            present = [row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
            _refuse_missing(file, wanted, present)
            names = ", ".join(f"coalesce(CAST(\"{name}\" AS VARCHAR), '')" for name in wanted)
            rows = con.execute(f"SELECT {names} FROM {source}").fetchall()
        except duckdb.Error as error:
            kind = "a Parquet file" if file.suffix == ".parquet" else "a CSV file of UTF-8 text with a header"
            said = str(error).splitlines()[0]
            raise UserError(f"{file}: cannot be read as {kind} ({said}). Check that row, or save it anew.") from error
    if not rows:
        raise UserError(f"{file}: has a header and no records")
    return [list(column) for column in zip(*rows, strict=True)]


def _source(file: Path) -> str:
    if file.suffix == ".parquet":
        return f"read_parquet({quoted(str(file))})"
    # Without skip = 0 the reader passes over rows until all that follow have equally many fields, the header with them.
    options = f"header = true, skip = 0, all_varchar = true, max_line_size = {LONGEST_LINE}"
    return f"read_csv({quoted(str(file))}, {options})"


def _refuse_missing(file: Path, wanted: Sequence[str], present: Sequence[str]) -> None:
    missing = [name for name in wanted if name not in present]
    if missing:
        raise UserError(
            f"{file}: has no column {', '.join(missing)}; it has {', '.join(present)}. If those are not its columns, a"
            " row has more or fewer fields than the header."
        )


def _refuse_repeats(file: Path, references: Sequence[str]) -> None:
    seen: set[str] = set()
    for row, reference in enumerate(references, start=2):
        if reference in seen:
            raise UserError(f"{file}: row {row}: the reference {reference!r} occurs twice; each record needs its own")
        seen.add(reference)


def _positive(file: Path, column: str, row: int, cell: str) -> bool:
    word = cell.strip().casefold()
    if word not in YES | NO:
        raise UserError(
            f"{file}: row {row}, column {column}: {cell!r} is not a label; expected 1 or 0, true or false, yes or no"
        )
    return word in YES


def _split(cell: str) -> list[str]:
    return [token.strip() for token in cell.split(";") if token.strip()]
