"""Bad input: whether errors in a table cost time or memory, or link anybody."""

import resource
import time
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from reassess.linking import link_table

RECORDS = 50_000

_SPELT = " || ".join(f"chr((97 + i // {26**n} % 26)::INTEGER)" for n in range(4))
_FORENAME, _SURNAME = f"'F' || {_SPELT}", f"reverse({_SPELT}) || 'son'"
_BORN = "strftime(DATE '1950-01-01' + (i * 7919 % 18000)::INTEGER, '%Y-%m-%d')"
_PHONE = "'07700 ' || lpad((900000 + i)::VARCHAR, 6, '0')"


def _for(which: str, value: str, otherwise: str) -> str:
    return f"CASE WHEN {which} THEN {value} ELSE {otherwise} END"


def _names(which: str, forename: str, surname: str) -> dict[str, str]:
    return {
        "forename": _for(which, f"'{forename}'", _FORENAME),
        "surname": _for(which, f"'{surname}'", _SURNAME),
    }


GOOD = {"forename": _FORENAME, "surname": _SURNAME, "born_on": _BORN, "phone": _PHONE}
HALF, SOME = "i % 2 = 0", "i < 3000"
KINDS: dict[str, tuple[dict[str, str], int]] = {
    "good input": (GOOD, RECORDS),
    "all names empty": ({"forename": "NULL", "surname": "NULL", "born_on": "NULL"}, RECORDS),
    "a placeholder for half the names": (_names(HALF, "UNKNOWN", "MALE"), RECORDS),
    "one real name for half the table": (_names(HALF, "Jan", "Novak"), RECORDS),
    "01/01/1900 for every date": (GOOD | {"born_on": "'01/01/1900'"}, RECORDS),
    "a phone shared by 5,000": (GOOD | {"phone": _for("i < 5000", "'020 7946 0100'", _PHONE)}, RECORDS),
    "one person with 3,000 records": (
        _names(SOME, "Oluwaseun", "Hargreaves")
        | {"born_on": _for(SOME, "'1984-03-02'", _BORN), "national_id": _for(SOME, "'08/123456X'", "NULL")},
        RECORDS - 2999,
    ),
}
"""For each kind of bad input, the expression of each role for record i, and the right number of people."""


def bad() -> dict[str, object]:
    """Return, for each kind of bad input in 50,000 records, the people found, the right number, time and memory."""
    report: dict[str, object] = {}
    for kind in KINDS:
        with get_context("spawn").Pool(1) as own_process:
            report[kind] = own_process.apply(_measure, (kind,))
    return report


def _measure(kind: str) -> dict[str, float]:
    columns, right = KINDS[kind]
    with TemporaryDirectory() as work:
        table, out = Path(work) / "people.parquet", Path(work) / "out.parquet"
        named = ", ".join(f"({sql})::VARCHAR AS {role}" for role, sql in columns.items())
        con = duckdb.connect()
        con.execute(f"COPY (SELECT i AS id, {named} FROM range({RECORDS}) t(i)) TO '{table}'").fetchall()
        con.close()
        start = time.perf_counter()
        counts = link_table([table], "id", {role: role for role in columns}, out)
        seconds = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "people": counts["people"],
        "right": right,
        "seconds": round(seconds, 1),
        "CPU seconds": round(usage.ru_utime + usage.ru_stime, 1),
        "peak GB": round(usage.ru_maxrss / 1e6, 2),
    }
