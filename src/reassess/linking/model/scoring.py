"""From prepared records to scored pairs in three bands, each pair with its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
from splink.internals.splink_dataframe import SplinkDataFrame

from reassess.linking.model.engine import Engine, predict, train, training_engine
from reassess.linking.model.parameters import Parameters, starting_parameters
from reassess.linking.model.spec import FUNCTIONS, Comparison, ModelSpec
from reassess.records.progress import Progress
from reassess.records.store import quoted


@dataclass(frozen=True)
class Scored:
    """The model as it was used: the part of the specification that fitted the columns, and its parameters."""

    model: ModelSpec
    parameters: Parameters


_PAIRS = """
    CREATE OR REPLACE TABLE pairs (
        left_id VARCHAR, right_id VARCHAR, weight DOUBLE, probability DOUBLE, band VARCHAR, blocked_by VARCHAR,
        doubtful_because VARCHAR, evidence VARCHAR
    )
"""


def score(
    con: duckdb.DuckDBPyConnection,
    engine: Engine,
    model: ModelSpec,
    *,
    seed: int,
    parameters: Parameters | None = None,
    pair_filter: str = "",
    progress: Progress,
) -> Scored:
    """Make the table `pairs` from the records of the engine.

    Args:
        con: holds `prepared` (see prepare.py) and, to train, `training_sample`; will hold `pairs`.
        engine: where the records are compared.
        model: the part of the specification that fits the columns of `prepared`.
        seed: seed of the training samples.
        parameters: those of an earlier run, used instead of training.
        pair_filter: SQL on l and r that a compared pair must meet.
        progress: called with a sentence as each step begins.

    `pairs` has left_id < right_id, weight (log2 of the odds), probability, band (linked, review or not_linked),
    blocked_by (the label of the cannot-link constraint that stops the link, or NULL), doubtful_because (the label of
    the pattern that makes it doubtful, or NULL) and evidence (a JSON list of weight, comparison and label, the
    strongest first).
    """
    if not model.comparisons or not model.blocking_rules:
        con.execute(_PAIRS)
        return Scored(model, starting_parameters(model, 0.0))
    used = parameters or estimate_parameters(con, training_engine(con, engine), model, seed, progress)
    progress("comparing records")
    write_pairs(con, _as_duckdb(con, engine, predict(engine, model, used, pair_filter)), model)
    return Scored(model, used)


def _as_duckdb(con: duckdb.DuckDBPyConnection, engine: Engine, scored: SplinkDataFrame) -> str:
    if engine.dialect == "duckdb":
        return scored.physical_name
    con.register("scored_elsewhere", scored.as_pyarrow_table())  # type: ignore[no-untyped-call]
    return "scored_elsewhere"


def estimate_parameters(
    con: duckdb.DuckDBPyConnection, engine: Engine, model: ModelSpec, seed: int, progress: Progress
) -> Parameters:
    """Train on the table `training_sample`; returns the starting values where it is too small."""
    records = _count(con, "SELECT count(*) FROM training_sample")
    matches = _expected_matches(con, model, records, engine.between_sources)
    start = starting_parameters(model, prior=min(0.5, matches / max(1.0, records * (records - 1) / 2)))
    columns = _columns(con) & {need for part in model.comparisons for need in part.needs}
    em_rules = [
        rule
        for rule in model.training.em_blocking_rules
        if set(rule) <= columns and _pairs_in_blocks(con, rule) >= model.training.min_records
    ]
    if records < model.training.min_records or len(em_rules) < 2:
        return start
    progress("training the linkage model")
    return train(engine, model, start, matches, em_rules, seed)


def _expected_matches(con: duckdb.DuckDBPyConnection, model: ModelSpec, records: int, between: bool) -> float:
    """About how many matching pairs the table holds, from those that meet a deterministic rule and its recall."""
    columns = _columns(con)
    rules = [rule for rule in model.training.deterministic_rules if set(rule) <= columns]
    most = max((_pairs_in_blocks(con, rule, between) for rule in rules), default=0)
    return max(most / model.training.deterministic_recall, records * model.training.min_duplicate_share)


def _pairs_in_blocks(con: duckdb.DuckDBPyConnection, columns: Sequence[str], between: bool = False) -> int:
    filled = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    same = ", ".join(columns)
    counted = f"SELECT {same}, count(*) AS n FROM training_sample WHERE {filled}"
    every = _count(con, f"SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM ({counted} GROUP BY {same})")
    if not between:
        return every
    return every - _count(con, f"SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM ({counted} GROUP BY {same}, source)")


def _columns(con: duckdb.DuckDBPyConnection) -> set[str]:
    return {row[0] for row in con.execute("DESCRIBE prepared").fetchall()}


def _count(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(con.execute(sql).fetchall()[0][0])


def write_pairs(con: duckdb.DuckDBPyConnection, scored: str, model: ModelSpec) -> None:
    """Make the table `pairs` from Splink's frame of scored pairs."""
    thresholds = model.thresholds
    evidence = f"list_filter([{', '.join(map(_evidence, model.comparisons))}], lambda e: e.label IS NOT NULL)"
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE scored_pairs AS
        SELECT least(unique_id_l, unique_id_r) AS left_id, greatest(unique_id_l, unique_id_r) AS right_id,
               round(match_weight, 6) AS weight, match_probability AS probability,
               to_json(list_reverse_sort({evidence}))::VARCHAR AS evidence
        FROM {scored}
    """)
    likely = f"SELECT left_id, right_id FROM scored_pairs WHERE probability >= {thresholds.review}"
    con.execute(_PAIRS)
    con.execute(f"""
        INSERT INTO pairs
        SELECT left_id, right_id, weight, probability,
               CASE WHEN probability >= {thresholds.linked} AND blocked_by IS NULL THEN 'linked'
                    WHEN probability >= {thresholds.review} THEN 'review' ELSE 'not_linked' END,
               blocked_by, doubtful_because, evidence
        FROM scored_pairs LEFT JOIN ({blocked_pairs(con, model, likely)}) USING (left_id, right_id)
        LEFT JOIN ({_doubtful_pairs(con, model, likely)}) USING (left_id, right_id)
    """)


def _evidence(part: Comparison) -> str:
    # Splink numbers levels from the last (0) to the first; -1 is the null level, which is no evidence.
    labels = " ".join(f"WHEN {n} THEN {quoted(level.label)}" for n, level in enumerate(reversed(part.levels)))
    adjusted = any(level.term_frequency for level in part.levels)
    weight = f"mw_{part.name}" + (f" + coalesce(mw_tf_adj_{part.name}, 0)" if adjusted else "")
    label = f"CASE gamma_{part.name} {labels} END"
    return f"{{weight: round({weight}, 2), comparison: '{part.name}', label: {label}}}"


def blocked_pairs(con: duckdb.DuckDBPyConnection, model: ModelSpec, pairs: str, *, hard: bool = False) -> str:
    """Return SQL of the pairs of a SELECT, each with blocked_by: the constraint that stops the link, or NULL.

    With `hard` only the hard constraints apply.
    """
    constraints = [part for part in model.cannot_link if part.hard or not hard]
    if not constraints:
        return f"SELECT left_id, right_id, NULL::VARCHAR AS blocked_by FROM ({pairs})"
    same_number, other_number = "false", "false"
    if "national_id" in _columns(con):
        same_number, other_number = "national_id_l = national_id_r", "national_id_l != national_id_r"
    patterns = " ".join(
        f"WHEN ({part.when.format(**FUNCTIONS['duckdb'])}){'' if part.hard else f' AND ({other_number}) IS NOT TRUE'}"
        f" THEN {quoted(part.label)}"
        for part in constraints
    )
    return _labelled_pairs(con, pairs, f"CASE WHEN {same_number} THEN NULL {patterns} END AS blocked_by")


def _doubtful_pairs(con: duckdb.DuckDBPyConnection, model: ModelSpec, pairs: str) -> str:
    """Return SQL of the pairs of a SELECT, each with doubtful_because, or NULL; never with the same national number."""
    if not model.doubtful_link:
        return f"SELECT left_id, right_id, NULL::VARCHAR AS doubtful_because FROM ({pairs})"
    same_number = "national_id_l = national_id_r" if "national_id" in _columns(con) else "false"
    patterns = " ".join(
        f"WHEN ({part.when.format(**FUNCTIONS['duckdb'])}) THEN {quoted(part.label)}" for part in model.doubtful_link
    )
    return _labelled_pairs(con, pairs, f"CASE WHEN {same_number} THEN NULL {patterns} END AS doubtful_because")


def _labelled_pairs(con: duckdb.DuckDBPyConnection, pairs: str, label: str) -> str:
    """Return SQL of the pairs of a SELECT with an expression over their prepared columns, named *_l and *_r."""
    columns = sorted(_columns(con))
    sides = {side: ", ".join(f"{column} AS {column}_{side}" for column in columns) for side in ("l", "r")}
    return f"""
        SELECT left_id, right_id, {label} FROM ({pairs}) likely
        JOIN (SELECT {sides["l"]} FROM prepared) ON unique_id_l = left_id
        JOIN (SELECT {sides["r"]} FROM prepared) ON unique_id_r = right_id
    """
