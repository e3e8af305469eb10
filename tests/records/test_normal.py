"""Normal forms of identifiers, dates and PNC ids."""

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reassess.records.normal import load_macros


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    load_macros(made)
    return made


def _normal(con: duckdb.DuckDBPyConnection, kind: str, text: str) -> str | None:
    return con.execute("SELECT normal_identifier(?, ?)", [kind, text]).fetchall()[0][0]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("phone", "+44 (0)7700 900101", "07700900101"),
        ("phone", "0044 7700 900101", "07700900101"),
        ("phone", "447700900101", "07700900101"),
        ("phone", "020 7946 0100", "02079460100"),
        ("phone", "withheld", None),
        ("vehicle", "lx08 ktn", "LX08KTN"),
        ("vehicle", "LXO8 KTN", "LX08KTN"),
        ("vehicle", "1X08KTN", "IX08KTN"),
        ("vehicle", "L007 XKD", "LO07XKD"),
        ("vehicle", "L7 XKD", "L7XKD"),
        ("vehicle", "A1O1 BCD", "A101BCD"),
        ("vehicle", "ABC 1O1D", "ABC101D"),
        ("vehicle", "AB01 OIO", "AB01OIO"),
        ("vehicle", "", None),
        ("email", " Mehmet.YZ@Example.org", "mehmet.yz@example.org"),
        ("handle", "@Quietmile_7", "quietmile_7"),
        ("imei", "00-101001-012345-672", "00101001012345672"),
        ("bank_account", "00-00-00 12345670", "00000012345670"),
        ("other", " Locker 14 ", "locker 14"),
    ],
)
def test_one_thing_has_one_form(con: duckdb.DuckDBPyConnection, kind: str, text: str, expected: str | None) -> None:
    assert _normal(con, kind, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1984-03-02", "19840302"),
        ("19840302", "19840302"),
        ("2/3/1984", "19840302"),
        ("02.03.84", "19840302"),
        ("02/03/11", "20110302"),
        ("1984", "19840101"),
        ("1856-86-18", "18568618"),
        ("spring 1984", None),
    ],
)
def test_days_of_birth_in_any_usual_form(con: duckdb.DuckDBPyConnection, text: str, expected: str | None) -> None:
    assert con.execute("SELECT normal_born(?)", [text]).fetchall() == [(expected,)]


@pytest.mark.parametrize("text", ["08/123456X", "2008/0123456x", "08/0123456X"])
def test_pnc_ids_are_one_however_written(con: duckdb.DuckDBPyConnection, text: str) -> None:
    assert con.execute("SELECT normal_pnc(?)", [text]).fetchall() == [("08/123456X",)]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["phone", "vehicle", "email", "handle", "imei", "bank_account", "other"]), st.text(max_size=30))
def test_a_normal_form_is_its_own_normal_form(con: duckdb.DuckDBPyConnection, kind: str, text: str) -> None:
    once = _normal(con, kind, text)
    assert once is None or _normal(con, kind, once) == once
