"""Normal forms of identifiers and places: the SQL macros of `normal.sql`, loaded into a connection."""

from importlib.resources import files

import duckdb


def load_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Create the macros `normal_phone`, `normal_vehicle`, `normal_identifier(kind, words)` and others in `con`.

    They are temporary, so nothing is written to a database. They return NULL for NULL and for unusable input.
    Source: rules.md, "Identifiers in normal form".
    """
    for statement in statements("normal.sql"):
        con.execute(statement)


def statements(resource: str) -> list[str]:
    """The statements of an SQL file of this room, without comment lines, in order."""
    lines = files("reassess.records").joinpath(resource).read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("--"))
    return [part.strip() for part in text.split(";\n") if part.strip()]
