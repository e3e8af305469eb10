"""The record model: the tables and fields of an extract, read from `model.yaml`.

The descriptor is a Frictionless Data Package (Table Schema). Tables, validation, the data dictionary and `check` are
made from it. No other module lists the tables or their fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NotRequired, TypedDict

from reassess.records.yaml_text import load_yaml

DUCKDB_TYPES: Mapping[str, str] = {
    "string": "VARCHAR",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "boolean": "BOOLEAN",
    "integer": "BIGINT",
    "number": "DOUBLE",
}


class Constraints(TypedDict, total=False):
    """Constraints of a field in the descriptor."""

    required: bool
    unique: bool
    enum: list[str]


class FieldDescriptor(TypedDict):
    """A field in the descriptor."""

    name: str
    type: str
    title: NotRequired[str]
    constraints: NotRequired[Constraints]


class Schema(TypedDict):
    """The schema of a table in the descriptor."""

    primaryKey: NotRequired[str | list[str]]
    fields: list[FieldDescriptor]


class Resource(TypedDict):
    """A table in the descriptor."""

    name: str
    title: str
    schema: Schema


class Descriptor(TypedDict):
    """The part of a Data Package descriptor that is used."""

    resources: list[Resource]


@dataclass(frozen=True)
class Field:
    """One field of a table: its name, Table Schema type, title for people and constraints."""

    name: str
    type: str
    title: str
    required: bool
    enum: tuple[str, ...]

    @property
    def duckdb_type(self) -> str:
        """The DuckDB type that holds this field."""
        return DUCKDB_TYPES[self.type]


@dataclass(frozen=True)
class Reference:
    """A foreign key: a field that refers to a row of another table by its key."""

    field: str
    table: str
    key: str


@dataclass(frozen=True)
class Table:
    """One table of the model, in the order of the descriptor."""

    name: str
    title: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    references: tuple[Reference, ...]

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name; KeyError if the table has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"the record model has no field {self.name}.{name}")


@cache
def descriptor() -> Descriptor:
    """The Data Package descriptor in `model.yaml`."""
    text = files("reassess.records").joinpath("model.yaml").read_text(encoding="utf-8")
    content: Descriptor = load_yaml(text)
    return content


@cache
def tables() -> Mapping[str, Table]:
    """Every table of the model by name, in the order of the descriptor."""
    keys = {resource["name"]: _as_tuple(resource["schema"].get("primaryKey")) for resource in descriptor()["resources"]}
    return {resource["name"]: _table(resource, keys) for resource in descriptor()["resources"]}


def _table(resource: Resource, keys: Mapping[str, tuple[str, ...]]) -> Table:
    names = [field["name"] for field in resource["schema"]["fields"]]
    return Table(
        name=resource["name"],
        title=resource["title"],
        fields=tuple(_field(field) for field in resource["schema"]["fields"]),
        primary_key=keys[resource["name"]],
        references=tuple(_references(resource["name"], names, keys)),
    )


def _field(raw: FieldDescriptor) -> Field:
    constraints = raw.get("constraints", Constraints())
    return Field(
        name=raw["name"],
        type=raw["type"],
        title=raw.get("title", raw["name"].replace("_", " ").capitalize()),
        required=bool(constraints.get("required", False)),
        enum=tuple(constraints.get("enum", ())),
    )


# The descriptor states each foreign key once. The others follow from the names of the fields, which end in the name of
# the key that they refer to (found_with_person_id, other_person_id).
_KEYS_BY_NAME = {
    "investigation_id": "investigation",
    "person_id": "person",
    "location_id": "location",
    "exhibit_id": "exhibit",
}


def _references(table: str, names: list[str], keys: Mapping[str, tuple[str, ...]]) -> list[Reference]:
    return [
        Reference(field=name, table=target, key=key)
        for name in names
        for key, target in _KEYS_BY_NAME.items()
        if (name == key or name.endswith(f"_{key}")) and keys[table] != (name,)
    ]


def _as_tuple(value: str | list[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
