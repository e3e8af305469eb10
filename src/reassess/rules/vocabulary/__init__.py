"""The vocabulary: the views and macros that every rule, element and definition uses, one SQL file a subject.

`CREATE VIEW` defines what a word means. The engine stores each view as a table of the schema `words`, because many
rules read it. A statement ends with a line that holds only `;`. `$as_of` is the day of the assessment. Unknown is NULL
throughout.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb

from reassess.records.normal import load_macros
from reassess.records.yaml_text import load_yaml
from reassess.rules.near_duplicates import load_functions
from reassess.rules.parameters import RuleSettings, fill

SUBJECTS = (
    "evidence",
    "ages",
    "people",
    "investigations",
    "offences",
    "suspects_and_victims",
    "places",
    "associations",
    "text",
    "referrals",
    "decisions",
    "forensics",
)
"""The files in the order they are loaded: a view may read only views of files before its own."""

SCHEMAS = ("words", "records", "reading", "linking", "networks")


@cache
def vocabulary() -> tuple[str, ...]:
    """Return the SQL statements of the vocabulary in the order they are loaded, without comments."""
    folder = files("reassess.rules.vocabulary")
    text = "".join(folder.joinpath(f"{subject}.sql").read_text(encoding="utf-8") for subject in SUBJECTS)
    text = re.sub(r"^--.*\n", "", text, flags=re.MULTILINE)
    return tuple(part.strip() for part in re.split(r"^;$", text, flags=re.MULTILINE) if part.strip())


def create_vocabulary(con: duckdb.DuckDBPyConnection, settings: RuleSettings) -> None:
    """Create the macros, and each view as a table of the schema `words`, over the tables of a run."""
    for schema in SCHEMAS:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    con.execute(f"SET search_path = '{','.join(SCHEMAS)}'")
    load_macros(con)
    load_functions(con)
    _create_offence_codes(con)
    _create_closure_wordings(con, settings.closures)
    for statement in vocabulary():
        con.execute(_as_table(statement, settings))


def refresh_vocabulary(con: duckdb.DuckDBPyConnection, settings: RuleSettings, sql: str) -> None:
    """Create again the tables that the SQL reads, directly or through others, after records or the day changed."""
    texts = {match[1]: text for text in vocabulary() if (match := re.match(r"CREATE (?:VIEW|MACRO) (\w+)", text))}
    wanted: set[str] = set()
    reached = [sql]
    while reached:
        named = set(re.findall(r"\w+", reached.pop())) & set(texts) - wanted
        wanted |= named
        reached += [texts[name] for name in named]
    for name, text in texts.items():
        if name in wanted and text.startswith("CREATE VIEW"):
            con.execute(_as_table(text, settings))


def _as_table(statement: str, settings: RuleSettings) -> str:
    text = fill(statement, {"as_of": settings.as_of})
    return re.sub(r"\ACREATE VIEW (\w+)", r"CREATE OR REPLACE TABLE words.\1", text)


def _data(name: str) -> Any:
    return load_yaml(files("reassess.rules").joinpath("data", name).read_text(encoding="utf-8"))


def _create_offence_codes(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE TABLE words.offence_code (code VARCHAR, contact BOOLEAN, sexual BOOLEAN, under_13 BOOLEAN)")
    rows = [
        [code, line["contact"], line["sexual"], line["under_13"]]
        for line in _data("offences.yaml")["classes"]
        for code in line["codes"]
    ]
    con.executemany("INSERT INTO words.offence_code VALUES (?, ?, ?, ?)", rows)


def _create_closure_wordings(con: duckdb.DuckDBPyConnection, own: Sequence[Mapping[str, Any]]) -> None:
    con.execute("CREATE TABLE words.closure_wording (line INTEGER, pattern VARCHAR, nfa BOOLEAN, why VARCHAR)")
    lines = [*own, *_data("closures.yaml")["lines"]]
    rows = [[number, line["pattern"], line["nfa"], line["why"]] for number, line in enumerate(lines)]
    con.executemany("INSERT INTO words.closure_wording VALUES (?, ?, ?, ?)", rows)
