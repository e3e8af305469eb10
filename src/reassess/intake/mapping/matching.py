"""Which table a part most likely feeds, and which column which field: by likeness of names and what cells hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reassess.intake.mapping.profile import Column
from reassess.intake.mapping.synonyms import LIKELY, SURE, field_likeness, table_likeness
from reassess.records.model import Field, Table, tables

# What counts for a table: its name, how many of its required fields were found, how many columns found a field.
NAME, REQUIRED, COLUMNS = 0.45, 0.35, 0.2
ENOUGH = 0.5


@dataclass(frozen=True)
class Pair:
    """A column proposed for a field, with how alike they are from 0 to 1."""

    field: Field
    column: Column
    likeness: float

    @property
    def sure(self) -> bool:
        """Whether a person need not look."""
        return self.likeness >= SURE


@dataclass(frozen=True)
class Fit:
    """A table proposed for a part, its pairs in the model's order, and how good the whole is from 0 to 1."""

    table: Table
    pairs: tuple[Pair, ...]
    score: float
    sure: bool


def best_table(names: Sequence[str], columns: Sequence[Column]) -> Fit | None:
    """The table that a part of these names and columns fits best; None if it fits none well enough."""
    fits = [_fit(table, names, columns) for table in tables().values()]
    best = max(fits, key=lambda fit: fit.score)
    return best if best.score >= ENOUGH and best.pairs else None


def _fit(table: Table, names: Sequence[str], columns: Sequence[Column]) -> Fit:
    name = max(table_likeness(name, table.name) for name in names)
    pairs = _pairs(table, columns)
    found = {pair.field.name: pair.likeness for pair in pairs}
    required = [field.name for field in table.fields if field.required]
    share = sum(found.get(field, 0.0) for field in required) / len(required)
    covered = sum(found.values()) / max(1, len(columns))
    score = NAME * (name if name >= LIKELY else 0.0) + REQUIRED * share + COLUMNS * covered
    return Fit(table, pairs, score, sure=name >= SURE)


def _pairs(table: Table, columns: Sequence[Column]) -> tuple[Pair, ...]:
    """Each field with at most one column and the other way round, the most alike first."""
    likely = [
        Pair(field, column, likeness)
        for column in columns
        for field in table.fields
        if (likeness := field_likeness(column.name, field.name)) >= LIKELY
    ]
    taken: dict[str, Pair] = {}
    places: set[int] = set()
    for pair in sorted(likely, key=lambda pair: (-pair.likeness, pair.column.place)):
        if pair.field.name not in taken and pair.column.place not in places and _can_hold(pair):
            taken[pair.field.name] = pair
            places.add(pair.column.place)
    return tuple(taken[name] for name in table.field_names if name in taken)


def _can_hold(pair: Pair) -> bool:
    """A column goes to a date only if most of its cells are dates; an empty column may be anything."""
    if pair.field.type not in ("date", "datetime") or pair.field.name == pair.column.name:
        return True
    return pair.column.dates is not None or pair.column.values == ()


def unused(fit: Fit, columns: Sequence[Column]) -> list[Column]:
    """The columns of a part that found no field."""
    places: Mapping[int, Pair] = {pair.column.place: pair for pair in fit.pairs}
    return [column for column in columns if column.place not in places]
