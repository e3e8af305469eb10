"""Which records are compared: one key column for each block of the model, no block larger than its limit.

A key that many records share would cost the square of their number. Its records are put in order of their names and
date and cut into pieces of the limit's size, so that the cost grows with their number and like still meets like; keys
with even and odd numbers are cut at different places, so that what one cut parts another keeps together.
"""

import duckdb

from reassess.linking.declared import Block, Model

ORDER = ("national_id", "born", "surname", "forename", "postcode", "unique_id")


def write_keys(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make `prepared` from `derived`: its columns and `key_N` for block N of the model that has a key (not a list)."""
    columns = {row[0] for row in con.execute("DESCRIBE derived").fetchall()}
    keys = {f"key_{n}": block for n, block in enumerate(model.blocks) if block.key}
    raw = ", ".join(f"{block.key} AS {name}" for name, block in keys.items())
    order = ", ".join(column for column in ORDER if column in columns)
    cut = ", ".join(_cut(name, n * model.limits.block // 2, model.limits.block, order) for n, name in enumerate(keys))
    replaced = f"* REPLACE ({cut})" if keys else "*"
    inner = f"SELECT *{', ' + raw if raw else ''} FROM derived"
    con.execute(f"CREATE OR REPLACE TABLE prepared AS SELECT {replaced} FROM ({inner}) ORDER BY unique_id")


def _cut(key: str, offset: int, size: int, order: str) -> str:
    together = f"PARTITION BY {key}"
    piece = f"(row_number() OVER ({together} ORDER BY {order}) + {offset % size}) // {size}"
    return (
        f"CASE WHEN {key} IS NULL OR count(*) OVER ({together}) <= {size} THEN {key}"
        f" ELSE {key} || '#' || ({piece}) END AS {key}"
    )


def block_columns(model: Model) -> list[tuple[str, Block]]:
    """The column that each block of the model compares on, with the block."""
    return [(block.explode or f"key_{n}", block) for n, block in enumerate(model.blocks)]
