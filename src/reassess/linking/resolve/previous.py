"""What a run reuses from the run before: entity ids and, after a small change, the model and the unchanged pairs.

With the parameters and term frequencies of the run before, the match weight of a pair depends on its two records alone,
and whether it is compared depends on their blocking keys. So pairs of unchanged records need no comparing, and the
result is what comparing everything with this model would give.
"""

from dataclasses import dataclass

import duckdb

from reassess.linking.model.blocking import blocking_columns
from reassess.linking.model.model_store import LinkedRun, read_parameters, read_term_frequencies
from reassess.linking.model.parameters import Parameters
from reassess.linking.model.spec import ModelSpec
from reassess.records.store import Run

RETRAIN_SHARE = 0.05
"""The model is trained again once more than this share of its training records differ."""

TO_COMPARE = "to_compare"
"""The records that share a blocking key with a new or changed one: the only ones to compare again."""


@dataclass(frozen=True)
class ReusedModel:
    """What is reused from the run before: its parameters, and whether its pairs are too."""

    parameters: Parameters
    pairs: bool


def previous_entities(con: duckdb.DuckDBPyConnection, earlier: LinkedRun | None) -> dict[str, str]:
    """Return the entity id of each record in the run before; empty without one."""
    if earlier is None:
        return {}
    return dict(con.execute(f"SELECT person_id, entity_id FROM {earlier.table('linking.entity')}").fetchall())


def reuse_model(con: duckdb.DuckDBPyConnection, earlier: LinkedRun | None, model: ModelSpec) -> ReusedModel | None:
    """Return the model of the run before, if the specification is the same and few records differ since.

    Makes `digest`(person_id, digest, trained_on): a digest of the prepared values and blocking keys of each record, and
    whether the model was trained on it. With a reused model also the term frequencies, and with reused pairs
    `unchanged`(unique_id) and the table TO_COMPARE.
    """
    _write_digests(con)
    has_model = earlier and all(earlier.run.has(f"linking.{table}") for table in ("model", "record", "term_frequency"))
    known = read_parameters(con, earlier) if earlier and has_model else None
    if earlier is None or known is None or set(known.probabilities) != {part.name for part in model.comparisons}:
        return None
    if _changed_share(con, earlier) > RETRAIN_SHARE:
        return None
    _mark_trained_on(con, earlier)
    read_term_frequencies(con, earlier, model)
    pairs = earlier.run.has("linking.pair")
    if pairs:
        _write_to_compare(con, earlier, model)
    return ReusedModel(known, pairs)


def _write_digests(con: duckdb.DuckDBPyConnection) -> None:
    columns = [row[0] for row in con.execute("DESCRIBE prepared").fetchall()]
    values = ", ".join(f"{name} := {name}" for name in columns)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE digest AS SELECT unique_id AS person_id,"
        f" md5(to_json(struct_pack({values}))::VARCHAR) AS digest, true AS trained_on FROM prepared"
    )


def _changed_share(con: duckdb.DuckDBPyConnection, earlier: LinkedRun) -> float:
    """The share of records that the model was not trained on; records that are gone count as well."""
    same, now = con.execute(
        f"SELECT (SELECT count(*) FROM digest SEMI JOIN (FROM {earlier.table('linking.record')} WHERE trained_on)"
        " USING (person_id, digest)), (SELECT count(*) FROM digest)"
    ).fetchall()[0]
    model = earlier.table("linking.model")
    (training_records,) = con.execute(f"SELECT max(training_records) FROM {model}").fetchall()[0]
    most = max(int(now), int(training_records or 0))
    return (most - int(same)) / most if most else 1.0


def _mark_trained_on(con: duckdb.DuckDBPyConnection, earlier: LinkedRun) -> None:
    con.execute(
        "CREATE OR REPLACE TEMP TABLE digest AS"
        " SELECT d.person_id, d.digest, coalesce(e.trained_on, false) AS trained_on"
        f" FROM digest d LEFT JOIN {earlier.table('linking.record')} e USING (person_id, digest)"
    )


def _write_to_compare(con: duckdb.DuckDBPyConnection, earlier: LinkedRun, model: ModelSpec) -> None:
    con.execute(
        "CREATE OR REPLACE TEMP TABLE unchanged AS SELECT person_id AS unique_id"
        f" FROM digest SEMI JOIN {earlier.table('linking.record')} USING (person_id, digest)"
    )
    con.execute("CREATE OR REPLACE TEMP TABLE changed AS FROM prepared ANTI JOIN unchanged USING (unique_id)")
    same_key = " UNION ".join(_same_key(column, rule.explode is not None) for column, rule in blocking_columns(model))
    con.execute(
        f"CREATE OR REPLACE TABLE {TO_COMPARE} AS SELECT *, unique_id IN (SELECT unique_id FROM changed) AS changed"
        f" FROM prepared WHERE unique_id IN ({same_key or 'SELECT unique_id FROM changed'})"
    )


def _same_key(column: str, is_list: bool) -> str:
    """SQL of the records that share this key with a changed one, the changed ones included."""
    key = f"unnest({column})" if is_list else column
    keys = f"SELECT {key} AS shared FROM changed WHERE {column} IS NOT NULL"
    every = f"SELECT unique_id, {key} AS shared FROM prepared WHERE {column} IS NOT NULL"
    return f"SELECT unique_id FROM ({every}) SEMI JOIN ({keys}) USING (shared)"


def reuse_pairs(con: duckdb.DuckDBPyConnection, earlier: LinkedRun) -> None:
    """Add to `pairs` those pairs of the run before whose two records did not change."""
    con.execute(
        "INSERT INTO pairs BY NAME SELECT left_id, right_id, weight, probability, band, blocked_by,"
        " doubtful_because, evidence"
        f" FROM {earlier.table('linking.pair')}"
        " WHERE left_id IN (FROM unchanged) AND right_id IN (FROM unchanged)"
    )


def write_records(run: Run, con: duckdb.DuckDBPyConnection) -> None:
    """Write linking.record(person_id, digest, trained_on), which tells the next run what has changed."""
    run.write(con, "linking.record", "FROM digest", "person_id")
