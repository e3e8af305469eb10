"""The examples of a rule are its tests: given rows, expected findings.

An examples file is a YAML list::

    - name: named and never interviewed
      given:
        involvement: [{person_id: S1, role: suspect}]
      expect: [{subject: S1, verdict: found}]

Only what matters is written. Every row belongs to investigation `1` unless it says otherwise; that investigation was
recorded on 1 March 2016 and closed on 1 September 2016 with outcome 16 unless given; people who are named but not
given are made with no details, and a person without a row of linking.entity is linked to nobody; every table and column
counts as supplied unless listed under `absent`. A finding may also name its `band` and whether it is `doubtful`.
`as_of` is 30 April 2026 unless given. `expect: []` says that nothing is found.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import duckdb

from reassess.linking.identifiers import normalise_identifiers, write_places, write_shared
from reassess.reading.mentions.dictionary.entries import Dictionary, PersonName
from reassess.records.errors import UserError
from reassess.records.model import tables
from reassess.records.normal import load_macros
from reassess.records.store import Run
from reassess.records.yaml_text import load_yaml
from reassess.rules.catalogue import Rule
from reassess.rules.engine import create_answer_tables, run_rule
from reassess.rules.examples.example_file import read_examples
from reassess.rules.own_sql import lock
from reassess.rules.parameters import RuleSettings
from reassess.rules.verdicts import create_element_table, judge_combinations, load_combinations, load_elements
from reassess.rules.vocabulary import create_vocabulary, refresh_vocabulary

AS_OF = date(2026, 4, 30)
Kind = Literal["criteria", "definitions"]
DERIVED_TABLES = ("linking.identifier", "linking.place", "linking.shared", "linking.shared_place")
"""Tables that the database works out from an example's rows by the SQL of `linking`, rather than being given."""
_INVESTIGATION = {"force": "MPS", "recorded_on": "2016-03-01", "closed_on": "2016-09-01", "outcome_code": "16"}


@dataclass(frozen=True)
class Failure:
    """An example whose findings differ from those expected: what was expected and what came."""

    rule: str
    example: str
    expected: list[tuple[str, str, str]]
    came: list[tuple[str, str, str]]

    def __str__(self) -> str:
        return f"{self.rule}: '{self.example}' expected {self.expected or 'nothing'}, came {self.came or 'nothing'}"


class ViewsOnly(Run):
    """Takes what `linking` writes as views, so that identifiers and places in common follow each example's rows."""

    def write(self, con: duckdb.DuckDBPyConnection, table: str, select: str, order_by: str) -> int:
        """Show the SELECT under the table's name; 0, since nothing is written."""
        con.execute(f"CREATE OR REPLACE VIEW {table} AS {select}")
        return 0


@cache
def table_columns() -> Mapping[str, Mapping[str, str]]:
    """The columns and types of every table that a rule can read, by `schema.table`."""
    content: dict[str, dict[str, str]] = load_yaml(
        files("reassess.records").joinpath("stages.yaml").read_text(encoding="utf-8")
    )
    for table in tables().values():
        extra = {"row_key": "VARCHAR", "source_file": "VARCHAR", "source_row": "BIGINT"}
        content[f"records.{table.name}"] = {**{f.name: f.duckdb_type for f in table.fields}, **extra}
    return content


def check_rules(rules: Iterable[Rule], settings: RuleSettings) -> list[Failure]:
    """Run the examples of the rules; returns those that fail. UserError for a file that is no list of examples."""
    database = ExampleDatabase(settings)
    try:
        return [
            failure
            for rule in rules
            for example in read_examples(rule)
            for failure in _checked(database, rule, example)
        ]
    finally:
        database.con.close()


def _checked(database: "ExampleDatabase", rule: Rule, example: Mapping[str, Any]) -> list[Failure]:
    """As `ExampleDatabase.check`; UserError names the file and the example where its rows cannot be laid out."""
    try:
        return database.check(rule, example)
    except ExampleError as error:
        raise UserError(f"{rule.examples_path}, example '{example['name']}': {error}") from error


class ExampleError(UserError):
    """A row of an example that no table takes."""


class ExampleDatabase:
    """A database with empty tables of every shape, in which one example after another is laid out and judged.

    The words that a rule stands on are made anew for each example, in a transaction that the next one takes back, so
    that it finds the tables as empty as they were.
    """

    def __init__(self, settings: RuleSettings) -> None:
        self.settings = settings
        # A few rows are sooner done by one thread than given out to several.
        self.con = duckdb.connect(config={"threads": 1})
        for name, columns in table_columns().items():
            self.con.execute(f"CREATE SCHEMA IF NOT EXISTS {name.split('.')[0]}")
            if name in DERIVED_TABLES:
                continue
            self.con.execute(
                f"CREATE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in columns.items())})"
            )
        load_macros(self.con)
        normalise_identifiers(self.con)
        write_places(ViewsOnly(Path()), self.con)
        write_shared(ViewsOnly(Path()), self.con)
        create_vocabulary(self.con, settings)
        create_answer_tables(self.con)
        create_element_table(self.con)
        lock(self.con)
        self.con.execute("BEGIN")

    def check(self, rule: Rule, example: Mapping[str, Any]) -> list[Failure]:
        """The failure of one example, or none."""
        settings = replace(self.settings, as_of=example.get("as_of", AS_OF))
        elements = load_elements() if re.search(r"\bdefinition\b", rule.sql) else {}
        self._lay_out(example)
        read = ["every_case closed_case death_not_known", rule.sql, *(element.sql for element in elements.values())]
        refresh_vocabulary(self.con, settings, " ".join(read))
        if elements:
            judge_combinations(self.con, load_combinations("definitions"), elements, settings, "definition")
        run_rule(self.con, rule, settings)
        expected = sorted(_expected(finding) for finding in example["expect"])
        named = {(line[0], line[1]): set(finding) for finding in example["expect"] for line in [_expected(finding)]}
        rows = self.con.execute("SELECT investigation_id, subject, verdict, band, doubtful FROM made").fetchall()
        came = sorted(
            (case, subject, _verdict(named.get((case, subject), set()), verdict, band, doubtful))
            for case, subject, verdict, band, doubtful in rows
        )
        return [] if expected == came else [Failure(rule.slug, str(example["name"]), expected, came)]

    def verdicts(self, kind: Kind, example: Mapping[str, Any]) -> dict[tuple[str, str], str]:
        """How every set of criteria or definition judges investigation `1` of an example.

        Keys are (name, element), the element empty for the whole; values in, out and unknown.
        """
        settings = replace(self.settings, as_of=example.get("as_of", AS_OF))
        elements = load_elements()
        self._lay_out(example)
        refresh_vocabulary(
            self.con, settings, " ".join(["every_case", *(element.sql for element in elements.values())])
        )
        judge_combinations(self.con, load_combinations(kind), elements, settings, "definition")
        rows = self.con.execute("SELECT name, element, verdict FROM definition WHERE investigation_id = '1'").fetchall()
        return {(name, element): verdict for name, element, verdict in rows}

    def _lay_out(self, example: Mapping[str, Any]) -> None:
        self.con.execute("ROLLBACK")
        self.con.execute("BEGIN")
        _fill(self.con, example)
        normalise_identifiers(self.con)


def _expected(finding: Mapping[str, Any]) -> tuple[str, str, str]:
    verdict = _verdict(set(finding), finding["verdict"], finding.get("band"), finding.get("doubtful"))
    return str(finding.get("investigation_id", "1")), str(finding.get("subject", "")), verdict


def _verdict(named: set[str], verdict: str, band: str | None, doubtful: bool | None) -> str:
    """The verdict, with the band and whether the finding is doubtful where the example names them."""
    parts = [verdict] + [f"{band}"] * ("band" in named) + [f"doubtful: {doubtful}"] * ("doubtful" in named)
    return ", ".join(parts)


def _fill(con: duckdb.DuckDBPyConnection, example: Mapping[str, Any]) -> None:
    given = {_full_name(name): [dict(row) for row in rows] for name, rows in example["given"].items()}
    _complete(given)
    for table, rows in given.items():
        for number, row in enumerate(rows):
            _insert(con, table, number, row)
    _supply(con, set(example.get("absent", ())))


def _supply(con: duckdb.DuckDBPyConnection, absent: set[str]) -> None:
    """Say that the extract holds every table and column but those that are absent."""
    held = [
        f"('{table.name}', '{name}')"
        for table in tables().values()
        for name in table.field_names
        if table.name not in absent and f"{table.name}.{name}" not in absent
    ]
    con.execute(f"INSERT INTO records.supplied VALUES {', '.join(held)}")


def _full_name(name: str) -> str:
    match = [full for full in table_columns() if full not in DERIVED_TABLES and name in (full, full.split(".")[1])]
    if not match:
        raise ExampleError(f"gives rows of '{name}', which is no table of a run.")
    return match[0]


def _complete(given: dict[str, list[dict[str, Any]]]) -> None:
    """Add what an example need not say: its investigations and the people that its rows name."""
    _default_investigation(given)
    investigations = given.setdefault("records.investigation", [])
    have = {str(row.setdefault("investigation_id", "1")) for row in investigations}
    named = {str(row["investigation_id"]) for rows in given.values() for row in rows if row.get("investigation_id")}
    investigations += [{"investigation_id": key} for key in sorted((named | {"1"}) - have)]
    for row in investigations:
        for field, value in _INVESTIGATION.items():
            row.setdefault(field, value)
    people = given.setdefault("records.person", [])
    known = {str(row["person_id"]) for row in people}
    people += [{"person_id": key} for key in sorted(_people_named(given) - known)]
    _complete_people(given, people)


def _complete_people(given: dict[str, list[dict[str, Any]]], people: Sequence[Mapping[str, Any]]) -> None:
    """Each person has the names that reading gives a record, and is linked to nobody unless the example links them."""
    names = [
        PersonName(
            str(row["person_id"]), row.get("forename") or "", row.get("middle_names") or "", row.get("surname") or ""
        )
        for row in people
    ]
    given.setdefault("reading.name_key", []).extend(
        {"person_id": person_id, "how": how, "value": value} for person_id, how, value in Dictionary(names).name_keys()
    )
    linked = {str(row["person_id"]) for row in given.get("linking.entity", [])}
    alone = [str(row["person_id"]) for row in people if str(row["person_id"]) not in linked]
    given.setdefault("linking.entity", []).extend(
        {"person_id": key, "entity_id": key, "confirmed": True, "doubtful": False, "how": "alone"} for key in alone
    )


def _default_investigation(given: Mapping[str, Sequence[dict[str, Any]]]) -> None:
    for table, rows in given.items():
        if "investigation_id" in table_columns()[table] and table not in (
            "records.investigation",
            "records.referral",
            "records.intelligence",
        ):
            for row in rows:
                row.setdefault("investigation_id", "1")


def _people_named(given: Mapping[str, Sequence[Mapping[str, Any]]]) -> set[str]:
    return {
        str(value)
        for table, rows in given.items()
        if table.startswith("records.")
        for row in rows
        for field, value in row.items()
        if field.endswith("person_id") and value
    }


def _insert(con: duckdb.DuckDBPyConnection, table: str, number: int, row: dict[str, Any]) -> None:
    unknown = set(row) - set(table_columns()[table])
    if unknown:
        raise ExampleError(
            f"gives {table} the field {', '.join(sorted(unknown))}. Its fields are {', '.join(table_columns()[table])}."
        )
    row = {**_row_key(table, number, row), **row}
    names = ", ".join(row)
    try:
        con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' for _ in row)})", list(row.values()))
    except duckdb.Error as error:
        raise ExampleError(f"a row of {table} cannot be read: {str(error).splitlines()[0]}") from error


def _row_key(table: str, number: int, row: dict[str, Any]) -> dict[str, Any]:
    schema, name = table.split(".")
    if schema != "records" or name not in tables():
        return {}
    key = tables()[name].primary_key
    for field in key:
        row.setdefault(field, f"{name[0].upper()}{number + 1}")
    return {"row_key": "|".join(str(row[field]) for field in key) if key else f"{name}-{number + 1}"}
