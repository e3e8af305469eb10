"""Breaking a share of the rows on purpose, to see that intake sets them aside: each one stated in truth/broken.csv.

A row whose key is taken away leaves rows of other tables without the row that they name; those are not listed.
"""

from collections.abc import Callable
from random import Random

from reassess.caseload.case import Row
from reassess.records.model import Table, tables

_BAD_DATES = ("31/02/2014", "00/00/0000", "2014-13-45", "not known", "1st of May")
# (field, value written); None where the way does not suit the row.
Done = tuple[str, str] | None
Way = Callable[[Random, Table, list[object]], Done]


def soil(rng: Random, rows: dict[str, list[Row]], share: float) -> tuple[dict[str, list[Row]], list[Row]]:
    """The same tables with this share of the rows broken, and what was done: (table, row, row_key, field, how, value).

    `row` counts the rows of the chunk from 1. A row broken as 'duplicate_key' stays, and a second row with its key and
    other content follows it: the row stated is the second.
    """
    made: dict[str, list[Row]] = {}
    broken: list[Row] = []
    for name, clean in rows.items():
        table, kept = tables()[name], made.setdefault(name, [])
        for row in clean:
            kept.append(row)
            if rng.random() < share:
                how, cells, done = _break(rng, table, row)
                kept[len(kept) - (how != "duplicate_key") :] = [cells]
                broken.append((name, len(kept), _key(table, row), done[0], how, done[1]))
    return made, broken


def _key(table: Table, row: Row) -> str:
    return "|".join(
        str(value) for value, field in zip(row, table.fields, strict=True) if field.name in table.primary_key
    )


def _break(rng: Random, table: Table, row: Row) -> tuple[str, Row, tuple[str, str]]:
    """A broken copy of a row, by the first way, in random order, that suits it."""
    for how in rng.sample(sorted(_WAYS), len(_WAYS)):
        cells = list(row)
        done = _WAYS[how](rng, table, cells)
        if done is not None:
            return how, tuple(cells), done
    return "untouched", row, ("", "")


def _bad_date(rng: Random, table: Table, cells: list[object]) -> Done:
    dated = [at for at, field in enumerate(table.fields) if field.type in ("date", "datetime") and cells[at]]
    return _put(table, cells, rng.choice(dated), rng.choice(_BAD_DATES)) if dated else None


def _missing_key(rng: Random, table: Table, cells: list[object]) -> Done:
    needed = [at for at, field in enumerate(table.fields) if field.required]
    return _put(table, cells, rng.choice(needed), "") if needed else None


def _dangling(rng: Random, table: Table, cells: list[object]) -> Done:
    named = {reference.field for reference in table.references}
    held = [at for at, field in enumerate(table.fields) if field.name in named and cells[at]]
    return _put(table, cells, rng.choice(held), f"ZZ{rng.randrange(10**7):07d}") if held else None


def _duplicate_key(rng: Random, table: Table, cells: list[object]) -> Done:
    """Other content under the same key: the last free text, or the last field that is no part of the key."""
    free = [at for at, field in enumerate(table.fields) if field.name not in table.primary_key and field.type ==
    "string" and not field.enum
            and field.name not in {reference.field for reference in table.references}]  # fmt: skip
    return _put(table, cells, free[-1], f"Second version {rng.randrange(1000)}") if table.primary_key and free else None


def _put(table: Table, cells: list[object], at: int, value: str) -> tuple[str, str]:
    cells[at] = value
    return table.fields[at].name, value


_WAYS: dict[str, Way] = {
    "bad_date": _bad_date, "missing_key": _missing_key, "dangling": _dangling, "duplicate_key": _duplicate_key,
}  # fmt: skip
