"""Criteria and definitions: elements with a verdict each, combined by `all`, `any` and `not`.

The logic is SQL's three-valued logic: TRUE is `in`, FALSE is `out`, NULL is `unknown`. An unknown verdict does not take
a case out of scope. An element is `elements/<slug>.sql`. Criteria and definitions are YAML files that name elements.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

import duckdb
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reassess.records.errors import UserError
from reassess.records.store import quoted
from reassess.rules.catalogue import DatedValue
from reassess.rules.engine import EVIDENCE
from reassess.rules.front_matter import checked, split_front_matter, text_of, yaml_of
from reassess.rules.own_sql import one_select
from reassess.rules.parameters import RuleSettings, fill, parameter_values
from reassess.rules.requirements import missing_from_run

Tree = str | dict[Literal["all", "any", "not"], Any]


class ElementFront(BaseModel):
    """The front matter of an element."""

    model_config = ConfigDict(extra="forbid")
    title: str
    question: str = Field(pattern=r"\?$")
    source: str
    version: int = Field(ge=1)
    needs: dict[str, list[str]] = Field(default_factory=dict)
    parameters: dict[str, list[DatedValue]] = Field(default_factory=dict)
    reading: str | None = None


class CombinationFile(BaseModel):
    """A set of criteria or a definition: elements joined by `all`, `any` and `not`, and the parameters it sets."""

    model_config = ConfigDict(extra="forbid")
    title: str
    source: str
    version: int = Field(ge=1)
    words: str | None = None
    when: Any
    parameters: dict[str, dict[str, Any]] = Field(default_factory=dict)
    reading: str | None = None


@dataclass(frozen=True)
class Element:
    """An element with the parameter values that a combination sets for it."""

    slug: str
    front: ElementFront
    sql: str
    path: Path
    own: tuple[tuple[str, Any], ...] = ()

    @cached_property
    def variant(self) -> str:
        """The parameter values that the combination sets, as `name=value`; empty if it sets none."""
        return ",".join(f"{name}={value}" for name, value in self.own)


@dataclass(frozen=True)
class Combination:
    """A set of criteria or a definition, with its name."""

    slug: str
    content: CombinationFile

    @cached_property
    def elements(self) -> tuple[str, ...]:
        """The elements it names, in order, without repeats."""
        return tuple(dict.fromkeys(_leaves(self.content.when)))


def load_combinations(kind: Literal["criteria", "definitions"], folders: Iterable[Path] = ()) -> list[Combination]:
    """Load the criteria or definitions of the package and of a force's own folders."""
    with as_file(files("reassess.rules")) as package:
        paths = sorted((package / kind).glob("*.yaml"))
    paths += [path for folder in folders for path in sorted((folder / kind).glob("*.yaml"))]
    return [Combination(path.stem, _combination(path)) for path in paths]


def _combination(path: Path) -> CombinationFile:
    try:
        return CombinationFile.model_validate(yaml_of(path, text_of(path), "the combination"))
    except ValidationError as error:
        raise UserError(
            f"{path}: not a valid combination: {error}. It needs title, source, version and when."
        ) from error


def load_elements(folders: Iterable[Path] = ()) -> dict[str, Element]:
    """Load every element of the package and of a force's own folders, by name."""
    with as_file(files("reassess.rules")) as package:
        paths = sorted((package / "elements").glob("*.sql"))
    paths += [path for folder in folders for path in sorted((folder / "elements").glob("*.sql"))]
    return {path.stem: _element(path) for path in paths}


def _element(path: Path) -> Element:
    front, sql = split_front_matter(path)
    return Element(path.stem, checked(ElementFront, path, front), sql, path)


def _leaves(tree: Tree) -> list[str]:
    if isinstance(tree, str):
        return [tree]
    branches = [branch for value in tree.values() for branch in (value if isinstance(value, list) else [value])]
    return [leaf for branch in branches for leaf in _leaves(branch)]


def expression(tree: Tree) -> str:
    """Return the tree as an SQL expression over columns named after the elements."""
    if isinstance(tree, str):
        return f'"{tree}"'
    (kind, value), *rest = tree.items()
    if rest or kind not in ("all", "any", "not"):
        raise UserError(f"`when:` has {', '.join(tree)} at one level. Use one of all, any or not.")
    if kind == "not":
        return f"(NOT {expression(value)})"
    return "(" + (" AND " if kind == "all" else " OR ").join(expression(branch) for branch in value) + ")"


def judge_combinations(
    con: duckdb.DuckDBPyConnection,
    named: Sequence[Combination],
    elements: Mapping[str, Element],
    settings: RuleSettings,
    into: str,
) -> None:
    """Work out the verdict of each combination on every investigation, into the temp table `into`.

    `into` has (investigation_id, name, element, variant, verdict, note, near_miss): one row for the combination, with
    an empty element, and one for each element. The evidence of elements is in the temp table `element_verdict`.
    """
    con.execute(
        f"CREATE TEMP TABLE {into} (investigation_id VARCHAR, name VARCHAR, element VARCHAR, variant VARCHAR,"
        " verdict VARCHAR, note VARCHAR, near_miss BOOLEAN)"
    )
    for item in named:
        chosen = [_variant_of(item, slug, elements) for slug in item.elements]
        for element in chosen:
            _judge_element(con, element, settings)
        _combine(con, item, chosen, into)


def create_element_table(con: duckdb.DuckDBPyConnection) -> None:
    """Create the temp table of each element's verdict and evidence, one row for each variant."""
    con.execute(
        "CREATE TEMP TABLE element_verdict (investigation_id VARCHAR, element VARCHAR, variant VARCHAR,"
        f" verdict BOOLEAN, note VARCHAR, evidence {EVIDENCE}[])"
    )


def _variant_of(item: Combination, slug: str, elements: Mapping[str, Element]) -> Element:
    if slug not in elements:
        raise UserError(f"{item.slug}: there is no element '{slug}'. Add elements/{slug}.sql, or correct the name.")
    element = elements[slug]
    own = tuple(sorted(item.content.parameters.get(slug, {}).items()))
    return Element(element.slug, element.front, element.sql, element.path, own)


def _judge_element(con: duckdb.DuckDBPyConnection, element: Element, settings: RuleSettings) -> None:
    known = [element.slug, element.variant]
    if con.execute("SELECT 1 FROM element_verdict WHERE element = ? AND variant = ? LIMIT 1", known).fetchall():
        return
    lacking = missing_from_run(con, element.front.needs)
    if lacking:
        con.execute(
            "INSERT INTO element_verdict SELECT investigation_id, ?, ?, NULL, ?, [row_of('investigation', row_key)]"
            " FROM every_case",
            [*known, lacking],
        )
        return
    own = {**settings.parameters.get(element.slug, {}), **dict(element.own)}
    try:
        select = one_select(con, fill(element.sql, parameter_values(element.front.parameters, own, settings)))
        con.execute(
            f"INSERT INTO element_verdict SELECT i.investigation_id, {quoted(element.slug)}, {quoted(element.variant)},"
            f" e.verdict, e.note, coalesce(e.evidence, [row_of('investigation', i.row_key)])"
            f" FROM every_case i LEFT JOIN ({_noted(con, select)}) e USING (investigation_id)"
        )
    except (duckdb.Error, UserError) as error:
        raise UserError(f"element {element.slug} ({element.path}) does not run: {error}") from error


def _noted(con: duckdb.DuckDBPyConnection, select: str) -> str:
    columns = {row[0] for row in con.execute(f"DESCRIBE {select}").fetchall()}
    note = "note" if "note" in columns else "NULL::VARCHAR AS note"
    evidence = "evidence" if "evidence" in columns else f"NULL::{EVIDENCE}[] AS evidence"
    return f"SELECT investigation_id, verdict, {note}, {evidence} FROM ({select})"


_WORD = "CASE WHEN verdict THEN 'in' WHEN NOT verdict THEN 'out' ELSE 'unknown' END"


def _combine(con: duckdb.DuckDBPyConnection, item: Combination, chosen: Sequence[Element], into: str) -> None:
    wanted = ", ".join(f"({quoted(element.slug)}, {quoted(element.variant)})" for element in chosen)
    columns = ", ".join(
        f'bool_or(verdict) FILTER (element = {quoted(element.slug)}) AS "{element.slug}"' for element in chosen
    )
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE part AS
        SELECT investigation_id, element, variant, verdict, note FROM element_verdict
        WHERE (element, variant) IN ({wanted});
        INSERT INTO {into}
        SELECT investigation_id, {quoted(item.slug)}, element, variant, {_WORD}, note, FALSE FROM part
        UNION ALL
        SELECT investigation_id, {quoted(item.slug)}, '', '', {_WORD}, note, outs = 1 OR verdict IS NULL
        FROM (SELECT investigation_id, {expression(item.content.when)} AS verdict, outs, note
              FROM (SELECT investigation_id, {columns}, count(*) FILTER (NOT verdict) AS outs,
                           string_agg(element || ': ' || note, '; ' ORDER BY element)
                               FILTER (verdict IS NOT TRUE AND note IS NOT NULL) AS note
                    FROM part GROUP BY investigation_id))"""
    )
