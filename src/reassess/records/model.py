"""The record model: what a force hands over, read from the one descriptor in `model.yaml`.

The descriptor is a Frictionless Data Package (Table Schema). Tables, validation, the data dictionary
page and the `check` verb are all made from it; nothing else in the package lists a table or a field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from reassess.records.yaml_text import load_yaml

DUCKDB_TYPES: Mapping[str, str] = {
    "string": "VARCHAR",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "boolean": "BOOLEAN",
    "integer": "BIGINT",
    "number": "DOUBLE",
}


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
    """A field that names a row of another table by that table's key."""

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
        return next((field for field in self.fields if field.name == name), None) or _missing(self.name, name)


def _missing(table: str, field: str) -> Field:
    raise KeyError(f"the record model has no field {table}.{field}")


@cache
def descriptor() -> dict[str, Any]:
    """The Data Package descriptor as it stands in `model.yaml`."""
    text = files("reassess.records").joinpath("model.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = load_yaml(text)
    return content


@cache
def tables() -> Mapping[str, Table]:
    """Every table of the model by name, in the order of the descriptor."""
    keys = {resource["name"]: _as_tuple(resource["schema"].get("primaryKey")) for resource in descriptor()["resources"]}
    return {resource["name"]: _table(resource, keys) for resource in descriptor()["resources"]}


def _table(resource: Mapping[str, Any], keys: Mapping[str, tuple[str, ...]]) -> Table:
    names = [field["name"] for field in resource["schema"]["fields"]]
    return Table(
        name=resource["name"],
        title=resource["title"],
        fields=tuple(_field(field) for field in resource["schema"]["fields"]),
        primary_key=keys[resource["name"]],
        references=tuple(_references(resource["name"], names, keys)),
    )


def _field(raw: Mapping[str, Any]) -> Field:
    constraints = raw.get("constraints", {})
    return Field(
        name=raw["name"],
        type=raw["type"],
        title=raw.get("title", raw["name"].replace("_", " ").capitalize()),
        required=bool(constraints.get("required", False)),
        enum=tuple(constraints.get("enum", ())),
    )


# The descriptor writes a foreign key out once; the others follow from the names of the fields, which the
# model keeps equal to the key they point at (found_with_person_id, other_person_id end in the key's name).
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
