"""Linking any table of people, or two, without a review: the verb `reassess link`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from reassess.linking.model.engine import ENGINES, open_engine
from reassess.linking.model.prepare import prepare
from reassess.linking.model.scoring import score
from reassess.linking.model.spec import ModelSpec, people_model
from reassess.linking.model.training_sample import write_training_sample
from reassess.linking.resolve.clusters import Clusters
from reassess.linking.resolve.partition import resolve
from reassess.linking.sources import people_from_tables
from reassess.records.errors import UserError
from reassess.records.progress import Progress, no_progress
from reassess.records.store import quoted


def link_table(
    tables: Sequence[Path],
    id_column: str,
    columns: Mapping[str, str],
    out: Path,
    *,
    threshold: float | None = None,
    seed: int = 1,
    engine: str = "duckdb",
    spark_master: str | None = None,
    memory_limit: str = "8GB",
    progress: Progress = no_progress,
) -> dict[str, int]:
    """Find which rows of one table, or of two, are the same person; returns the numbers of records and people.

    Args:
        tables: one table to deduplicate, or two to link.
        id_column: the column with the id of each row.
        columns: role (forename, surname, born_on, postcode, ...: see prepare.ROLES) to column name.
        out: a .csv or .parquet file for the id and entity_id of each row; with two tables also `source` (1 or 2).
        threshold: the match probability from which a pair is linked; None for that of the model.
        seed: seed of the training samples.
        engine: `duckdb`, or `spark` to compare and cluster the records on Apache Spark.
        spark_master: where Spark runs; None for SPARK_MASTER of the environment, or all cores of this machine.
        memory_limit: the most memory DuckDB may use before it writes to disk.
        progress: called with a sentence as each step begins.

    Raises:
        UserError: the input cannot be used, or the engine is not installed.
    """
    _check(tables, id_column, out, threshold, engine)
    with TemporaryDirectory(dir=out.parent, prefix=".linking-") as work:
        con = duckdb.connect(str(Path(work) / "work.duckdb"), config={"memory_limit": memory_limit})
        try:
            people_from_tables(con, tables, id_column, columns)
            progress("preparing names, dates and places")
            model = _at_threshold(prepare(con, "people", people_model()), threshold)
            write_training_sample(con, model)
            two = len(tables) > 1
            with open_engine(engine, con, model, Path(work), between_sources=two, master=spark_master) as opened:
                score(con, opened, model, seed=seed, progress=progress)
                progress("clustering records")
                clusters = resolve(con, model, [], opened.components).clusters
            return _write(con, clusters, out, id_column, with_source=two)
        finally:
            con.close()


def _check(tables: Sequence[Path], id_column: str, out: Path, threshold: float | None, engine: str) -> None:
    if len(tables) not in (1, 2):
        raise UserError(f"reassess link: {len(tables)} tables are given. Give one, or two to link.")
    if out.suffix not in (".csv", ".parquet"):
        raise UserError(f"--out {out}: the type is '{out.suffix}'. End the name in .csv or .parquet.")
    if out.is_dir():
        raise UserError(f"--out {out}: is a folder. Give the name of a file.")
    if not out.parent.is_dir():
        raise UserError(f"--out {out}: there is no folder {out.parent}. Make it, or choose another.")
    if out.resolve() in {table.resolve() for table in tables}:
        raise UserError(f"--out {out}: is one of the tables and would be overwritten. Name another file.")
    written = ("entity_id",) if len(tables) == 1 else ("entity_id", "source")
    if id_column in written:
        raise UserError(f"--id cannot be '{id_column}', which the output uses. Rename that column and run again.")
    if threshold is not None and not 0 < threshold < 1:
        raise UserError(f"--threshold {threshold}: is not between 0 and 1. Give a probability, such as 0.9.")
    if engine not in ENGINES:
        raise UserError(f"--engine {engine}: is not an engine. Use {' or '.join(ENGINES)}.")


def _at_threshold(model: ModelSpec, threshold: float | None) -> ModelSpec:
    if threshold is None:
        return model
    listed = min(threshold, model.thresholds.listed)
    return replace(model, thresholds=replace(model.thresholds, linked=threshold, listed=listed))


def _write(
    con: duckdb.DuckDBPyConnection, clusters: Clusters, out: Path, id_column: str, *, with_source: bool
) -> dict[str, int]:
    con.register("clustered", clusters.as_arrow())
    source = "source, " if with_source else ""
    name = '"' + id_column.replace('"', '""') + '"'
    # A row without links is a person of its own; a person takes their id from the first of their rows.
    first = "min(unique_id) OVER (PARTITION BY coalesce(root, unique_id))"
    con.execute(
        f"CREATE OR REPLACE TABLE linked AS SELECT {source}substr(unique_id, 3) AS {name},"
        f" 'E-' || {first if with_source else f'substr({first}, 3)'} AS entity_id"
        " FROM people LEFT JOIN clustered ON record = unique_id ORDER BY unique_id"
    )
    form = "FORMAT parquet" if out.suffix == ".parquet" else "FORMAT csv, HEADER"
    con.execute(f"COPY linked TO {quoted(str(out))} ({form})")
    counts = con.execute("SELECT count(*), count(DISTINCT entity_id) FROM linked").fetchall()[0]
    return {"records": int(counts[0]), "people": int(counts[1])}
