"""The table of prepared records on Apache Spark, for what one machine cannot hold."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from splink.internals.splink_dataframe import SplinkDataFrame

from reassess.records.errors import UserError
from reassess.records.store import quoted

LOCAL_SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.default.parallelism": "4",
    "spark.driver.memory": "4g",
}
"""A session stays on this machine and opens no port to others."""


@contextmanager
def spark_tables(
    con: duckdb.DuckDBPyConnection, tables: Mapping[str, str], work: Path
) -> Iterator[dict[str, SplinkDataFrame]]:
    """Tables of a DuckDB connection, registered with Splink on Spark for the time of the block.

    Raises:
        UserError: PySpark or Java is not installed.
    """
    _check_installed()
    files = {key: work / f"{table}.parquet" for key, table in tables.items()}
    for key, file in files.items():
        con.execute(f"COPY {tables[key]} TO {quoted(str(file))} (FORMAT parquet)")
    session = _session(work)
    try:
        from splink import SparkAPI

        api = SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=session, break_lineage_method="parquet", num_partitions_on_repartition=4
        )
        yield {
            key: api.register(session.read.parquet(str(file)), dataset_display_name=tables[key])
            for key, file in files.items()
        }
    finally:
        session.stop()


def _check_installed() -> None:
    if shutil.which("java") is None:
        raise UserError("--engine spark needs Java 17 or later; install a JDK and see that `java` is found")
    try:
        import pyspark  # noqa: F401
    except ImportError as error:
        raise UserError("--engine spark needs PySpark; install it with: pip install 'reassess[spark]'") from error


def _session(work: Path) -> Any:
    from pyspark.sql import SparkSession
    from splink.backends.spark import similarity_jar_location

    builder = SparkSession.builder.appName("reassess link").master("local[2]")
    for name, value in LOCAL_SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.config("spark.jars", similarity_jar_location()).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    session.sparkContext.setCheckpointDir(str(work / "checkpoint"))
    return session
