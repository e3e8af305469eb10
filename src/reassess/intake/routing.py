"""Assigns each part of an extract to a table: by the mapping, or else by its own name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reassess.intake.counts import Notice
from reassess.intake.mapping.schema import Mapping
from reassess.intake.readers.parts import Extract, Part
from reassess.records.errors import UserError
from reassess.records.model import tables


@dataclass(frozen=True)
class Feed:
    """A part and the number of its extract, from 1 in the order given."""

    extract_no: int
    part: Part


@dataclass(frozen=True)
class Routes:
    """The parts that feed each table, in the order of the extracts, and notices about the others."""

    feeds: dict[str, list[Feed]]
    notices: tuple[Notice, ...]


def route(extracts: Sequence[Extract], mapping: Mapping) -> Routes:
    """Find the table of each part of each extract. A notice names each part that feeds none.

    Raises UserError if no part of any extract feeds a table.
    """
    feeds: dict[str, list[Feed]] = {}
    notices: list[Notice] = []
    for extract_no, extract in enumerate(extracts, start=1):
        for part in extract.parts:
            for table in _tables_of(part, mapping):
                feeds.setdefault(table, []).append(Feed(extract_no, part))
        notices += _left_aside(extract, mapping)
    if not feeds:
        raise UserError(_no_table(extracts))
    return Routes(feeds, (*notices, *_waiting(extracts, mapping)))


def _no_table(extracts: Sequence[Extract]) -> str:
    roots = ", ".join(str(extract.root) for extract in extracts)
    labels = ", ".join([part.label for extract in extracts for part in extract.parts][:10])
    return (
        f"{roots}: no file or sheet has the name of a table of the record model ({labels}). If these are the force's"
        " own names, propose a mapping with: reassess map EXTRACT --out FORCE.toml, and give it with --mapping."
    )


def _tables_of(part: Part, mapping: Mapping) -> list[str]:
    if mapping.ignores(part.label):
        return []
    said = [name for name, table in mapping.tables.items() if table.feeds_on(part.label)]
    return said or [name for name in part.names if name in tables()][:1]


def _left_aside(extract: Extract, mapping: Mapping) -> Iterator[Notice]:
    for part in extract.parts:
        if mapping.ignores(part.label):
            yield Notice(part.label, "ignored, as the mapping says")
        elif not _tables_of(part, mapping):
            yield Notice(part.label, "no table has this name, so it was ignored: name it under files in a mapping")
    for label in extract.ignored:
        yield Notice(label, "not a kind of file that holds tables, so it was ignored")


def _waiting(extracts: Sequence[Extract], mapping: Mapping) -> Iterator[Notice]:
    """A notice for each file that the mapping names and no extract has."""
    labels = [part.label for extract in extracts for part in extract.parts]
    for name, table in mapping.tables.items():
        if table.files and not any(table.feeds_on(label) for label in labels):
            yield Notice(", ".join(table.files), f"the mapping feeds {name} from it, but no extract has such a file")
