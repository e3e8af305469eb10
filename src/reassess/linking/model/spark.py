"""Linking on Apache Spark, for tables too large for one machine."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from splink.internals.splink_dataframe import SplinkDataFrame

from reassess.records.errors import UserError
from reassess.records.store import quoted

MASTER, MASTER_VARIABLE = "local[*]", "SPARK_MASTER"
"""The default Spark master (all cores of this machine) and the environment variable that overrides it."""

LOCAL_SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.default.parallelism": "4",
    "spark.driver.memory": "4g",
}
"""A local session opens no port to other machines. On a cluster, Spark's own configuration decides."""


@dataclass(frozen=True)
class OnSpark:
    """One table of people in a Spark session."""

    frames: dict[str, SplinkDataFrame]
    """The tables, as registered with Splink."""
    components: Callable[[duckdb.DuckDBPyConnection], None]
    """Makes `component`(record, number), the connected components of `edge`(left_id, right_id)."""


@contextmanager
def open_spark(
    con: duckdb.DuckDBPyConnection, tables: Mapping[str, str], work: Path, master: str | None = None
) -> Iterator[OnSpark]:
    """Register tables of a DuckDB connection with Spark, inside a `with` block.

    Args:
        con: holds the tables.
        tables: the name on Spark, to the table in DuckDB.
        work: a folder for the exchanged files; on a cluster every worker must be able to read and write it.
        master: where Spark runs (`local[*]`, `spark://host:7077`, `yarn`); see chosen_master.

    Raises:
        UserError: PySpark or Java is not installed.
    """
    _check_installed()
    session = _session(work, chosen_master(master))
    try:
        from splink import SparkAPI

        api = SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=session, break_lineage_method="parquet", num_partitions_on_repartition=4
        )

        def export(name: str, select: str) -> SplinkDataFrame:
            file = str(work / f"{name}.parquet")
            con.execute(f"COPY ({select}) TO {quoted(file)} (FORMAT parquet)")
            return api.register(session.read.parquet(file), dataset_display_name=name)

        frames = {key: export(table, f"FROM {table}") for key, table in tables.items()}
        yield OnSpark(frames, lambda con: _write_components(con, api, export))
    finally:
        session.stop()


def _write_components(con: duckdb.DuckDBPyConnection, api: Any, export: Callable[[str, str], SplinkDataFrame]) -> None:
    from splink.clustering import cluster_pairwise_predictions_at_threshold

    con.execute("CREATE OR REPLACE TEMP TABLE component (record VARCHAR, number BIGINT)")
    if not con.execute("SELECT count(*) FROM edge").fetchall()[0][0]:
        return
    nodes = export("nodes", "SELECT left_id AS record FROM edge UNION SELECT right_id FROM edge")
    edges = export("edges", "SELECT left_id AS record_l, right_id AS record_r FROM edge")
    found = cluster_pairwise_predictions_at_threshold(nodes, edges, api, node_id_column_name="record")
    con.register("grouped_on_spark", found.as_pyarrow_table())  # type: ignore[no-untyped-call]
    con.execute(
        "INSERT INTO component SELECT record, dense_rank() OVER (ORDER BY cluster_id) - 1 FROM grouped_on_spark"
    )
    con.unregister("grouped_on_spark")


def _check_installed() -> None:
    if shutil.which("java") is None:
        raise UserError("--engine spark: needs Java 17 or later. Install a JDK and check that `java` is on the path.")
    try:
        import pyspark  # noqa: F401
    except ImportError as error:
        raise UserError("--engine spark: PySpark is not installed. Run: pip install 'reassess[spark]'") from error


def chosen_master(option: str | None = None) -> str:
    """Return the master from the option, else from SPARK_MASTER in the environment, else all cores of this machine."""
    return option or os.environ.get(MASTER_VARIABLE) or MASTER


def session_settings(master: str) -> Mapping[str, str]:
    """Return the Spark settings for a session with this master."""
    return LOCAL_SETTINGS if master.startswith("local") else {}


def _session(work: Path, master: str) -> Any:
    from pyspark.sql import SparkSession
    from splink.backends.spark import similarity_jar_location

    builder = SparkSession.builder.appName("reassess link").master(master)
    for name, value in session_settings(master).items():
        builder = builder.config(name, value)
    session = builder.config("spark.jars", similarity_jar_location()).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    session.sparkContext.setCheckpointDir(str(work / "checkpoint"))
    return session
