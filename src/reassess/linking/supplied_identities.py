"""Identity that is given: a file says which records are one person, and no model runs."""

from pathlib import Path

import duckdb

from reassess.linking.features import know_persons
from reassess.records.errors import UserError
from reassess.records.store import Run, quoted

_GIVEN = """
    WITH sized AS (
        SELECT given.person_id, given.entity_id, count(*) OVER same AS records,
               known.identified OR NOT bool_or(known.identified) OVER same AS confirmed
        FROM given JOIN person_known known USING (person_id)
        WINDOW same AS (PARTITION BY given.entity_id)
    )
    SELECT person_id, entity_id, confirmed, NOT confirmed AS doubtful,
           CASE WHEN confirmed THEN min(person_id) FILTER (confirmed) OVER (PARTITION BY entity_id)
                ELSE person_id END AS core_id,
           NULL::DOUBLE AS weight, CASE WHEN records = 1 THEN 'alone' ELSE 'given' END AS how, NULL::VARCHAR AS ground
    FROM sized
"""


def write_given_entities(run: Run, con: duckdb.DuckDBPyConnection, people: Path) -> int:
    """Write linking.entity from a CSV with person_id and entity_id (or human); returns its rows.

    A record of an unidentified suspect that the file puts with an identified person is marked as not confirmed.

    Raises:
        UserError: the file lacks a column, a person of the run, or names one twice.
    """
    know_persons(con)
    identity = _identity(con, people)
    con.execute(f"CREATE OR REPLACE TEMP TABLE given AS SELECT person_id, {identity} AS entity_id FROM {_csv(people)}")
    _refuse_gaps(con, people)
    return run.write(con, "linking.entity", _GIVEN, "person_id")


def _csv(people: Path) -> str:
    return f"read_csv({quoted(str(people))}, header = true, all_varchar = true)"


def _identity(con: duckdb.DuckDBPyConnection, people: Path) -> str:
    if not people.is_file():
        raise UserError(f"{people}: there is no such file of people; it must be a CSV with person_id and entity_id")
    columns = {row[0] for row in con.execute(f"DESCRIBE FROM {_csv(people)}").fetchall()}
    named = [column for column in ("entity_id", "human") if column in columns]
    if "person_id" not in columns or not named:
        raise UserError(
            f"{people}: expected the columns person_id and entity_id (or human), found {', '.join(sorted(columns))}"
        )
    return named[0]


def _refuse_gaps(con: duckdb.DuckDBPyConnection, people: Path) -> None:
    lacking = con.execute(
        "SELECT person_id FROM records.person"
        " ANTI JOIN (FROM given WHERE entity_id IS NOT NULL) USING (person_id) ORDER BY 1"
    ).fetchall()
    if lacking:
        raise UserError(
            f"{people}: {len(lacking)} people of the run have no line with an entity_id, the first is {lacking[0][0]};"
            " every person of the extract must appear once"
        )
    twice = con.execute("SELECT person_id FROM given GROUP BY 1 HAVING count(*) > 1 ORDER BY 1").fetchall()
    if twice:
        raise UserError(f"{people}: person_id {twice[0][0]} appears more than once; keep one line for each person")
