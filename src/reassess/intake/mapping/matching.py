"""Matching of parts to tables and of columns to fields, by the similarity of names and by what cells hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reassess.intake.mapping.profile import Column
from reassess.intake.mapping.synonyms import (
    LIKELY,
    SURE,
    code_similarity,
    field_similarity,
    is_word_for_nothing,
    table_similarity,
)
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
        if (similarity := _similarity(column, field)) >= LIKELY
    ]
    taken: dict[str, Pair] = {}
    places: set[int] = set()
    for pair in sorted(likely, key=lambda pair: (-pair.similarity, pair.column.place)):
        if pair.field.name not in taken and pair.column.place not in places and _can_hold(table, pair):
            taken[pair.field.name] = pair
            places.add(pair.column.place)
    return tuple(taken[name] for name in table.field_names if name in taken)


def _similarity(column: Column, field: Field) -> float:
    """Similarity of a column and a field by their names, or else by the codes that the column holds."""
    by_name = field_similarity(column.name, field.name)
    return max(by_name, LIKELY) if by_name < LIKELY and holds_codes_of(column, field) else by_name


def holds_codes_of(column: Column, field: Field) -> bool:
    """Whether all values of a column are codes of a field, and at least two of them of no other kind of field."""
    values = [value for value, _ in column.values if not is_word_for_nothing(value)]
    if not field.enum or len(values) < 2:
        return False
    codes = [max(field.enum, key=lambda code: code_similarity(value, field.name, code)) for value in values]
    alike = [code_similarity(value, field.name, code) for value, code in zip(values, codes, strict=True)]
    return min(alike) >= SURE and len({code for code in codes if code not in _COMMON_CODES}) >= 2


_COMMON_CODES = {"yes", "no", "other", "unknown", "none"}
FREE_TEXT = {"summary", "closure_reason", "text", "description", "note", "rationale", "result", "offence_title"}
"""Fields that hold sentences of people, in any table."""


def _can_hold(table: Table, pair: Pair) -> bool:
    """Whether the cells fit the field. An empty column fits any field.

    Most cells of a date must be dates. A text is not one of a few codes of another field of the table.
    """
    field, column = pair.field, pair.column
    if field.name in FREE_TEXT:
        return not any(holds_codes_of(column, other) for other in table.fields)
    if field.type not in ("date", "datetime") or field.name == column.name:
        return True
    return column.dates is not None or column.values == ()


def unused(fit: Fit, columns: Sequence[Column]) -> list[Column]:
    """The columns of a part that no field was found for."""
    places: Mapping[int, Pair] = {pair.column.place: pair for pair in fit.pairs}
    return [column for column in columns if column.place not in places]
