"""Reading tables of people: checked, with the columns renamed to the roles of the model."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from reassess.linking.model.prepare import ROLES
from reassess.records.errors import UserError
from reassess.records.store import quoted


def people_from_tables(
    con: duckdb.DuckDBPyConnection, tables: Sequence[Path], id_column: str, columns: Mapping[str, str]
) -> None:
    """Make the table `people` (unique_id, source, roles) from one table, or from two to link.

    Args:
        con: the connection that will hold it.
        tables: .csv or .parquet files; source is '1' or '2'.
        id_column: the column with the id of each row.
        columns: role (see ROLES) to column name.

    Raises:
        UserError: a file or column is missing, a role is unknown, or an id is empty or repeated.
    """
    _check_roles(columns)
    for n, table in enumerate(tables, start=1):
        _read(con, table, str(n), id_column, columns)
    parts = [f"FROM people_{n}" for n in range(1, len(tables) + 1)]
    con.execute(f"CREATE OR REPLACE TABLE people AS {' UNION ALL BY NAME '.join(parts)}")
    for n, table in enumerate(tables, start=1):
        _check_ids(con, table, str(n), id_column)


def _check_roles(columns: Mapping[str, str]) -> None:
    unknown = sorted(set(columns) - set(ROLES))
    if unknown:
        raise UserError(f"--columns: '{unknown[0]}' is not a role. Use {', '.join(ROLES)}.")
    if not columns:
        raise UserError("--columns: no column is named. Name at least one, such as forename=first_name,born_on=dob.")


def _read(con: duckdb.DuckDBPyConnection, table: Path, source: str, id_column: str, columns: Mapping[str, str]) -> None:
    try:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE people_{source} AS {_select(con, table, source, id_column, columns)}"
        )
    except duckdb.Error as error:
        kind = "a Parquet file" if table.suffix == ".parquet" else "a CSV file of UTF-8 text"
        message = str(error).strip().splitlines()[0]
        raise UserError(f"{table}: cannot be read as {kind} ({message}). Check its rows, or save it again.") from error


def _select(
    con: duckdb.DuckDBPyConnection, table: Path, source: str, id_column: str, columns: Mapping[str, str]
) -> str:
    reader = _reader(table)
    names = {row[0].strip(): row[0] for row in con.execute(f"DESCRIBE FROM {reader}").fetchall()}
    for column in (id_column, *columns.values()):
        if column not in names:
            raise UserError(
                f"{table}: has no column '{column}'. Its columns are {', '.join(names)}."
                " If that is wrong, a row has more or fewer fields than the header."
            )
    # Two tables may use the same id for different people.
    roles = ", ".join(f"{_text(names[column])} AS {role}" for role, column in sorted(columns.items()))
    return f"SELECT '{source}:' || {_text(names[id_column])} AS unique_id, '{source}' AS source, {roles} FROM {reader}"


def _text(column: str) -> str:
    name = '"' + column.replace('"', '""') + '"'
    return f"nullif(trim({name}::VARCHAR), '')"


def _reader(table: Path) -> str:
    if not table.is_file():
        raise UserError(f"{table}: there is no such file. Give a .csv or .parquet file.")
    if table.suffix == ".parquet":
        return f"read_parquet({quoted(str(table))})"
    if table.suffix == ".csv":
        # Without skip = 0 DuckDB skips rows until all that follow have the same number of fields.
        return f"read_csv({quoted(str(table))}, header = true, skip = 0, all_varchar = true)"
    raise UserError(f"{table}: is a '{table.suffix}' file. Give a .csv or .parquet file.")


def _check_ids(con: duckdb.DuckDBPyConnection, table: Path, source: str, id_column: str) -> None:
    of_table = f"FROM people WHERE source = '{source}'"
    empty = con.execute(f"SELECT count(*) {of_table} AND unique_id IS NULL").fetchall()[0][0]
    if empty:
        raise UserError(f"{table}: {empty} rows have no {id_column}. Give every row one.")
    twice = con.execute(f"SELECT unique_id {of_table} GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1").fetchall()
    if twice:
        raise UserError(f"{table}: {id_column} {twice[0][0][2:]} is in more than one row. Give every row its own.")
