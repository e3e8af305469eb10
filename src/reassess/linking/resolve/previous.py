"""What a run takes over from the run before: entity ids, and for a small change the weights and the unchanged pairs.

With the weights and rarities of the run before, the weight of a pair depends on its two records alone, and whether the
pair is compared on their keys. So pairs of two records whose prepared values and keys are the same need no comparing,
and the pairs are those that comparing everything with these weights would give.
"""

from dataclasses import dataclass

import duckdb

from reassess.linking.model.blocking import block_columns
from reassess.linking.model.model_store import Earlier, read_parameters, read_rarity
from reassess.linking.model.parameters import Parameters
from reassess.linking.model.spec import Model
from reassess.records.store import Run

RELEARN_SHARE = 0.05
"""Once more than this share of the records that the weights were learnt from differ, they are learnt again."""

NEAR = "near"
"""The records that share a key with a new or changed one: the only ones to compare again."""


@dataclass(frozen=True)
class TakenOver:
    """What stands from the run before: its numbers, and whether its pairs stand too."""

    parameters: Parameters
    pairs: bool


def former_entities(con: duckdb.DuckDBPyConnection, earlier: Earlier | None) -> dict[str, str]:
    """The entity id of each record in the run before; empty without one."""
    if earlier is None:
        return {}
    return dict(con.execute(f"SELECT person_id, entity_id FROM {earlier.table('linking.entity')}").fetchall())


def take_over(con: duckdb.DuckDBPyConnection, earlier: Earlier | None, model: Model) -> TakenOver | None:
    """The weights of the run before, where the same declaration made them and few records differ since.

    Makes `digest`(person_id, digest, taught): a digest of the prepared values and keys of each record, and whether the
    weights in use were learnt from it; with weights taken over also the rarities, and with pairs taken over
    `unchanged`(unique_id) and the table NEAR.
    """
    _write_digests(con)
    known = read_parameters(con, earlier) if earlier and _has_model(earlier) else None
    if earlier is None or known is None or set(known.numbers) != {part.name for part in model.comparisons}:
        return None
    if _differs(con, earlier) > RELEARN_SHARE:
        return None
    _mark_taught(con, earlier)
    read_rarity(con, earlier, model)
    pairs = earlier.run.has("linking.pair")
    if pairs:
        _write_near(con, earlier, model)
    return TakenOver(known, pairs)


def _has_model(earlier: Earlier) -> bool:
    return all(earlier.run.has(f"linking.{table}") for table in ("model", "record", "rarity"))


def _write_digests(con: duckdb.DuckDBPyConnection) -> None:
    columns = [row[0] for row in con.execute("DESCRIBE prepared").fetchall()]
    values = ", ".join(f"{name} := {name}" for name in columns)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE digest AS SELECT unique_id AS person_id,"
        f" md5(to_json(struct_pack({values}))::VARCHAR) AS digest, true AS taught FROM prepared"
    )


def _differs(con: duckdb.DuckDBPyConnection, earlier: Earlier) -> float:
    """The share of records that the weights were not learnt from; records that are gone count as well."""
    same, now = con.execute(
        f"SELECT (SELECT count(*) FROM digest SEMI JOIN (FROM {earlier.table('linking.record')} WHERE taught)"
        " USING (person_id, digest)), (SELECT count(*) FROM digest)"
    ).fetchall()[0]
    (taught_by,) = con.execute(f"SELECT max(taught_by) FROM {earlier.table('linking.model')}").fetchall()[0]
    most = max(int(now), int(taught_by or 0))
    return (most - int(same)) / most if most else 1.0


def _mark_taught(con: duckdb.DuckDBPyConnection, earlier: Earlier) -> None:
    con.execute(
        "CREATE OR REPLACE TEMP TABLE digest AS SELECT d.person_id, d.digest, coalesce(e.taught, false) AS taught"
        f" FROM digest d LEFT JOIN {earlier.table('linking.record')} e USING (person_id, digest)"
    )


def _write_near(con: duckdb.DuckDBPyConnection, earlier: Earlier, model: Model) -> None:
    con.execute(
        "CREATE OR REPLACE TEMP TABLE unchanged AS SELECT person_id AS unique_id"
        f" FROM digest SEMI JOIN {earlier.table('linking.record')} USING (person_id, digest)"
    )
    con.execute("CREATE OR REPLACE TEMP TABLE changed AS FROM prepared ANTI JOIN unchanged USING (unique_id)")
    shares = " UNION ".join(_sharing(column, block.explode is not None) for column, block in block_columns(model))
    con.execute(
        f"CREATE OR REPLACE TABLE {NEAR} AS SELECT *, unique_id IN (SELECT unique_id FROM changed) AS fresh"
        f" FROM prepared WHERE unique_id IN ({shares or 'SELECT unique_id FROM changed'})"
    )


def _sharing(column: str, is_list: bool) -> str:
    """SQL of the records that share this key with a changed one, the changed ones among them."""
    key = f"unnest({column})" if is_list else column
    keys = f"SELECT {key} AS shared FROM changed WHERE {column} IS NOT NULL"
    every = f"SELECT unique_id, {key} AS shared FROM prepared WHERE {column} IS NOT NULL"
    return f"SELECT unique_id FROM ({every}) SEMI JOIN ({keys}) USING (shared)"


def take_pairs_over(con: duckdb.DuckDBPyConnection, earlier: Earlier) -> None:
    """Add to `pairs` the pairs of the run before of which neither record changed."""
    con.execute(
        f"INSERT INTO pairs BY NAME SELECT left_id, right_id, weight, probability, band, held, evidence"
        f" FROM {earlier.table('linking.pair')}"
        " WHERE left_id IN (FROM unchanged) AND right_id IN (FROM unchanged)"
    )


def write_records(run: Run, con: duckdb.DuckDBPyConnection) -> None:
    """Write linking.record(person_id, digest, taught), by which the next run sees what has changed."""
    run.write(con, "linking.record", "FROM digest", "person_id")
