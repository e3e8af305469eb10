"""Tables of people from anywhere: read, checked, and put under the role names of the model."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from reassess.linking.model.prepare import ROLES
from reassess.records.errors import UserError
from reassess.records.store import quoted


def people_from_tables(
    con: duckdb.DuckDBPyConnection, tables: Sequence[Path], id_column: str, columns: Mapping[str, str]
) -> None:
    """Make the table `people` (unique_id, source, id, roles) from one table, or two to join.

    Args:
        con: the connection that will hold it.
        tables: .csv or .parquet files; source is '1' or '2'.
        id_column: the column that names a row.
        columns: role (see ROLES) to column name.

    Raises:
        UserError: a file or column is missing, a role is unknown, or an id is empty or stands twice.
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
        raise UserError(f"--columns: '{unknown[0]}' is no role of a column; the roles are {', '.join(ROLES)}")
    if not columns:
        raise UserError("--columns: name at least one column, such as forename=first_name,surname=surname,born_on=dob")


def _read(con: duckdb.DuckDBPyConnection, table: Path, source: str, id_column: str, columns: Mapping[str, str]) -> None:
    try:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE people_{source} AS {_select(con, table, source, id_column, columns)}"
        )
    except duckdb.Error as error:
        kind = "a Parquet file" if table.suffix == ".parquet" else "a CSV file of UTF-8 text"
        said = str(error).strip().splitlines()[0]
        raise UserError(f"{table}: cannot be read as {kind} ({said}); write it again, or check its rows") from error


def _select(
    con: duckdb.DuckDBPyConnection, table: Path, source: str, id_column: str, columns: Mapping[str, str]
) -> str:
    reader = _reader(table)
    names = {row[0].strip(): row[0] for row in con.execute(f"DESCRIBE FROM {reader}").fetchall()}
    for column in (id_column, *columns.values()):
        if column not in names:
            raise UserError(
                f"{table}: has no column '{column}'; its columns are {', '.join(names)}. If those are not its columns,"
                " a row has more or fewer fields than the header"
            )
    # One source keeps its ids; two may use the same ones for different people.
    roles = ", ".join(f"{_text(names[column])} AS {role}" for role, column in sorted(columns.items()))
    return f"SELECT '{source}:' || {_text(names[id_column])} AS unique_id, '{source}' AS source, {roles} FROM {reader}"


def _text(column: str) -> str:
    name = '"' + column.replace('"', '""') + '"'
    return f"nullif(trim({name}::VARCHAR), '')"


def _reader(table: Path) -> str:
    if not table.is_file():
        raise UserError(f"{table}: there is no such table")
    if table.suffix == ".parquet":
        return f"read_parquet({quoted(str(table))})"
    if table.suffix == ".csv":
        # Without skip = 0 the reader passes over rows until all that follow have equally many fields.
        return f"read_csv({quoted(str(table))}, header = true, skip = 0, all_varchar = true)"
    raise UserError(f"{table}: expected a .csv or .parquet file, found '{table.suffix}'")


def _check_ids(con: duckdb.DuckDBPyConnection, table: Path, source: str, id_column: str) -> None:
    of_table = f"FROM people WHERE source = '{source}'"
    empty = con.execute(f"SELECT count(*) {of_table} AND unique_id IS NULL").fetchall()[0][0]
    if empty:
        raise UserError(f"{table}: {empty} rows have no {id_column}; every row needs one")
    twice = con.execute(f"SELECT unique_id {of_table} GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1").fetchall()
    if twice:
        raise UserError(f"{table}: {id_column} {twice[0][0][2:]} stands in more than one row; ids must be different")
