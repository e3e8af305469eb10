"""What a run takes over from the run before: entity ids, and for a small change the weights and the unchanged pairs."""

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import duckdb

from reassess.linking.declared import Model
from reassess.linking.parameters import Parameters
from reassess.linking.scoring import Scored
from reassess.records.store import Run, quoted

RELEARN_SHARE = 0.05
"""With more than this share of records new or changed, the weights are learnt again."""

NEEDED = ("linking.entity", "linking.pair", "linking.model", "linking.record")


@dataclass(frozen=True)
class Earlier:
    """The run before, where it has been linked by the model."""

    run: Run

    def table(self, name: str) -> str:
        """SQL that reads a table of that run."""
        return f"read_parquet({quoted(str(self.run.file(name)))})"


def earlier_run(folder: Path | None) -> Earlier | None:
    """The run in a folder; None where there is no folder or no people were resolved in it."""
    if folder is None or not Run(folder).has("linking.entity"):
        return None
    return Earlier(Run(folder))


def former_entities(con: duckdb.DuckDBPyConnection, earlier: Earlier | None) -> dict[str, str]:
    """The entity id of each record in the run before; empty without one."""
    if earlier is None:
        return {}
    return dict(con.execute(f"SELECT person_id, entity_id FROM {earlier.table('linking.entity')}").fetchall())


def write_digests(run: Run, con: duckdb.DuckDBPyConnection) -> None:
    """Write linking.record(person_id, digest): a digest of the prepared values of each record, to see what changed."""
    columns = [row[0] for row in con.execute("DESCRIBE prepared").fetchall()]
    values = ", ".join(f"{name} := {name}" for name in columns if not name.startswith("key_"))
    digest = f"SELECT unique_id AS person_id, md5(to_json(struct_pack({values}))::VARCHAR) AS digest FROM prepared"
    run.write(con, "linking.record", digest, "person_id")


def taught_before(con: duckdb.DuckDBPyConnection, earlier: Earlier | None, model: Model) -> Parameters | None:
    """The numbers of the run before, where the same declaration made them and few records changed since.

    Leaves the temporary table `unchanged`(unique_id) and a column `fresh` in `prepared`.
    """
    if earlier is None or not all(earlier.run.has(table) for table in NEEDED):
        return None
    known = read_parameters(con, earlier)
    if known is None or set(known.numbers) != {part.name for part in model.comparisons}:
        return None
    con.execute(
        "CREATE OR REPLACE TEMP TABLE unchanged AS SELECT person_id AS unique_id"
        f" FROM linking.record SEMI JOIN {earlier.table('linking.record')} USING (person_id, digest)"
    )
    share = con.execute(
        "SELECT coalesce(1 - (SELECT count(*) FROM unchanged) / nullif(count(*), 0), 1) FROM prepared"
    ).fetchall()[0][0]
    if share > RELEARN_SHARE:
        return None
    con.execute("ALTER TABLE prepared ADD COLUMN fresh BOOLEAN")
    con.execute("UPDATE prepared SET fresh = unique_id NOT IN (FROM unchanged)")
    return known


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


def declaration_digest() -> str:
    """A digest of `model.yaml`: numbers learnt under another declaration are not taken over."""
    return sha256(files("reassess.linking").joinpath("model.yaml").read_bytes()).hexdigest()


def take_pairs_over(con: duckdb.DuckDBPyConnection, earlier: Earlier) -> None:
    """Add to `pairs` the pairs of the run before of which neither record changed."""
    con.execute(
        f"INSERT INTO pairs BY NAME SELECT left_id, right_id, weight, probability, band, held, evidence"
        f" FROM {earlier.table('linking.pair')}"
        " WHERE left_id IN (FROM unchanged) AND right_id IN (FROM unchanged)"
    )


def write_model(run: Run, con: duckdb.DuckDBPyConnection, scored: Scored) -> None:
    """Write linking.model(comparison, reason, level, words, m, u, weight, prior, learnt, declaration)."""
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
        f" {scored.parameters.learnt} AS learnt, {quoted(declaration_digest())} AS declaration"
        f" FROM ({values}) AS made(comparison, reason, level, words, m, u)",
        "comparison, level",
    )
