"""The peers, as their own guides set them up: Splink 5 without our model, and goldenmatch without configuration."""

import logging
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLD = 0.9


def plain_splink(table: Path) -> dict[str, str]:
    """historical_50k by the comparisons and blocks of Splink's own worked example; unique_id to cluster."""
    con = duckdb.connect()
    con.execute(f"CREATE TABLE people AS SELECT * EXCLUDE (cluster) FROM '{table}'").fetchall()
    frame = DuckDBAPI(con).register("people")
    linker = Linker(frame, _splink_settings(), log_level=logging.ERROR)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("first_name", "surname", "dob")], recall=0.6)
    training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for block in (("dob",), ("postcode_fake",), ("first_name", "surname")):
        training.estimate_parameters_using_expectation_maximisation(block_on(*block), max_pairs=1e6)
    pairs = linker.inference.predict(threshold_match_probability=0.01)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=THRESHOLD)
    return dict(con.execute(f"SELECT unique_id, cluster_id FROM {clusters.physical_name}").fetchall())


def _splink_settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("first_name", "surname"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"),
            block_on("dob", "occupation"),
            block_on("dob", "postcode_fake"),
        ],
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="first_and_surname"),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.PostcodeComparison("postcode_fake"),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
    )


def goldenmatch(table: Path) -> dict[str, str]:
    """historical_50k by goldenmatch with its own configuration of itself; unique_id to cluster."""
    import goldenmatch as peer

    with TemporaryDirectory() as folder:
        file = Path(folder) / "people.csv"
        con = duckdb.connect()
        con.execute(f"COPY (SELECT * EXCLUDE (cluster) FROM '{table}') TO '{file}' (HEADER)").fetchall()
        ids = [row[0] for row in con.execute(f"SELECT unique_id FROM '{table}'").fetchall()]
        con.close()
        result = peer.dedupe(str(file))
    return {ids[row]: str(number) for number, cluster in result.clusters.items() for row in cluster["members"]}
