"""Explain one investigation: its verdicts element by element, and the rows each finding rests on."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from reassess.records.errors import UserError
from reassess.records.model import tables
from reassess.records.store import Run


@dataclass(frozen=True)
class EvidenceRow:
    """A row that an answer rests on: where it is in the extract, its fields, and the words quoted from it."""

    table: str
    key: str
    location: str
    fields: Mapping[str, str]
    words: str | None


@dataclass(frozen=True)
class ElementVerdict:
    """The verdict of one element of criteria or of a definition, with its evidence.

    listed_under: an earlier criteria or definition that lists the same rows. If it is set, `evidence` is empty.
    """

    name: str
    verdict: str
    note: str | None
    evidence: list[EvidenceRow]
    listed_under: str | None = None


@dataclass(frozen=True)
class CombinationVerdict:
    """The verdict of one set of criteria or one definition, with its elements."""

    name: str
    verdict: str
    note: str | None
    near_miss: bool
    elements: list[ElementVerdict]


@dataclass(frozen=True)
class ExplainedFinding:
    """A finding with its sentence, the reason it matters, its source, the standard at the time, and its evidence."""

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
    evidence: list[EvidenceRow]


@dataclass(frozen=True)
class Explanation:
    """Everything a run says about one investigation.

    no_finding: when one rule was asked about and found nothing, the question of the rule and why there is no finding.
    """

    investigation_id: str
    record: Mapping[str, str]
    scope: list[CombinationVerdict]
    definitions: list[CombinationVerdict]
    findings: list[ExplainedFinding]
    no_finding: str | None = None


def explain(run: Run, investigation_id: str, rule: str | None = None) -> Explanation:
    """Explain an investigation, or what one rule says about it.

    Raises UserError if the run has no such rule or no such investigation. If the investigation is in quarantine, the
    error names the row and the reason.
    """
    with run.connect() as con:
        record = _record(con, investigation_id)
        listed: dict[tuple[str, str], str] = {}
        question = _question(con, rule) if rule else ""
        findings = list(_findings(con, investigation_id, rule))
        return Explanation(
            investigation_id,
            record,
            [] if rule else _combination_verdicts(con, "scope", "criteria", investigation_id, listed),
            [] if rule else _combination_verdicts(con, "definition", "definition", investigation_id, listed),
            findings,
            _why_no_finding(question, findings, record) if rule else None,
        )


Row = Mapping[str, Any]
"""A row as DuckDB returns it, by column name."""


def _rows(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[str | None]) -> list[Row]:
    cursor = con.execute(sql, values)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _record(con: duckdb.DuckDBPyConnection, investigation_id: str) -> Mapping[str, str]:
    rows = _rows(con, "SELECT * FROM records.investigation WHERE investigation_id = ?", [investigation_id])
    if rows:
        return _visible_fields(rows[0])
    held = _rows(
        con,
        "SELECT * FROM records.quarantine WHERE table_name = 'investigation' AND contains(row_json, ?)"
        " ORDER BY source_file, source_row LIMIT 1",
        # With its quotation marks, so that 1/1 does not match 1/14.
        [json.dumps(investigation_id, ensure_ascii=False)],
    )
    if held:
        where = f"{held[0]['source_file']}, row {held[0]['source_row']}"
        raise UserError(
            f"{where}: investigation {investigation_id} is in quarantine: {held[0]['reason']}."
            " Correct the row and run again."
        )
    raise UserError(
        f"{investigation_id}: there is no investigation with this reference in this run. Check it against the extract."
    )


def _question(con: duckdb.DuckDBPyConnection, rule: str) -> str:
    rows = _rows(con, 'SELECT question, "group" FROM rules.rule WHERE slug = ?', [rule])
    if not rows:
        raise UserError(f"{rule}: there is no such rule in this run. `reassess rules list` shows them all.")
    return f"{rule} ({rows[0]['group']}) asks: {rows[0]['question']}"


def _why_no_finding(question: str, findings: list[ExplainedFinding], record: Mapping[str, str]) -> str | None:
    if findings:
        return None
    # Risk rules check every investigation; the others check closed ones.
    if "closed_on" not in record and "(risk)" not in question:
        return f"{question} It checks closed investigations only, and this one is open."
    return f"{question} It found nothing, and no field it needs was missing."


def _combination_verdicts(
    con: duckdb.DuckDBPyConnection, table: str, name: str, investigation_id: str, listed: dict[tuple[str, str], str]
) -> list[CombinationVerdict]:
    rows = _rows(
        con,
        f"SELECT {name} AS name, element, variant, verdict, note, near_miss FROM rules.{table}"
        f" WHERE investigation_id = ? ORDER BY {name}, element",
        [investigation_id],
    )
    return [
        CombinationVerdict(
            row["name"],
            row["verdict"],
            row["note"],
            row["near_miss"],
            [
                _element(con, investigation_id, item, listed)
                for item in rows
                if item["name"] == row["name"] and item["element"]
            ],
        )
        for row in rows
        if row["element"] == ""
    ]


def _element(
    con: duckdb.DuckDBPyConnection, investigation_id: str, row: Row, listed: dict[tuple[str, str], str]
) -> ElementVerdict:
    """Return the verdict of an element, with its rows unless `listed` shows that an earlier combination lists them."""
    under = listed.setdefault((row["element"], row["variant"]), row["name"])
    if under != row["name"]:
        return ElementVerdict(row["element"], row["verdict"], row["note"], [], under)
    return ElementVerdict(row["element"], row["verdict"], row["note"], _element_evidence(con, investigation_id, row))


def _element_evidence(con: duckdb.DuckDBPyConnection, investigation_id: str, row: Row) -> list[EvidenceRow]:
    items = con.execute(
        "SELECT unnest(evidence) FROM rules.element WHERE investigation_id = ? AND element = ? AND variant = ?",
        [investigation_id, row["element"], row["variant"]],
    ).fetchall()
    return [_evidence(con, item[0]) for item in items]


def _findings(con: duckdb.DuckDBPyConnection, investigation_id: str, rule: str | None) -> Iterator[ExplainedFinding]:
    rows = _rows(
        con,
        "SELECT f.*, r.why, r.source, r.expected_from FROM rules.finding f JOIN rules.rule r ON r.slug = f.rule"
        ' WHERE investigation_id = ? AND (? IS NULL OR rule = ?) ORDER BY f."group", rule, subject',
        [investigation_id, rule, rule],
    )
    for row in rows:
        items = _rows(con, "SELECT * FROM rules.evidence WHERE finding_id = ? ORDER BY n", [row["finding_id"]])
        yield ExplainedFinding(
            rule=row["rule"],
            group=row["group"],
            subject=row["subject"],
            verdict=row["verdict"],
            band=row["band"],
            says=row["says"],
            why=row["why"],
            source=row["source"],
            expected_from=str(row["expected_from"]) if row["expected_from"] else None,
            before_standard=row["before_standard"],
            doubtful=row["doubtful"],
            note=row["note"],
            evidence=[_evidence(con, item) for item in items],
        )


def _evidence(con: duckdb.DuckDBPyConnection, item: Row) -> EvidenceRow:
    table, key = str(item["source_table"]), str(item["source_key"])
    words = item["words"]
    if table not in tables():
        return EvidenceRow(table, key, f"derived in this run ({table})", {}, words)
    rows = _rows(con, f"SELECT * FROM records.{table} WHERE row_key = ?", [key])
    row = rows[0] if rows else {}
    location = f"{row.get('source_file')} row {row.get('source_row')}" if row else "not in this run"
    only = item["source_field"]
    shown = {name: value for name, value in _visible_fields(row).items() if name not in MONITORING}
    return EvidenceRow(
        table, key, location, {only: shown.get(only, "")} if only in shown or only in row else shown, words
    )


_OWN_COLUMNS = ("row_key", "source_file", "source_row")
MONITORING = ("ethnicity_self_defined", "ethnicity_officer_observed", "nationality")
"""Fields used only to count how complete records are. No answer rests on them and no explanation shows them."""


def _visible_fields(row: Row) -> dict[str, str]:
    return {name: str(value) for name, value in row.items() if value is not None and name not in _OWN_COLUMNS}
