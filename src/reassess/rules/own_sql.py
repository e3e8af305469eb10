"""What the SQL of a rule or element may do: one SELECT on the tables of the run, and nothing else.

A force's own SQL is not the package's. It reads no file and no setting of the machine, loads no extension, and cannot
change how the database is configured.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from reassess.records.errors import UserError
from reassess.records.store import quoted

TABLE_FUNCTIONS = frozenset({"unnest", "range", "generate_series", "generate_subscripts"})
"""Functions of DuckDB that may stand in FROM besides the macros of the vocabulary: they only make rows."""
SETTING_FUNCTIONS = frozenset({"getenv", "getvariable", "current_setting", "current_database", "current_user"})


def lock(con: duckdb.DuckDBPyConnection, folder: Path | None = None) -> None:
    """Turn off access to files outside the folder, and extensions, and lock the configuration of `con`."""
    if folder:
        allowed = sorted({str(folder), str(folder.absolute()), str(folder.resolve())})
        con.execute(f"SET allowed_directories = [{', '.join(quoted(path) for path in allowed)}]")
    con.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    con.execute("SET enable_external_access = false; SET lock_configuration = true")


def one_select(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Return the SQL of a rule or element. Raises UserError unless it is a single SELECT on the tables of the run."""
    statements = con.extract_statements(sql)
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        raise UserError("the SQL is not a single SELECT. Remove the statements before or after it.")
    (text,) = con.execute("SELECT json_serialize_sql(?::VARCHAR)", [statements[0].query]).fetchall()[0]
    tree = json.loads(text)
    if tree.get("error"):
        raise UserError(f"the SQL cannot be read as a SELECT: {tree.get('error_message')}. Write a plain SELECT.")
    rows = con.execute(
        "SELECT function_name FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal"
    ).fetchall()
    macros = {name for (name,) in rows}
    for reached in _reached(tree):
        _refuse_others(reached, macros)
    return sql


def _refuse_others(reached: tuple[str, str], macros: set[str]) -> None:
    kind, name = reached
    if kind == "table function" and name not in TABLE_FUNCTIONS | macros:
        raise UserError(f"the SQL reads from {name}(). A rule reads the tables of the run and nothing else.")
    if kind == "function" and name in SETTING_FUNCTIONS:
        raise UserError(f"the SQL calls {name}(). A rule reads the tables of the run and nothing else.")
    if kind == "table" and any(sign in name for sign in "/\\:.*?"):
        raise UserError(f"the SQL reads the file '{name}'. A rule reads the tables of the run and nothing else.")


def _reached(node: Any) -> Iterator[tuple[str, str]]:
    """Each table, table function and function that a parsed statement names."""
    if isinstance(node, list):
        for part in node:
            yield from _reached(part)
    if not isinstance(node, dict):
        return
    if node.get("type") == "TABLE_FUNCTION":
        yield "table function", str(node["function"].get("function_name", "")).lower()
    elif node.get("type") == "BASE_TABLE":
        yield "table", str(node.get("table_name", ""))
    elif node.get("class") == "FUNCTION":
        yield "function", str(node.get("function_name", "")).lower()
    for part in node.values():
        yield from _reached(part)
