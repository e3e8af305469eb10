"""Counts of what became of every row of a load, table by table, checked so that none is lost."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class TableCount:
    """Row counts of one table: rows in the extracts, and what became of them."""

    rows_in: int = 0
    loaded: int = 0
    quarantined: int = 0
    duplicates: int = 0
    superseded: int = 0

    @property
    def accounted(self) -> int:
        """Rows that are accounted for. Less than `rows_in` means that rows were lost."""
        return self.loaded + self.quarantined + self.duplicates + self.superseded


@dataclass(frozen=True)
class Notice:
    """A message about a file, for example an unknown table, an unknown column or NUL bytes."""

    source: str
    says: str


@dataclass(frozen=True)
class LoadCounts:
    """Result of a load: counts by table in the model's order, notices, and tables that no extract holds.

    The constructor raises AssertionError if the rows of a table do not add up.
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
