"""From a table of people to scored pairs in three bands, each with its evidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
from splink.internals.splink_dataframe import SplinkDataFrame

from reassess.linking.model.engine import Engine, lesson, predict, train
from reassess.linking.model.parameters import Parameters, level_weights, starting
from reassess.linking.model.spec import FUNCTIONS, Comparison, Model
from reassess.linking.output_tables import arrow
from reassess.records.store import quoted

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Scored:
    """The model as it was used: its part for the columns there were, and its numbers."""

    model: Model
    parameters: Parameters


def score(
    con: duckdb.DuckDBPyConnection,
    engine: Engine,
    model: Model,
    *,
    seed: int,
    parameters: Parameters | None = None,
    only: str = "",
    say: Progress,
) -> Scored:
    """Make the table `pairs` from the records of the engine.

    Args:
        con: the connection that holds `prepared` (see prepare.py), to learn also `lesson` (see rarity.py), and will
            hold `pairs`.
        engine: where the records are compared.
        model: the part of the declaration that the columns of `prepared` allow.
        seed: seed of the samples to learn from.
        parameters: the numbers of an earlier run, used instead of learning.
        only: SQL on l and r that a compared pair must meet.
        say: called with a sentence as each step begins.

    `pairs` has left_id < right_id, weight (log2 of the odds), probability, band, held (the words of the pattern that
    keeps them apart, or NULL) and evidence (JSON list of weight, comparison, words; the strongest first).
    """
    if not model.comparisons or not model.blocks:
        nothing = starting(model, 0.0)
        _write_no_pairs(con)
        return Scored(model, nothing)
    used = parameters or learn(con, lesson(con, engine), model, seed, say)
    say("comparing records")
    write_pairs(con, _as_duckdb(con, engine, predict(engine, model, used, only)), model, used)
    return Scored(model, used)


def _write_no_pairs(con: duckdb.DuckDBPyConnection) -> None:
    con.register("no_pairs", arrow("linking.pair", []))
    con.execute("CREATE OR REPLACE TABLE pairs AS FROM no_pairs")
    con.unregister("no_pairs")


def _as_duckdb(con: duckdb.DuckDBPyConnection, engine: Engine, scored: SplinkDataFrame) -> str:
    if engine.dialect == "duckdb":
        return scored.physical_name
    con.register("scored_elsewhere", scored.as_pyarrow_table())  # type: ignore[no-untyped-call]
    return "scored_elsewhere"


def learn(con: duckdb.DuckDBPyConnection, engine: Engine, model: Model, seed: int, say: Progress) -> Parameters:
    """The numbers for the table `lesson`: learnt where it is large enough, else the starting values."""
    records = _number(con, "SELECT count(*) FROM lesson")
    matches = _expected_matches(con, model, records, engine.between_sources)
    start = starting(model, prior=min(0.5, matches / max(1.0, records * (records - 1) / 2)))
    blocks = _training_blocks(con, model)
    if records < model.learning.least_records or len(blocks) < 2:
        return start
    say("learning the weights of the evidence")
    return train(engine, model, start, matches, blocks, seed)


def _expected_matches(con: duckdb.DuckDBPyConnection, model: Model, records: int, between: bool) -> float:
    """How many pairs of one person the table holds, about: pairs that agree on what hardly ever agrees by chance."""
    columns = _columns(con)
    sure = [_block_pairs(con, rule, between) for rule in model.learning.sure_rules if set(rule) <= columns]
    return max(max(sure, default=0) / model.learning.sure_recall, records * model.learning.least_duplicates)


def _block_pairs(con: duckdb.DuckDBPyConnection, columns: Sequence[str], between: bool = False) -> int:
    filled = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    same = ", ".join(columns)
    counted = f"SELECT {same}, count(*) AS n FROM lesson WHERE {filled}"
    every = _number(con, f"SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM ({counted} GROUP BY {same})")
    if not between:
        return every
    return every - _number(con, f"SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM ({counted} GROUP BY {same}, source)")


def _training_blocks(con: duckdb.DuckDBPyConnection, model: Model) -> list[tuple[str, ...]]:
    columns = _columns(con) & {need for part in model.comparisons for need in part.needs}
    offered = [block for block in model.learning.train_on if set(block) <= columns]
    return [block for block in offered if _block_pairs(con, block) >= model.learning.least_records]


def _columns(con: duckdb.DuckDBPyConnection) -> set[str]:
    return {row[0] for row in con.execute("DESCRIBE prepared").fetchall()}


def _number(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(con.execute(sql).fetchall()[0][0])


def write_pairs(con: duckdb.DuckDBPyConnection, scored: str, model: Model, parameters: Parameters) -> None:
    """Make the table `pairs` from Splink's frame of scored pairs."""
    thresholds = model.thresholds
    evidence = ", ".join(_evidence(part, parameters) for part in model.comparisons)
    says = f"list_filter([{evidence}], lambda e: e.words IS NOT NULL)"
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE scored_pairs AS
        SELECT least(unique_id_l, unique_id_r) AS left_id, greatest(unique_id_l, unique_id_r) AS right_id,
               round(match_weight, 6) AS weight, match_probability AS probability,
               to_json(list_reverse_sort({says}))::VARCHAR AS evidence
        FROM {scored}
    """)
    likely = f"SELECT left_id, right_id FROM scored_pairs WHERE probability >= {thresholds.look}"
    con.execute(f"""
        CREATE OR REPLACE TABLE pairs AS
        SELECT left_id, right_id, weight, probability,
               CASE WHEN probability >= {thresholds.linked} AND held IS NULL THEN 'linked'
                    WHEN probability >= {thresholds.look} THEN 'look' ELSE 'apart' END AS band, held, evidence
        FROM scored_pairs LEFT JOIN ({held_apart(con, model, likely)}) USING (left_id, right_id)
    """)


def held_apart(con: duckdb.DuckDBPyConnection, model: Model, pairs: str, *, firm: bool = False) -> str:
    """SQL of the pairs of the SELECT `pairs`, each with the words of the pattern that keeps it apart, or NULL.

    With `firm` only the firm patterns are asked.
    """
    asked = [part for part in model.apart if part.firm or not firm]
    if not asked:
        return f"SELECT left_id, right_id, NULL::VARCHAR AS held FROM ({pairs})"
    columns = sorted(_columns(con))
    sides = {side: ", ".join(f"{column} AS {column}_{side}" for column in columns) for side in ("l", "r")}
    functions = FUNCTIONS["duckdb"]
    one_number, numbered = "false", "false"
    if "national_id" in columns:
        one_number, numbered = "national_id_l = national_id_r", "national_id_l != national_id_r"
    patterns = " ".join(
        f"WHEN ({part.when.format(**functions)}){'' if part.firm else f' AND ({numbered}) IS NOT TRUE'}"
        f" THEN {quoted(part.words)}"
        for part in asked
    )
    return f"""
        SELECT left_id, right_id, CASE WHEN {one_number} THEN NULL {patterns} END AS held FROM ({pairs}) likely
        JOIN (SELECT {sides["l"]} FROM prepared) ON unique_id_l = left_id
        JOIN (SELECT {sides["r"]} FROM prepared) ON unique_id_r = right_id
    """


def _evidence(part: Comparison, parameters: Parameters) -> str:
    # Splink keeps the weight of each comparison, not its level; the weights of one comparison's levels are told apart.
    weights = level_weights(parameters.numbers[part.name])
    column = f"mw_{part.name}"
    words = " ".join(
        f"WHEN abs({column} - ({weight!r})) < 1e-8 THEN {quoted(level.words)}"
        for level, weight in zip(part.levels, weights, strict=True)
    )
    rarity = f" + coalesce(mw_tf_adj_{part.name}, 0)" if any(level.rarity for level in part.levels) else ""
    return f"{{weight: round({column}{rarity}, 2), comparison: '{part.name}', words: CASE {words} END}}"
