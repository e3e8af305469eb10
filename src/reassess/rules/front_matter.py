"""Read and check the front matter of a rule or element: YAML in the leading comment of its SQL file."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from reassess.records.errors import UserError
from reassess.records.model import tables
from reassess.records.yaml_text import load_yaml

Front = TypeVar("Front", bound=BaseModel)
_FRONT_MATTER = re.compile(r"\A\s*/\*\n(?P<yaml>.*?)\n\*/\s*(?P<sql>.*)\Z", re.DOTALL)


def text_of(path: Path) -> str:
    """Return the text of a file. Raises UserError if it is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise UserError(f"{path}, line {line}: not UTF-8 text. Save the file as UTF-8.") from error


def split_front_matter(path: Path) -> tuple[Mapping[str, Any], str]:
    """Return the front matter and the SQL of a file. Raises UserError if there is none or it is not YAML."""
    match = _front_matter(path)
    # Blank lines before the YAML make its error messages give line numbers of the file.
    before = match.string[: match.start("yaml")].count("\n")
    front = yaml_of(path, "\n" * before + match["yaml"], "the front matter")
    if not isinstance(front, dict):
        raise UserError(f"{path}: the front matter is empty. Add lines such as `title: ...`.")
    return front, match["sql"].strip().rstrip(";")


def first_sql_line(path: Path) -> int:
    """Return the number of the line where the SQL starts, counted from 1."""
    match = _front_matter(path)
    return match.string[: match.start("sql")].count("\n") + 1


def _front_matter(path: Path) -> re.Match[str]:
    match = _FRONT_MATTER.match(text_of(path))
    if not match:
        raise UserError(
            f"{path}: there is no front matter. Start the file with a comment /* ... */ that holds it in YAML."
        )
    return match


def yaml_of(path: Path, text: str, what: str) -> Any:
    """Parse a YAML text. Raises UserError, with the line, if it is not YAML."""
    try:
        return load_yaml(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UserError(f"{path}, line {line}: {what} is not YAML: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise UserError(f"{path}: {what} is not YAML: {error}.") from error


def checked(model: type[Front], path: Path, raw: Mapping[str, Any]) -> Front:
    """Validate the front matter. Raises UserError with the file, and the line and fault of each field."""
    try:
        made = model.model_validate(raw)
    except ValidationError as error:
        lines = text_of(path).splitlines()
        wrong = "; ".join(_said(model, item, lines) for item in error.errors())
        raise UserError(f"{path}: the front matter is not valid: {wrong}.") from error
    _refuse_unknown_needs(path, raw.get("needs") or {})
    return made


def _said(model: type[BaseModel], item: Any, lines: Sequence[str]) -> str:
    field = str(item["loc"][0])
    at = next((number for number, line in enumerate(lines, 1) if line.startswith(f"{field}:")), None)
    where = f"line {at}, " if at else ""
    name = ".".join(map(str, item["loc"]))
    if item["type"] == "extra_forbidden":
        there = model.model_fields if len(item["loc"]) == 1 else ("value", "since", "unit", "source")
        return f"{where}{name}: there is no such field. Use {', '.join(there)}"
    if item["type"] == "missing":
        return f"{name}: is missing. Add `{field}:`"
    if field == "question":
        return f"{where}question: does not end in ?. Write a question"
    return f"{where}{name}: {item['msg'][0].lower()}{item['msg'][1:]}"


def _refuse_unknown_needs(path: Path, needs: Mapping[str, Sequence[str]]) -> None:
    for table, columns in needs.items():
        if table not in tables():
            raise UserError(
                f"{path}: `needs` names the table {table}, which does not exist. Use one of {', '.join(tables())}."
            )
        unknown = [name for name in columns if name not in tables()[table].field_names]
        if unknown:
            fields = ", ".join(tables()[table].field_names)
            raise UserError(
                f"{path}: `needs` names {table}.{', '.join(unknown)}, which does not exist. Use one of {fields}."
            )
