"""The rule library on disk: one SQL file a rule, with front matter in the leading comment.

A rule is `<folder>/<group>/<slug>.sql` and `<slug>.yaml` (its examples). A force's own folder has the same shape.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reassess.records.errors import UserError

Group = Literal["missed", "new", "risk", "justice", "record"]
GROUPS: tuple[Group, ...] = ("missed", "new", "risk", "justice", "record")
Band = Literal["immediate", "same_day", "next_working_day"]

_FRONT_MATTER = re.compile(r"\A\s*/\*\n(?P<yaml>.*?)\n\*/\s*(?P<sql>.*)\Z", re.DOTALL)


class DatedValue(BaseModel):
    """A value of a parameter and the day from which it holds, with its unit and its source."""

    model_config = ConfigDict(extra="forbid")
    value: int | float | str | date | list[str]
    since: date = date(1900, 1, 1)
    unit: str | None = None
    source: str | None = None


class FrontMatter(BaseModel):
    """What stands in the leading comment of a rule; every field is shown to people somewhere."""

    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=8)
    question: str = Field(pattern=r"\?$")
    says: str = Field(min_length=8)
    why: str = Field(min_length=20)
    source: str = Field(min_length=5)
    subject: str
    runs_on: Literal["closed", "all"] = "closed"
    needs: dict[str, list[str]] = Field(default_factory=dict)
    expected_from: date | None = None
    version: int = Field(ge=1)
    parameters: dict[str, list[DatedValue]] = Field(default_factory=dict)
    band: Band | None = None
    route: str | None = None
    reading: str | None = Field(default=None, description="Which reading of the catalogue was taken, and why")


@dataclass(frozen=True)
class Rule:
    """One rule of the library: its name, its group, what it says of itself, its SELECT and where it lies."""

    slug: str
    group: Group
    front: FrontMatter
    sql: str
    path: Path

    @cached_property
    def examples_path(self) -> Path:
        """Where the rule's examples lie."""
        return self.path.with_suffix(".yaml")


def package_folder() -> Path:
    """The folder of the rules that come with the package."""
    with as_file(files("reassess.rules")) as folder:
        return folder / "library"


def load(folders: Iterable[Path]) -> list[Rule]:
    """Every rule of the folders, in the order of groups and names.

    Raises UserError, naming the file, for a rule without front matter, without a source, with an unknown field or
    group, without examples, or with the name of another rule.
    """
    rules = [_read(path) for folder in folders for path in sorted(folder.glob("*/*.sql"))]
    _refuse_twins(rules)
    return sorted(rules, key=lambda rule: (GROUPS.index(rule.group), rule.slug))


def _read(path: Path) -> Rule:
    group = next((name for name in GROUPS if name == path.parent.name), None)
    if group is None:
        raise UserError(f"{path}: a rule lies in a folder named for its group, one of {', '.join(GROUPS)}.")
    front, sql = split_front_matter(path)
    rule = Rule(path.stem, group, checked_front_matter(path, front), sql, path)
    if rule.group == "risk" and not (rule.front.band and rule.front.route):
        raise UserError(f"{path}: a rule of the group risk states its band and its route. Add `band:` and `route:`.")
    if not rule.examples_path.exists():
        raise UserError(
            f"{path}: no examples. Write {rule.examples_path.name} beside it (`reassess rules new` makes one)."
        )
    return rule


def split_front_matter(path: Path) -> tuple[Mapping[str, Any], str]:
    """The front matter (a YAML mapping) and the SQL of a file; UserError if it has none or it does not parse."""
    match = _FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    if not match:
        raise UserError(f"{path}: expected a comment /* ... */ with the front matter in YAML at the top of the file.")
    try:
        front = yaml.safe_load(match["yaml"])
    except yaml.YAMLError as error:
        raise UserError(f"{path}: the front matter is not YAML: {error}") from error
    if not isinstance(front, dict):
        raise UserError(f"{path}: the front matter is empty. Expected lines such as `title: ...`.")
    return front, match["sql"].strip().rstrip(";")


def checked_front_matter(path: Path, raw: Mapping[str, Any]) -> FrontMatter:
    """The front matter as a checked object; UserError names the file and each field that is wrong."""
    try:
        return FrontMatter.model_validate(raw)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        raise UserError(f"{path}: the front matter does not hold what a rule needs: {wrong}.") from error


def _refuse_twins(rules: Iterable[Rule]) -> None:
    seen: dict[str, Rule] = {}
    for rule in rules:
        if rule.slug in seen:
            raise UserError(
                f"{rule.path}: a rule of this name is already at {seen[rule.slug].path}. Give it another name."
            )
        seen[rule.slug] = rule


def find(rules: Iterable[Rule], slug: str) -> Rule:
    """The rule of that name; UserError with the nearest names if there is none."""
    by_slug = {rule.slug: rule for rule in rules}
    if slug not in by_slug:
        near = [name for name in by_slug if any(part in name for part in slug.split("-") if len(part) > 3)]
        hint = f" Did you mean {', '.join(near[:4])}?" if near else " `reassess rules list` shows them all."
        raise UserError(f"There is no rule '{slug}'.{hint}")
    return by_slug[slug]
