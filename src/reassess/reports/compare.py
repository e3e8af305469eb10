"""What changed between two runs, and which rule, setting, row or link caused it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from reassess.records.manifest import read_manifest
from reassess.records.model import tables
from reassess.records.store import Run, quoted


@dataclass(frozen=True)
class Difference:
    """One thing that the two runs say differently: of which investigation, from what to what, and why."""

    kind: str
    investigation_id: str
    name: str
    subject: str
    before: str
    after: str
    cause: str


@dataclass(frozen=True)
class Comparison:
    """The differences between two runs and what differs in what they were made from."""

    before: str
    after: str
    settings: Mapping[str, tuple[Any, Any]]
    rules: Mapping[str, str]
    rows: Mapping[str, Mapping[str, int]]
    differences: list[Difference]


def compare(before: Run, after: Run) -> Comparison:
    """Compare two finished runs: settings, rules and rows that differ; verdicts, findings and links that changed."""
    old, new = read_manifest(before), read_manifest(after)
    settings = _changed(old["settings"], new["settings"])
    rules = {slug: _rule_change(pair) for slug, pair in _changed(old["rules"], new["rules"]).items()}
    with _both(before, after) as con:
        rows = _changed_rows(con, before, after)
        differences = [*_verdicts(con), *_findings(con), *_links(con, before, after)]
    explained = [_with_cause(item, rules, settings) for item in differences]
    return Comparison(old["run"], new["run"], settings, rules, rows, explained)


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    names = sorted(set(old) | set(new))
    return {name: (old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)}


def _rule_change(pair: tuple[Any, Any]) -> str:
    old, new = pair
    if old is None:
        return "added"
    if new is None:
        return "removed"
    return f"changed (version {old['version']} to {new['version']})" if old["version"] != new["version"] else "changed"


def _both(before: Run, after: Run) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    for schema, run in (("a", before), ("b", after)):
        con.execute(f"CREATE SCHEMA {schema}")
        for table in run.tables():
            name = table.replace(".", "_")
            con.execute(f"CREATE VIEW {schema}.{name} AS SELECT * FROM read_parquet({quoted(str(run.file(table)))})")
    return con


def _changed_rows(con: duckdb.DuckDBPyConnection, before: Run, after: Run) -> dict[str, dict[str, int]]:
    """The temp table `changed` (table_name, row_key, investigation_id, person_id, change); returns counts by table."""
    con.execute(
        "CREATE TEMP TABLE changed (table_name VARCHAR, row_key VARCHAR, investigation_id VARCHAR, person_id VARCHAR,"
        " change VARCHAR)"
    )
    for table in tables().values():
        if before.has(f"records.{table.name}") and after.has(f"records.{table.name}"):
            con.execute(_row_changes(table.name, table.field_names))
    _make_causes(con)
    counted = con.execute("SELECT table_name, change, count(*) FROM changed GROUP BY ALL ORDER BY ALL").fetchall()
    counts: dict[str, dict[str, int]] = {}
    for name, change, number in counted:
        counts.setdefault(name, {})[change] = number
    return counts


def _row_changes(table: str, fields: tuple[str, ...]) -> str:
    hashed = f"md5(concat_ws(chr(31), {', '.join(f'coalesce(CAST({name} AS VARCHAR), chr(30))' for name in fields)}))"
    owner = [name if name in fields else f"NULL AS {name}" for name in ("investigation_id", "person_id")]
    side = f"SELECT row_key, {', '.join(owner)}, {hashed} AS content FROM {{0}}.records_{table}"
    return f"""
        INSERT INTO changed
        SELECT {quoted(table)}, row_key, coalesce(x.investigation_id, y.investigation_id),
               coalesce(x.person_id, y.person_id),
               CASE WHEN x.content IS NULL THEN 'added' WHEN y.content IS NULL THEN 'removed' ELSE 'changed' END
        FROM ({side.format("a")}) x FULL JOIN ({side.format("b")}) y USING (row_key)
        WHERE x.content IS DISTINCT FROM y.content"""


def _make_causes(con: duckdb.DuckDBPyConnection) -> None:
    """The temp table `cause`: for each investigation, up to three of the rows that changed for it or its people."""
    con.execute(
        """
        CREATE TEMP TABLE cause AS
        SELECT investigation_id,
               array_to_string(list(DISTINCT change || ' row ' || table_name || ' ' || row_key
                                    ORDER BY change || ' row ' || table_name || ' ' || row_key)[1:3], '; ') AS words
        FROM (SELECT investigation_id, table_name, row_key, change FROM changed WHERE investigation_id IS NOT NULL
              UNION ALL
              SELECT v.investigation_id, c.table_name, c.row_key, c.change
              FROM changed c JOIN b.records_involvement v USING (person_id) WHERE c.investigation_id IS NULL)
        GROUP BY investigation_id"""
    )


def _verdicts(con: duckdb.DuckDBPyConnection) -> list[Difference]:
    found = []
    for kind, table, name in (("scope", "rules_scope", "criteria"), ("definition", "rules_definition", "definition")):
        rows = con.execute(
            f"""
            WITH difference AS (
                SELECT investigation_id, {name} AS name, element, x.verdict AS before, y.verdict AS after
                FROM (SELECT * FROM a.{table}) x FULL JOIN (SELECT * FROM b.{table}) y
                     USING (investigation_id, {name}, element)
                WHERE x.verdict IS DISTINCT FROM y.verdict)
            SELECT difference.*, words FROM difference LEFT JOIN cause USING (investigation_id) ORDER BY ALL"""
        ).fetchall()
        found += [
            Difference(kind, r[0], r[1], r[2] or "", r[3] or "absent", r[4] or "absent", r[5] or "") for r in rows
        ]
    return found


def _findings(con: duckdb.DuckDBPyConnection) -> list[Difference]:
    rows = con.execute(
        """
        WITH difference AS (
            SELECT investigation_id, rule, subject, x.verdict AS before, y.verdict AS after
            FROM a.rules_finding x FULL JOIN b.rules_finding y USING (investigation_id, rule, subject)
            WHERE x.verdict IS DISTINCT FROM y.verdict)
        SELECT difference.*, words FROM difference LEFT JOIN cause USING (investigation_id) ORDER BY ALL"""
    ).fetchall()
    return [Difference("finding", r[0], r[1], r[2], r[3] or "none", r[4] or "none", r[5] or "") for r in rows]


def _links(con: duckdb.DuckDBPyConnection, before: Run, after: Run) -> list[Difference]:
    """Records whose person is another than before: merged or split with the cause that linking recorded, come or gone.

    Linking records the changes against the run before its own; between runs further apart the cause may be missing.
    """
    if not (before.has("linking.entity") and after.has("linking.entity")):
        return []
    rows = con.execute(
        """
        SELECT coalesce(v.investigation_id, ''),
               CASE WHEN x.entity_id IS NULL THEN 'new record' WHEN y.entity_id IS NULL THEN 'record gone'
                    ELSE coalesce(c.change, 'person') END,
               person_id, x.entity_id, y.entity_id, c.cause
        FROM a.linking_entity x FULL JOIN b.linking_entity y USING (person_id)
        LEFT JOIN (SELECT person_id, min(investigation_id) AS investigation_id FROM b.records_involvement GROUP BY 1) v
             USING (person_id)
        LEFT JOIN b.linking_change c ON c.entity_id = y.entity_id AND c.previous_entity_id = x.entity_id
        WHERE x.entity_id IS DISTINCT FROM y.entity_id ORDER BY ALL"""
    ).fetchall()
    return [Difference("link", r[0], r[1], r[2], r[3] or "none", r[4] or "none", r[5] or "") for r in rows]


def _with_cause(item: Difference, rules: Mapping[str, str], settings: Mapping[str, Any]) -> Difference:
    """The nearest cause first: the rule itself, then rows of the case, then settings, then what links brought."""
    if item.name in rules:
        cause = f"rule {rules[item.name]}"
    elif item.cause:
        cause = item.cause
    elif settings:
        cause = "setting " + ", ".join(sorted(settings))
    else:
        cause = "a link or another investigation"
    return Difference(item.kind, item.investigation_id, item.name, item.subject, item.before, item.after, cause)
