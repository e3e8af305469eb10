"""Loading an extract: every row accounted for, every table there, the same bytes for the same input."""

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

from reassess.intake.load import load
from reassess.records.model import tables
from reassess.records.store import Run
from tests.intake.conftest import rows
from tests.shared import SHARED, needs_shared


def test_a_clean_extract_loads_whole(run: Run, extract: Callable[..., Path]) -> None:
    counts = load(run, [extract()])
    assert {name: count.loaded for name, count in counts.tables.items() if count.rows_in} == {
        "investigation": 2,
        "person": 2,
        "involvement": 2,
        "entry": 1,
    }
    assert counts.total.rows_in == counts.total.loaded == 7
    assert rows(run, "SELECT investigation_id, recorded_on, closed_on, outcome_code, row_key, source_file, source_row"
                     " FROM records.investigation ORDER BY 1") == [
        ("I1", dt.date(2011, 3, 14), dt.date(2011, 9, 2), "18", "I1", "investigation.csv", 2),
        ("I2", dt.date(2014, 2, 1), None, None, "I2", "investigation.csv", 3),
    ]  # fmt: skip
    assert rows(run, "SELECT row_key, identified FROM records.involvement ORDER BY 1") == [
        ("I1|P1|victim", None),
        ("I1|P2|suspect", True),
    ]
    assert rows(run, "SELECT written_at, text FROM records.entry") == [
        (dt.datetime(2011, 3, 14, 9, 40), "Report taken, by phone")
    ]


def test_every_table_of_the_model_is_there_and_typed(run: Run, extract: Callable[..., Path]) -> None:
    counts = load(run, [extract()])
    assert set(counts.absent) == set(tables()) - {"investigation", "person", "involvement", "entry"}
    described = rows(run, "SELECT table_name, column_name, data_type FROM information_schema.columns")
    for name, table in tables().items():
        types = {column: kind for owner, column, kind in described if owner == name}
        expected = {field.name: field.duckdb_type for field in table.fields}
        assert types == {**expected, "row_key": "VARCHAR", "source_file": "VARCHAR", "source_row": "BIGINT"}


def test_supplied_lists_only_what_was_in_the_files(run: Run, extract: Callable[..., Path]) -> None:
    load(run, [extract({"offence.csv": "offence_id,investigation_id,offence_code\n"})])
    supplied = rows(run, "SELECT column_name FROM records.supplied WHERE table_name = 'offence' ORDER BY 1")
    assert supplied == [("investigation_id",), ("offence_code",), ("offence_id",)]
    assert ("involvement",) not in rows(run, "SELECT table_name FROM records.supplied WHERE column_name = 'account_on'")


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, extract: Callable[..., Path]) -> None:
    source = extract()
    hashes = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        load(Run(tmp_path / name), [source])
        files = sorted((tmp_path / name).glob("*/*.parquet"))
        hashes.append([(file.name, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files])
    assert hashes[0] == hashes[1]
    assert len(hashes[0]) == len(tables()) + 5


@needs_shared
def test_the_casebook_loads_without_a_single_row_in_quarantine(run: Run) -> None:
    counts = load(run, [SHARED / "casebook" / "extract"])
    assert counts.total.rows_in == counts.total.loaded == 940
    assert (counts.documents, counts.documents_missing) == (44, 1)
