"""The record model is read from its descriptor, whole and in order."""

import pytest

from reassess.records.model import DUCKDB_TYPES, descriptor, tables
from tests.shared import SHARED, needs_shared


def test_there_are_nineteen_tables_in_the_order_of_the_descriptor() -> None:
    assert list(tables()) == [resource["name"] for resource in descriptor()["resources"]]
    assert len(tables()) == 19


def test_every_field_has_a_type_that_the_database_knows() -> None:
    assert {field.type for table in tables().values() for field in table.fields} <= set(DUCKDB_TYPES)


@pytest.mark.parametrize(
    ("table", "field", "target"),
    [
        ("offence", "investigation_id", "investigation"),
        ("relationship", "other_person_id", "person"),
        ("missing_episode", "found_with_person_id", "person"),
        ("missing_episode", "found_location_id", "location"),
        ("action", "exhibit_id", "exhibit"),
    ],
)
def test_references_follow_from_the_names_of_fields(table: str, field: str, target: str) -> None:
    assert (field, target) in {(reference.field, reference.table) for reference in tables()[table].references}


def test_a_key_does_not_refer_to_itself() -> None:
    assert tables()["person"].references == ()
    assert tables()["investigation"].references == ()


def test_enums_and_required_fields_are_those_of_the_descriptor() -> None:
    role = tables()["involvement"].field("role")
    assert role.required
    assert role.enum == ("victim", "suspect", "witness", "reporting", "professional", "other")


def test_a_field_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match=r"person\.shoe_size"):
        tables()["person"].field("shoe_size")


@needs_shared
def test_the_package_holds_the_shared_model_unchanged() -> None:
    from importlib.resources import files

    ours = files("reassess.records").joinpath("model.yaml").read_bytes()
    assert ours == (SHARED / "record-model.yaml").read_bytes()
