"""What the SQL of a force's own rule can do: read the tables of the run, and nothing else."""

from pathlib import Path

import duckdb
import pytest

from reassess.records.errors import UserError
from reassess.records.store import Run
from reassess.rules.own_sql import lock, one_select

REFUSED = (
    "SELECT * FROM read_csv('outside.csv')",
    "SELECT * FROM 'outside.csv'",
    "SELECT * FROM read_text('outside.csv')",
    "SELECT (SELECT count(*) FROM glob('*'))",
    "WITH a AS (SELECT * FROM read_blob('outside.csv')) SELECT * FROM a",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM duckdb_settings()",
    "SELECT getenv('HOME')",
    "COPY (SELECT 1) TO 'x.csv'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET threads = 1",
    "ATTACH 'x.db'",
    "SELECT 1; SELECT 2",
)
OUTSIDE = (
    "SELECT * FROM read_csv('outside.csv')",
    "COPY (SELECT 1) TO 'x.csv'",
    "INSTALL httpfs",
    "SET threads = 1",
    "SET enable_external_access = true",
    "ATTACH 'x.db'",
)


@pytest.mark.parametrize("sql", REFUSED)
def test_only_a_select_on_tables_is_taken(sql: str) -> None:
    """Everything else is refused before it runs, with words that say what a rule may do."""
    with pytest.raises((UserError, duckdb.Error)):
        one_select(duckdb.connect(), sql)


def test_ordinary_sql_is_taken() -> None:
    """Common table expressions, unnest and columns of the same name as functions are no harm."""
    sql = "WITH t AS (SELECT unnest([1, 2]) AS x) SELECT t.x FROM t JOIN range(3) r ON r.range = t.x"
    assert one_select(duckdb.connect(), sql) == sql


@pytest.mark.parametrize("relative", [False, True])
def test_a_locked_connection_reaches_the_run_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, relative: bool
) -> None:
    """The run's tables are still read and written; files outside, extensions and settings are out of reach."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "outside.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "run").mkdir()
    run = Run(Path("run") if relative else tmp_path / "run")
    with run.connect() as con:
        run.write(con, "records.entry", "SELECT 1 AS a", "a")
        lock(con, run.path)
        for sql in OUTSIDE:
            with pytest.raises(duckdb.Error):
                con.execute(sql).fetchall()
        assert run.write(con, "rules.seen", "SELECT * FROM records.entry", "a") == 1
