"""Supplied identities: a file says which records are the same person, and no model runs."""

from pathlib import Path

import duckdb

from reassess.linking.features import write_person_identified
from reassess.records.errors import UserError
from reassess.records.store import Run, quoted

_SUPPLIED = """
    WITH sized AS (
        SELECT supplied.person_id, supplied.entity_id, count(*) OVER same AS records,
               known.identified OR NOT bool_or(known.identified) OVER same AS confirmed
        FROM supplied JOIN person_identified known USING (person_id)
        WINDOW same AS (PARTITION BY supplied.entity_id)
    )
    SELECT person_id, entity_id, confirmed, NOT confirmed AS doubtful,
           CASE WHEN confirmed THEN min(person_id) FILTER (confirmed) OVER (PARTITION BY entity_id)
                ELSE person_id END AS core_id,
           NULL::DOUBLE AS weight, CASE WHEN records = 1 THEN 'alone' ELSE 'supplied' END AS how, NULL::VARCHAR AS
           ground
    FROM sized
"""


def write_supplied_entities(run: Run, con: duckdb.DuckDBPyConnection, people: Path) -> int:
    """Write linking.entity from a CSV with person_id and entity_id (or human); returns its rows.

    The record of an unidentified suspect that the file puts with an identified person is marked as not confirmed.

    Raises:
        UserError: the file lacks a column or a person of the run, or has a person twice.
    """
    write_person_identified(con)
    identity = _identity(con, people)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE supplied AS SELECT person_id, {identity} AS entity_id FROM {_csv(people)}"
    )
    _check_complete(con, people)
    return run.write(con, "linking.entity", _SUPPLIED, "person_id")


def _csv(people: Path) -> str:
    return f"read_csv({quoted(str(people))}, header = true, all_varchar = true)"


def _identity(con: duckdb.DuckDBPyConnection, people: Path) -> str:
    if not people.is_file():
        raise UserError(f"{people}: there is no such file. Give a CSV with person_id and entity_id.")
    columns = {row[0] for row in con.execute(f"DESCRIBE FROM {_csv(people)}").fetchall()}
    named = [column for column in ("entity_id", "human") if column in columns]
    if "person_id" not in columns or not named:
        raise UserError(
            f"{people}: the columns are {', '.join(sorted(columns))}."
            " They must include person_id and entity_id (or human)."
        )
    return named[0]


def _check_complete(con: duckdb.DuckDBPyConnection, people: Path) -> None:
    lacking = con.execute(
        "SELECT person_id FROM records.person"
        " ANTI JOIN (FROM supplied WHERE entity_id IS NOT NULL) USING (person_id) ORDER BY 1"
    ).fetchall()
    if lacking:
        raise UserError(
            f"{people}: {len(lacking)} people of the run have no entity_id here, the first is {lacking[0][0]}."
            " Add a line for every person of the extract."
        )
    twice = con.execute("SELECT person_id FROM supplied GROUP BY 1 HAVING count(*) > 1 ORDER BY 1").fetchall()
    if twice:
        raise UserError(f"{people}: person_id {twice[0][0]} appears more than once. Keep one line for each person.")
