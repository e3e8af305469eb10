"""Running Splink: the specification as Splink settings, unsupervised training, and scored pairs.

DuckDB and Spark use the same settings; only the SQL function names differ. `Parameters` carries m and u from one to the
other, because a model that Splink saved for one dialect does not load in another.
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

from reassess.linking.model.blocking import blocking_columns
from reassess.linking.model.parameters import LevelProbabilities, Parameters, blended
from reassess.linking.model.spark import open_spark
from reassess.linking.model.spec import FUNCTIONS, Comparison, ComparisonLevel, ModelSpec
from reassess.linking.model.training_sample import term_frequency_columns

ENGINES = ("duckdb", "spark")
EM_ITERATIONS = (25, 12, 6, 3, 1)
"""EM iteration limits, tried in turn when training underflows. A level that no matching pair reaches becomes less
likely with each iteration, and Splink stops with an error once it is below 1e-300. Fewer iterations leave it at 'hardly
ever', which is enough."""
_UNDERFLOW = "below the minimum allowed value"


@dataclass(frozen=True)
class Engine:
    """Where Splink runs: the prepared records as registered there, and the SQL dialect."""

    records: SplinkDataFrame
    dialect: str
    between_sources: bool
    """Whether only records of different sources are compared (two tables to link)."""
    term_frequencies: Mapping[str, SplinkDataFrame] = field(default_factory=dict)
    """The term frequency table of each column that has one."""
    components: Callable[[duckdb.DuckDBPyConnection], None] | None = None
    """How the engine finds connected components (see resolve/partition.py); None to find them in this process."""


@contextmanager
def open_engine(
    name: str,
    con: duckdb.DuckDBPyConnection,
    model: ModelSpec,
    work: Path,
    *,
    between_sources: bool,
    master: str | None = None,
    records: str = "prepared",
) -> Iterator[Engine]:
    """Open an engine over the table `records` of a DuckDB connection that also holds the term frequency tables.

    Spark does the blocking, comparing and clustering. Training always runs in DuckDB: its sample of pairs is as good
    and a hundred times as fast. `master` says where Spark runs (see spark.py).

    Raises:
        UserError: the engine is not installed.
    """
    tables = {"records": records} | {column: f"term_frequency_{column}" for column in term_frequency_columns(model)}
    if name == "spark":
        with open_spark(con, tables, work, master) as spark:
            compared = spark.frames.pop("records")
            yield Engine(compared, "spark", between_sources, spark.frames, spark.components)
    else:
        api = DuckDBAPI(con)
        frames = {key: api.register(table) for key, table in tables.items()}
        yield Engine(frames.pop("records"), "duckdb", between_sources, frames)


def splink_settings(
    model: ModelSpec,
    parameters: Parameters,
    engine: Engine,
    pair_filter: str = "",
    max_iterations: int = EM_ITERATIONS[0],
) -> SettingsCreator:
    """Return the Splink settings of a model with the parameters of a table.

    Args:
        model: the specification, cut to the columns of the table.
        parameters: m, u and the prior.
        engine: decides the SQL dialect.
        pair_filter: SQL on l and r that a compared pair must also meet, such as `l.changed OR r.changed`.
        max_iterations: the EM iteration limit.
    """
    comparisons: list[ComparisonCreator | dict[str, Any]] = [
        _comparison(part, parameters.probabilities[part.name], FUNCTIONS[engine.dialect]) for part in model.comparisons
    ]
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[
            _blocking_rule(column, rule.explode is not None, pair_filter, engine)
            for column, rule in blocking_columns(model)
        ],
        probability_two_random_records_match=parameters.prior,
        retain_intermediate_calculation_columns=True,
        retain_matching_columns=True,  # Splink drops the gamma columns (the levels) without it
        max_iterations=max_iterations,
    )


def _blocking_rule(column: str, is_list: bool, pair_filter: str, engine: Engine) -> dict[str, Any]:
    conditions = [f"l.{column} = r.{column}"]
    if engine.between_sources:
        conditions.append("l.source != r.source")
    if pair_filter:
        conditions.append(f"({pair_filter})")
    rule: dict[str, Any] = {"blocking_rule": " AND ".join(conditions), "sql_dialect": engine.dialect}
    return rule | ({"arrays_to_explode": [column]} if is_list else {})


def _comparison(
    part: Comparison, probabilities: Sequence[tuple[float, float]], functions: Mapping[str, str]
) -> dict[str, Any]:
    null_level = {
        "sql_condition": part.null_when.format(**functions),
        "label_for_charts": "not recorded in both",
        "is_null_level": True,
    }
    levels = [_level(level, m, u, functions) for level, (m, u) in zip(part.levels, probabilities, strict=True)]
    return {
        "output_column_name": part.name,
        "comparison_description": part.reason,
        "comparison_levels": [null_level, *levels],
    }


def _level(level: ComparisonLevel, m: float, u: float, functions: Mapping[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "sql_condition": level.when.format(**functions),
        "label_for_charts": level.label,
        "m_probability": m,
        "u_probability": u,
    }
    if level.term_frequency:
        made |= {"tf_adjustment_column": level.term_frequency, "tf_adjustment_weight": 1.0}
    return made


def training_engine(con: duckdb.DuckDBPyConnection, engine: Engine) -> Engine:
    """Return the engine for training: the table `training_sample`, always in DuckDB."""
    return Engine(DuckDBAPI(con).register("training_sample"), "duckdb", engine.between_sources)


def train(
    engine: Engine, model: ModelSpec, start: Parameters, matches: float, em_rules: Sequence[Sequence[str]], seed: int
) -> Parameters:
    """Estimate m and u without labels, and blend them with the starting values.

    Args:
        engine: holds the training sample.
        model: the specification for its columns.
        start: the starting values, with the prior of this table.
        matches: about how many matching pairs there are.
        em_rules: the columns of each EM blocking rule; each one gives enough pairs to train on.
        seed: seed of the random pairs that u is estimated from.
    """
    for max_iterations in EM_ITERATIONS:
        try:
            estimated = _estimate(engine, model, start, em_rules, seed, max_iterations)
        except ValueError as error:
            if _UNDERFLOW not in str(error) or max_iterations == EM_ITERATIONS[-1]:
                raise
        else:
            break
    return blended(start, estimated, matches, model)


def _estimate(
    engine: Engine,
    model: ModelSpec,
    start: Parameters,
    em_rules: Sequence[Sequence[str]],
    seed: int,
    max_iterations: int,
) -> LevelProbabilities:
    settings = splink_settings(model, start, engine, max_iterations=max_iterations)
    linker = Linker(engine.records, settings, log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=model.training.u_pairs, seed=seed)
    for columns in em_rules:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True, max_pairs=model.training.em_pairs
        )
    return _estimated(linker, start.probabilities)


def _estimated(linker: Linker, start: LevelProbabilities) -> LevelProbabilities:
    estimated = {}
    for part in linker.misc.save_model_to_json(None)["comparisons"]:
        if part["output_column_name"] in start:
            levels = [level for level in part["comparison_levels"] if not level.get("is_null_level")]
            estimated[part["output_column_name"]] = tuple(
                (_reproducible(level.get("m_probability")), _reproducible(level.get("u_probability")))
                for level in levels
            )
    return estimated


def _reproducible(estimate: float | None) -> float:
    """An estimate without its last digits, which depend on the order in which threads added up."""
    return float(f"{estimate or 0.0:.9g}")


def predict(engine: Engine, model: ModelSpec, parameters: Parameters, pair_filter: str = "") -> SplinkDataFrame:
    """Score the pairs that the blocking rules give; returns Splink's frame of pairs at or above the `listed` threshold.

    Its columns: unique_id_l, unique_id_r, match_weight, match_probability, and for each comparison gamma_X (the level),
    mw_X (its match weight) and, with a term frequency adjustment, mw_tf_adj_X.
    """
    linker = Linker(engine.records, splink_settings(model, parameters, engine, pair_filter), log_level=logging.ERROR)
    for column, table in engine.term_frequencies.items():
        linker.table_management.register_term_frequency_lookup(table, column)
    return linker.inference.predict(threshold_match_probability=model.thresholds.listed)
