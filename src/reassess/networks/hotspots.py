"""Hotspots: places and map cells with more investigations than chance would give, with intervals and years.

Counts at places of one kind vary more than a Poisson distribution allows, because some takeaways are simply busier. So
the expected distribution is a negative binomial, fitted to the places of that kind by mean and variance. The busiest
one in twenty is left out of the fit, so that a hotspot does not hide itself. The test for all places together keeps the
false discovery rate at 5% (Benjamini and Hochberg 1995). The interval is the exact (Garwood) 95% interval of the count.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import duckdb
import numpy as np
import pyarrow as pa
from scipy import stats

from reassess.records.store import Run

FALSE_DISCOVERY_RATE = 0.05
CELL = 0.01
"""Height of a cell in degrees of latitude: about 1.1 km, and about as wide in Britain."""

_PLACES = """
    SELECT 'place' AS what, place_id AS id, any_value(kind ORDER BY location_id) AS kind,
           count(DISTINCT investigation_id) AS investigations,
           min(year(coalesce(seen_on, recorded_on))) AS first_year,
           max(year(coalesce(seen_on, recorded_on))) AS last_year
    FROM records.presence JOIN linking.place USING (location_id) JOIN records.investigation USING (investigation_id)
    WHERE premises GROUP BY place_id
"""

# In the middle of England a degree of longitude is cos(53 degrees) = 0.6 of a degree of latitude.
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
    """A place or cell with its count, the expected count, the interval, and whether it stands out."""

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
    """Write networks.hotspot (fields of Hotspot), one row for each premises and cell; returns its rows."""
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
    """Return each counted place with its expected count and whether it stands out.

    Args:
        counted: for each, what it is, id, kind, investigations, first and last year.
    """
    by_kind: dict[str, list[Counted]] = defaultdict(list)
    for row in counted:
        by_kind[row[2]].append(row)
    tests = {row[1]: (mean, p) for rows in by_kind.values() for row, mean, p in _upper_tails(rows)}
    critical = _critical_p_value([p for _, p in tests.values()])
    return [_hotspot(row, *tests[row[1]], critical) for row in counted]


def _upper_tails(rows: Sequence[Counted]) -> list[tuple[Counted, float, float]]:
    """Each row with the expected count of its kind and the p-value of its own count."""
    counts = np.array([row[3] for row in rows])
    # Every counted place has at least one investigation, so only those beyond the first vary by chance.
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


def _critical_p_value(probabilities: Sequence[float]) -> float:
    """The largest p-value that stands out (Benjamini and Hochberg 1995); 0 if none does."""
    ordered = sorted(probabilities)
    passed = [p for n, p in enumerate(ordered, start=1) if p <= FALSE_DISCOVERY_RATE * n / len(ordered)]
    return passed[-1] if passed else 0.0


def _hotspot(row: Counted, expected: float, probability: float, critical: float) -> Hotspot:
    what, name, kind, investigations, first_year, last_year = row
    low, high = interval(investigations)
    stands_out = probability <= critical
    return Hotspot(
        what, name, kind, investigations, expected, low, high, probability, stands_out, first_year, last_year
    )


def interval(count: int) -> tuple[float, float]:
    """Return the exact 95% interval of a Poisson count (Garwood 1936).

    >>> interval(0)[0]
    0.0
    """
    low = float(stats.chi2.ppf(0.025, 2 * count)) / 2 if count else 0.0
    return round(low, 2), round(float(stats.chi2.ppf(0.975, 2 * count + 2)) / 2, 2)
