"""Everything that issue lists as bad input, one test each: refused with words, or put aside with the reason."""

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from reassess.intake import check, load
from reassess.intake.check import CheckReport, Problem
from reassess.records.errors import UserError
from reassess.records.store import Run
from tests.intake.conftest import SMALL, rows

Write = Callable[..., Path]


def reasons(report: CheckReport) -> list[tuple[str, int, str]]:
    return [(problem.file, problem.row, problem.reason) for problem in report.problems]


def only_problem(report: CheckReport) -> Problem:
    assert report.wrong == 1
    return report.problems[0]


# ---- what is no extract


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file or folder"):
        check(tmp_path / "nowhere")


def test_not_a_folder_and_not_a_known_file(tmp_path: Path) -> None:
    (tmp_path / "letter.rtf").write_text("{}")
    with pytest.raises(UserError, match=r"not a folder, a zip or a file of a known kind \(\.csv"):
        check(tmp_path / "letter.rtf")


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="the folder is empty"):
        check(tmp_path / "empty")


def test_a_folder_with_nothing_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "readme.rtf").write_text("{}")
    with pytest.raises(UserError, match="none of its 1 files is of a known kind"):
        check(tmp_path)


def test_a_header_only_is_a_table_without_rows(extract: Write) -> None:
    report = check(extract({"person.csv": "person_id,surname\n", "involvement.csv": None}))
    assert report.counts["person"] == dict.fromkeys(("rows_in", "loaded", "quarantined", "duplicates", "superseded"), 0)
    assert report.supplied["person"] == {"person_id", "surname"}
    assert "person" not in report.absent


def test_an_empty_file_is_a_table_without_columns(extract: Write) -> None:
    report = check(extract({"exhibit.csv": ""}))
    assert report.supplied["exhibit"] == set()
    assert "exhibit.csv: the file has no header row" in report.notes


def test_an_extract_in_which_no_table_is_known_says_how_to_go_on(extract: Write) -> None:
    with pytest.raises(UserError, match=r"no file or sheet has the name of a table .*CRIMES\.csv.*reassess map"):
        check(extract({"CRIMES.csv": "URN\n1\n"}, bare=True))


# ---- tables and columns


def test_a_table_nobody_knows_is_named_and_ignored(run: Run, extract: Write) -> None:
    source = extract({"Briefings.csv": "a,b\n1,2\n", "notes.rtf": "{}"})
    counts = load(run, [source])
    assert counts.total.rows_in == 7
    said = {notice.source: notice.says for notice in counts.notices}
    assert "no table has this name" in said["Briefings.csv"]
    assert "not a kind of file that holds tables" in said["notes.rtf"]
    assert ("Briefings.csv", said["Briefings.csv"]) in rows(run, "FROM records.notice")


def test_names_of_tables_in_any_letter_case(extract: Write) -> None:
    source = extract(
        {"PERSON.CSV": SMALL["person.csv"], "person.csv": None, "Missing Episode.csv": "person_id,from_on\n"}
    )
    report = check(source)
    assert report.counts["person"]["loaded"] == 2
    assert "missing_episode" not in report.absent


def test_columns_in_another_order_and_case_and_unknown_ones_said(run: Run, extract: Write) -> None:
    content = "Surname,COLLAR,Born On,PERSON_ID\nOsei,77,1998-05-01,P1\nLindqvist,,,P2\n"
    counts = load(run, [extract({"person.csv": content})])
    found = rows(run, "SELECT person_id, surname, born_on FROM records.person ORDER BY 1")
    assert found == [("P1", "Osei", dt.date(1998, 5, 1)), ("P2", "Lindqvist", None)]
    assert any("ignored: COLLAR" in notice.says for notice in counts.notices)


def test_a_column_that_stands_twice_is_no_guess(extract: Write) -> None:
    content = "person_id,surname,SURNAME\nP1,Osei,Osei\nP2,Lindqvist,Lindquist\n"
    report = check(extract({"person.csv": content, "involvement.csv": None}))
    assert only_problem(report).row == 3
    assert "in the file twice" in only_problem(report).reason


# ---- bytes


def test_a_byte_order_mark(extract: Write) -> None:
    report = check(extract({"person.csv": b"\xef\xbb\xbf" + SMALL["person.csv"].encode()}))
    assert (report.wrong, report.counts["person"]["loaded"]) == (0, 2)


def test_nul_bytes_are_left_out_and_said(run: Run, extract: Write) -> None:
    content = SMALL["person.csv"].replace("Osei", "O\x00sei").encode() + b"\x00" * 512
    counts = load(run, [extract({"person.csv": content})])
    assert counts.tables["person"].loaded == 2
    assert rows(run, "SELECT surname FROM records.person WHERE person_id = 'P1'") == [("Osei",)]
    assert any("513 NUL bytes left out" in notice.says for notice in counts.notices)


def test_a_quote_that_never_closes_costs_its_row_only(run: Run, extract: Write) -> None:
    content = SMALL["person.csv"] + 'P3,"Ade\nP4,Sam,Rowe,m,1990-01-01\n'
    counts = load(run, [extract({"person.csv": content})])
    assert (counts.tables["person"].rows_in, counts.tables["person"].loaded) == (4, 3)
    assert rows(run, "SELECT source_row, row_json FROM records.quarantine") == [(4, '{"line":"P3,\\"Ade"}')]


def test_ten_megabytes_in_one_cell_are_kept(run: Run, extract: Write) -> None:
    text = "Log of calls, page. " * 550_000
    content = SMALL["entry.csv"] + f'E2,I1,2011-03-15T10:00:00,A1,"{text}"\n'
    load(run, [extract({"entry.csv": content})])
    assert rows(run, "SELECT length(text) FROM records.entry WHERE entry_id = 'E2'") == [(len(text) - 1,)]


# ---- zips


def zipped(target: Path, members: dict[str, bytes], mode: int | None = None) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = (mode or 0o100644) << 16
            archive.writestr(member, content)
    return target


def test_a_zip_is_an_extract_also_with_a_folder_inside(run: Run, tmp_path: Path) -> None:
    members = {f"Handover/{name}": content.encode() for name, content in SMALL.items()}
    counts = load(run, [zipped(tmp_path / "handover.zip", members)])
    assert counts.total.loaded == 7
    assert rows(run, "SELECT DISTINCT source_file FROM records.person") == [("person.csv",)]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.zip", {"person.csv": b"a" * 60_000_000})
    with pytest.raises(UserError, match=r"refused as a possible zip bomb, it unpacks to .* times"):
        check(bomb)


def test_a_workbook_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "extract").mkdir()
    zipped(tmp_path / "extract" / "person.xlsx", {"xl/worksheets/sheet1.xml": b" " * 60_000_000})
    with pytest.raises(UserError, match=r"person\.xlsx: refused"):
        check(tmp_path / "extract")


@pytest.mark.parametrize(
    "name", ["../outside.csv", "/etc/outside.csv", "a/../../outside.csv", "..\\outside.csv", "C:/x.csv"]
)
def test_a_path_that_climbs_out_of_a_zip_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    archive = zipped(tmp_path / "climbing.zip", {"person.csv": b"person_id\nP1\n", name: b"a\n"})
    with pytest.raises(UserError, match="leads out of the zip"):
        load(run, [archive])
    assert not list(tmp_path.rglob("outside.csv"))


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a link"):
        check(zipped(tmp_path / "link.zip", {"person.csv": b"/etc/hostname"}, mode=0o120777))


def test_a_damaged_zip_is_said_to_be_damaged(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "damaged.zip", {name: content.encode() * 50 for name, content in SMALL.items()})
    content = bytearray(archive.read_bytes())
    content[60:90] = b"\xff" * 30
    archive.write_bytes(content)
    with pytest.raises(UserError, match="the zip is damaged"):
        check(archive)


# ---- dates


@pytest.mark.parametrize(
    ("date", "reason"),
    [
        ("31/02/2014", 'no such day: correct it, or if it means unknown write empty = ["<it>"]'),
        ("00/00/0000", 'write empty = ["<it>"] for it in the mapping'),
        ("2014-02-31", "no such day"),
        ("0000-00-00", "no such day"),
        ("12/03/2014", 'write in the mapping recorded_on = {from = "<its column>", format = "%d/%m/%Y"}'),
        ("25.12.2014", "day and month could be either way round"),
        (
            "41710",
            'an Excel serial date (2014-03-12?): for this column write in the mapping recorded_on = {from = "<its',
        ),
        ("9999-12-31", "a day before 1850 or after 2199"),
        ("March 2014", "not a date (YYYY-MM-DD)"),
        ("2014-3-1", "not a date (YYYY-MM-DD)"),
    ],
)
def test_a_date_that_is_none_goes_to_quarantine_with_what_to_write(extract: Write, date: str, reason: str) -> None:
    report = check(
        extract({"investigation.csv": f"investigation_id,force,recorded_on\nI1,MPS,2014-03-12\nI2,MPS,{date}\n"})
    )
    problem = only_problem(report)
    assert (problem.row, problem.field, problem.value) == (3, "recorded_on", date)
    assert reason in problem.reason


@pytest.mark.parametrize("moment", ["2011-03-14T09:40", "2011-03-14 09:40:00", "2011-03-14T09:40:00Z"])
def test_moments_in_iso_form(run: Run, extract: Write, moment: str) -> None:
    load(run, [extract({"entry.csv": f"entry_id,investigation_id,written_at,text\nE1,I1,{moment},Called\n"})])
    assert rows(run, "SELECT written_at FROM records.entry") == [(dt.datetime(2011, 3, 14, 9, 40),)]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2014-06-11T23:00:00Z", "2014-06-12"),
        ("2014-06-11 23:00 GMT", "2014-06-12"),
        ("2014-06-11T23:30:00.000+00:00", "2014-06-12"),
        ("2014-06-12 00:30:00 +01:00", "2014-06-12"),
        ("2014-06-12 00:30 BST", "2014-06-12"),
        ("2014-06-12T00:30:00+0200", "2014-06-11"),
        ("2014-12-11T23:30:00Z", "2014-12-11"),
        ("2014-12-11 9:40", "2014-12-11"),
    ],
)
def test_a_day_written_with_a_time_and_a_zone_is_the_day_in_uk_time(
    run: Run, extract: Write, written: str, day: str
) -> None:
    content = f"investigation_id,force,recorded_on,closed_on\nI1,MPS,2011-01-01,{written}\n"
    load(run, [extract({"investigation.csv": content}, bare=True)])
    assert rows(run, "SELECT CAST(closed_on AS VARCHAR) FROM records.investigation") == [(day,)]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2014-06-11T23:00:00 CET", "the day is valid, the time after it is not"),
        ("2014-06-11 late", "the day is valid, the time after it is not"),
        ("2014-06-31T23:00:00Z", "no such day"),
        ("1753-01-01", "a day before 1850 or after 2199"),
        ("1/03/2015 11:20:00 PM", 'format = "%d/%m/%Y %I:%M:%S %p"}'),
        ("01.03.15 9:40", 'format = "%d.%m.%y %H:%M"}'),
    ],
)
def test_the_reason_why_a_date_is_not_read_is_true(extract: Write, written: str, reason: str) -> None:
    content = f"investigation_id,force,recorded_on,closed_on\nI1,MPS,2011-01-01,{written}\n"
    assert reason in only_problem(check(extract({"investigation.csv": content}, bare=True))).reason


def test_a_format_with_a_zone_gives_uk_time(run: Run, tmp_path: Path, extract: Write) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text('[tables.investigation.columns.closed_on]\nfrom = "closed_on"\nformat = "%d/%m/%Y %H:%M %z"\n')
    content = "investigation_id,force,recorded_on,closed_on\nI1,MPS,2011-01-01,11/06/2014 23:30 +0000\n"
    load(run, [extract({"investigation.csv": content}, bare=True)], mapping=mapping)
    assert rows(run, "SELECT CAST(closed_on AS VARCHAR) FROM records.investigation") == [("2014-06-12",)]


def test_a_moment_with_a_zone_is_brought_to_the_clock_of_the_force(run: Run, extract: Write) -> None:
    load(
        run, [extract({"entry.csv": "entry_id,investigation_id,written_at,text\nE1,I1,2011-07-14T09:40:00Z,Called\n"})]
    )
    assert rows(run, "SELECT written_at FROM records.entry") == [(dt.datetime(2011, 7, 14, 10, 40),)]


# ---- rows


def test_two_investigations_with_one_id_are_both_put_aside_each_naming_the_other(extract: Write) -> None:
    content = SMALL["investigation.csv"] + "I1,MPS,2015-01-01,,\n"
    report = check(extract({"investigation.csv": content}))
    assert reasons(report)[:3] == [
        ("entry.csv", 2, "the investigation it refers to is in quarantine (investigation.csv row 2)"),
        ("investigation.csv", 2, "the same key as investigation.csv row 4, with different content: neither is taken"),
        ("investigation.csv", 4, "the same key as investigation.csv row 2, with different content: neither is taken"),
    ]
    assert report.counts["investigation"]["loaded"] == 1


def test_a_missing_key_and_a_dangling_reference(extract: Write) -> None:
    content = "investigation_id,person_id,role\nI1,,victim\nI1,P9,victim\nI1,P1,victim\n"
    assert reasons(check(extract({"involvement.csv": content}))) == [
        ("involvement.csv", 2, "person_id is empty, and it is required"),
        ("involvement.csv", 3, "no person has this person_id"),
    ]


def test_a_reference_to_a_table_nobody_supplied_is_not_dangling(extract: Write) -> None:
    report = check(extract({"person.csv": None}))
    assert (report.wrong, report.counts["involvement"]["loaded"]) == (0, 2)
    assert "person" in report.absent


def test_a_code_nobody_knows_is_not_guessed(extract: Write) -> None:
    content = "investigation_id,person_id,role\nI1,P1,Victim\nI1,P2,bystander\n"
    problem = only_problem(check(extract({"involvement.csv": content})))
    assert (problem.row, problem.value) == (3, "bystander")
    assert "not a code of role (victim, suspect, witness" in problem.reason


def test_all_faults_of_a_row_are_told_and_the_row_is_kept_as_it_was(run: Run, extract: Write) -> None:
    content = "investigation_id,force,recorded_on,closed_on,odd\nI9,,31/02/2014,soon,x\n"
    load(run, [extract({"investigation.csv": content, "involvement.csv": None, "entry.csv": None})])
    [(field, reason, row)] = rows(run, "SELECT field, reason, row_json FROM records.quarantine")
    assert field == "force"
    assert "; also recorded_on: no such day" in str(reason)
    assert "; closed_on: not a date" in str(reason)
    assert row == '{"investigation_id":"I9","force":null,"recorded_on":"31/02/2014","closed_on":"soon","odd":"x"}'


def test_an_extract_that_is_a_third_broken_gives_all_that_the_rest_can_give(extract: Write) -> None:
    lines = ["person_id,surname,born_on"]
    lines += [f"P{n},Name{n},{'31/02/1999' if n % 10 < 3 else '1999-02-01'}" for n in range(1, 1001)]
    roles = ["investigation_id,person_id,role"] + [f"I1,P{n},witness" for n in range(1, 1001)]
    report = check(extract({"person.csv": "\n".join(lines), "involvement.csv": "\n".join(roles)}))
    assert report.counts["person"] == vars_of(1000, 700, 300)
    assert report.counts["involvement"] == vars_of(1000, 700, 300)
    assert [(kind.table, kind.rows) for kind in report.kinds] == [("involvement", 300), ("person", 300)]


def vars_of(rows_in: int, loaded: int, quarantined: int) -> dict[str, int]:
    return {"rows_in": rows_in, "loaded": loaded, "quarantined": quarantined, "duplicates": 0, "superseded": 0}


# ---- Excel


def workbook(target: Path, sheets: dict[str, list[list[object]]]) -> None:
    with xlsxwriter.Workbook(str(target)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                for place, cell in enumerate(line):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(number, place, cell, day)
                    elif cell is not None:
                        sheet.write(number, place, cell)


def test_dates_of_excel_are_read_and_its_bare_serial_numbers_are_said(tmp_path: Path, run: Run) -> None:
    (tmp_path / "x").mkdir()
    head = ["investigation_id", "force", "recorded_on", "outcome_code"]
    good = ["I1", "MPS", dt.datetime(2014, 3, 12), 7]
    workbook(tmp_path / "x" / "book.xlsx", {"Investigation": [head, good, ["I2", "MPS", 41710, None]]})
    load(run, [tmp_path / "x"])
    found = rows(run, "SELECT recorded_on, outcome_code, source_file, source_row FROM records.investigation")
    assert found == [(dt.date(2014, 3, 12), "7", "book.xlsx#Investigation", 2)]
    [(row, value, reason)] = rows(run, "SELECT source_row, value, reason FROM records.quarantine")
    assert (row, value) == (3, "41710")
    assert str(reason).startswith("an Excel serial date (2014-03-12?)")


def test_leading_zeros_lost_by_excel_are_said(extract: Write) -> None:
    files = {
        "investigation.csv": (
            "investigation_id,force,recorded_on,outcome_code\n0012,MPS,2014-01-01,07\n13,MPS,2014-01-01,7.0\n"
        ),
        "offence.csv": "offence_id,investigation_id,offence_code\nO1,0012,19/8\nO2,12,019/08\n",
        "identifier.csv": "investigation_id,kind,value\n13,phone,7700900101\n13,phone,07700 900102\n",
        "involvement.csv": None,
        "entry.csv": None,
    }
    report = check(extract(files))
    problem = only_problem(report)
    assert (problem.file, problem.row) == ("offence.csv", 3)
    assert problem.reason.startswith(
        "no investigation has this investigation_id, but 0012 is there: did Excel drop leading zeros"
    )
    assert [note for note in report.notes if "kept as they stand" in note or "read as 7" in note] == [
        "investigation.csv: outcome_code: 2 outcome codes written as 07 or 7.0 were read as 7",
        "offence.csv: offence_code: 1 offence codes have fewer digits than 019/08: leading zeros lost by Excel? "
        "They were kept as they stand",
        "identifier.csv: value: 1 numbers of ten digits have no leading zero: phone numbers cut by Excel? "
        "They were kept as they stand",
    ]


@pytest.mark.parametrize(
    ("table", "content", "reason"),
    [
        (
            "offence",
            "offence_id,investigation_id,offence_code\nO1,I1,19-Aug\n",
            "turned a code such as 019/08 into a date",
        ),
        ("identifier", "investigation_id,kind,value\nI1,imei,4.90154E+14\n", "a long number whose last digits"),
        ("identifier", "investigation_id,kind,value\nI1,imei,4.90154e+14\n", "a long number whose last digits"),
        ("person", "person_id,surname\nP1,Osei\nP2,Osei\nP3,#N/A\n", "an error of Excel in place of the value"),
        ("person", "person_id,surname,born_on\nP1,Osei,\nP2,Osei,\nP3,Osei,#VALUE!\n", "an error of Excel in place"),
        ("person", "person_id,surname,sex\nP1,Osei,\nP2,Osei,\nP3,Osei,Err:502\n", "an error of Excel in place"),
        ("identifier", "investigation_id,kind,value\nI1,other,#REF!\n", "an error of Excel"),
    ],
)
def test_what_excel_has_spoilt_for_good_is_put_aside(extract: Write, table: str, content: str, reason: str) -> None:
    assert reason in only_problem(check(extract({f"{table}.csv": content}))).reason
