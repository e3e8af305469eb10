"""A mapping file: what its lines do to cells, and what it may not say."""

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassess.intake import check, load
from reassess.intake.mapping.file import line_numbers, parse_mapping, read_mapping
from reassess.records.errors import UserError
from reassess.records.store import Run
from tests.intake.conftest import rows

Write = Callable[..., Path]


@pytest.fixture
def mapped(tmp_path: Path, run: Run, extract: Write) -> Callable[..., Run]:
    """Loads files under a mapping and gives the run."""

    def load_mapped(mapping: str, files: dict[str, str]) -> Run:
        file = tmp_path / "force.toml"
        file.write_text(mapping, encoding="utf-8")
        load(run, [extract(files, bare=True)], mapping=file)
        return run

    return load_mapped


def quarantined(run: Run) -> list[tuple[object, ...]]:
    return rows(run, "SELECT source_row, field, value, reason FROM records.quarantine ORDER BY 1")


INVESTIGATIONS = """
[defaults]
empty = ["NULL", "-"]
dates = "%d/%m/%Y"

[tables.investigation]
files = ["crimes_*.csv"]

[tables.investigation.columns]
investigation_id = { from = ["BCU", "URN"], join = "/" }
force = { value = "MPS" }
recorded_on = "Rec Date"
closed_on = { from = "Filed", format = ["iso", "excel"] }
setting = { from = "Context", codes = { F = "familial", "NF" = "non_familial" } }
flags = { from = "Markers", each = ",", codes = { C = "cse", M = "missing" } }
"""


def test_renaming_joining_constants_dates_codes_and_lists(mapped: Callable[..., Run]) -> None:
    run = mapped(
        INVESTIGATIONS,
        {
            "crimes_2014.csv": "URN|BCU|Rec Date|Filed|Context|Markers\n"
            "12|NI|3/12/2014|2015-01-31|f|C, M,\n"
            "13|-|04/12/2014|42035|null|\n"
        },
    )
    found = rows(run, "SELECT * EXCLUDE (row_key) FROM records.investigation ORDER BY source_row")
    names = [name for name, *_ in rows(run, "DESCRIBE records.investigation") if name != "row_key"]
    first, second = (dict(zip(names, row, strict=True)) for row in found)
    assert (first["investigation_id"], first["force"], first["setting"], first["flags"]) == (
        "NI/12", "MPS", "familial", "cse;missing",
    )  # fmt: skip
    assert (first["recorded_on"], first["closed_on"]) == (dt.date(2014, 12, 3), dt.date(2015, 1, 31))
    assert (second["investigation_id"], second["closed_on"]) == ("13", dt.date(2015, 1, 31))
    assert (second["setting"], second["flags"]) == (None, None)
    assert quarantined(run) == []


def test_a_code_that_no_line_maps_goes_to_quarantine_even_if_the_model_has_it(mapped: Callable[..., Run]) -> None:
    run = mapped(
        INVESTIGATIONS,
        {
            "crimes_1.csv": "URN|BCU|Rec Date|Context|Markers\n1|A|01/02/2014|XX|\n2|A|01/02/2014|familial|\n"
            "3|A|01/02/2014|NF|C,Z\n4|A|01/02/2014|nf|c\n"
        },
    )
    assert [(row, field, value) for row, field, value, _ in quarantined(run)] == [
        (2, "setting", "XX"),
        (3, "setting", "familial"),
        (4, "flags", "C,Z"),
    ]
    assert {str(reason) for *_, reason in quarantined(run)} == {
        "the mapping has no line for this code of setting: add it under codes",
        "the mapping has no line for this code of flags: add it under codes",
    }
    assert rows(run, "SELECT setting, flags FROM records.investigation") == [("non_familial", "cse")]


PEOPLE = """
[tables.person.columns]
person_id = "id"
surname = { from = "name", name = "surname", order = "ORDER" }
forename = { from = "name", name = "forename", order = "ORDER" }
middle_names = { from = "name", name = "middle_names", order = "ORDER" }
"""


@pytest.mark.parametrize(
    ("order", "name", "expected"),
    [
        ("surname-first", "LINDQVIST, Tobias Jan", ("LINDQVIST", "Tobias", "Jan")),
        ("surname-first", "LINDQVIST Tobias Jan Erik", ("LINDQVIST", "Tobias", "Jan Erik")),
        ("surname-first", "VAN DER BERG, Ann", ("VAN DER BERG", "Ann", None)),
        ("surname-first", "LINDQVIST", ("LINDQVIST", None, None)),
        ("surname-first", "LINDQVIST,", ("LINDQVIST", None, None)),
        ("surname-first", ", Tobias", (None, "Tobias", None)),
        ("forename-first", "Tobias Lindqvist", ("Lindqvist", "Tobias", None)),
        ("forename-first", "Tobias Jan Erik Lindqvist", ("Lindqvist", "Tobias", "Jan Erik")),
        ("forename-first", "Lindqvist", ("Lindqvist", None, None)),
    ],
)
def test_whole_names_are_split(
    mapped: Callable[..., Run], order: str, name: str, expected: tuple[str | None, ...]
) -> None:
    run = mapped(PEOPLE.replace("ORDER", order), {"person.csv": f'id,name\n1,"{name}"\n'})
    assert rows(run, "SELECT surname, forename, middle_names FROM records.person") == [expected]


def test_a_comma_where_the_forename_stands_first_is_no_guess(mapped: Callable[..., Run]) -> None:
    run = mapped(PEOPLE.replace("ORDER", "forename-first"), {"person.csv": 'id,name\n1,"Rowe, Sam"\n'})
    [(row, _, value, reason)] = quarantined(run)
    assert (row, value) == (2, "Rowe, Sam")
    assert str(reason).startswith("a comma in a name that the mapping reads as forename-first")


def test_pieces_by_mark_and_by_pattern(mapped: Callable[..., Run]) -> None:
    mapping = """
[tables.person.columns]
person_id = { from = "ids", split = ";", part = 1 }
occupation = { from = "ids", split = ";", part = -1 }
pnc_id = { from = "other", pattern = 'PNC[: ]+(\\S+)' }
"""
    run = mapped(mapping, {"person.csv": "ids,other\nN1;a;driver,see PNC: 08/123456X\nN2; x ,no number\nN3,\n"})
    assert rows(run, "SELECT person_id, occupation, pnc_id FROM records.person ORDER BY 1") == [
        ("N1", "driver", "08/123456X"),
        ("N3", "N3", None),
    ]
    assert quarantined(run) == [(3, "pnc_id", "no number", "the pattern of the mapping does not match it")]


def test_words_for_true_and_false(mapped: Callable[..., Run]) -> None:
    mapping = '[tables.involvement.columns]\nidentified = { from = "Known", true = ["Ja"], false = ["Nein"] }\n'
    files = {
        "involvement.csv": "investigation_id,person_id,role,Known\n1,1,suspect,JA\n1,2,suspect,nein\n1,3,suspect,yes\n"
    }
    run = mapped(mapping, files)
    assert rows(run, "SELECT person_id, identified FROM records.involvement ORDER BY 1") == [("1", True), ("2", False)]
    assert [(row, field, value) for row, field, value, _ in quarantined(run)] == [(4, "identified", "yes")]


def test_a_year_of_two_digits_is_never_after_the_latest_day(mapped: Callable[..., Run]) -> None:
    mapping = '[tables.person.columns]\nborn_on = { from = "dob", format = "%d/%m/%y", latest = "2015-12-31" }\n'
    run = mapped(mapping, {"person.csv": "person_id,dob\n1,12/03/45\n2,12/03/99\n3,12/03/15\n4,12/03/16\n"})
    assert rows(run, "SELECT year(born_on) FROM records.person ORDER BY person_id") == [
        (1945,),
        (1999,),
        (2015,),
        (1916,),
    ]


def test_two_formats_that_read_one_text_as_two_days(mapped: Callable[..., Run]) -> None:
    mapping = '[tables.person.columns]\nborn_on = { from = "dob", format = ["%d/%m/%Y", "%m/%d/%Y"] }\n'
    run = mapped(mapping, {"person.csv": "person_id,dob\n1,25/03/1999\n2,03/25/1999\n3,03/04/1999\n4,03/03/1999\n"})
    assert rows(run, "SELECT person_id FROM records.person ORDER BY 1") == [("1",), ("2",), ("4",)]
    assert "two formats of the mapping" in str(quarantined(run)[0][3])


def test_one_file_can_feed_two_tables_and_two_files_one(mapped: Callable[..., Run]) -> None:
    mapping = """
[tables.person]
files = ["a.csv", "b.csv"]
[tables.position]
files = "b.csv"
columns.kind = { value = "driver" }
"""
    run = mapped(mapping, {"a.csv": "person_id\nP1\n", "b.csv": "person_id,authority\nP2,City\n"})
    assert rows(run, "SELECT person_id, source_file FROM records.person ORDER BY 1") == [
        ("P1", "a.csv"),
        ("P2", "b.csv"),
    ]
    assert rows(run, "SELECT person_id, kind, authority FROM records.position") == [("P2", "driver", "City")]


def test_delimiter_encoding_and_files_to_ignore(tmp_path: Path, extract: Write) -> None:
    mapping = tmp_path / "force.toml"
    mapping.write_text(
        'ignore = "audit*"\n[tables.person]\nfiles = "people.txt"\ndelimiter = ":"\nencoding = "cp1250"\n',
        encoding="utf-8",
    )
    files = {"people.txt": "person_id:surname\nP1:Dvořák\n".encode("cp1250"), "Audit trail.csv": "a\n1\n"}
    report = check(extract(files, bare=True), mapping=mapping)
    assert report.counts["person"]["loaded"] == 1
    assert report.notes == ("Audit trail.csv: ignored, as the mapping says", "people.txt: read as cp1250")


def test_what_the_mapping_names_and_the_extract_lacks_is_said(tmp_path: Path, extract: Write) -> None:
    mapping = tmp_path / "force.toml"
    mapping.write_text(
        '[tables.exhibit]\nfiles = "prop.csv"\n[tables.person.columns]\nsex = "Gender"\n', encoding="utf-8"
    )
    report = check(extract(), mapping=mapping)
    assert "prop.csv: the mapping feeds exhibit from it, but no extract has such a file" in report.notes
    assert "person.csv: columns that the mapping names are not there: Gender" in report.notes


# ---- errors, each with its line


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[tables.persons]\n", 1, "the record model has no table persons; it has investigation, offence"),
        ("\n[tables.person.columns]\nforname = 'x'\n", 3, "the table person has no field forname; it has person_id"),
        ("[tables.person]\nfile = 'a.csv'\n", 2, "Extra inputs are not permitted"),
        ("[tables.person.columns]\nsex = { codes = { F = 'f' } }\n", 2, "give either from"),
        (
            "[tables.person.columns]\n# c\nsex = { from = 'g', codes = { F = 'w' } }\n",
            3,
            "w: not a code of sex, which takes f, m",
        ),
        (
            "[tables.person.columns.sex]\nfrom = 'g'\n[tables.person.columns.sex.codes]\nF = 'f'\nf = 'm'\n",
            1,
            "mapped twice",
        ),
        ("[tables.person.columns]\nborn_on = { from = 'd', format = 'dd/mm/yyyy' }\n", 2, "is not a date format"),
        ("[tables.person.columns]\nborn_on = { from = 'd', format = '%d/%m/%y' }\n", 2, "needs latest"),
        (
            "[tables.person.columns]\nsurname = { from = 'd', format = '%d' }\n",
            2,
            "format is for dates; surname is a string",
        ),
        ("[tables.person.columns]\nsurname = { from = 'n', pattern = '(' }\n", 2, "not a pattern with one group"),
        ("[tables.person.columns]\nsurname = { from = 'n', pattern = 'x' }\n", 2, "not a pattern with one group"),
        ("[tables.person.columns]\nsurname = { from = 'n', split = ',' }\n", 2, "split and part go together"),
        ("[tables.person.columns]\nsurname = { from = 'n', split = ',', part = 0 }\n", 2, "part counts from 1"),
        ("[tables.person]\nencoding = 'klingon'\n", 2, "no such encoding"),
        ("[defaults]\ndates = '%d/%m/%y'\n", 2, "column by column"),
        (
            "[tables]\nperson.columns.born_on.from = 'd'\nperson.columns.born_on.true = ['x']\n",
            2,
            "true and false are for",
        ),
    ],
)
def test_every_error_names_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_mapping(text, "force.toml")
    assert str(caught.value).startswith("force.toml: the mapping has 1 error(s):\n")
    assert f"  line {line}: " in str(caught.value)
    assert says in str(caught.value)


def test_what_is_no_toml_says_where() -> None:
    with pytest.raises(UserError, match=r"not TOML: .*line 2"):
        parse_mapping("[tables]\nperson = \n", "force.toml")


def test_a_mapping_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Make one with: reassess map EXTRACT --out"):
        read_mapping(tmp_path / "none.toml")


def judged(text: str) -> str:
    """What a text is; any other exception than one for people comes through and fails the test."""
    try:
        parse_mapping(text, "force.toml")
    except UserError as error:
        return "error for people" if str(error).startswith("force.toml: ") else str(error)
    return "mapping"


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("[]=.'\"#\n abtables{},0"), max_size=60))
def test_any_text_is_a_mapping_or_an_error_for_people(text: str) -> None:
    assert judged(text) in ("mapping", "error for people")


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
VALUES = st.recursive(
    st.text(max_size=5) | st.integers(-3, 3) | st.booleans(), lambda inner: st.lists(inner, max_size=2), max_leaves=3
)
KEYS = st.sampled_from(["from", "value", "format", "codes", "split", "part", "name", "order", "each", "empty", "x"])


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=4), st.sampled_from(["person_id", "born_on", "sex", "nope"]))
def test_any_values_under_the_right_keys_are_judged_and_never_crash(column: dict[str, object], field: str) -> None:
    lines = [f"{key} = {_toml(value)}" for key, value in column.items()]
    text = "\n".join([f"[tables.person.columns.{field}]", *lines])
    tomllib.loads(text)
    assert judged(text) in ("mapping", "error for people")


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    return '"' + "".join(f"\\U{ord(letter):08X}" for letter in str(value)) + '"'


@settings(max_examples=100, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=4, unique=True))
def test_the_line_of_every_key_is_found_whatever_its_name(names: list[str]) -> None:
    keys = [_toml(name) for name in names]
    text = "# head\n[tables]\n" + "\n".join(f"{key} = 1" for key in keys)
    assert set(tomllib.loads(text)["tables"]) == set(names)
    found = line_numbers(text)
    assert [found[("tables", name)] for name in names] == list(range(3, 3 + len(names)))


def test_the_mapping_in_the_documentation_is_one() -> None:
    page = (Path(__file__).parents[3] / "docs" / "extract.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL)
    mapping = parse_mapping(block, "docs/extract.md")
    assert mapping.tables["person"].columns["nicknames"].part == 1
    assert mapping.ignores("Audit trail.csv")
