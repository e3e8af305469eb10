"""Profile of a column: its values with their counts, and the date format that fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import duckdb

from reassess.intake.cells.fields import value_sql
from reassess.intake.cells.plausibility import flags_sql
from reassess.intake.readers.raw import Raw, cell_sql
from reassess.records.model import Field
from reassess.records.store import quoted

DATE_FORMATS = (
    "iso",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%Y%m%d",
    "%Y/%m/%d",
    "%d/%m/%y",
    "%d-%b-%y",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%d-%b-%Y %H:%M:%S",
    "%d-%b-%Y %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%d/%m/%Y %I:%M:%S %p",
    "%d/%m/%Y %I:%M %p",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y %H:%M",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d %b %Y %H:%M",
    "%d %B %Y %H:%M",
    "%Y%m%d%H%M%S",
    "excel",
)
MOST_CODES = 80

_DAY = Field("day", "datetime", "", required=False, enum=())


@dataclass(frozen=True)
class DateFormat:
    """The date format that fits most values of a column, the share that it fits, and another that fits as many."""

    format: str
    share: float
    rival: str | None


@dataclass(frozen=True)
class Column:
    """A column of a raw table. Its values are counted in the database when asked for."""

    con: duckdb.DuckDBPyConnection
    raw: Raw
    place: int

    @property
    def name(self) -> str:
        """The column's name in the file."""
        return self.raw.headers[self.place]

    @cached_property
    def values(self) -> tuple[tuple[str, int], ...]:
        """The distinct values with their counts, most frequent first; none if there are too many to be codes."""
        found = self.con.execute(
            f"SELECT {cell_sql(self.place)} AS v, count(*) AS n FROM {self.raw.table} WHERE v IS NOT NULL"
            f" GROUP BY v ORDER BY n DESC, v LIMIT {MOST_CODES + 1}"
        ).fetchall()
        return tuple(found) if len(found) <= MOST_CODES else ()

    @cached_property
    def words(self) -> tuple[tuple[str, int], ...]:
        """The distinct words of a column of lists, with their counts; none if there are too many to be codes."""
        found = self.con.execute(
            f"SELECT trim(word) AS w, count(*) AS n FROM (SELECT unnest(string_split({flags_sql('v')}, ';')) AS word"
            f" FROM (SELECT {cell_sql(self.place)} AS v FROM {self.raw.table})) WHERE w <> ''"
            f" GROUP BY w ORDER BY n DESC, w LIMIT {MOST_CODES + 1}"
        ).fetchall()
        return tuple(found) if len(found) <= MOST_CODES else ()

    @cached_property
    def dates(self) -> DateFormat | None:
        """The date format of the column, if at least half of its filled cells have one."""
        fits = ", ".join(f"count(*) FILTER ({value_sql(_DAY, 'v', (form,))} IS NOT NULL)" for form in DATE_FORMATS)
        filled, *counts = self.con.execute(
            f"SELECT count(*), {fits} FROM (SELECT {cell_sql(self.place)} AS v FROM {self.raw.table})"
            " WHERE v IS NOT NULL"
        ).fetchall()[0]
        return _chosen(filled, counts)

    def failing(self, form: str) -> tuple[tuple[str, int], ...]:
        """The values that do not have the format with their counts, most frequent first, ten at most."""
        found = self.con.execute(
            f"SELECT v, count(*) AS n FROM (SELECT {cell_sql(self.place)} AS v FROM {self.raw.table})"
            f" WHERE v IS NOT NULL AND {value_sql(_DAY, 'v', (form,))} IS NULL GROUP BY v ORDER BY n DESC, v LIMIT 10"
        ).fetchall()
        return tuple(found)

    def share_with(self, pattern: str) -> float:
        """Share of the filled cells in which a regular expression is found."""
        filled, having = self.con.execute(
            f"SELECT count(*), count(*) FILTER (regexp_matches(v, {quoted(pattern)}))"
            f" FROM (SELECT {cell_sql(self.place)} AS v FROM {self.raw.table}) WHERE v IS NOT NULL"
        ).fetchall()[0]
        return having / filled if filled else 0.0


def _chosen(filled: int, counts: Sequence[int]) -> DateFormat | None:
    best = max(range(len(counts)), key=lambda index: counts[index])
    if not filled or counts[best] < filled / 2:
        return None
    rivals = [DATE_FORMATS[index] for index, fit in enumerate(counts) if index != best and fit == counts[best]]
    return DateFormat(DATE_FORMATS[best], counts[best] / filled, rivals[0] if rivals else None)
