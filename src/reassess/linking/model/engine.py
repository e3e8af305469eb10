"""Splink's part: the declared model as Splink settings, training without labels, and scored pairs.

The same settings serve DuckDB and Spark; only the names of the functions differ. Numbers travel between them as
`Parameters`, because a model that Splink saved for one dialect does not load in the other.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.comparison_creator import ComparisonCreator
from splink.internals.splink_dataframe import SplinkDataFrame

from reassess.linking.model.blocking import block_columns
from reassess.linking.model.parameters import Numbers, Parameters, blended, distinct
from reassess.linking.model.spark import open_spark
from reassess.linking.model.spec import FUNCTIONS, Comparison, Level, Model
from reassess.linking.model.training_sample import rare_columns

ENGINES = ("duckdb", "spark")
ROUNDS = (25, 12, 6, 3, 1)
"""The rounds of learning that are tried, one number after the other. A level that no pair of one human reaches becomes
less likely in every round, and Splink ends with an error where it falls below what a float can hold (1e-300). Fewer
rounds leave it at 'hardly ever', which is all that there is to learn of it."""
_TOO_SMALL = "below the minimum allowed value"


@dataclass(frozen=True)
class Engine:
    """A place where Splink runs: a table of prepared records as registered there, and the dialect."""

    table: SplinkDataFrame
    dialect: str
    between_sources: bool
    """Whether only records of different sources are compared (two tables to join)."""
    rarity: Mapping[str, SplinkDataFrame] = field(default_factory=dict)
    """For each column whose rarity counts, the table of it."""
    components: Callable[[duckdb.DuckDBPyConnection], None] | None = None
    """How the engine groups tied records (see resolve.py); None where that is done on this machine."""


@contextmanager
def open_engine(
    name: str,
    con: duckdb.DuckDBPyConnection,
    model: Model,
    work: Path,
    *,
    between_sources: bool,
    master: str | None = None,
    records: str = "prepared",
) -> Iterator[Engine]:
    """An engine over the table `records` of prepared records, of a DuckDB connection that holds the rarity tables too.

    Spark blocks, compares and groups the records; what it compares with is learnt in DuckDB, whose sample of pairs is
    as good and a hundred times as fast. `master` says where Spark runs (see spark.py).

    Raises:
        UserError: the engine is not installed.
    """
    tables = {"records": records} | {column: f"rarity_{column}" for column in rare_columns(model)}
    if name == "spark":
        with open_spark(con, tables, work, master) as spark:
            compared = spark.frames.pop("records")
            yield Engine(compared, "spark", between_sources, spark.frames, spark.components)
    else:
        api = DuckDBAPI(con)
        frames = {key: api.register(table) for key, table in tables.items()}
        yield Engine(frames.pop("records"), "duckdb", between_sources, frames)


def settings(
    model: Model, parameters: Parameters, engine: Engine, only: str = "", rounds: int = ROUNDS[0]
) -> SettingsCreator:
    """The Splink settings of a model with the numbers of a table.

    Args:
        model: the declaration, cut to the columns there are.
        parameters: m, u and the prior.
        engine: decides the words of the functions.
        only: SQL on l and r that a compared pair must also meet, such as `l.fresh OR r.fresh`.
        rounds: of learning, at most.
    """
    words = FUNCTIONS[engine.dialect]
    comparisons: list[ComparisonCreator | dict[str, Any]] = [
        _comparison(part, distinct(parameters.numbers[part.name]), words) for part in model.comparisons
    ]
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[
            _block(column, is_list, only, engine) for column, is_list in _keys(model)
        ],
        probability_two_random_records_match=parameters.prior,
        retain_intermediate_calculation_columns=True,
        retain_matching_columns=False,
        max_iterations=rounds,
    )


def _keys(model: Model) -> list[tuple[str, bool]]:
    return [(column, block.explode is not None) for column, block in block_columns(model)]


def _block(column: str, is_list: bool, only: str, engine: Engine) -> dict[str, Any]:
    conditions = [f"l.{column} = r.{column}"]
    if engine.between_sources:
        conditions.append("l.source != r.source")
    if only:
        conditions.append(f"({only})")
    rule: dict[str, Any] = {"blocking_rule": " AND ".join(conditions), "sql_dialect": engine.dialect}
    return rule | ({"arrays_to_explode": [column]} if is_list else {})


def _comparison(part: Comparison, numbers: Sequence[tuple[float, float]], words: Mapping[str, str]) -> dict[str, Any]:
    missing = {
        "sql_condition": part.missing.format(**words),
        "label_for_charts": "not recorded in both",
        "is_null_level": True,
    }
    levels = [_level(level, m, u, words) for level, (m, u) in zip(part.levels, numbers, strict=True)]
    return {
        "output_column_name": part.name,
        "comparison_description": part.reason,
        "comparison_levels": [missing, *levels],
    }


def _level(level: Level, m: float, u: float, words: Mapping[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "sql_condition": level.when.format(**words),
        "label_for_charts": level.words,
        "m_probability": m,
        "u_probability": u,
    }
    return made | ({"tf_adjustment_column": level.rarity, "tf_adjustment_weight": 1.0} if level.rarity else {})


def lesson(con: duckdb.DuckDBPyConnection, engine: Engine) -> Engine:
    """Where the model learns: the thinned records of the table `lesson`, always in DuckDB."""
    return Engine(DuckDBAPI(con).register("lesson"), "duckdb", engine.between_sources)


def train(
    engine: Engine, model: Model, start: Parameters, matches: float, blocks: Sequence[Sequence[str]], seed: int
) -> Parameters:
    """Learn m and u from the table without labels, and blend them with the starting values.

    Args:
        engine: holds the table.
        model: the declaration for its columns.
        start: the starting values, with the prior of this table.
        matches: how many pairs of one person there are, about.
        blocks: the columns of each training block; every one holds enough pairs to learn from.
        seed: seed of the sample for u.
    """
    for rounds in ROUNDS:
        try:
            taught = _learn(engine, model, start, blocks, seed, rounds)
        except ValueError as error:
            if _TOO_SMALL not in str(error) or rounds == ROUNDS[-1]:
                raise
        else:
            break
    return blended(start, taught, matches, model)


def _learn(
    engine: Engine, model: Model, start: Parameters, blocks: Sequence[Sequence[str]], seed: int, rounds: int
) -> Numbers:
    linker = Linker(engine.table, settings(model, start, engine, rounds=rounds), log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=model.learning.sample_pairs, seed=seed)
    for columns in blocks:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True, max_pairs=model.learning.training_pairs
        )
    return _taught(linker, start.numbers)


def _taught(linker: Linker, start: Numbers) -> Numbers:
    saved = linker.misc.save_model_to_json(None)
    taught = {}
    for part in saved["comparisons"]:
        if part["output_column_name"] in start:
            levels = [level for level in part["comparison_levels"] if not level.get("is_null_level")]
            taught[part["output_column_name"]] = tuple(
                (_steady(level.get("m_probability")), _steady(level.get("u_probability"))) for level in levels
            )
    return taught


def _steady(number: float | None) -> float:
    """A learnt number without its last digits, which depend on the order in which threads added up."""
    return float(f"{number or 0.0:.9g}")


def predict(engine: Engine, model: Model, parameters: Parameters, only: str = "") -> SplinkDataFrame:
    """Score the pairs that the blocks give; returns Splink's frame of pairs at or above the `keep` probability.

    Its columns: unique_id_l, unique_id_r, match_weight, match_probability, and for each comparison mw_X and, where
    rarity counts, mw_tf_adj_X (base 2 logarithms).
    """
    linker = Linker(engine.table, settings(model, parameters, engine, only), log_level=logging.ERROR)
    for column, table in engine.rarity.items():
        linker.table_management.register_term_frequency_lookup(table, column)
    return linker.inference.predict(threshold_match_probability=model.thresholds.keep)
