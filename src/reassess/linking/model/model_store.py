"""A trained model as tables of a run: m and u of every level, and the term frequency of every value."""

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import duckdb

from reassess.linking.model.parameters import Parameters
from reassess.linking.model.scoring import Scored
from reassess.linking.model.spec import ModelSpec
from reassess.linking.model.training_sample import term_frequency_columns
from reassess.records.store import Run, quoted


@dataclass(frozen=True)
class LinkedRun:
    """A finished run whose people were resolved."""

    run: Run

    def table(self, name: str) -> str:
        """Return SQL that reads a table of the run."""
        return f"read_parquet({quoted(str(self.run.file(name)))})"


def linked_run(folder: Path | None) -> LinkedRun | None:
    """Return the run in a folder; None where there is no folder or no people were resolved in it."""
    if folder is None or not Run(folder).has("linking.entity"):
        return None
    return LinkedRun(Run(folder))


def spec_digest() -> str:
    """Return the digest of `model.yaml`: parameters trained under another specification are not reused."""
    return sha256(files("reassess.linking.model").joinpath("model.yaml").read_bytes()).hexdigest()


def write_model(run: Run, con: duckdb.DuckDBPyConnection, scored: Scored, training_records: int) -> None:
    """Write linking.model and linking.term_frequency: with the specification, all it takes to score a pair.

    linking.model(comparison, reason, level, label, m, u, weight, prior, trained, training_records, spec_digest);
    linking.term_frequency(field, value, frequency).
    """
    rows = [
        f"({quoted(part.name)}, {quoted(part.reason)}, {n}, {quoted(level.label)}, {m!r}::DOUBLE, {u!r}::DOUBLE)"
        for part in scored.model.comparisons
        for n, (level, (m, u)) in enumerate(zip(part.levels, scored.parameters.probabilities[part.name], strict=True))
    ]
    values = f"VALUES {', '.join(rows)}" if rows else "SELECT '', '', 0, '', 0.0, 0.0 WHERE false"
    run.write(
        con,
        "linking.model",
        f"SELECT *, round(log2(m / u), 2) AS weight, {scored.parameters.prior!r}::DOUBLE AS prior,"
        f" {scored.parameters.trained} AS trained, {training_records} AS training_records,"
        f" {quoted(spec_digest())} AS spec_digest"
        f" FROM ({values}) AS made(comparison, reason, level, label, m, u)",
        "comparison, level",
    )
    _write_term_frequencies(run, con, scored.model)


def _write_term_frequencies(run: Run, con: duckdb.DuckDBPyConnection, model: ModelSpec) -> None:
    tables = [
        f"SELECT '{column}' AS field, {column}::VARCHAR AS value, tf_{column} AS frequency FROM term_frequency_{column}"
        for column in term_frequency_columns(model)
    ]
    nothing = "SELECT '' AS field, '' AS value, 0.0::DOUBLE AS frequency WHERE false"
    run.write(con, "linking.term_frequency", " UNION ALL ".join([nothing, *tables]), "field, value")


def read_parameters(con: duckdb.DuckDBPyConnection, earlier: LinkedRun) -> Parameters | None:
    """Return the parameters of a run; None where the specification has changed since."""
    rows = con.execute(
        f"SELECT comparison, m, u, prior, trained FROM {earlier.table('linking.model')}"
        f" WHERE spec_digest = {quoted(spec_digest())} ORDER BY comparison, level"
    ).fetchall()
    probabilities: dict[str, tuple[tuple[float, float], ...]] = {}
    for comparison, m, u, _, _ in rows:
        probabilities[comparison] = (*probabilities.get(comparison, ()), (m, u))
    return Parameters(rows[0][3], probabilities, rows[0][4]) if rows else None


def read_term_frequencies(con: duckdb.DuckDBPyConnection, earlier: LinkedRun, model: ModelSpec) -> None:
    """Make `term_frequency_X`(X, tf_X) for each column of the model that needs it, as it was in a run."""
    for column in term_frequency_columns(model):
        con.execute(
            f"CREATE OR REPLACE TABLE term_frequency_{column} AS SELECT value AS {column}, frequency AS tf_{column}"
            f" FROM {earlier.table('linking.term_frequency')} WHERE field = '{column}' ORDER BY value"
        )
