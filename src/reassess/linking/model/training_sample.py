"""What a table teaches from: records thinned to a few of each person, and how rare each value is among people.

One person with three thousand records would else teach that everybody is alike and that their name is a common one. So
a table teaches with at most a few records that agree on names and day of birth (or a national number), and the rarity
of a value is counted among such people, not among records. Records without a day of birth each count: a thousand
records of one bare name may be a thousand people.
"""

import duckdb

from reassess.linking.model.spec import Model

IDENTITY = ("forename", "surname", "born", "national_id")


def write_lesson(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make `lesson`, the records of `prepared` to learn from, and `rarity_X`(X, tf_X) for each column that needs it."""
    columns = {row[0] for row in con.execute("DESCRIBE prepared").fetchall()}
    same = ", ".join([*(column for column in IDENTITY if column in columns), _alone(columns)])
    con.execute(
        "CREATE OR REPLACE TABLE lesson AS FROM prepared"
        f" ANTI JOIN ({_REPEATED.format(same=same, most=model.limits.repeats)}) USING (unique_id) ORDER BY unique_id"
    )
    people = con.execute(f"SELECT count(*) FROM (SELECT DISTINCT {same} FROM prepared)").fetchall()[0][0]
    counts = min(1.0, people / model.learning.least_records)
    for column, usual in _usual(model).items():
        once = f"SELECT DISTINCT {column} AS value, {same} FROM prepared WHERE {column} IS NOT NULL"
        con.execute(
            f"CREATE OR REPLACE TABLE rarity_{column} AS SELECT value AS {column},"
            f" {counts!r} * count(*) / sum(count(*)) OVER () + {(1 - counts) * usual!r}::DOUBLE AS tf_{column}"
            f" FROM ({once}) GROUP BY value ORDER BY value"
        )


# The ids are numbered within their own list, so that no record is sorted for it.
_REPEATED = """
    SELECT unnest(list_sort(list(unique_id))[{most} + 1:]) AS unique_id
    FROM prepared GROUP BY {same} HAVING count(*) > {most}
"""


def _alone(columns: set[str]) -> str:
    """SQL that is different for each record that nothing but names identifies, and NULL for the others."""
    firm = [f"{column} IS NULL" for column in ("born", "national_id") if column in columns]
    return f"CASE WHEN {' AND '.join(firm) or 'true'} THEN unique_id END"


def _usual(model: Model) -> dict[str, float]:
    """For each column whose rarity counts, how often two people agree on it: its rarity where a table tells none."""
    return {level.rarity: level.u for part in model.comparisons for level in part.levels if level.rarity}


def rare_columns(model: Model) -> list[str]:
    """The columns whose rarity scales a weight of the model, in alphabetical order."""
    return sorted({level.rarity for part in model.comparisons for level in part.levels if level.rarity})
