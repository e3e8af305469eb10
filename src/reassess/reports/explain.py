"""Why an investigation is in or out, and what each of its findings rests on, in words."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from reassess.records.errors import UserError
from reassess.records.model import tables
from reassess.records.store import Run


@dataclass(frozen=True)
class Evidence:
    """One thing that an answer rests on: the row, its place in the extract, its fields, and the words quoted."""

    table: str
    key: str
    place: str
    fields: Mapping[str, str]
    words: str | None


@dataclass(frozen=True)
class Element:
    """An element of criteria or of a definition, with its own verdict and what it rests on.

    said_under: the criteria or definition before, under which the same rows are listed; `evidence` is empty then.
    """

    name: str
    verdict: str
    note: str | None
    evidence: list[Evidence]
    said_under: str | None = None


@dataclass(frozen=True)
class Judged:
    """The verdict of one set of criteria or definition, with its elements."""

    name: str
    verdict: str
    note: str | None
    near_miss: bool
    elements: list[Element]


@dataclass(frozen=True)
class Found:
    """A finding with all that a reader needs: the sentence, why, the source, the standard of the day, its evidence."""

    rule: str
    group: str
    subject: str
    verdict: str
    band: str | None
    says: str
    why: str
    source: str
    expected_from: str | None
    before_standard: bool
    doubtful: bool
    note: str | None
    evidence: list[Evidence]


@dataclass(frozen=True)
class Explanation:
    """Everything that a run says of one investigation.

    silence: where one rule was asked for and says nothing here, what it asked and why there is no finding.
    """

    investigation_id: str
    record: Mapping[str, str]
    scope: list[Judged]
    definitions: list[Judged]
    findings: list[Found]
    silence: str | None = None


def explain(run: Run, investigation_id: str, rule: str | None = None) -> Explanation:
    """What the run says of an investigation (and of one rule, where given).

    Raises UserError where the run holds no such investigation (naming its row in quarantine where it is there)
    or no such rule.
    """
    with run.connect() as con:
        record = _record(con, investigation_id)
        said: dict[tuple[str, str], str] = {}
        question = _question(con, rule) if rule else ""
        findings = list(_found(con, investigation_id, rule))
        return Explanation(
            investigation_id,
            record,
            [] if rule else _judged(con, "scope", "criteria", investigation_id, said),
            [] if rule else _judged(con, "definition", "definition", investigation_id, said),
            findings,
            _silence(question, findings, record) if rule else None,
        )


def _rows(con: duckdb.DuckDBPyConnection, sql: str, values: list[Any]) -> list[dict[str, Any]]:
    cursor = con.execute(sql, values)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _record(con: duckdb.DuckDBPyConnection, investigation_id: str) -> Mapping[str, str]:
    rows = _rows(con, "SELECT * FROM records.investigation WHERE investigation_id = ?", [investigation_id])
    if rows:
        return _shown(rows[0])
    held = _rows(
        con,
        "SELECT * FROM records.quarantine WHERE table_name = 'investigation' AND contains(row_json, ?)"
        " ORDER BY source_file, source_row LIMIT 1",
        # In quotation marks: 1/1 is not 1/14.
        [json.dumps(investigation_id, ensure_ascii=False)],
    )
    if held:
        place = f"{held[0]['source_file']} row {held[0]['source_row']}"
        raise UserError(f"{investigation_id}: its row is in quarantine ({place}): {held[0]['reason']}")
    raise UserError(
        f"{investigation_id}: this run holds no investigation of that reference. Check it against the extract."
    )


def _question(con: duckdb.DuckDBPyConnection, rule: str) -> str:
    rows = _rows(con, 'SELECT question, "group" FROM rules.rule WHERE slug = ?', [rule])
    if not rows:
        raise UserError(f"There is no rule '{rule}' in this run. `reassess rules list` shows them all.")
    return f"{rule} ({rows[0]['group']}) asks: {rows[0]['question']}"


def _silence(question: str, findings: list[Found], record: Mapping[str, str]) -> str | None:
    if findings:
        return None
    # Rules on risks are asked of every investigation, the others of closed ones.
    if "closed_on" not in record and "(risk)" not in question:
        return f"{question} It is asked of closed investigations, and this one is open."
    return f"{question} Nothing was found, and nothing that it needs was missing."


def _judged(
    con: duckdb.DuckDBPyConnection, table: str, name: str, investigation_id: str, said: dict[tuple[str, str], str]
) -> list[Judged]:
    rows = _rows(
        con,
        f"SELECT {name} AS name, element, variant, verdict, note, near_miss FROM rules.{table}"
        f" WHERE investigation_id = ? ORDER BY {name}, element",
        [investigation_id],
    )
    return [
        Judged(
            row["name"],
            row["verdict"],
            row["note"],
            row["near_miss"],
            _elements(con, rows, row["name"], investigation_id, said),
        )
        for row in rows
        if row["element"] == ""
    ]


def _elements(
    con: duckdb.DuckDBPyConnection,
    rows: list[dict[str, Any]],
    name: str,
    investigation_id: str,
    said: dict[tuple[str, str], str],
) -> list[Element]:
    chosen = [row for row in rows if row["name"] == name and row["element"]]
    return [_element(con, investigation_id, row, said) for row in chosen]


def _element(
    con: duckdb.DuckDBPyConnection, investigation_id: str, row: Mapping[str, Any], said: dict[tuple[str, str], str]
) -> Element:
    """The element with its rows, or with the name under which `said` remembers that they were listed."""
    under = said.setdefault((row["element"], row["variant"]), row["name"])
    if under != row["name"]:
        return Element(row["element"], row["verdict"], row["note"], [], under)
    return Element(row["element"], row["verdict"], row["note"], _element_evidence(con, investigation_id, row))


def _element_evidence(con: duckdb.DuckDBPyConnection, investigation_id: str, row: Mapping[str, Any]) -> list[Evidence]:
    items = con.execute(
        "SELECT unnest(evidence) FROM rules.element WHERE investigation_id = ? AND element = ? AND variant = ?",
        [investigation_id, row["element"], row["variant"]],
    ).fetchall()
    return [_evidence(con, item[0]) for item in items]


def _found(con: duckdb.DuckDBPyConnection, investigation_id: str, rule: str | None) -> Iterator[Found]:
    rows = _rows(
        con,
        "SELECT f.*, r.why, r.source, r.expected_from FROM rules.finding f JOIN rules.rule r ON r.slug = f.rule"
        ' WHERE investigation_id = ? AND (? IS NULL OR rule = ?) ORDER BY f."group", rule, subject',
        [investigation_id, rule, rule],
    )
    for row in rows:
        items = _rows(con, "SELECT * FROM rules.evidence WHERE finding_id = ? ORDER BY n", [row["finding_id"]])
        yield Found(
            rule=row["rule"], group=row["group"], subject=row["subject"], verdict=row["verdict"], band=row["band"],
            says=row["says"], why=row["why"], source=row["source"],
            expected_from=str(row["expected_from"]) if row["expected_from"] else None,
            before_standard=row["before_standard"], doubtful=row["doubtful"], note=row["note"],
            evidence=[_evidence(con, item) for item in items],
        )  # fmt: skip


def _evidence(con: duckdb.DuckDBPyConnection, item: Mapping[str, Any]) -> Evidence:
    table, key = str(item["source_table"]), str(item["source_key"])
    words = item["words"]
    if table not in tables():
        return Evidence(table, key, f"made by this run ({table})", {}, words)
    rows = _rows(con, f"SELECT * FROM records.{table} WHERE row_key = ?", [key])
    row = rows[0] if rows else {}
    place = f"{row.get('source_file')} row {row.get('source_row')}" if row else "not in this run"
    only = item["source_field"]
    shown = {name: value for name, value in _shown(row).items() if name not in MONITORING}
    return Evidence(table, key, place, {only: shown.get(only, "")} if only in shown or only in row else shown, words)


_OWN_COLUMNS = ("row_key", "source_file", "source_row")
MONITORING = ("ethnicity_self_defined", "ethnicity_officer_observed", "nationality")
"""Fields that are counted for completeness and that no answer rests on: no explanation shows them."""


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in row.items() if value is not None and name not in _OWN_COLUMNS}
