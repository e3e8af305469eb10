"""Binding of columns to fields: by the mapping, or else by the model's own names.

The text of a field is made in two steps. `text` is SQL over the columns of the raw table: cells renamed, joined or
split. Messages show this text. `coded` is SQL over that text: the model's code for the force's code, NULL if the
mapping has no line for it.
"""

from collections.abc import Mapping as Map
from dataclasses import dataclass

from reassess.intake.cells.cell_check import CellCheck
from reassess.intake.cells.fields import checks, value_sql
from reassess.intake.mapping.mapped_text import coded_sql, faults_of_column, text_of_column
from reassess.intake.mapping.schema import Column, Mapping, TableMapping
from reassess.intake.naming import normalise_name
from reassess.intake.readers.raw import Raw, cell_sql, visible_sql
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
    faults: tuple[CellCheck, ...] = ()

    @property
    def visible(self) -> str:
        """SQL of the text over the column `name`, without invisible characters unless it is free text."""
        return self.name if _is_free_text(self.field) else visible_sql(self.name)

    @property
    def name(self) -> str:
        """Name of the column that holds the text of this field during validation."""
        return f"t_{self.field.name}"

    def value(self) -> str:
        """SQL of the typed value, over the text column `name`."""
        value = value_sql(self.field, self.coded or self.name, self.formats)
        if self.latest is None:
            return value
        # A year of two digits is the last such year that is not after `latest`.
        return f"CASE WHEN ({value}) > DATE {quoted(self.latest)} THEN ({value}) - INTERVAL 100 YEAR ELSE ({value}) END"

    def checks(self) -> list[CellCheck]:
        """The checks of the field, over the text column `name` and the raw columns. A row can fail several."""
        return [*self.faults, *checks(self.field, self.name, self.coded, self.formats)]


@dataclass(frozen=True)
class Binding:
    """All fields of a table bound to a part, in the model's order.

    `supplied`: fields that the file holds. `unknown`: columns that feed no field. `lost`: columns that the mapping
    names and the file lacks.
    """

    fields: tuple[Bound, ...]
    supplied: tuple[str, ...]
    unknown: tuple[str, ...]
    lost: tuple[str, ...]


def bind(table: Table, raw: Raw, mapping: Mapping) -> Binding:
    """Bind the columns of a raw table to the fields of a table: by the mapping, or else by name in any letter case."""
    said, places = mapping.of(table.name), positions(raw)
    columns = {field.name: _column(field, said, places) for field in table.fields}
    named = {source for column in said.columns.values() for source in column.source if normalise_name(source) in places}
    used = {normalise_name(source) for column in columns.values() if column for source in column.source}
    return Binding(
        fields=tuple(_bound(field, columns[field.name], places, mapping) for field in table.fields),
        supplied=tuple(name for name, column in columns.items() if column),
        unknown=tuple(header for header in raw.headers if normalise_name(header) not in used),
        lost=tuple(sorted({source for column in said.columns.values() for source in column.source} - named)),
    )


def positions(raw: Raw) -> Map[str, tuple[int, ...]]:
    """Positions of each column, by its normalised name. A name can occur more than once."""
    places: dict[str, tuple[int, ...]] = {}
    for index, header in enumerate(raw.headers):
        places[normalise_name(header)] = (*places.get(normalise_name(header), ()), index)
    return places


def _column(field: Field, said: TableMapping, places: Map[str, tuple[int, ...]]) -> Column | None:
    """How the field is made; None if the file has nothing to make it from."""
    column = said.columns.get(field.name) or Column(source=(field.name,))
    there = column.value is not None or any(normalise_name(source) in places for source in column.source)
    return column if there else None


def _bound(field: Field, column: Column | None, places: Map[str, tuple[int, ...]], mapping: Mapping) -> Bound:
    if column is None:
        return Bound(field, "CAST(NULL AS VARCHAR)")
    found = [(source, places[normalise_name(source)]) for source in column.source if normalise_name(source) in places]
    cells = [cell_sql(where[0]) for _, where in found]
    repeated = [_repeated_column(source, where[0], other) for source, where in found for other in where[1:]]
    text = text_of_column(column, cells, mapping.defaults)
    default_formats = {"date": mapping.defaults.dates, "datetime": mapping.defaults.times}
    return Bound(
        field=field,
        text=text,
        coded=coded_sql(field, column, f"t_{field.name}", mapping.defaults),
        formats=column.format or default_formats.get(field.type, ()),
        latest=column.latest,
        faults=(*repeated, *faults_of_column(column, cells, mapping.defaults)),
    )


def _is_free_text(field: Field) -> bool:
    """Whether a field holds words of people, which stay as they are. All others are compared character by character."""
    compared = field.enum or field.type != "string" or field.name in _COMPARED
    return not (compared or field.name.endswith(("_id", "_code")))


_COMPARED = ("force", "flags", "value", "postcode")


def _repeated_column(column: str, first: int, other: int) -> CellCheck:
    """Check for a column that is in the header twice, with different values in the row."""
    reason = quoted(f"the column {column} is in the file twice, with different values here: rename one of them")
    return CellCheck(f"{cell_sql(first)} IS DISTINCT FROM {cell_sql(other)}", "value", reason)
