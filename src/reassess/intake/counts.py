"""What became of every row of a load, table by table, and a proof that none was lost."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class TableCount:
    """The rows of one table: all that were in the extracts, and what became of them."""

    rows_in: int = 0
    loaded: int = 0
    quarantined: int = 0
    duplicates: int = 0
    superseded: int = 0

    @property
    def accounted(self) -> int:
        """The rows whose end is known; equal to `rows_in`, or rows were lost."""
        return self.loaded + self.quarantined + self.duplicates + self.superseded


@dataclass(frozen=True)
class Notice:
    """Something that a person should know about a file: an unknown table, a column that nobody knows, NUL bytes."""

    source: str
    says: str


@dataclass(frozen=True)
class LoadCounts:
    """The result of a load: counts by table in the model's order, notices, and tables that no extract holds.

    Raises AssertionError on making if the rows of a table do not add up.
    """

    tables: Mapping[str, TableCount]
    notices: tuple[Notice, ...]
    absent: tuple[str, ...]
    documents: int = 0
    documents_missing: int = 0

    def __post_init__(self) -> None:
        for name, count in self.tables.items():
            if count.rows_in != count.accounted:
                raise AssertionError(
                    f"{name}: {count.rows_in} rows came in, {count.accounted} are accounted for: {count}"
                )

    @property
    def total(self) -> TableCount:
        """The sum over the tables."""
        rows = [asdict(count) for count in self.tables.values()]
        return TableCount(**{name: sum(row[name] for row in rows) for name in asdict(TableCount())})

    def as_mapping(self) -> dict[str, dict[str, int]]:
        """The counts of every table as plain values, for the manifest of a run."""
        return {name: asdict(count) for name, count in self.tables.items()}
