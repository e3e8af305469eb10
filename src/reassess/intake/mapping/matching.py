"""Matching of parts to tables and of columns to fields, by the similarity of names and by what cells hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reassess.intake.mapping.profile import Column
from reassess.intake.mapping.synonyms import LIKELY, SURE, field_similarity, table_similarity
from reassess.records.model import Field, Table, tables

# Weights of the score of a table: its name, the required fields found, the columns that found a field.
NAME, REQUIRED, COLUMNS = 0.45, 0.35, 0.2
ENOUGH = 0.5


@dataclass(frozen=True)
class Pair:
    """A column proposed for a field, with their similarity from 0 to 1."""

    field: Field
    column: Column
    similarity: float

    @property
    def sure(self) -> bool:
        """Whether nobody needs to check it."""
        return self.similarity >= SURE


@dataclass(frozen=True)
class Fit:
    """A table proposed for a part, its pairs in the model's order, and a score from 0 to 1."""

    table: Table
    pairs: tuple[Pair, ...]
    score: float
    sure: bool


def best_table(names: Sequence[str], columns: Sequence[Column]) -> Fit | None:
    """The table that fits the names and columns of a part best; None if none fits well enough."""
    fits = [_fit(table, names, columns) for table in tables().values()]
    best = max(fits, key=lambda fit: fit.score)
    return best if best.score >= ENOUGH and best.pairs else None


def _fit(table: Table, names: Sequence[str], columns: Sequence[Column]) -> Fit:
    name = max(table_similarity(name, table.name) for name in names)
    pairs = _pairs(table, columns)
    found = {pair.field.name: pair.similarity for pair in pairs}
    required = [field.name for field in table.fields if field.required]
    share = sum(found.get(field, 0.0) for field in required) / len(required)
    covered = sum(found.values()) / max(1, len(columns))
    score = NAME * (name if name >= LIKELY else 0.0) + REQUIRED * share + COLUMNS * covered
    return Fit(table, pairs, score, sure=name >= SURE)


def _pairs(table: Table, columns: Sequence[Column]) -> tuple[Pair, ...]:
    """One column a field and one field a column, the most similar first."""
    likely = [
        Pair(field, column, similarity)
        for column in columns
        for field in table.fields
        if (similarity := field_similarity(column.name, field.name)) >= LIKELY
    ]
    taken: dict[str, Pair] = {}
    places: set[int] = set()
    for pair in sorted(likely, key=lambda pair: (-pair.similarity, pair.column.place)):
        if pair.field.name not in taken and pair.column.place not in places and _can_hold(pair):
            taken[pair.field.name] = pair
            places.add(pair.column.place)
    return tuple(taken[name] for name in table.field_names if name in taken)


def _can_hold(pair: Pair) -> bool:
    """Whether the cells fit the field: for a date, most must be dates. An empty column fits any field."""
    if pair.field.type not in ("date", "datetime") or pair.field.name == pair.column.name:
        return True
    return pair.column.dates is not None or pair.column.values == ()


def unused(fit: Fit, columns: Sequence[Column]) -> list[Column]:
    """The columns of a part that no field was found for."""
    places: Mapping[int, Pair] = {pair.column.place: pair for pair in fit.pairs}
    return [column for column in columns if column.place not in places]
