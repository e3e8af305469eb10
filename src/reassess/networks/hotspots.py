"""Places and cells of a map with more investigations than chance would give, with intervals, and their years.

Counts at places of one kind vary more than a Poisson law allows, since some takeaways are simply busier; so chance is a
negative binomial fitted to the places of that kind by mean and variance, without the busiest one in twenty, so that
a hotspot does not hide itself. A place is a hotspot where its count would be so high by chance with a probability that
holds over all places together (Benjamini and Hochberg, false discoveries at most 5 in 100). The interval is the exact
(Garwood) 95 in 100 interval of the count.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import duckdb
import numpy as np
import pyarrow as pa
from scipy import stats

from reassess.records.store import Run

FALSE_DISCOVERIES = 0.05
CELL = 0.01
"""Degrees of latitude; a cell is about 1.1 km high and, at British latitudes, as wide."""

_PLACES = """
    SELECT 'place' AS what, place_id AS id, any_value(kind ORDER BY location_id) AS kind,
           count(DISTINCT investigation_id) AS investigations,
           min(year(coalesce(seen_on, recorded_on))) AS first_year,
           max(year(coalesce(seen_on, recorded_on))) AS last_year
    FROM records.presence JOIN linking.place USING (location_id) JOIN records.investigation USING (investigation_id)
    WHERE premises GROUP BY place_id
"""

# A degree of longitude is cos(53 degrees) = 0.6 of one of latitude in the middle of England.
_CELLS = """
    SELECT 'cell' AS what, round(floor(latitude / {cell}) * {cell}, 4) || ','
           || round(floor(longitude * 0.6 / {cell}) * {cell} / 0.6, 4) AS id,
           'cell' AS kind, count(DISTINCT investigation_id) AS investigations,
           min(year(coalesce(seen_on, recorded_on))) AS first_year,
           max(year(coalesce(seen_on, recorded_on))) AS last_year
    FROM records.presence JOIN records.location USING (location_id) JOIN linking.place USING (location_id)
    JOIN records.investigation USING (investigation_id)
    WHERE premises AND latitude IS NOT NULL AND longitude IS NOT NULL GROUP BY ALL
"""


@dataclass(frozen=True)
class Hotspot:
    """A place or cell with its count, the count that chance gives its kind, the interval, and whether it stands out."""

    what: str
    id: str
    kind: str
    investigations: int
    expected: float
    low: float
    high: float
    probability: float
    stands_out: bool
    first_year: int
    last_year: int


Counted = tuple[str, str, str, int, int, int]


def write_hotspots(run: Run, con: duckdb.DuckDBPyConnection) -> int:
    """Write networks.hotspot (fields of Hotspot), a row for each premises and each cell with any; returns its rows."""
    rows: list[Counted] = con.execute(f"{_PLACES} UNION ALL {_CELLS.format(cell=CELL)} ORDER BY what, id").fetchall()
    spots = [asdict(spot) for spot in hotspots(rows)]
    kinds = {"investigations": pa.int64(), "first_year": pa.int64(), "last_year": pa.int64(), "stands_out": pa.bool_()}
    texts = dict.fromkeys(("what", "id", "kind"), pa.string())
    columns = {
        name: pa.array([spot[name] for spot in spots], (kinds | texts).get(name, pa.float64()))
        for name in Hotspot.__dataclass_fields__
    }
    return run.write_arrow(con, "networks.hotspot", pa.table(columns), "what, id")


def hotspots(counted: Sequence[Counted]) -> list[Hotspot]:
    """Each counted place with what chance gives and whether it stands out.

    Args:
        counted: what, id, kind, investigations, first and last year of each.
    """
    by_kind: dict[str, list[Counted]] = defaultdict(list)
    for row in counted:
        by_kind[row[2]].append(row)
    chance = {row[1]: (mean, p) for rows in by_kind.values() for row, mean, p in _chances(rows)}
    bar = _bar([p for _, p in chance.values()])
    return [_hotspot(row, *chance[row[1]], bar) for row in counted]


def _chances(rows: Sequence[Counted]) -> list[tuple[Counted, float, float]]:
    counts = np.array([row[3] for row in rows])
    # Every counted place has one investigation at least: what varies by chance is what comes on top.
    more = counts - 1
    body = np.sort(more)[: len(more) - len(more) // 20]
    mean, variance = float(body.mean()), float(body.var())
    mean = max(mean, 1 / len(rows))
    if variance > mean:
        size = mean**2 / (variance - mean)
        tails = stats.nbinom.sf(more - 1, size, size / (size + mean))
    else:
        tails = stats.poisson.sf(more - 1, mean)
    return [(row, 1 + mean, float(tail)) for row, tail in zip(rows, tails, strict=True)]


def _bar(probabilities: Sequence[float]) -> float:
    """The largest probability that stands out (Benjamini and Hochberg 1995); 0 where none does."""
    ordered = sorted(probabilities)
    passed = [p for n, p in enumerate(ordered, start=1) if p <= FALSE_DISCOVERIES * n / len(ordered)]
    return passed[-1] if passed else 0.0


def _hotspot(row: Counted, expected: float, probability: float, bar: float) -> Hotspot:
    what, name, kind, investigations, first_year, last_year = row
    low, high = interval(investigations)
    stands_out = probability <= bar
    return Hotspot(
        what, name, kind, investigations, expected, low, high, probability, stands_out, first_year, last_year
    )


def interval(count: int) -> tuple[float, float]:
    """The exact 95 in 100 interval of a Poisson count (Garwood 1936).

    >>> interval(0)[0]
    0.0
    """
    low = float(stats.chi2.ppf(0.025, 2 * count)) / 2 if count else 0.0
    return round(low, 2), round(float(stats.chi2.ppf(0.975, 2 * count + 2)) / 2, 2)
