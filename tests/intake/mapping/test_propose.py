"""A proposed mapping: what is sure is written, what is not is marked, and `load` takes it as it stands."""

import csv
import io
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reassess.intake import check, propose_mapping
from reassess.intake.mapping.file import parse_mapping
from reassess.intake.mapping.synonyms import SURE, code_similarity, field_similarity, table_similarity
from reassess.records.model import tables

Write = Callable[..., Path]

OWN = {
    "CRIMES.csv": "Crime Ref;Force Code;Borough;Date Recorded;Closed Date;HO Outcome;OIC;Circumstances;Odd One\n"
    "0001/12;MPS;Haringey;14/03/2012;00/00/0000;14;A1;Text;x\n0002/12;MPS;Haringey;25/03/2012;13/05/2012;OC18;A1;Text;y\n",
    "NOMINALS.csv": 'Nominal No,Full Name,DOB,Gender\n1,"LINDQVIST, Tobias Jan",01/02/1985,M\n'
    '2,"OSEI, Amara",03/04/1998,F\n3,"ROWE, Sam",N/A,Q\n',
    "VIW.csv": "Crime Ref,Nominal No,VIW Type,Suspect identified,Arrest Date\n"
    "0001/12,1,SUS,Y,2012-04-01\n0001/12,2,VIC,,\n",
    "OEL.csv": "Entry No,Crime Ref,Entry Date,Entered By,Details\n1,0001/12,14/03/2012 09:40,A1,Call made\n",
    "Audit.csv": "a,b,c\n1,2,3\n",
}


def test_a_force_s_own_names_formats_and_codes_are_told(tmp_path: Path, extract: Write) -> None:
    source = extract(OWN, bare=True)
    text = propose_mapping(source)
    content = tomllib.loads(text)["tables"]
    assert {name: table["files"] for name, table in content.items()} == {
        "investigation": ["CRIMES.csv"], "person": ["NOMINALS.csv"], "involvement": ["VIW.csv"], "entry": ["OEL.csv"],
    }  # fmt: skip
    crimes = content["investigation"]["columns"]
    assert (crimes["investigation_id"], crimes["officer_in_case"], crimes["summary"]) == (
        "Crime Ref",
        "OIC",
        "Circumstances",
    )
    assert crimes["closed_on"] == {"from": "Closed Date", "format": "%d/%m/%Y", "empty": ["00/00/0000"]}
    assert crimes["outcome_code"] == {"from": "HO Outcome", "pattern": r"^\D*(\d{1,2})$"}
    assert content["involvement"]["columns"]["role"] == {
        "from": "VIW Type",
        "codes": {"SUS": "suspect", "VIC": "victim"},
    }
    assert content["entry"]["columns"]["written_at"] == {"from": "Entry Date", "format": "%d/%m/%Y %H:%M"}

    mapping = tmp_path / "m.toml"
    mapping.write_text(text)
    report = check(source, mapping=mapping)
    loaded = {name: count["loaded"] for name, count in report.counts.items() if count["rows_in"]}
    assert loaded == {"investigation": 2, "person": 2, "involvement": 2, "entry": 1}
    assert [(problem.field, problem.value) for problem in report.problems] == [("sex", "Q")]


def test_what_is_not_sure_is_marked(extract: Write) -> None:
    text = propose_mapping(extract(OWN, bare=True))
    marked = [line for line in text.splitlines() if "# unsure" in line]
    assert any(line.startswith('born_on = { from = "DOB"') and "fits as well" in line for line in marked)
    assert any(line.startswith('# "Q" = ""') and "similar to none of f, m, x, unknown" in line for line in marked)
    assert any("no table is like Audit.csv" in line for line in marked)
    assert any(line.endswith("like no field: Odd One") for line in marked)
    assert any(line.startswith('surname = { from = "Full Name"') for line in marked)
    assert not any("Date Recorded" in line or "Crime Ref" in line for line in marked)


def test_a_required_field_without_a_column_is_pointed_out(extract: Write) -> None:
    text = propose_mapping(extract({"crimes.csv": "URN,Date Recorded\n1,2014-01-01\n"}, bare=True))
    assert '# unsure: force = { value = "..." }' in text


def test_an_extract_in_the_model_s_own_names_needs_no_line(extract: Write) -> None:
    content = tomllib.loads(propose_mapping(extract()))
    assert all(not table for table in content.get("tables", {}).values())


def test_excel_dates_two_digit_years_and_truths(extract: Write) -> None:
    files = {
        "person.csv": "person_id,born_on,died_on\n1,33000,12/03/19\n2,33001,25/03/19\n",
        "involvement.csv": "investigation_id,person_id,role,identified\n1,1,suspect,Yes\n1,2,suspect,perhaps\n",
    }
    text = propose_mapping(extract(files, bare=True))
    people, parts = (tomllib.loads(text)["tables"][name]["columns"] for name in ("person", "involvement"))
    assert people["born_on"]["format"] == "excel"
    assert (people["died_on"]["format"], people["died_on"]["latest"]) == ("%d/%m/%y", "2030-12-31")
    assert parts["identified"] == {"from": "identified", "true": ["Yes"], "false": []}
    assert "what do perhaps mean?" in text


MESSY = (
    "Crime Ref,Force Code,Recorded Date,Date Closed,Outcome,Circumstances,Markers\n"
    'A1,MPS,13/02/2015,1/03/2015 11:20:00 PM,Filed,Familial,"cse, missing"\n'
    "A2,MPS,14/02/2015,1/13/2015 11:20:00 PM,18,Non-Familial,DV|CSE\n"
    "A3,MPS,15/02/2015,1/14/2015 11:20:00 PM,OC16,Peer,\n"
)


def test_on_a_messy_export_nothing_is_mapped_wrong_in_silence(tmp_path: Path, extract: Write) -> None:
    source = extract({"CRIMES.csv": MESSY}, bare=True)
    text = propose_mapping(source)
    columns = tomllib.loads(text)["tables"]["investigation"]["columns"]
    assert "summary" not in columns
    assert columns["setting"]["codes"] == {"Familial": "familial", "Non-Familial": "non_familial", "Peer": "peer"}
    assert columns["outcome_code"]["codes"] == {"18": "18", "OC16": "16"}
    assert columns["flags"]["codes"] == {"cse": "cse", "missing": "missing", "DV": "DV"}
    assert columns["closed_on"]["format"] == "%m/%d/%Y %I:%M:%S %p"
    for doubtful in ("closed_on = ", '# "Filed" = ""', '"DV" = "DV"', 'from = "Circumstances"'):
        assert any(line.startswith(doubtful) and "# unsure: " in line for line in text.splitlines()), doubtful
    mapping = tmp_path / "m.toml"
    mapping.write_text(text)
    report = check(source, mapping=mapping)
    assert [(problem.row, problem.field, problem.value) for problem in report.problems] == [
        (2, "outcome_code", "Filed")
    ]


def test_american_times_that_could_be_british_are_proposed_and_unsure(extract: Write) -> None:
    content = "Crime Ref,Force Code,Recorded Date,Date Closed\nA1,MPS,13/02/2015,1/03/2015 11:20:00 PM\n"
    lines = propose_mapping(extract({"CRIMES.csv": content}, bare=True)).splitlines()
    [line] = [line for line in lines if line.startswith("closed_on")]
    assert "%I:%M:%S %p" in line
    assert "fits as well, no day is over 12" in line


def test_days_with_a_zone_are_proposed_as_unsure(extract: Write) -> None:
    content = "Crime Ref,Force Code,Recorded Date,Date Closed\nA1,MPS,2014-02-01,2014-06-11T23:00:00Z\n"
    lines = propose_mapping(extract({"CRIMES.csv": content}, bare=True)).splitlines()
    [line] = [line for line in lines if line.startswith("closed_on")]
    assert line.endswith("# unsure: times with a zone: read as the day in UK time")


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("Crime_Reports", "investigation"),
        ("NOMINAL", "person"),
        ("OEL", "entry"),
        ("Property", "exhibit"),
        ("misper", "missing_episode"),
    ],
)
def test_tables_by_the_names_police_systems_give_them(name: str, table: str) -> None:
    best = max(tables(), key=lambda candidate: table_similarity(name, candidate))
    assert best == table
    assert table_similarity(name, table) >= SURE


def test_similarity_of_fields_and_codes() -> None:
    assert field_similarity("Date of Birth", "born_on") == 1.0
    assert field_similarity("Date Created", "closed_on") < SURE
    assert code_similarity("IP", "role", "victim") == 1.0
    assert code_similarity("Z", "role", "victim") == 0.0


@pytest.mark.parametrize(
    ("table", "column", "field"),
    [
        ("investigation", "Disposal Reason", "closure_reason"),
        ("investigation", "HO Outcome Code", "outcome_code"),
        ("investigation", "Relationship Setting", "setting"),
        ("involvement", "Supports Pros", "supports"),
        ("offence", "HO Class", "offence_code"),
        ("offence", "Loc Ref", "location_id"),
        ("person", "Descriptive", "description"),
    ],
)
def test_columns_by_the_names_police_systems_give_them(table: str, column: str, field: str) -> None:
    best = max(tables()[table].field_names, key=lambda candidate: field_similarity(column, candidate))
    assert best == field
    assert field_similarity(column, field) >= SURE


HEADERS = st.lists(
    st.one_of(st.sampled_from(["Crime Ref", "DOB", "Gender", "VIW", "Name", "Outcome"]), st.text(max_size=6)),
    min_size=1, max_size=4,
)  # fmt: skip
CELLS = st.text(st.sampled_from('ab1/"\\\n\x7f#=é'), max_size=5)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["person", "VIW", 'odd "name"']), HEADERS, st.data())
def test_whatever_the_names_and_cells_the_proposal_is_a_mapping(
    tmp_path_factory: pytest.TempPathFactory, name: str, headers: list[str], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("own")
    row = st.tuples(*[CELLS for _ in headers])
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([headers, *data.draw(st.lists(row, max_size=3))])
    (folder / f"{name}.csv").write_text(out.getvalue(), encoding="utf-8", newline="")
    parse_mapping(propose_mapping(folder), "proposed.toml")
