"""The examples file of a rule, read and checked: what may stand in it, and what is wrong, by file and example."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from reassess.records.errors import UserError
from reassess.records.model import tables
from reassess.rules.catalogue import Band, Rule
from reassess.rules.front_matter import text_of, yaml_of


class Expected(BaseModel):
    """A finding that an example expects."""

    model_config = ConfigDict(extra="forbid")
    verdict: Literal["found", "not_assessable"]
    subject: str | int = ""
    investigation_id: str | int = "1"
    band: Band | None = None
    doubtful: bool | None = None


class Example(BaseModel):
    """One example: rows given, tables and columns that the extract lacks, and the findings that come of them."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=3)
    given: dict[str, list[dict[str, Any]]]
    expect: list[Expected]
    absent: list[str] = Field(default_factory=list)
    as_of: date | None = None

    @field_validator("absent")
    @classmethod
    def _is_there(cls, names: list[str]) -> list[str]:
        known = {*tables(), *(f"{t.name}.{column}" for t in tables().values() for column in t.field_names)}
        unknown = [name for name in names if name not in known]
        if unknown:
            raise ValueError(f"{', '.join(unknown)} is no table and no table.field of the record model")
        return names


def read_examples(rule: Rule) -> list[dict[str, Any]]:
    """The examples of a rule as written.

    Raises UserError with the file, and the example by its name, where something is no example; also where none is
    found or none is not.
    """
    path = rule.examples_path
    content = yaml_of(path, text_of(path), "the list of examples")
    if not isinstance(content, list) or not content:
        raise UserError(f"{path}: expected a list of examples, each with name, given and expect.")
    for number, example in enumerate(content, 1):
        _check(rule, number, example)
    verdicts = {finding["verdict"] for example in content for finding in example["expect"]}
    if "found" not in verdicts or not any(example["expect"] == [] for example in content):
        raise UserError(f"{path}: expected at least one example that is found and one that is not (`expect: []`).")
    return content


def _check(rule: Rule, number: int, example: Any) -> None:
    try:
        Example.model_validate(example)
    except ValidationError as error:
        name = example.get("name") if isinstance(example, dict) else None
        wrong = "; ".join(_said(item) for item in error.errors())
        raise UserError(f"{rule.examples_path}, example {number} ({name or 'without a name'}): {wrong}.") from error


def _said(item: Any) -> str:
    place = ".".join(map(str, item["loc"])) or "example"
    if item["type"] == "extra_forbidden":
        return f"{place}: there is no such key. An example has {', '.join(Example.model_fields)}"
    if item["type"] == "missing":
        return f"{place} is missing"
    return f"{place}: {item['msg'].removeprefix('Value error, ')}"
