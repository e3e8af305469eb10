"""Which column of a part gives which field of a table, and how: the model's own names, or what the mapping says."""

from collections.abc import Mapping
from dataclasses import dataclass

from reassess.intake.fields import Check, checks, value_sql
from reassess.intake.names import plain
from reassess.intake.raw import Raw
from reassess.records.model import Field, Table


@dataclass(frozen=True)
class Bound:
    """A field of the table with the SQL of its text over the columns of a raw table.

    `formats` are the date formats of the mapping, `faults` the faults that the mapping itself can find
    (a code that no line maps); both are empty without a mapping.
    """

    field: Field
    text: str
    formats: tuple[str, ...] = ()
    faults: tuple[Check, ...] = ()

    @property
    def name(self) -> str:
        """The name under which the text of this field goes through validation."""
        return f"t_{self.field.name}"

    def value(self) -> str:
        """The SQL of the typed value over the text column `name`."""
        return value_sql(self.field, self.name, self.formats)

    def checks(self) -> list[Check]:
        """The faults of the field, over the text column `name` and the raw columns."""
        return [*self.faults, *checks(self.field, self.name, self.formats)]


@dataclass(frozen=True)
class Binding:
    """The fields of a table bound to a part: all of them, in the model's order; `supplied` are those in the file."""

    fields: tuple[Bound, ...]
    supplied: tuple[str, ...]
    unknown: tuple[str, ...]


def bind_by_name(table: Table, raw: Raw) -> Binding:
    """Bind columns to fields by name in any letter case, blanks and hyphens as underscores."""
    places = positions(raw)
    found = {field.name: places[field.name] for field in table.fields if field.name in places}
    return Binding(
        fields=tuple(_bound(field, found.get(field.name, ())) for field in table.fields),
        supplied=tuple(found),
        unknown=tuple(header for header in raw.headers if plain(header) not in found),
    )


def positions(raw: Raw) -> Mapping[str, tuple[int, ...]]:
    """Where each column stands, by its plain name; a name can stand more than once."""
    places: dict[str, tuple[int, ...]] = {}
    for index, header in enumerate(raw.headers):
        places[plain(header)] = (*places.get(plain(header), ()), index)
    return places


def _bound(field: Field, places: tuple[int, ...]) -> Bound:
    if not places:
        return Bound(field, "CAST(NULL AS VARCHAR)")
    first, *others = [cell_sql(place) for place in places]
    return Bound(field, first, faults=tuple(twice(field.name, first, other) for other in others))


def twice(column: str, first: str, other: str) -> Check:
    """The fault of a column that stands twice in the header with different values in the row."""
    reason = f"'the column {column} stands twice in the file, with different values here: rename one of the two'"
    return Check(f"{first} IS DISTINCT FROM {other}", "value", reason)


def cell_sql(place: int) -> str:
    """The trimmed text of a cell, NULL where it is empty. Blanks at the edges never carry meaning in an export."""
    return f"nullif(trim(c{place}, {BLANKS}), '')"


BLANKS = "' ' || chr(9) || chr(10) || chr(13) || chr(160)"
