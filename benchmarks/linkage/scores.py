"""Scores of a clustering of records against the truth: pairs, B-cubed, and slices."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Scores:
    """Precision, recall and F1 over pairs of records, and over records (B-cubed, Bagga and Baldwin 1998)."""

    precision: float
    recall: float
    f1: float
    b3_precision: float
    b3_recall: float
    b3: float
    true_pairs: int
    """The number of true pairs, which the recall rests on."""

    def rounded(self) -> dict[str, float]:
        """Return the scores to four decimal places."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def scores(found: Mapping[str, str], truth: Mapping[str, str]) -> Scores:
    """Return the scores of `found` (record to cluster) on the records of `truth`; a record not found is alone."""
    return _scores(_Grouped(found, truth), list(truth))


def slices(found: Mapping[str, str], truth: Mapping[str, str], slice_of: Mapping[str, str]) -> dict[str, Scores]:
    """Return the scores of each slice: over the pairs with a record in it, and over its records (B-cubed).

    So a pair of a record with an error and one without counts in the slices of both.
    """
    grouped = _Grouped(found, truth)
    by_slice: dict[str, list[str]] = {}
    for record, name in sorted(slice_of.items()):
        by_slice.setdefault(name, []).append(record)
    return {name: _scores(grouped, members) for name, members in by_slice.items()}


class _Grouped:
    """Each record with its cluster, its true cluster and the cell where the two meet, and the size of each."""

    def __init__(self, found: Mapping[str, str], truth: Mapping[str, str]) -> None:
        self.found: dict[str, Hashable] = {record: found.get(record, ("alone", record)) for record in truth}
        self.truth: dict[str, Hashable] = dict(truth)
        self.cell: dict[str, Hashable] = {record: (self.found[record], self.truth[record]) for record in truth}
        self.sizes = {id(part): Counter(part.values()) for part in (self.found, self.truth, self.cell)}

    def pairs(self, part: dict[str, Hashable], records: Iterable[str]) -> int:
        """Return the number of pairs within a cluster with at least one of the records."""
        sizes, within = self.sizes[id(part)], Counter(part[record] for record in records)
        return sum(number * (sizes[group] - 1) - number * (number - 1) // 2 for group, number in within.items())

    def shared(self, part: dict[str, Hashable], records: list[str]) -> float:
        """Return the mean share of a record's cluster that its cell takes."""
        sizes, cells = self.sizes[id(part)], self.sizes[id(self.cell)]
        return sum(cells[self.cell[record]] / sizes[part[record]] for record in records) / max(1, len(records))


def _scores(grouped: _Grouped, records: list[str]) -> Scores:
    right, linked, true = (grouped.pairs(part, records) for part in (grouped.cell, grouped.found, grouped.truth))
    precision, recall = right / linked if linked else 1.0, right / true if true else 1.0
    b3_precision, b3_recall = grouped.shared(grouped.found, records), grouped.shared(grouped.truth, records)
    return Scores(
        precision, recall, _f1(precision, recall), b3_precision, b3_recall, _f1(b3_precision, b3_recall), true
    )


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
