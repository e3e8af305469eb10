"""A mapping proposed for an extract in a force's own names: what `reassess map` writes for a person to correct.

Each line that is not certain ends in `# unsure` and the reason. Codes that match nothing are written as comments:
their rows go to quarantine until a person says what they mean.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from reassess.intake.mapping.matching import Fit, Pair, best_table, unused
from reassess.intake.mapping.profile import Column
from reassess.intake.mapping.propose_column import column_lines
from reassess.intake.mapping.synonyms import is_whole_name
from reassess.intake.naming import normalise_name, on_one_line, toml_text
from reassess.intake.readers.parts import Part
from reassess.intake.readers.reading import read_part
from reassess.intake.received import open_extracts
from reassess.records.model import Table

HEAD = """\
# Proposed by `reassess map` from the names and values of the extract. Read every line that says "unsure".
# A column that is not named here is found by the record model's own name. See docs/extract.md.
"""


def propose_mapping(extract: Path) -> str:
    """The text of a mapping file for an extract, which `load` accepts unchanged.

    Raises UserError if the extract cannot be read at all.
    """
    with tempfile.TemporaryDirectory(prefix="reassess-") as folder, duckdb.connect() as con:
        scratch = Path(folder) / "scratch"
        scratch.mkdir()
        parts = open_extracts([extract], Path(folder) / "extracts")[0].parts
        matched = [_matched(con, part, number, scratch) for number, part in enumerate(parts)]
        return "\n".join([HEAD, *_unplaced(matched), *_tables(matched)])


@dataclass(frozen=True)
class MatchedPart:
    """A part, its columns, and the table that it fits best, if any."""

    part: Part
    columns: list[Column]
    fit: Fit | None


def _matched(con: duckdb.DuckDBPyConnection, part: Part, number: int, scratch: Path) -> MatchedPart:
    raw = read_part(con, part, f"raw_{number}", scratch)
    columns = [Column(con, raw, place) for place, header in enumerate(raw.headers) if normalise_name(header)]
    return MatchedPart(part, columns, best_table(part.names, columns))


def _unplaced(matched: Sequence[MatchedPart]) -> Iterator[str]:
    for each in matched:
        if each.fit is None:
            some = ", ".join(on_one_line(column.name) for column in each.columns[:6])
            label = on_one_line(each.part.label)
            yield f"# unsure: no table is like {label} ({some}): name it under files if it is one\n"


def _tables(matched: Sequence[MatchedPart]) -> Iterator[str]:
    """The lines of each table. If several parts feed it, its columns are those of the part that fits best."""
    placed: dict[str, list[tuple[Fit, MatchedPart]]] = {}
    for each in matched:
        if each.fit is not None:
            placed.setdefault(each.fit.table.name, []).append((each.fit, each))
    for feeds in placed.values():
        yield "\n".join([*_table(feeds), ""])


def _table(feeds: Sequence[tuple[Fit, MatchedPart]]) -> Iterator[str]:
    fit, each = max(feeds, key=lambda feed: feed[0].score)
    others = unused(fit, each.columns)
    yield f"[tables.{fit.table.name}]"
    if any(name != fit.table.name for _, feed in feeds for name in feed.part.names[:1]):
        labels = ", ".join(toml_text(feed.part.label) for _, feed in feeds)
        yield f"files = [{labels}]" + ("" if fit.sure else "  # unsure: told from its columns")
    yield from _left_over(fit, others)
    simple, nested = _columns(fit, others)
    if simple:
        yield f"\n[tables.{fit.table.name}.columns]"
        yield from simple
    yield from nested


def _columns(fit: Fit, others: Sequence[Column]) -> tuple[list[str], list[str]]:
    """The lines of the columns: single lines first, then the columns that need a section of their own."""
    simple: list[str] = []
    nested: list[str] = []
    for pair in fit.pairs:
        lines = column_lines(fit.table, pair)
        (simple if len(lines) == 1 else nested).extend(lines)
    return [*simple, *_whole_names(fit, others), *_absent(fit.table, fit.pairs)], nested


def _whole_names(fit: Fit, others: Sequence[Column]) -> Iterator[str]:
    """A column that holds the whole name, split. Commas tell whether the surname comes first."""
    named = [column for column in others if is_whole_name(column.name)]
    split = {pair.field.name for pair in fit.pairs} & {"forename", "surname"}
    if fit.table.name == "person" and named and not split:
        commas = named[0].share_with(",")
        order = "surname-first" if commas > 0.5 else "forename-first"
        for name in ("forename", "middle_names", "surname"):
            says = f"{commas:.0%} of the names have a comma"
            source = toml_text(named[0].name)
            yield f'{name} = {{ from = {source}, name = "{name}", order = "{order}" }}  # unsure: {says}'


def _absent(table: Table, pairs: Sequence[Pair]) -> Iterator[str]:
    found = {pair.field.name for pair in pairs}
    for field in table.fields:
        if field.required and field.name not in found:
            yield f'# unsure: {field.name} = {{ value = "..." }} or a column: no column is like it, and rows need it'


def _left_over(fit: Fit, others: Sequence[Column]) -> Iterator[str]:
    names = [column.name for column in others if not (fit.table.name == "person" and is_whole_name(column.name))]
    if names:
        yield f"# unsure: columns that are like no field: {', '.join(map(on_one_line, names))}"
