"""The records that the model is trained on, and the term frequency of each value.

One person with three thousand records would teach the model that everyone is alike and that their name is common. So at
most a few records with the same names and date of birth (or national number) go into the training sample, and term
frequencies count people of that kind, not records. Records without a date of birth each count once: a thousand records
of one bare name may be a thousand people.
"""

import duckdb

from reassess.linking.model.spec import ModelSpec

IDENTITY = ("forename", "surname", "born", "national_id")


def write_training_sample(con: duckdb.DuckDBPyConnection, model: ModelSpec) -> None:
    """Make `training_sample` from `prepared`, and `term_frequency_X`(X, tf_X) for each column that needs it.

    In a table of fewer records than the model trains on, term frequencies are blended with the starting u.
    """
    columns = {row[0] for row in con.execute("DESCRIBE prepared").fetchall()}
    same = ", ".join([*(column for column in IDENTITY if column in columns), _unidentified_record(columns)])
    con.execute(
        "CREATE OR REPLACE TABLE training_sample AS FROM prepared"
        f" ANTI JOIN ({_REPEATED.format(same=same, most=model.limits.records_per_person)}) USING (unique_id)"
        " ORDER BY unique_id"
    )
    people = con.execute(f"SELECT count(*) FROM (SELECT DISTINCT {same} FROM prepared)").fetchall()[0][0]
    share = min(1.0, people / model.training.min_records)
    for column, u in _starting_u(model).items():
        once = f"SELECT DISTINCT {column} AS value, {same} FROM prepared WHERE {column} IS NOT NULL"
        con.execute(
            f"CREATE OR REPLACE TABLE term_frequency_{column} AS SELECT value AS {column},"
            f" {share!r} * count(*) / sum(count(*)) OVER () + {(1 - share) * u!r}::DOUBLE AS tf_{column}"
            f" FROM ({once}) GROUP BY value ORDER BY value"
        )


# Numbering the ids within their own list saves sorting every record.
_REPEATED = """
    SELECT unnest(list_sort(list(unique_id))[{most} + 1:]) AS unique_id
    FROM prepared GROUP BY {same} HAVING count(*) > {most}
"""


def _unidentified_record(columns: set[str]) -> str:
    """SQL that differs for each record that only names identify, and is NULL for the others."""
    identifying = [f"{column} IS NULL" for column in ("born", "national_id") if column in columns]
    return f"CASE WHEN {' AND '.join(identifying) or 'true'} THEN unique_id END"


def _starting_u(model: ModelSpec) -> dict[str, float]:
    """The starting u of the exact level of each column with a term frequency adjustment."""
    return {
        level.term_frequency: level.u for part in model.comparisons for level in part.levels if level.term_frequency
    }


def term_frequency_columns(model: ModelSpec) -> list[str]:
    """Return the columns with a term frequency adjustment, in alphabetical order."""
    return sorted(_starting_u(model))
