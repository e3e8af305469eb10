"""'Why it stands here': the parts of a case's place in the order, exactly, and where it stood before.

Read from the kept orders, which hold every place and reason with the versions that they were made from.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
from django.utils import timezone

from reassess.records.store import Run, quoted
from reassess.workspace.accounts.models import User
from reassess.workspace.assurance.models import WorkOrder
from reassess.workspace.assurance.orders import review_folder
from reassess.workspace.cases import catalogue
from reassess.workspace.cases.access import hidden_references
from reassess.workspace.cases.bands import band_words
from reassess.workspace.cases.case_file import CaseFile
from reassess.workspace.pages.marked_text import marked

ORDERS_SHOWN = 60
PASSAGES_SHOWN = 12
AROUND = 160
"""Characters shown on each side of the words that moved a case."""


@dataclass(frozen=True)
class Part:
    """One part of a place: what it is about, what it adds to the score (None: no number), and the words for it."""

    name: str
    value: float | None
    says: str


@dataclass(frozen=True)
class Block:
    """One block of the score with its parts, which add up to its total."""

    name: str
    total: float
    says: str
    parts: list[Part]


@dataclass(frozen=True)
class PlaceThen:
    """Where the case stood in one order."""

    order: WorkOrder
    position: int
    of: int
    band: str
    score: float | None


@dataclass(frozen=True)
class Passage:
    """Words that moved a case, with some text around them: table and key, page, and the marked words."""

    where: str
    page: int | None
    words: str


@dataclass(frozen=True)
class WhyHere:
    """Everything that the page shows of one order."""

    order: WorkOrder
    place: PlaceThen | None
    band: list[Part]
    blocks: list[Block]
    similar_cases: list[Part]
    missing: list[Part]
    passages: list[Passage]

    @property
    def total(self) -> float:
        """The score: the sum of the blocks."""
        return sum(block.total for block in self.blocks)


def places_over_time(reference: str) -> list[PlaceThen]:
    """Where a case stood in each order that was in force, newest first."""
    orders = list(WorkOrder.objects.filter(in_force=True)[:ORDERS_SHOWN])
    with duckdb.connect() as con:
        found = [_place(con, order, reference) for order in orders]
    return [place for place in found if place is not None]


def _order_of(order: WorkOrder) -> Run:
    return Run(review_folder() / order.folder)


def _place(con: duckdb.DuckDBPyConnection, order: WorkOrder, reference: str) -> PlaceThen | None:
    file = _order_of(order).file("triage.queue")
    if not file.is_file():
        return None
    row = con.execute(
        f"SELECT position, (SELECT count(*) FROM read_parquet({quoted(str(file))})), band, score"
        f" FROM read_parquet({quoted(str(file))}) WHERE investigation_id = ?",
        [reference],
    ).fetchall()
    return PlaceThen(order, row[0][0], row[0][1], band_words(row[0][2]), row[0][3]) if row else None


def why_here(file: CaseFile, order: WorkOrder, reader: User) -> WhyHere:
    """Why a case stands where it does in one order; cases that the reader may not see are left out."""
    kept = _order_of(order)
    with duckdb.connect() as con:
        place = _place(con, order, file.case.reference)
        rows = _rows(con, kept, "triage.reason", "part, name, value, says", "n", file.case.reference)
        spots = _rows(
            con,
            kept,
            "triage.highlight",
            "source_table, source_key, source_field, page, start_at, end_at, value",
            "value DESC, source_table, source_key, source_field, page, start_at",
            file.case.reference,
        )
    parts = [(part, Part(name, value, file.redact(says))) for part, name, value, says in rows]
    named = {kind: [part for one, part in parts if one == kind] for kind in ("band", "similar_case", "not_assessable")}
    hidden = hidden_references(reader, {part.name for part in named["similar_case"]})
    similar = [part for part in named["similar_case"] if part.name not in hidden]
    blocks, passages = _blocks(parts), _passages(file, spots)
    return WhyHere(order, place, named["band"], blocks, similar, named["not_assessable"], passages)


def _rows(
    con: duckdb.DuckDBPyConnection, kept: Run, table: str, columns: str, by: str, reference: str
) -> list[tuple[Any, ...]]:
    if not kept.has(table):
        return []
    file = quoted(str(kept.file(table)))
    return con.execute(
        f"SELECT {columns} FROM read_parquet({file}) WHERE investigation_id = ? ORDER BY {by}", [reference]
    ).fetchall()


def _blocks(parts: list[tuple[str, Part]]) -> list[Block]:
    """The blocks with their terms; 'remainder' closes each sum, so that it is exact."""
    inside: dict[str, list[Part]] = {}
    titles = catalogue.titles()
    for kind, part in parts:
        if kind in ("term", "remainder"):
            inside.setdefault(part.name.split(":")[0], []).append(part)
        elif kind == "prior":
            inside.setdefault("prior", []).append(
                Part(part.name, part.value, f"{titles.get(part.name) or part.name.replace('-', ' ')}: {part.says}")
            )
    return [
        Block(part.name, part.value or 0.0, part.says, inside.get(part.name, []))
        for kind, part in parts
        if kind == "block"
    ]


def _passages(file: CaseFile, spots: list[tuple[Any, ...]]) -> list[Passage]:
    """The passages in which the words stand that raised the case most, cut to what is around them and marked."""
    shown = []
    for table, key, field, page, start, end, _ in spots[:PASSAGES_SHOWN]:
        text = file.text(table, key, field, page or None)
        if text is not None and end <= len(text):
            first, last = max(start - AROUND, 0), min(end + AROUND, len(text))
            words = marked(text[first:last], [(start - first, end - first, "hit")])
            shown.append(Passage(f"{table.replace('_', ' ')} {key}", page, words))
    return shown


def in_force_on(places: list[PlaceThen], day: date) -> PlaceThen | None:
    """The place that held at the end of a day; None before the first order."""
    return next((place for place in places if timezone.localdate(place.order.at) <= day), None)
