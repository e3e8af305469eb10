"""Linking any table of people, or two, without a review: the verb `reassess link`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from reassess.linking.model.engine import ENGINES, open_engine
from reassess.linking.model.prepare import prepare
from reassess.linking.model.scoring import score
from reassess.linking.model.spec import Model, people_model
from reassess.linking.model.training_sample import write_lesson
from reassess.linking.resolve.clusters import Groups
from reassess.linking.resolve.partition import resolve
from reassess.linking.sources import people_from_tables
from reassess.records.errors import UserError
from reassess.records.store import quoted

Progress = Callable[[str], None]


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
    progress: Progress | None = None,
) -> dict[str, int]:
    """Say which rows of a table, or of two tables, are one person; returns the numbers of records and of people.

    Args:
        tables: one table whose rows are compared with one another, or two whose rows are compared across.
        id_column: the column that names a row.
        columns: role (forename, surname, born_on, postcode, ...: see prepare.ROLES) to column name.
        out: a .csv or .parquet file for the id and entity_id of each row; with two tables also `source` (1 or 2).
        threshold: the probability from which a pair is linked; the model's own where None.
        seed: seed of the samples that the model learns from.
        engine: `duckdb`, or `spark` to compare and group the records on Apache Spark.
        spark_master: where Spark runs; SPARK_MASTER of the environment, or all cores of this machine, where None.
        memory_limit: of DuckDB; beyond it, work goes to disk.
        progress: called with a sentence as each step begins.

    Raises:
        UserError: the input cannot be used, or the engine is not installed.
    """
    say = progress or _silent
    _check(tables, id_column, out, threshold, engine)
    with TemporaryDirectory(dir=out.parent, prefix=".linking-") as work:
        con = duckdb.connect(str(Path(work) / "work.duckdb"), config={"memory_limit": memory_limit})
        try:
            people_from_tables(con, tables, id_column, columns)
            say("preparing names, dates and places")
            model = _at_threshold(prepare(con, "people", people_model()), threshold)
            write_lesson(con, model)
            two = len(tables) > 1
            with open_engine(engine, con, model, Path(work), between_sources=two, master=spark_master) as opened:
                score(con, opened, model, seed=seed, say=say)
                say("grouping records")
                groups = resolve(con, model, [], opened.components).groups
            return _write(con, groups, out, id_column, with_source=two)
        finally:
            con.close()


def _silent(_: str) -> None:
    """Nobody listens."""


def _check(tables: Sequence[Path], id_column: str, out: Path, threshold: float | None, engine: str) -> None:
    if len(tables) not in (1, 2):
        raise UserError(f"reassess link takes one table, or two to join, and was given {len(tables)}")
    if out.suffix not in (".csv", ".parquet"):
        raise UserError(f"--out {out}: the name must end in .csv or .parquet")
    if not out.parent.is_dir() or out.is_dir():
        raise UserError(f"--out {out}: there is no folder {out.parent}, or a folder has that name")
    if out.resolve() in {table.resolve() for table in tables}:
        raise UserError(f"--out {out}: is a table to be linked, and would be replaced by its ids; name another file")
    written = ("entity_id",) if len(tables) == 1 else ("entity_id", "source")
    if id_column in written:
        raise UserError(f"--id {id_column}: a column of that name is written beside the ids; name the column otherwise")
    if threshold is not None and not 0 < threshold < 1:
        raise UserError(f"--threshold {threshold}: expected a probability between 0 and 1")
    if engine not in ENGINES:
        raise UserError(f"--engine {engine}: expected {' or '.join(ENGINES)}")


def _at_threshold(model: Model, threshold: float | None) -> Model:
    if threshold is None:
        return model
    keep = min(threshold, model.thresholds.keep)
    return replace(model, thresholds=replace(model.thresholds, linked=threshold, keep=keep))


def _write(
    con: duckdb.DuckDBPyConnection, groups: Groups, out: Path, id_column: str, *, with_source: bool
) -> dict[str, int]:
    con.register("grouped", groups.as_arrow())
    source = "source, " if with_source else ""
    name = '"' + id_column.replace('"', '""') + '"'
    # A row that nothing links is a person of its own; a person is called after the first of its rows.
    con.execute(
        f"CREATE OR REPLACE TABLE linked AS SELECT {source}substr(unique_id, 3) AS {name},"
        f" 'E-' || {'' if with_source else 'substr('}min(unique_id) OVER (PARTITION BY coalesce(root, unique_id))"
        f"{'' if with_source else ', 3)'} AS entity_id"
        " FROM people LEFT JOIN grouped ON record = unique_id ORDER BY unique_id"
    )
    form = "FORMAT parquet" if out.suffix == ".parquet" else "FORMAT csv, HEADER"
    con.execute(f"COPY linked TO {quoted(str(out))} ({form})")
    counts = con.execute("SELECT count(*), count(DISTINCT entity_id) FROM linked").fetchall()[0]
    return {"records": int(counts[0]), "people": int(counts[1])}
