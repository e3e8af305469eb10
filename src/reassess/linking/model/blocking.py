"""Blocking: one key column for each blocking rule, with no block larger than its limit.

A key that many records share would cost the square of their number. Its records are sorted by name and date of birth
and cut into pieces of the limit's size, so the cost grows with their number and similar records still meet. Blocking
rules with odd and even numbers cut at different places, so two records separated by one cut can meet under another.
"""

import duckdb

from reassess.linking.model.spec import BlockingRule, ModelSpec

SORT_COLUMNS = ("national_id", "born", "surname", "forename", "postcode", "unique_id")


def write_blocking_keys(con: duckdb.DuckDBPyConnection, model: ModelSpec) -> None:
    """Make `prepared` from `derived`, with a column `key_N` for each blocking rule N that has a key (not a list)."""
    columns = {row[0] for row in con.execute("DESCRIBE derived").fetchall()}
    keys = {f"key_{n}": rule.key for n, rule in enumerate(model.blocking_rules) if rule.key}
    order = ", ".join(column for column in SORT_COLUMNS if column in columns)
    named = "".join(f", {sql} AS {name}" for name, sql in keys.items())
    con.execute(f"CREATE OR REPLACE TEMP TABLE keyed AS SELECT {order}{named} FROM derived")
    size = model.limits.records_per_key
    for n, name in enumerate(keys):
        con.execute(_CUT.format(key=name, offset=n * size // 2 % size, size=size, order=order))
    kept = "".join(f", coalesce(cut_{name}.piece, keyed.{name}) AS {name}" for name in keys)
    joins = "".join(f" LEFT JOIN cut_{name} ON cut_{name}.unique_id = derived.unique_id" for name in keys)
    con.execute(
        f"CREATE OR REPLACE TABLE prepared AS SELECT derived.*{kept}"
        f" FROM derived JOIN keyed ON keyed.unique_id = derived.unique_id{joins}"
    )


# The records of each key over the limit, with the piece each falls into.
_CUT = """
    CREATE OR REPLACE TEMP TABLE cut_{key} AS
    WITH large AS (SELECT {key} AS shared FROM keyed WHERE {key} IS NOT NULL GROUP BY {key} HAVING count(*) > {size})
    SELECT unique_id,
           {key} || '#' || ((row_number() OVER (PARTITION BY {key} ORDER BY {order}) + {offset}) // {size}) AS piece
    FROM keyed JOIN large ON shared = {key}
"""


def blocking_columns(model: ModelSpec) -> list[tuple[str, BlockingRule]]:
    """Return the column that each blocking rule compares on, with the rule."""
    return [(rule.explode or f"key_{n}", rule) for n, rule in enumerate(model.blocking_rules)]
