"""The rule library on disk: one SQL file for each rule, with front matter in its leading comment.

A rule is `<folder>/<group>/<slug>.sql`, with its examples in `<slug>.yaml`. A force's own folder has the same layout.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from reassess.records.errors import UserError
from reassess.rules.front_matter import checked, split_front_matter

Group = Literal["missed", "new", "risk", "justice", "record"]
GROUPS: tuple[Group, ...] = ("missed", "new", "risk", "justice", "record")
Band = Literal["immediate", "same_day", "next_working_day", "before_contact"]

OTHER_FOLDERS = ("criteria", "definitions", "elements")
"""The folders that a force may have beside its rules (verdicts.py)."""
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class DatedValue(BaseModel):
    """A parameter value and the day from which it applies, with its unit and source."""

    model_config = ConfigDict(extra="forbid")
    value: int | float | str | date | list[str]
    since: date = date(1900, 1, 1)
    unit: str | None = None
    source: str | None = None


class FrontMatter(BaseModel):
    """The fields in the leading comment of a rule. Each one is shown to readers somewhere."""

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
    parameters: dict[str, Annotated[list[DatedValue], Field(min_length=1)]] = Field(default_factory=dict)
    band: Band | None = None
    route: str | None = None
    reading: str | None = Field(default=None, description="Which reading of the catalogue was taken, and why")


@dataclass(frozen=True)
class Rule:
    """One rule: its name, group, front matter, SELECT and file."""

    slug: str
    group: Group
    front: FrontMatter
    sql: str
    path: Path

    @cached_property
    def examples_path(self) -> Path:
        """The file of the rule's examples."""
        return self.path.with_suffix(".yaml")


def package_folder() -> Path:
    """Return the folder of the rules that come with the package."""
    with as_file(files("reassess.rules")) as folder:
        return folder / "library"


def load(folders: Iterable[Path]) -> list[Rule]:
    """Load every rule of the folders, sorted by group and name.

    Raises UserError, naming the file, if a rule has no front matter, source or examples, has an unknown field or group,
    or shares its name with another rule; and if a folder does not exist or has no rules.
    """
    rules = [_read(path) for folder in folders for path in _rule_files(folder)]
    _refuse_twins(rules)
    return sorted(rules, key=lambda rule: (GROUPS.index(rule.group), rule.slug))


def _rule_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder. To start one: reassess rules new SLUG --folder {folder}")
    files = sorted(path for path in folder.glob("*/*.sql") if path.parent.name not in OTHER_FOLDERS)
    astray = [*folder.glob("*.sql"), *(path for path in _examples(folder) if not path.with_suffix(".sql").exists())]
    if astray:
        raise UserError(
            f"{sorted(astray)[0]}: not where a rule is expected. Put NAME.sql and NAME.yaml"
            f" in a folder named after the group: {', '.join(GROUPS)}."
        )
    if not files and not any((folder / name).is_dir() for name in OTHER_FOLDERS):
        raise UserError(
            f"{folder}: there are no rules here. Add <group>/<name>.sql, with a group of {', '.join(GROUPS)}."
        )
    return files


def _examples(folder: Path) -> Iterable[Path]:
    return (path for group in GROUPS for path in (folder / group).glob("*.yaml"))


def _read(path: Path) -> Rule:
    group = next((name for name in GROUPS if name == path.parent.name), None)
    if group is None:
        raise UserError(f"{path}: '{path.parent.name}' is not a group. Use one of {', '.join(GROUPS)}.")
    if not _SLUG.fullmatch(path.stem):
        raise UserError(
            f"{path}: '{path.stem}' is not a valid name. Use lower-case letters and hyphens: no-house-to-house."
        )
    raw, sql = split_front_matter(path)
    front = checked(FrontMatter, path, raw)
    if re.search(r"\b(was|were) not\b", front.says):
        raise UserError(
            f"{path}: `says` states that something was not done. Write `No record of ...`, since records have gaps."
        )
    rule = Rule(path.stem, group, front, sql, path)
    if rule.group == "risk" and not (rule.front.band and rule.front.route):
        raise UserError(f"{path}: a risk rule needs a band and a route. Add `band:` and `route:`.")
    if not rule.examples_path.exists():
        raise UserError(f"{path}: there are no examples. Write them in {rule.examples_path.name}, in the same folder.")
    return rule


def _refuse_twins(rules: Iterable[Rule]) -> None:
    seen: dict[str, Rule] = {}
    for rule in rules:
        if rule.slug in seen:
            raise UserError(f"{rule.path}: another rule has this name ({seen[rule.slug].path}). Rename one of them.")
        seen[rule.slug] = rule


def find(rules: Iterable[Rule], slug: str) -> Rule:
    """Return the rule with this name. Raises UserError, with similar names, if there is none."""
    by_slug = {rule.slug: rule for rule in rules}
    if slug not in by_slug:
        near = [name for name in by_slug if any(part in name for part in slug.split("-") if len(part) > 3)]
        hint = f" Did you mean {', '.join(near[:4])}?" if near else " `reassess rules list` shows them all."
        raise UserError(f"{slug}: there is no rule with this name.{hint}")
    return by_slug[slug]
