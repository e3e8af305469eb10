"""What a table has taught the model, as tables of a run: the numbers of every level and the rarity of every value."""

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import duckdb

from reassess.linking.model.parameters import Parameters
from reassess.linking.model.scoring import Scored
from reassess.linking.model.spec import Model
from reassess.linking.model.training_sample import rare_columns
from reassess.records.store import Run, quoted


@dataclass(frozen=True)
class Earlier:
    """A run that has been linked by the model."""

    run: Run

    def table(self, name: str) -> str:
        """SQL that reads a table of that run."""
        return f"read_parquet({quoted(str(self.run.file(name)))})"


def earlier_run(folder: Path | None) -> Earlier | None:
    """The run in a folder; None where there is no folder or no people were resolved in it."""
    if folder is None or not Run(folder).has("linking.entity"):
        return None
    return Earlier(Run(folder))


def declaration_digest() -> str:
    """A digest of `model.yaml`: numbers learnt under another declaration are not taken over."""
    return sha256(files("reassess.linking.model").joinpath("model.yaml").read_bytes()).hexdigest()


def write_model(run: Run, con: duckdb.DuckDBPyConnection, scored: Scored, taught_by: int) -> None:
    """Write linking.model and linking.rarity: with the declaration, all that a pair of records is weighed with.

    linking.model(comparison, reason, level, words, m, u, weight, prior, learnt, taught_by, declaration); taught_by is
    the number of records that the numbers were learnt from. linking.rarity(field, value, share).
    """
    rows = [
        f"({quoted(part.name)}, {quoted(part.reason)}, {n}, {quoted(level.words)}, {m!r}::DOUBLE, {u!r}::DOUBLE)"
        for part in scored.model.comparisons
        for n, (level, (m, u)) in enumerate(zip(part.levels, scored.parameters.numbers[part.name], strict=True))
    ]
    values = f"VALUES {', '.join(rows)}" if rows else "SELECT '', '', 0, '', 0.0, 0.0 WHERE false"
    run.write(
        con,
        "linking.model",
        f"SELECT *, round(log2(m / u), 2) AS weight, {scored.parameters.prior!r}::DOUBLE AS prior,"
        f" {scored.parameters.learnt} AS learnt, {taught_by} AS taught_by,"
        f" {quoted(declaration_digest())} AS declaration"
        f" FROM ({values}) AS made(comparison, reason, level, words, m, u)",
        "comparison, level",
    )
    _write_rarity(run, con, scored.model)


def _write_rarity(run: Run, con: duckdb.DuckDBPyConnection, model: Model) -> None:
    tables = [
        f"SELECT '{column}' AS field, {column}::VARCHAR AS value, tf_{column} AS share FROM rarity_{column}"
        for column in rare_columns(model)
    ]
    nothing = "SELECT '' AS field, '' AS value, 0.0::DOUBLE AS share WHERE false"
    run.write(con, "linking.rarity", " UNION ALL ".join([nothing, *tables]), "field, value")


def read_parameters(con: duckdb.DuckDBPyConnection, earlier: Earlier) -> Parameters | None:
    """The numbers of the model of a run; None where the declaration has changed since."""
    rows = con.execute(
        f"SELECT comparison, m, u, prior, learnt FROM {earlier.table('linking.model')}"
        f" WHERE declaration = {quoted(declaration_digest())} ORDER BY comparison, level"
    ).fetchall()
    numbers: dict[str, tuple[tuple[float, float], ...]] = {}
    for comparison, m, u, _, _ in rows:
        numbers[comparison] = (*numbers.get(comparison, ()), (m, u))
    return Parameters(rows[0][3], numbers, rows[0][4]) if rows else None


def read_rarity(con: duckdb.DuckDBPyConnection, earlier: Earlier, model: Model) -> None:
    """Make `rarity_X`(X, tf_X) for each column of the model that needs it, as it was in a run."""
    for column in rare_columns(model):
        con.execute(
            f"CREATE OR REPLACE TABLE rarity_{column} AS SELECT value AS {column}, share AS tf_{column}"
            f" FROM {earlier.table('linking.rarity')} WHERE field = '{column}' ORDER BY value"
        )
