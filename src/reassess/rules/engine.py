"""The rule engine: runs each rule as one SELECT and turns its rows into findings with evidence.

The SELECT of a rule lists everything its question applies to. `found` is TRUE (found), FALSE (not found) or NULL (not
assessable; `missing` then names the field). The engine groups the rows by investigation and subject, writes the
sentence, and rejects a finding without evidence.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import duckdb

from reassess.records.errors import UserError
from reassess.records.store import quoted
from reassess.rules.catalogue import Band, Rule
from reassess.rules.front_matter import first_sql_line
from reassess.rules.own_sql import one_select
from reassess.rules.parameters import RuleSettings, fill, literal, parameter_values
from reassess.rules.requirements import missing_from_run

EVIDENCE = (
    "STRUCT(source_table VARCHAR, source_key VARCHAR, source_field VARCHAR, page INTEGER,"
    " start_at INTEGER, end_at INTEGER, words VARCHAR)"
)
MAYBE_DEAD = "A death is recorded for this person, and other rows contradict it."
REQUIRED_COLUMNS = ("investigation_id", "subject", "found", "evidence")


def create_answer_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary tables `made` (findings with evidence) and `asked` (counts of answers by rule)."""
    con.execute(
        "CREATE TEMP TABLE made (investigation_id VARCHAR, rule VARCHAR, subject VARCHAR, verdict VARCHAR,"
        f" band VARCHAR, says VARCHAR, note VARCHAR, doubtful BOOLEAN, evidence {EVIDENCE}[])"
    )
    con.execute(
        "CREATE TEMP TABLE asked (rule VARCHAR, asked BIGINT, found BIGINT, not_found BIGINT, not_assessable BIGINT)"
    )


def run_rule(con: duckdb.DuckDBPyConnection, rule: Rule, settings: RuleSettings) -> None:
    """Run one rule on every investigation and add its findings to the table `made`.

    Raises UserError, with the name of the rule, if its SQL fails, lacks a column, or makes a finding without evidence.
    """
    lacking = missing_from_run(con, rule.front.needs)
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
    """Return DuckDB's message, with line numbers of the file instead of the statement."""
    if not path.exists():
        return str(error)
    return re.sub(r"\bLINE (\d+):", lambda match: f"line {int(match[1]) + first_sql_line(path) - 1}:", str(error))


def _not_assessable_everywhere(con: duckdb.DuckDBPyConnection, rule: Rule, lacking: str) -> None:
    population = "closed_case" if rule.front.runs_on == "closed" else "every_case"
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
    population = "closed_case" if rule.front.runs_on == "closed" else "every_case"
    con.execute(f"CREATE OR REPLACE TEMP TABLE answer AS {_answers(rule, types, select, population)}")
    con.execute(
        "INSERT INTO asked SELECT ?, count(*), count(*) FILTER (found), count(*) FILTER (NOT found),"
        " count(*) FILTER (found IS NULL) FROM answer",
        [rule.slug],
    )
    maybe_dead = "found AND subject IN (SELECT person_id FROM death_not_known)" if rule.group == "risk" else "FALSE"
    return f"""
        INSERT INTO made
        SELECT investigation_id, {quoted(rule.slug)}, subject, CASE WHEN found THEN 'found' ELSE 'not_assessable' END,
               band, says, CASE WHEN {maybe_dead} THEN concat_ws(' ', note, {quoted(MAYBE_DEAD)}) ELSE note END,
               doubtful OR {maybe_dead}, evidence
        FROM answer WHERE found IS NOT FALSE"""


def _refuse_other_shapes(types: Mapping[str, str]) -> None:
    absent = [name for name in REQUIRED_COLUMNS if name not in types]
    if absent:
        raise UserError(f"the SELECT has no column {', '.join(absent)}. Add it.")
    for name in ("found", "doubtful"):
        if types.get(name, "BOOLEAN") not in ("BOOLEAN", '"NULL"', "INTEGER"):
            raise UserError(f"column `{name}` is {types[name]}. Return TRUE, FALSE or NULL.")
    if not types["evidence"].endswith("[]") or types["evidence"] == "VARCHAR[]":
        raise UserError(
            f"column `evidence` is {types['evidence']}."
            " Return a list of row_of(table, key), field_of(...) or words_of(...)."
        )


def _answers(rule: Rule, types: Mapping[str, str], select: str, population: str) -> str:
    """Return the SELECT of one row for each investigation and subject the question applies to.

    Rows that are not found can be millions, so they are counted without collecting their evidence.
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
                   coalesce(arg_min(band, list_position({list(get_args(Band))}, band)) FILTER (found),
                            min(band)) AS band,
                   flatten(list(evidence) FILTER (found)) AS of_found,
                   flatten(list(evidence) FILTER (found IS NULL)) AS of_unknown
            FROM said WHERE found IS NOT FALSE GROUP BY investigation_id, subject)
        SELECT investigation_id, subject, found, note, doubtful, band,
               coalesce(capitalised(says), concat('Cannot be assessed: ',
                                     coalesce(missing, 'a field that the test needs'),
                                     ' is not known.')) AS says,
               list_sort(list_distinct(coalesce(of_found, of_unknown, []))) AS evidence
        FROM grouped
        UNION ALL
        SELECT DISTINCT investigation_id, subject, FALSE, NULL, FALSE, NULL, NULL, NULL
        FROM said ANTI JOIN grouped USING (investigation_id, subject) WHERE NOT found"""


def sentence(says: str, types: Mapping[str, str]) -> str:
    """Return an SQL expression for the sentence. `{{column}}` is replaced by that column, with dates written out."""
    parts = re.split(r"\{(\w+)\}", says)
    texts, names = parts[0::2], parts[1::2]
    unknown = [name for name in names if name not in types]
    if unknown:
        raise UserError(f"`says` names {', '.join(unknown)}, which the SELECT does not return. Add the column.")
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
        raise UserError(
            f"a finding has no evidence (investigation {rows[0][0]}, subject '{rows[0][1]}'). Return at least one row."
        )
