"""Which records are compared: one key column for each block of the model, no block larger than its limit.

A key that many records share would cost the square of their number. Its records are put in order of their names and
date and cut into pieces of the limit's size, so that the cost grows with their number and like still meets like; keys
with even and odd numbers are cut at different places, so that what one cut parts another keeps together.
"""

import duckdb

from reassess.linking.model.spec import Block, Model

ORDER = ("national_id", "born", "surname", "forename", "postcode", "unique_id")


def write_keys(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make `prepared` from `derived`: its columns and `key_N` for block N of the model that has a key (not a list)."""
    columns = {row[0] for row in con.execute("DESCRIBE derived").fetchall()}
    keys = {f"key_{n}": block.key for n, block in enumerate(model.blocks) if block.key}
    order = [column for column in ORDER if column in columns]
    named = "".join(f", {sql} AS {name}" for name, sql in keys.items())
    con.execute(f"CREATE OR REPLACE TEMP TABLE keyed AS SELECT {', '.join(order)}{named} FROM derived")
    for n, name in enumerate(keys):
        con.execute(_CUT.format(key=name, offset=n * model.limits.block // 2 % model.limits.block,
                                size=model.limits.block, order=", ".join(order)))  # fmt: skip
    kept = "".join(f", coalesce(cut_{name}.piece, keyed.{name}) AS {name}" for name in keys)
    joins = "".join(f" LEFT JOIN cut_{name} ON cut_{name}.unique_id = derived.unique_id" for name in keys)
    con.execute(
        f"CREATE OR REPLACE TABLE prepared AS SELECT derived.*{kept}"
        f" FROM derived JOIN keyed ON keyed.unique_id = derived.unique_id{joins}"
    )


# The records of keys that more than a block's size share, each with the piece that it falls into.
_CUT = """
    CREATE OR REPLACE TEMP TABLE cut_{key} AS
    WITH large AS (SELECT {key} AS shared FROM keyed WHERE {key} IS NOT NULL GROUP BY {key} HAVING count(*) > {size})
    SELECT unique_id,
           {key} || '#' || ((row_number() OVER (PARTITION BY {key} ORDER BY {order}) + {offset}) // {size}) AS piece
    FROM keyed JOIN large ON shared = {key}
"""


def block_columns(model: Model) -> list[tuple[str, Block]]:
    """The column that each block of the model compares on, with the block."""
    return [(block.explode or f"key_{n}", block) for n, block in enumerate(model.blocks)]
