"""Scores of a grouping of records against the truth: pairs, B-cubed, and slices."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import duckdb
import pyarrow as pa


@dataclass(frozen=True)
class Scores:
    """Precision, recall and F1 over pairs of records, and over records (B-cubed, Bagga and Baldwin 1998)."""

    precision: float
    recall: float
    f1: float
    b3_precision: float
    b3_recall: float
    b3: float

    def rounded(self) -> dict[str, float]:
        """The scores to four places."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


_COUNTS = """
    WITH cell AS (SELECT found, truth, count(*) AS n FROM grouped GROUP BY found, truth),
    sized AS (
        SELECT n, sum(n) OVER (PARTITION BY found) AS of_found, sum(n) OVER (PARTITION BY truth) AS of_truth FROM cell
    )
    SELECT (SELECT sum(n * (n - 1) / 2) FROM cell),
           (SELECT sum(n * (n - 1) / 2) FROM (SELECT sum(n) AS n FROM cell GROUP BY found)),
           (SELECT sum(n * (n - 1) / 2) FROM (SELECT sum(n) AS n FROM cell GROUP BY truth)),
           (SELECT sum(n * n / of_found) / sum(n) FROM sized), (SELECT sum(n * n / of_truth) / sum(n) FROM sized)
"""


def scores(found: Mapping[str, str], truth: Mapping[str, str]) -> Scores:
    """The scores of `found` (record to group) on the records of `truth`; a record that is not found stands alone."""
    con = duckdb.connect()
    records = list(truth)
    groups = [found.get(record, f"alone {record}") for record in records]
    con.register("grouped", pa.table({"found": groups, "truth": [truth[record] for record in records]}))
    right, linked, true, b3_precision, b3_recall = (float(x or 0) for x in con.execute(_COUNTS).fetchall()[0])
    con.close()
    precision, recall = right / linked if linked else 1.0, right / true if true else 1.0
    return Scores(precision, recall, _f1(precision, recall), b3_precision, b3_recall, _f1(b3_precision, b3_recall))


def slices(found: Mapping[str, str], truth: Mapping[str, str], slice_of: Mapping[str, str]) -> dict[str, Scores]:
    """The scores within each slice of the records."""
    by_slice: dict[str, dict[str, str]] = {}
    for record, name in sorted(slice_of.items()):
        by_slice.setdefault(name, {})[record] = truth[record]
    return {name: scores(found, members) for name, members in by_slice.items()}


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
