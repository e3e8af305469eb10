"""Exports: the layout of a casebook, safe to open in a spreadsheet, without words unless they are asked for."""

import csv
from pathlib import Path

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from reassess.records.errors import UserError
from reassess.reports.export import defused, export, shown_findings
from reassess.review import Review

NAMES = {"scope", "definitions", "definition_elements", "findings", "people", "evidence"}


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_layout_is_that_of_a_casebook(finished_review: Review, tmp_path: Path) -> None:
    counts = export(finished_review.latest(), tmp_path / "out")
    assert set(counts) == NAMES
    assert {path.stem for path in (tmp_path / "out").iterdir()} == NAMES
    scope = rows(tmp_path / "out" / "scope.csv")
    assert {"investigation_id", "criteria", "verdict", "element", "note"} <= set(scope[0])
    wholes = [row for row in scope if row["criteria"] == "national-2025" and row["element"] == ""]
    assert sorted(row["investigation_id"] for row in wholes) == ["1/14", "2/16"]
    found = {(row["investigation_id"], row["rule"], row["subject"]) for row in rows(tmp_path / "out" / "findings.csv")}
    assert ("2/16", "device-not-examined", "X1") in found
    assert len(rows(tmp_path / "out" / "people.csv")) == 6


def test_sentences_and_quoted_words_are_left_out_unless_asked_for(finished_review: Review, tmp_path: Path) -> None:
    export(finished_review.latest(), tmp_path / "without")
    export(finished_review.latest(), tmp_path / "with", words=True)
    assert "says" not in rows(tmp_path / "without" / "findings.csv")[0]
    assert "words" not in rows(tmp_path / "without" / "evidence.csv")[0]
    assert rows(tmp_path / "with" / "findings.csv")[0]["says"]
    assert "words" in rows(tmp_path / "with" / "evidence.csv")[0]


def test_every_finding_has_evidence_beside_it(finished_review: Review, tmp_path: Path) -> None:
    export(finished_review.latest(), tmp_path / "out")
    findings = {(r["investigation_id"], r["rule"], r["subject"]) for r in rows(tmp_path / "out" / "findings.csv")}
    evidence = {(r["investigation_id"], r["rule"], r["subject"]) for r in rows(tmp_path / "out" / "evidence.csv")}
    assert findings == evidence


def test_parquet_and_xlsx_hold_the_same_rows(finished_review: Review, tmp_path: Path) -> None:
    counts = export(finished_review.latest(), tmp_path / "csv")
    assert export(finished_review.latest(), tmp_path / "parquet", "parquet") == counts
    assert export(finished_review.latest(), tmp_path / "xlsx", "xlsx") == counts
    sheet = CalamineWorkbook.from_path(tmp_path / "xlsx" / "findings.xlsx").get_sheet_by_index(0).to_python()
    assert len(sheet) == counts["findings"] + 1
    held = duckdb.read_parquet(str(tmp_path / "parquet" / "findings.parquet")).fetchall()
    assert len(held) == counts["findings"]


@pytest.mark.parametrize("value", ["=1+1", "+44", "-2", "@here", "\tx", "\n=1"])
def test_what_a_spreadsheet_would_run_becomes_text(value: str) -> None:
    with duckdb.connect() as con:
        made = con.execute(f"SELECT {defused('note')} FROM (SELECT ? AS note)", [value]).fetchall()
    assert made == [("'" + value,)]


def test_plain_text_stays_as_it_is() -> None:
    with duckdb.connect() as con:
        assert con.execute(f"SELECT {defused('note')} FROM (SELECT '07700 900321' AS note)").fetchall() == [
            ("07700 900321",)
        ]


def test_a_folder_that_holds_something_else_is_refused(finished_review: Review, tmp_path: Path) -> None:
    (tmp_path / "letters.docx").write_bytes(b"")
    with pytest.raises(UserError, match=r"letters\.docx"):
        export(finished_review.latest(), tmp_path)


def test_csv_for_excel_begins_with_the_mark_and_holds_the_same(finished_review: Review, tmp_path: Path) -> None:
    export(finished_review.latest(), tmp_path / "plain")
    export(finished_review.latest(), tmp_path / "excel", "csv-excel")
    assert {path.name for path in (tmp_path / "excel").iterdir()} == {f"{name}.csv" for name in NAMES}
    for name in NAMES:
        plain = (tmp_path / "plain" / f"{name}.csv").read_bytes()
        assert not plain.startswith(b"\xef\xbb\xbf")
        assert (tmp_path / "excel" / f"{name}.csv").read_bytes() == b"\xef\xbb\xbf" + plain


def test_a_masked_export_counts_what_would_name_somebody() -> None:
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA rules")
        con.execute(
            "CREATE TABLE rules.rule AS SELECT * FROM"
            " (VALUES ('n', 'name'), ('i', 'identifier value'), ('x', 'exhibit')) r(slug, subject)"
        )
        con.execute(
            "CREATE TABLE rules.finding AS SELECT * FROM (VALUES ('1', 'n', 'Ada Quill'), ('1', 'n', 'Joss Marrow'),"
            " ('2', 'n', 'Ada Quill'), ('2', 'i', '07700900321'), ('2', 'x', 'X1'), ('2', 'n', ''))"
            " f(investigation_id, rule, subject)"
        )
        assert sorted(con.execute(shown_findings(masked=True)).fetchall()) == [
            ("1", "n", "name 1"), ("1", "n", "name 2"), ("2", "i", "identifier value 1"), ("2", "n", ""),
            ("2", "n", "name 2"), ("2", "x", "X1"),
        ]  # fmt: skip
        assert ("2", "i", "07700900321") in con.execute(shown_findings(masked=False)).fetchall()


def test_a_masked_export_has_the_same_findings_and_its_evidence(finished_review: Review, tmp_path: Path) -> None:
    counts = export(finished_review.latest(), tmp_path / "whole")
    assert export(finished_review.latest(), tmp_path / "masked", masked=True) == counts
    about_rows = [row for row in rows(tmp_path / "whole" / "findings.csv") if row["rule"] == "device-not-examined"]
    assert about_rows
    assert [r for r in rows(tmp_path / "masked" / "findings.csv") if r["rule"] == "device-not-examined"] == about_rows


@pytest.mark.parametrize(
    ("limit", "says"), [("XLSX_ROWS", "rows do not fit a sheet"), ("XLSX_CELL", "does not fit a cell")]
)
def test_what_a_workbook_cannot_hold_is_refused_and_not_left_out(
    finished_review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, says: str
) -> None:
    monkeypatch.setattr(f"reassess.reports.export.{limit}", 3)
    with pytest.raises(UserError, match=f"{says}.*Use --format csv"):
        export(finished_review.latest(), tmp_path / "out", "xlsx", words=True)


def test_a_folder_inside_a_file_is_refused(finished_review: Review, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for to in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(UserError, match="file"):
            export(finished_review.latest(), to)


def test_an_export_takes_the_place_of_an_earlier_one_and_is_the_same_bytes(
    finished_review: Review, tmp_path: Path
) -> None:
    export(finished_review.latest(), tmp_path / "out", words=True)
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    export(finished_review.latest(), tmp_path / "out", words=True)
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before
