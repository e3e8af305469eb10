"""What the page of progress shows of a run: scope element by element, and findings with what they were asked of."""

from typing import Any

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


def figures(con: duckdb.DuckDBPyConnection, run: Run) -> dict[str, list[dict[str, Any]]]:
    """Numbers of a run, no case and no name.

    scope: per element of the national criteria: met, unknown, not_met, and left, the cases that neither this element
    nor one before it shuts out. asked: per rule: asked (subjects that it was asked of), found, not_assessable; none for
    a run that was made before runs said so.
    """
    scope = con.execute(_SCOPE, [PRIMARY_CRITERIA]).fetchall()
    return {
        "scope": [dict(zip(("element", "met", "unknown", "not_met", "left"), row, strict=True)) for row in scope],
        "asked": _asked(con, run),
    }


def _asked(con: duckdb.DuckDBPyConnection, run: Run) -> list[dict[str, Any]]:
    if not run.has("rules.asked"):
        return []
    file = quoted(str(run.file("rules.asked")))
    rows = con.execute(f"SELECT rule, asked, found, not_assessable FROM read_parquet({file}) ORDER BY rule").fetchall()
    return [dict(zip(("rule", "asked", "found", "not_assessable"), row, strict=True)) for row in rows]
