"""Runs are folders of Parquet tables: written whole, read as views, equal bytes for equal input."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from reassess.records.store import Run, quoted

ROWS = "SELECT range AS n, md5(range::VARCHAR) AS words FROM range(300000)"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


def test_a_table_is_written_and_read_back_as_a_view(run: Run) -> None:
    with run.connect() as con:
        assert run.write(con, "records.thing", "SELECT 2 AS n UNION ALL SELECT 1", "n") == 2
        assert con.execute("SELECT n FROM records.thing").fetchall() == [(1,), (2,)]
    with run.connect() as con:
        assert con.execute("SELECT count(*) FROM records.thing").fetchall() == [(2,)]
    assert run.tables() == ["records.thing"]


def test_equal_input_gives_equal_bytes_over_several_row_groups(run: Run) -> None:
    with run.connect() as con:
        run.write(con, "records.first", ROWS, "n")
        run.write(con, "records.second", f"SELECT * FROM ({ROWS}) ORDER BY words", "n")
    assert run.file("records.first").read_bytes() == run.file("records.second").read_bytes()


def test_an_arrow_table_is_written_like_a_select(run: Run) -> None:
    with run.connect() as con:
        run.write_arrow(con, "reading.word", pa.table({"n": [3, 1, 2]}), "n")
        assert con.execute("SELECT list(n) FROM reading.word").fetchall() == [([1, 2, 3],)]


def test_a_write_that_fails_leaves_no_table_under_the_name(run: Run) -> None:
    with run.connect() as con, pytest.raises(duckdb.Error):
        run.write(con, "records.thing", "SELECT error('broken') AS n", "n")
    assert not run.has("records.thing")


def test_a_half_written_file_is_not_a_table(run: Run) -> None:
    (run.path / "records").mkdir()
    (run.path / "records" / "thing.making").write_bytes(b"PAR1 half")
    assert run.tables() == []


def test_a_path_with_a_quote_is_a_literal() -> None:
    assert quoted("O'Brien's") == "'O''Brien''s'"
