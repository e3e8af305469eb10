"""Numbers of a run for the progress page: scope by element, and findings by rule with their denominators."""

from typing import TypedDict

import duckdb

from reassess.records.store import Run, quoted
from reassess.workspace.publishing.rows import PRIMARY_CRITERIA

_SCOPE = """
WITH judged AS (
    SELECT investigation_id, element, min(verdict) AS verdict FROM rules.scope
    WHERE criteria = ? AND coalesce(element, '') <> '' GROUP BY 1, 2),
lost AS (SELECT investigation_id, min(element) AS element FROM judged WHERE verdict = 'out' GROUP BY 1),
everyone AS (SELECT count(DISTINCT investigation_id) AS n FROM judged)
SELECT element, count(*) FILTER (verdict = 'in'), count(*) FILTER (verdict = 'unknown'),
       count(*) FILTER (verdict = 'out'),
       (SELECT n FROM everyone) - (SELECT count(*) FROM lost WHERE lost.element <= judged.element)
FROM judged GROUP BY element ORDER BY element
"""


class ScopeFigures(TypedDict):
    """How the cases of a run stand on one element of the national criteria."""

    element: str
    met: int
    unknown: int
    not_met: int
    left: int


class CheckFigures(TypedDict):
    """How many subjects a rule was asked of, how many it found, and how many could not be assessed."""

    rule: str
    asked: int
    found: int
    not_assessable: int


class RunFigures(TypedDict):
    """Numbers of a run: no case and no name."""

    scope: list[ScopeFigures]
    asked: list[CheckFigures]


def figures(con: duckdb.DuckDBPyConnection, run: Run) -> RunFigures:
    """The numbers of a run.

    scope: per element of the national criteria: met, unknown, not_met, and left, the cases that neither this element
    nor one before it shuts out. asked: per rule: asked (subjects that it was asked of), found, not_assessable; none for
    a run that was made before runs said so.
    """
    scope = con.execute(_SCOPE, [PRIMARY_CRITERIA]).fetchall()
    return {
        "scope": [_scope_figures(*row) for row in scope],
        "asked": _asked(con, run),
    }


def _scope_figures(element: str, met: int, unknown: int, not_met: int, left: int) -> ScopeFigures:
    return {"element": element, "met": met, "unknown": unknown, "not_met": not_met, "left": left}


def _asked(con: duckdb.DuckDBPyConnection, run: Run) -> list[CheckFigures]:
    if not run.has("rules.asked"):
        return []
    file = quoted(str(run.file("rules.asked")))
    rows = con.execute(f"SELECT rule, asked, found, not_assessable FROM read_parquet({file}) ORDER BY rule").fetchall()
    return [
        {"rule": rule, "asked": asked, "found": found, "not_assessable": not_assessable}
        for rule, asked, found, not_assessable in rows
    ]
