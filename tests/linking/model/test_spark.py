"""The model gives the same people on Apache Spark as on DuckDB, except for a known difference in Jaro similarity."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from reassess.linking import link_table
from reassess.linking.model.spark import chosen_master, session_settings
from reassess.records.errors import UserError
from tests.shared import SHARED, needs_shared

needs_spark = pytest.mark.skipif(
    shutil.which("java") is None or find_spec("pyspark") is None,
    reason="Spark needs Java 17 and PySpark: install a JDK and pip install 'reassess[spark]'",
)

COLUMNS = {"forename": "first_name", "surname": "surname", "born_on": "dob"}
JARO_DIFFERENCE = 0.02
"""The share of pairs that may differ: in Jaro similarity DuckDB rounds half transpositions down, Spark does not."""


@needs_shared
@needs_spark
def test_spark_clusters_a_small_table_as_duckdb_does(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    lines = (SHARED / "data" / "linkage" / "fake_1000.csv").read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(lines[:201]) + "\n", encoding="utf-8")
    found = {}
    for engine in ("duckdb", "spark"):
        link_table([table], "unique_id", COLUMNS, tmp_path / f"{engine}.csv", engine=engine)
        found[engine] = _pairs(tmp_path / f"{engine}.csv")
    assert len(found["duckdb"]) > 50
    assert len(found["duckdb"] ^ found["spark"]) <= JARO_DIFFERENCE * len(found["duckdb"])


def _pairs(file: Path) -> set[tuple[str, str]]:
    people: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines()[1:]:
        record, entity = line.split(",")
        people.setdefault(entity, []).append(record)
    return {(a, b) for members in people.values() for a in members for b in members if a < b}


@pytest.mark.parametrize(
    ("option", "environment", "expected"),
    [
        (None, "", "local[*]"),
        (None, "spark://host:7077", "spark://host:7077"),
        ("yarn", "spark://host:7077", "yarn"),
    ],
)
def test_the_master_is_the_option_then_the_environment_then_this_machine(
    monkeypatch: pytest.MonkeyPatch, option: str | None, environment: str, expected: str
) -> None:
    monkeypatch.setenv("SPARK_MASTER", environment)
    assert chosen_master(option) == expected


def test_a_local_session_opens_no_port_and_a_cluster_has_its_own_settings() -> None:
    assert session_settings("local[4]")["spark.driver.bindAddress"] == "127.0.0.1"
    assert session_settings("local[4]")["spark.ui.enabled"] == "false"
    assert session_settings("spark://host:7077") == {}


def test_without_java_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    table = tmp_path / "people.csv"
    table.write_text("id,name\n1,Ada\n2,Ben\n", encoding="utf-8")
    with pytest.raises(UserError, match="needs Java 17"):
        link_table([table], "id", {"forename": "name"}, tmp_path / "out.csv", engine="spark")


def test_an_unknown_engine_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("id,name\n1,Ada\n2,Ben\n", encoding="utf-8")
    with pytest.raises(UserError, match="Use duckdb or spark"):
        link_table([table], "id", {"forename": "name"}, tmp_path / "out.csv", engine="abacus")
