"""Which column of a part gives which field of a table, and how: the model's own names, or what the mapping says.

The text of a field goes through two steps. `text` is SQL over the columns of the raw table: cells renamed, joined,
split. It is what people are shown when something is wrong. `coded` is SQL over that text: the code or word of the
model for the code or word of the force, NULL where no line of the mapping maps it.
"""

from collections.abc import Mapping as Map
from dataclasses import dataclass

from reassess.intake.cells.check_sql import Check
from reassess.intake.cells.fields import checks, value_sql
from reassess.intake.mapping.mapped_text import coded_sql, faults_of_column, text_of_column
from reassess.intake.mapping.schema import Column, Mapping, TableMapping
from reassess.intake.readers.raw import Raw, cell_sql
from reassess.intake.spelling import plain
from reassess.records.model import Field, Table
from reassess.records.store import quoted


@dataclass(frozen=True)
class Bound:
    """A field of the table bound to a raw table."""

    field: Field
    text: str
    coded: str | None = None
    formats: tuple[str, ...] = ()
    latest: str | None = None
    faults: tuple[Check, ...] = ()

    @property
    def name(self) -> str:
        """The name under which the text of this field goes through validation."""
        return f"t_{self.field.name}"

    def value(self) -> str:
        """The SQL of the typed value over the text column `name`."""
        value = value_sql(self.field, self.coded or self.name, self.formats)
        return value if self.latest is None else _not_after(value, self.latest)

    def checks(self) -> list[Check]:
        """The faults of the field, over the text column `name` and the raw columns; a row can have several."""
        return [*self.faults, *checks(self.field, self.name, self.coded, self.formats)]


@dataclass(frozen=True)
class Binding:
    """The fields of a table bound to a part, all of them, in the model's order.

    `supplied` are the fields that the file holds, `unknown` the columns that feed none, `lost` the columns that the
    mapping names and the file lacks.
    """

    fields: tuple[Bound, ...]
    supplied: tuple[str, ...]
    unknown: tuple[str, ...]
    lost: tuple[str, ...]


def bind(table: Table, raw: Raw, mapping: Mapping) -> Binding:
    """Bind the columns of a raw table to the fields of a table: by the mapping, else by name in any letter case."""
    said, places = mapping.of(table.name), positions(raw)
    columns = {field.name: _column(field, said, places) for field in table.fields}
    used = {plain(source) for column in columns.values() if column for source in column.source}
    return Binding(
        fields=tuple(_bound(field, columns[field.name], places, mapping) for field in table.fields),
        supplied=tuple(name for name, column in columns.items() if column),
        unknown=tuple(header for header in raw.headers if plain(header) not in used),
        lost=tuple(sorted(_lost(said, places))),
    )


def positions(raw: Raw) -> Map[str, tuple[int, ...]]:
    """Where each column stands, by its plain name; a name can stand more than once."""
    places: dict[str, tuple[int, ...]] = {}
    for index, header in enumerate(raw.headers):
        places[plain(header)] = (*places.get(plain(header), ()), index)
    return places


def _column(field: Field, said: TableMapping, places: Map[str, tuple[int, ...]]) -> Column | None:
    """How the field is made; None where nothing in the file makes it."""
    column = said.columns.get(field.name) or Column(source=(field.name,))
    there = column.value is not None or any(plain(source) in places for source in column.source)
    return column if there else None


def _lost(said: TableMapping, places: Map[str, tuple[int, ...]]) -> set[str]:
    return {source for column in said.columns.values() for source in column.source if plain(source) not in places}


def _bound(field: Field, column: Column | None, places: Map[str, tuple[int, ...]], mapping: Mapping) -> Bound:
    if column is None:
        return Bound(field, "CAST(NULL AS VARCHAR)")
    found = [(source, places[plain(source)]) for source in column.source if plain(source) in places]
    cells = [cell_sql(where[0]) for _, where in found]
    twice = [_twice(source, where[0], other) for source, where in found for other in where[1:]]
    text = text_of_column(column, cells, mapping.defaults)
    return Bound(
        field=field,
        text=text,
        coded=coded_sql(field, column, f"t_{field.name}", mapping.defaults),
        formats=column.format or _default_formats(field, mapping),
        latest=column.latest,
        faults=(*twice, *faults_of_column(column, cells, mapping.defaults)),
    )


def _default_formats(field: Field, mapping: Mapping) -> tuple[str, ...]:
    kinds = {"date": mapping.defaults.dates, "datetime": mapping.defaults.times}
    return kinds.get(field.type, ())


def _twice(column: str, first: int, other: int) -> Check:
    """The fault of a column that stands twice in the header with different values in the row."""
    reason = quoted(f"the column {column} stands twice in the file, with different values here: rename one of the two")
    return Check(f"{cell_sql(first)} IS DISTINCT FROM {cell_sql(other)}", "value", reason)


def _not_after(value: str, latest: str) -> str:
    """A year of two digits is read as the last such year that is not after `latest`."""
    return f"CASE WHEN ({value}) > DATE {quoted(latest)} THEN ({value}) - INTERVAL 100 YEAR ELSE ({value}) END"
