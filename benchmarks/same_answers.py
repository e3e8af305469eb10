"""Compare two exports of the same input, column for column: did a change of the code change an answer?

Usage: python -m benchmarks.same_answers BEFORE AFTER [--renamed old=new ...] [--ignore COLUMN ...]

BEFORE and AFTER are folders that `reassess export REVIEW --to FOLDER` wrote, one by the code before a change and one by
the code after it. Rows are compared as a bag: their order does not matter, how often one occurs does.
--renamed gives a column, or a value wherever a whole cell holds it, its new name before the comparison.
Exits with 1 and prints the first rows that differ if an answer changed.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from reassess.records.store import quoted

SHOWN = 5


@dataclass(frozen=True)
class TableDifference:
    """One exported table: how many rows each side has, the columns only one side has, and the rows that differ."""

    table: str
    before: int
    after: int
    columns: Sequence[str]
    lost: Sequence[tuple[str, ...]]
    gained: Sequence[tuple[str, ...]]

    @property
    def same(self) -> bool:
        """Whether both sides hold the same columns and the same rows."""
        return not (self.columns or self.lost or self.gained)


def compare_exports(
    before: Path, after: Path, renamed: Mapping[str, str], ignored: Sequence[str] = ()
) -> list[TableDifference]:
    """One comparison for each CSV file that either folder holds."""
    names = sorted({file.name for folder in (before, after) for file in folder.glob("*.csv")})
    return [_compare(before / name, after / name, renamed, ignored) for name in names]


def _compare(before: Path, after: Path, renamed: Mapping[str, str], ignored: Sequence[str]) -> TableDifference:
    with duckdb.connect() as con:
        old = _load(con, "old", before, renamed, ignored)
        new = _load(con, "new", after, renamed, ignored)
        shared = ", ".join(f'"{column}"' for column in old if column in new) or "1"
        lost = con.execute(f"SELECT {shared} FROM old EXCEPT ALL SELECT {shared} FROM new").fetchall()
        gained = con.execute(f"SELECT {shared} FROM new EXCEPT ALL SELECT {shared} FROM old").fetchall()
        counts = [con.execute(f"SELECT count(*) FROM {side}").fetchall()[0][0] for side in ("old", "new")]
    return TableDifference(before.name, counts[0], counts[1], sorted(set(old) ^ set(new)), lost, gained)


def _load(
    con: duckdb.DuckDBPyConnection, name: str, file: Path, renamed: Mapping[str, str], ignored: Sequence[str]
) -> list[str]:
    """Load a CSV file as text under its new column names and values; returns its columns (none where it is absent)."""
    if not file.exists():
        con.execute(f"CREATE TABLE {name} (absent VARCHAR)")
        return []
    source = f"read_csv({quoted(str(file))}, all_varchar = true, header = true)"
    columns = [row[0] for row in con.execute(f"DESCRIBE FROM {source}").fetchall() if row[0] not in ignored]
    values = "MAP {" + ", ".join(f"{quoted(old)}: {quoted(new)}" for old, new in renamed.items()) + "}"
    cell = 'coalesce({values}["{column}"], "{column}")' if renamed else '"{column}"'
    select = ", ".join(
        f'{cell.format(values=values, column=column)} AS "{renamed.get(column, column)}"' for column in columns
    )
    con.execute(f"CREATE TABLE {name} AS SELECT {select} FROM {source}")
    return [renamed.get(column, column) for column in columns]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line a table; 1 if any answer differs, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--renamed", nargs="*", default=[], metavar="OLD=NEW")
    parser.add_argument("--ignore", nargs="*", default=[], metavar="COLUMN")
    options = parser.parse_args(arguments)
    renamed = dict(pair.split("=", 1) for pair in options.renamed)
    differences = compare_exports(options.before, options.after, renamed, options.ignore)
    for one in differences:
        print(f"{one.table}: {one.before:,} rows before, {one.after:,} after: {'same' if one.same else 'DIFFERENT'}")
        for mark, rows in (("-", one.lost), ("+", one.gained)):
            for row in rows[:SHOWN]:
                print(f"  {mark} {row}")
        if one.columns:
            print(f"  columns of one side only: {', '.join(one.columns)}")
    return 0 if differences and all(one.same for one in differences) else 1


if __name__ == "__main__":
    sys.exit(main())
