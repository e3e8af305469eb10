"""The engine: shared words, then every rule as one SELECT, then findings with their evidence.

A rule's SELECT lists everybody and everything that its question is asked of and says with `found` what the record
answers: TRUE found, FALSE not found, NULL not assessable (then `missing` names the field). The engine groups the
answers by investigation and subject, writes the sentence, and refuses a finding without evidence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from reassess.records.errors import UserError
from reassess.records.normal import load_macros
from reassess.records.store import quoted
from reassess.records.yaml_text import load_yaml
from reassess.rules.catalogue import DatedValue, Rule
from reassess.rules.front_matter import first_sql_line
from reassess.rules.near_duplicates import load_functions

EVIDENCE = (
    "STRUCT(source_table VARCHAR, source_key VARCHAR, source_field VARCHAR, page INTEGER,"
    " start_at INTEGER, end_at INTEGER, words VARCHAR)"
)
REQUIRED_COLUMNS = ("investigation_id", "subject", "found", "evidence")
SCHEMAS = ("words", "records", "reading", "linking", "networks")


@dataclass(frozen=True)
class Settings:
    """What an assessment depends on besides the records.

    as_of: the day of the assessment. parameters: values set for this review, by rule and parameter name.
    folders: the force's own rule folders. closures: the force's own closure wordings (pattern, nfa, why).
    """

    as_of: date
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    folders: Sequence[Path] = ()
    closures: Sequence[Mapping[str, Any]] = ()


def prepare(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Make the vocabulary over the tables of a run: macros, and each word as a table in schema `words`."""
    for schema in SCHEMAS:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    con.execute(f"SET search_path = '{','.join(SCHEMAS)}'")
    load_macros(con)
    load_functions(con)
    _offence_codes(con)
    _closure_wordings(con, settings.closures)
    for statement in vocabulary():
        con.execute(_as_table(statement, settings))


def remake(con: duckdb.DuckDBPyConnection, settings: Settings, sql: str) -> None:
    """Make those words anew that the SQL stands on, after the rows beneath them or the day have changed."""
    texts = {name: text for text in vocabulary() if (name := _word_name(text))}
    wanted: set[str] = set()
    reached = [sql]
    while reached:
        named = set(re.findall(r"\w+", reached.pop())) & set(texts) - wanted
        wanted |= named
        reached += [texts[name] for name in named]
    for name, text in texts.items():
        if name in wanted and text.startswith("CREATE VIEW"):
            con.execute(_as_table(text, settings))


def _as_table(statement: str, settings: Settings) -> str:
    text = fill(statement, {"as_of": settings.as_of})
    return re.sub(r"\ACREATE VIEW (\w+)", r"CREATE OR REPLACE TABLE words.\1", text)


def _word_name(statement: str) -> str | None:
    match = re.match(r"CREATE (?:VIEW|MACRO) (\w+)", statement)
    return match[1] if match else None


@cache
def vocabulary() -> tuple[str, ...]:
    """The statements of `vocabulary.sql`, in order, without their comments."""
    text = files("reassess.rules").joinpath("vocabulary.sql").read_text(encoding="utf-8")
    text = re.sub(r"^--.*\n", "", text, flags=re.MULTILINE)
    return tuple(part.strip() for part in re.split(r"^;$", text, flags=re.MULTILINE) if part.strip())


def _data(name: str) -> Any:
    return load_yaml(files("reassess.rules").joinpath("data", name).read_text(encoding="utf-8"))


def _offence_codes(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE TABLE words.offence_code (code VARCHAR, contact BOOLEAN, sexual BOOLEAN, under_13 BOOLEAN)")
    rows = [
        [code, line["contact"], line["sexual"], line["under_13"]]
        for line in _data("offences.yaml")["classes"]
        for code in line["codes"]
    ]
    con.executemany("INSERT INTO words.offence_code VALUES (?, ?, ?, ?)", rows)


def _closure_wordings(con: duckdb.DuckDBPyConnection, own: Sequence[Mapping[str, Any]]) -> None:
    con.execute("CREATE TABLE words.closure_wording (line INTEGER, pattern VARCHAR, nfa BOOLEAN, why VARCHAR)")
    lines = [*own, *_data("closures.yaml")["lines"]]
    rows = [[number, line["pattern"], line["nfa"], line["why"]] for number, line in enumerate(lines)]
    con.executemany("INSERT INTO words.closure_wording VALUES (?, ?, ?, ?)", rows)


def fill(sql: str, values: Mapping[str, Any]) -> str:
    """The SQL with every $name replaced by the value as a literal; UserError for a name without a value."""

    def literal_of(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise UserError(f"${match[1]} has no value. Declare it under `parameters:` in the front matter.")
        return literal(values[match[1]])

    return re.sub(r"\$([a-z_][a-z0-9_]*)", literal_of, sql)


def literal(value: Any) -> str:
    """A Python value as an SQL literal (numbers, booleans, days, text and lists of text)."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, list | tuple):
        return f"({', '.join(literal(item) for item in value)})"
    return quoted(str(value))


def parameter_values(
    declared: Mapping[str, Sequence[DatedValue]], own: Mapping[str, Any], settings: Settings
) -> dict[str, Any]:
    """The value of each parameter: set for this review, or else the one in force on the day of the assessment."""
    unknown = set(own) - set(declared)
    if unknown:
        raise UserError(f"review.toml sets {', '.join(sorted(unknown))}; expected {', '.join(declared) or 'none'}.")
    in_force = {name: _in_force(name, values, settings.as_of) for name, values in declared.items() if name not in own}
    return {"as_of": settings.as_of, **in_force, **own}


def _in_force(name: str, values: Sequence[DatedValue], as_of: date) -> Any:
    begun = [value for value in values if value.since <= as_of]
    if not begun:
        first = min(value.since for value in values)
        raise UserError(
            f"parameter {name} has no value on {as_of:%-d %B %Y}; its first is in force from {first:%-d %B %Y}."
        )
    return max(begun, key=lambda value: value.since).value


def make_tables(con: duckdb.DuckDBPyConnection) -> None:
    """The temporary tables in which findings and evidence are gathered."""
    con.execute(
        "CREATE TEMP TABLE made (investigation_id VARCHAR, rule VARCHAR, subject VARCHAR, verdict VARCHAR,"
        f" band VARCHAR, says VARCHAR, note VARCHAR, doubtful BOOLEAN, evidence {EVIDENCE}[])"
    )
    con.execute(
        "CREATE TEMP TABLE asked (rule VARCHAR, asked BIGINT, found BIGINT, not_found BIGINT, not_assessable BIGINT)"
    )


def run_rule(con: duckdb.DuckDBPyConnection, rule: Rule, settings: Settings) -> None:
    """Ask one rule of every investigation and add its findings to the table `made`.

    Raises UserError with the rule's name where it does not bind, lacks a column, or finds without evidence.
    """
    lacking = lacking_needs(con, rule.front.needs)
    if lacking:
        _not_assessable_everywhere(con, rule, lacking)
        return
    try:
        values = parameter_values(rule.front.parameters, settings.parameters.get(rule.slug, {}), settings)
        con.execute(_insert(con, rule, one_select(con, fill(rule.sql, values))))
        _refuse_unevidenced(con)
    except duckdb.Error as error:
        raise UserError(f"rule {rule.slug} ({rule.path}) does not run: {_in_file(error, rule.path)}") from error
    except UserError as error:
        raise UserError(f"rule {rule.slug} ({rule.path}): {error}") from error


def _in_file(error: duckdb.Error, path: Path) -> str:
    """DuckDB's words, with the line of the file in place of the line of the statement."""
    if not path.exists():
        return str(error)
    return re.sub(r"\bLINE (\d+):", lambda match: f"line {int(match[1]) + first_sql_line(path) - 1}:", str(error))


def one_select(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The SQL of a rule or an element; UserError where it is anything but one SELECT, which could change a run."""
    statements = con.extract_statements(sql)
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        raise UserError("expected one SELECT and nothing else. Take out what follows or precedes it.")
    return sql


Needs = Mapping[str, Sequence[str]]
"""The columns that a rule or an element needs, by table."""


def lacking_needs(con: duckdb.DuckDBPyConnection, needs: Needs) -> str:
    """What is needed and the extract does not have, in words; empty where nothing is missing."""
    supplied: dict[str, set[str]] = {}
    for table, column in con.execute("SELECT table_name, column_name FROM records.supplied").fetchall():
        supplied.setdefault(table, set()).add(column)
    return _lacking(needs, supplied)


def lacking_from(rule: Rule, supplied: Mapping[str, set[str]]) -> str:
    """As `lacking_needs` for a rule, from a mapping of table to its columns."""
    return _lacking(rule.front.needs, supplied)


def _lacking(needs: Needs, supplied: Mapping[str, set[str]]) -> str:
    parts = []
    for table, columns in needs.items():
        if table not in supplied:
            parts.append(f"the extract has no table {table}")
            continue
        parts += [f"the extract has no field {table}.{name}" for name in columns if name not in supplied[table]]
    return "; ".join(parts)


def _not_assessable_everywhere(con: duckdb.DuckDBPyConnection, rule: Rule, lacking: str) -> None:
    population = "closed_inquiry" if rule.front.runs_on == "closed" else "inquiry"
    says = f"Cannot be assessed: {lacking}."
    con.execute(
        f"INSERT INTO made SELECT investigation_id, ?, '', 'not_assessable', NULL, ?, ?, FALSE,"
        f" [row_of('investigation', row_key)] FROM {population}",
        [rule.slug, says, lacking],
    )
    con.execute(
        f"INSERT INTO asked SELECT ?, count(*), 0, 0, count(*) FROM {population}",
        [rule.slug],
    )


def _insert(con: duckdb.DuckDBPyConnection, rule: Rule, select: str) -> str:
    types = {row[0]: row[1] for row in con.execute(f"DESCRIBE {select}").fetchall()}
    _refuse_other_shapes(types)
    population = "closed_inquiry" if rule.front.runs_on == "closed" else "inquiry"
    con.execute(f"CREATE OR REPLACE TEMP TABLE answer AS {_answers(rule, types, select, population)}")
    con.execute(
        "INSERT INTO asked SELECT ?, count(*), count(*) FILTER (found), count(*) FILTER (NOT found),"
        " count(*) FILTER (found IS NULL) FROM answer",
        [rule.slug],
    )
    return (
        f"INSERT INTO made SELECT investigation_id, {quoted(rule.slug)}, subject,"
        " CASE WHEN found THEN 'found' ELSE 'not_assessable' END, band, says, note, doubtful, evidence"
        " FROM answer WHERE found IS NOT FALSE"
    )


def _refuse_other_shapes(types: Mapping[str, str]) -> None:
    absent = [name for name in REQUIRED_COLUMNS if name not in types]
    if absent:
        raise UserError(f"its SELECT returns no column {', '.join(absent)}.")
    for name in ("found", "doubtful"):
        if types.get(name, "BOOLEAN") not in ("BOOLEAN", '"NULL"', "INTEGER"):
            raise UserError(f"its SELECT returns `{name}` as {types[name]}; expected TRUE, FALSE or NULL.")
    if not types["evidence"].endswith("[]") or types["evidence"] == "VARCHAR[]":
        raise UserError(
            f"its SELECT returns `evidence` as {types['evidence']};"
            " expected a list of row_of(table, key), field_of(...) or words_of(...)."
        )


def _answers(rule: Rule, types: Mapping[str, str], select: str, population: str) -> str:
    """One row for each investigation and subject that the question was asked of.

    Those of whom nothing is found or unknown, which can be millions, are counted and never gathered with their rows.
    """
    optional = {name: name if name in types else "NULL" for name in ("missing", "note")}
    doubtful = "coalesce(doubtful, FALSE)" if "doubtful" in types else "FALSE"
    band = "band" if "band" in types else literal(rule.front.band) if rule.front.band else "NULL::VARCHAR"
    return f"""
        WITH said AS MATERIALIZED (
            SELECT investigation_id, coalesce(subject::VARCHAR, '') AS subject, found::BOOLEAN AS found,
                   CASE WHEN found IS NOT FALSE THEN evidence END AS evidence,
                   CASE WHEN found THEN {sentence(rule.front.says, types)} END AS says,
                   CASE WHEN found IS NULL THEN {optional["missing"]}::VARCHAR END AS missing,
                   {optional["note"]}::VARCHAR AS note, {doubtful} AS doubtful, {band} AS band
            FROM ({select}) WHERE investigation_id IN (SELECT investigation_id FROM {population})),
        grouped AS (
            SELECT investigation_id, subject, CASE WHEN bool_or(coalesce(found, FALSE)) THEN TRUE END AS found,
                   min(says) AS says, min(missing) AS missing,
                   coalesce(min(note) FILTER (found), min(note) FILTER (found IS NULL)) AS note,
                   coalesce(bool_and(doubtful) FILTER (found), FALSE) AS doubtful,
                   min(band) AS band,
                   flatten(list(evidence) FILTER (found)) AS of_found,
                   flatten(list(evidence) FILTER (found IS NULL)) AS of_unknown
            FROM said WHERE found IS NOT FALSE GROUP BY investigation_id, subject)
        SELECT investigation_id, subject, found, note, doubtful, band,
               coalesce(begun(says), concat('Cannot be assessed: ', coalesce(missing, 'a field that the test needs'),
                                     ' is not known.')) AS says,
               list_sort(list_distinct(coalesce(of_found, of_unknown, []))) AS evidence
        FROM grouped
        UNION ALL
        SELECT DISTINCT investigation_id, subject, FALSE, NULL, FALSE, NULL, NULL, NULL
        FROM said ANTI JOIN grouped USING (investigation_id, subject) WHERE NOT found"""


def sentence(says: str, types: Mapping[str, str]) -> str:
    """An SQL expression for the sentence: `{{column}}` stands for a column of the SELECT, days in words."""
    parts = re.split(r"\{(\w+)\}", says)
    texts, names = parts[0::2], parts[1::2]
    unknown = [name for name in names if name not in types]
    if unknown:
        raise UserError(f"`says` names {', '.join(unknown)}, which the SELECT does not return.")
    spoken = [_spoken(name, types[name]) for name in names]
    pieces = [quoted(texts[0])]
    for value, text in zip(spoken, texts[1:], strict=True):
        pieces += [value, quoted(text)]
    return " || ".join(pieces)


def _spoken(name: str, duckdb_type: str) -> str:
    if duckdb_type.startswith(("DATE", "TIMESTAMP")):
        return f"coalesce(strftime({name}, '%-d %B %Y'), 'a day not recorded')"
    return f"coalesce({name}::VARCHAR, 'not recorded')"


def _refuse_unevidenced(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "SELECT investigation_id, subject FROM answer WHERE found IS NOT FALSE AND len(evidence) = 0 LIMIT 1"
    ).fetchall()
    if rows:
        raise UserError(f"finds without evidence in {rows[0][0]} (subject '{rows[0][1]}').")
