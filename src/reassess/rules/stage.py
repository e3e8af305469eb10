"""The `rules` stage of a run: criteria, definitions and rules become verdicts and findings with evidence."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import duckdb

from reassess.records.progress import Progress, no_progress
from reassess.records.store import Run
from reassess.rules.catalogue import Rule, load, package_folder
from reassess.rules.engine import create_answer_tables, run_rule
from reassess.rules.own_sql import lock
from reassess.rules.parameters import RuleSettings
from reassess.rules.verdicts import (
    Combination,
    Element,
    create_element_table,
    judge_combinations,
    load_combinations,
    load_elements,
)
from reassess.rules.vocabulary import create_vocabulary

Kind = Literal["criteria", "definitions"]
KINDS: Mapping[Kind, str] = {"criteria": "scope", "definitions": "definition"}
"""The table of verdicts for each kind of combination."""

MEMORY_LIMIT = "3500MB"
"""DuckDB's limit in this stage. The tables of the vocabulary are held in memory: 1.4 GB for 90,000 investigations,
a tenth of that for 9,000."""


def judge(run: Run, settings: RuleSettings, progress: Progress = no_progress) -> dict[str, int]:
    """Run criteria, definitions and every rule, and return the number of rows written to each table.

    Reads records.*, reading.*, linking.*, networks.*. Writes rules.scope, rules.definition, rules.element,
    rules.finding, rules.evidence, rules.asked, rules.rule, and rules.named: the titles and sources of criteria,
    definitions and elements. Raises UserError, with the name, if a rule, element or definition does not load or run.
    """
    rules = load([package_folder(), *settings.folders])
    elements = load_elements(settings.folders)
    with replace(run, memory_limit=MEMORY_LIMIT).connect() as con:
        progress("vocabulary")
        create_vocabulary(con, settings)
        create_answer_tables(con)
        create_element_table(con)
        named = {kind: load_combinations(kind, settings.folders) for kind in KINDS}
        lock(con, run.path)
        for kind, into in KINDS.items():
            progress(kind)
            judge_combinations(con, named[kind], elements, settings, into)
        for rule in rules:
            progress(rule.slug)
            run_rule(con, rule, settings)
        _keep_names(con, named, elements)
        return _write(run, con, rules)


def _keep_names(
    con: duckdb.DuckDBPyConnection, named: Mapping[Kind, list[Combination]], elements: Mapping[str, Element]
) -> None:
    """Keep the titles of criteria, definitions and elements, so that a reader of the run can show them."""
    con.execute(
        "CREATE TEMP TABLE named (kind VARCHAR, slug VARCHAR, title VARCHAR, source VARCHAR, version INTEGER,"
        " words VARCHAR)"
    )
    rows = [
        ["criteria" if kind == "criteria" else "definition", item.slug, item.content.title, item.content.source,
         item.content.version, item.content.words]
        for kind, items in named.items() for item in items
    ]  # fmt: skip
    rows += [
        ["element", slug, element.front.title, element.front.source, element.front.version, element.front.question]
        for slug, element in elements.items()
    ]
    con.executemany("INSERT INTO named VALUES (?, ?, ?, ?, ?, ?)", rows)


def _write(run: Run, con: duckdb.DuckDBPyConnection, rules: list[Rule]) -> dict[str, int]:
    con.execute("CREATE TEMP TABLE rule_said AS " + _rule_rows(rules, con))
    combined = "SELECT investigation_id, name AS {0}, element, variant, verdict, note, near_miss FROM {1}"
    finding_id = "left(md5(concat_ws('|', investigation_id, rule, subject)), 16)"
    expected = {
        "rules.scope": (combined.format("criteria", "scope"), "investigation_id, criteria, element"),
        "rules.definition": (combined.format("definition", "definition"), "investigation_id, definition, element"),
        "rules.element": ("SELECT * FROM element_verdict", "investigation_id, element, variant"),
        "rules.finding": (_findings(finding_id), "investigation_id, rule, subject"),
        "rules.evidence": (_evidence(finding_id), "finding_id, n"),
        "rules.asked": ("SELECT * FROM asked", "rule"),
        "rules.rule": ("SELECT * FROM rule_said", "slug"),
        "rules.named": ("SELECT * FROM named", "kind, slug"),
    }
    return {table: run.write(con, table, select, order) for table, (select, order) in expected.items()}


def _findings(finding_id: str) -> str:
    return f"""
        SELECT m.finding_id, m.investigation_id, m.rule, r."group", m.subject, m.verdict, m.band, m.says, m.note,
               coalesce(r.expected_from > i.closed_on, FALSE) AS before_standard, m.doubtful
        FROM (SELECT {finding_id} AS finding_id, * FROM made) m
        JOIN rule_said r ON r.slug = m.rule JOIN every_case i ON i.investigation_id = m.investigation_id"""


def _evidence(finding_id: str) -> str:
    return f"""
        SELECT finding_id, n, item.source_table, item.source_key, item.source_field, item.page,
               item.start_at, item.end_at, item.words
        FROM (SELECT {finding_id} AS finding_id, unnest(evidence) AS item, generate_subscripts(evidence, 1) AS n
              FROM made)"""


def _rule_rows(rules: list[Rule], con: duckdb.DuckDBPyConnection) -> str:
    con.execute(
        'CREATE TEMP TABLE rule_row (slug VARCHAR, "group" VARCHAR, title VARCHAR, question VARCHAR, says VARCHAR,'
        " why VARCHAR, source VARCHAR, subject VARCHAR, expected_from DATE, version INTEGER, band VARCHAR,"
        " route VARCHAR, reading VARCHAR)"
    )
    for rule in rules:
        front = rule.front
        con.execute(
            f"INSERT INTO rule_row VALUES ({', '.join('?' * 13)})",
            [rule.slug, rule.group, front.title, front.question, front.says, front.why, front.source, front.subject,
             front.expected_from, front.version, front.band, front.route, front.reading],
        )  # fmt: skip
    return "SELECT * FROM rule_row"
