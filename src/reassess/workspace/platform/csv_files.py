"""CSV files for the analysis."""

import csv
from collections.abc import Sequence
from pathlib import Path


def write_csv(file: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
    """Write rows to a CSV file in one step, values unchanged; return how many."""
    making = file.with_suffix(".making")
    file.parent.mkdir(parents=True, exist_ok=True)
    with making.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(header)
        writer.writerows(rows)
    making.replace(file)
    return len(rows)
