"""Workbooks: cells without a value, long numbers and damaged files, in every format."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reassess.intake import check, load
from reassess.intake.readers.workbook import sheet_names
from reassess.records.errors import UserError
from reassess.records.store import Run
from tests.intake.conftest import rows
from tests.intake.readers import sample_workbooks

HEADER = ["investigation_id", "force", "recorded_on", "closed_on", "outcome_code"]
MAKERS = {
    "xlsx": sample_workbooks.xlsx,
    "xls": sample_workbooks.xls,
    "xlsb": sample_workbooks.xlsb,
    "ods": sample_workbooks.ods,
}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_row_with_an_error_cell_goes_to_quarantine(run: Run, tmp_path: Path, kind: str) -> None:
    cells = [
        HEADER,
        ["A1", "MPS", "2016-03-01", "#N/A", "16"],
        ["A2", "MPS", "2016-03-01", "2016-09-01", "#REF!"],
        ["A3", "MPS", "#VALUE!", "2016-09-01", "16"],
        ["A4", "MPS", "2016-03-01", "2016-09-01", "16"],
        ["A5", "MPS", "2016-03-01", "", ""],
    ]
    file = tmp_path / f"book.{kind}"
    file.write_bytes(MAKERS[kind]("investigation", cells))
    load(run, [file])
    assert rows(run, "SELECT investigation_id, closed_on IS NULL FROM records.investigation ORDER BY 1") == [
        ("A4", False),
        ("A5", True),
    ]
    found = rows(run, "SELECT field, value, reason LIKE 'an error of Excel%' FROM records.quarantine ORDER BY 1")
    assert found == [("closed_on", "#N/A", True), ("outcome_code", "#REF!", True), ("recorded_on", "#VALUE!", True)]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_damaged_workbook_is_refused_in_words_or_read(tmp_path: Path, kind: str) -> None:
    content = MAKERS[kind]("investigation", [HEADER, ["A1", "MPS", "2016-03-01", "", "16"]])
    for share in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        file = tmp_path / f"book.{kind}"
        file.write_bytes(content[: int(len(content) * share)])
        try:
            assert check(file).counts["investigation"]["loaded"] == 1
        except UserError as error:
            assert str(error).startswith(f"book.{kind}")  # noqa: PT017


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(MAKERS)), st.integers(0, 10**6), st.binary(min_size=1, max_size=8))
def test_no_broken_byte_of_a_workbook_ends_in_a_traceback(tmp_path: Path, kind: str, place: int, new: bytes) -> None:
    content = MAKERS[kind]("investigation", [HEADER, ["A1", "MPS", "2016-03-01", "#N/A", "16"]])
    members = {"book": content}
    if kind != "xls":
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(members)[place % len(members)]
    at = place % len(members[name])
    members[name] = members[name][:at] + new + members[name][at + len(new) :]
    file = tmp_path / f"book.{kind}"
    file.write_bytes(members["book"] if kind == "xls" else sample_workbooks.zipped(dict(members)))
    try:
        check(file)
    except UserError:
        return


def test_a_workbook_that_makes_the_reader_panic_is_refused_in_words(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    content = sample_workbooks.xlsb("investigation", [HEADER])
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    members["xl/_rels/workbook.bin.rels"] = str(members["xl/_rels/workbook.bin.rels"], "utf-8").replace("rId1", "rId2")
    file = tmp_path / "book.xlsb"
    file.write_bytes(sample_workbooks.zipped(members))
    with pytest.raises(UserError, match=r"book\.xlsb: cannot be read as a workbook \(the file is damaged\)\. Open it"):
        sheet_names(file, "book.xlsb")
    assert capfd.readouterr().err == ""


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes a workbook of one investigation; a cell is what xlsxwriter makes of a value."""

    def write(key: object, closed: object = "2016-09-01", change: Callable[[str], str] = str) -> Path:
        file = BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            sheet = book.add_worksheet("investigation")
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, [key, "MPS", "2016-03-01", closed, "16"])
        with zipfile.ZipFile(file) as archive:
            members: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
        sheet_xml = str(members["xl/worksheets/sheet1.xml"], "utf-8")
        members["xl/worksheets/sheet1.xml"] = change(sheet_xml)
        (tmp_path / "book.xlsx").write_bytes(sample_workbooks.zipped(members))
        return tmp_path / "book.xlsx"

    return write


def test_numbers_keep_all_digits(run: Run, written: Callable[..., Path]) -> None:
    load(run, [written(2016030112345678)])
    assert rows(run, "SELECT investigation_id FROM records.investigation") == [("2016030112345678",)]


@pytest.mark.parametrize("key", [2016030112345670, 20160301123456781, 1.5e17])
def test_numbers_whose_digits_may_be_lost_go_to_quarantine(run: Run, written: Callable[..., Path], key: float) -> None:
    load(run, [written(key)])
    [(field, reason)] = rows(run, "SELECT field, reason FROM records.quarantine")
    assert (field, reason) == (
        "investigation_id",
        "a long number whose last digits are lost: export the column as text",
    )


def _without_value(sheet: str) -> str:
    return re.sub(r"(</f>)<v>[^<]*</v>", r"\1<v></v>", sheet)


@pytest.mark.parametrize("change", [str, _without_value])
def test_a_formula_that_was_never_calculated_goes_to_quarantine(
    run: Run, written: Callable[..., Path], change: Callable[[str], str]
) -> None:
    load(run, [written("A1", '=DATE(2016,9,1)&""', change)])
    [(field, reason)] = rows(run, "SELECT field, reason FROM records.quarantine")
    assert field == "closed_on"
    assert str(reason).startswith("a formula that was never calculated: open the workbook in Excel")


def test_a_formula_that_was_calculated_is_its_value(run: Run, written: Callable[..., Path]) -> None:
    load(run, [written("A1", '="2016-09-"&"01"', lambda sheet: sheet.replace("<v>0</v>", "<v>2016-09-01</v>"))])
    assert rows(run, "SELECT CAST(closed_on AS VARCHAR) FROM records.investigation") == [("2016-09-01",)]
