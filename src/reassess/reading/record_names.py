"""Names of people, places, staff and accounts in the records of a run, and the keys that join mentions to them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

import duckdb
import pyarrow as pa

from reassess.reading.mentions.dictionary.entries import Dictionary, PersonName, PlaceName
from reassess.reading.mentions.phrases.lists import phrase_lists
from reassess.records.store import Run

_HOUSE_NUMBER = re.compile(r"\d")
_BATCH = 50_000
_PEOPLE = """SELECT person_id, coalesce(forename, ''), coalesce(middle_names, ''), coalesce(surname, ''),
                    coalesce(nicknames, '') FROM records.person ORDER BY person_id"""
_PLACES = "SELECT location_id, coalesce(name, ''), coalesce(address, '') FROM records.location ORDER BY location_id"
_STAFF = """SELECT DISTINCT staff FROM (
                SELECT author AS staff FROM records.entry UNION ALL SELECT decided_by FROM records.decision
                UNION ALL SELECT unnest([closed_by, officer_in_case, supervisor]) FROM records.investigation)
            WHERE regexp_matches(staff, '^[A-Za-z]*[0-9]{2,}[A-Za-z]*$') ORDER BY staff"""
_HANDLES = """SELECT DISTINCT ltrim(trim(value), '@') AS handle FROM records.identifier
              WHERE kind = 'handle' AND length(ltrim(trim(value), '@')) > 3 ORDER BY handle"""


T = TypeVar("T")


@dataclass(frozen=True)
class _Rows(Generic[T]):
    """The rows of a query, run again for each iteration, so that memory holds no more than a batch."""

    con: duckdb.DuckDBPyConnection
    query: str
    convert: Callable[..., Iterable[T]]

    def __iter__(self) -> Iterator[T]:
        cursor = self.con.cursor()
        cursor.execute(self.query)
        while rows := cursor.fetchmany(_BATCH):
            for row in rows:
                yield from self.convert(*row)
        cursor.close()


def corpus_dictionary(con: duckdb.DuckDBPyConnection) -> Dictionary:
    """Return the names of people, places, staff and handles in the records; usable while the connection is open."""
    return Dictionary(
        people=_Rows(con, _PEOPLE, _people),
        places=_Rows(con, _PLACES, _places),
        staff=_Rows(con, _STAFF, lambda staff: [str(staff)]),
        handles=_Rows(con, _HANDLES, lambda handle: [str(handle)]),
    )


def _people(person_id: str, forename: str, middle: str, surname: str, nicknames: str) -> Iterator[PersonName]:
    separate = tuple(filter(None, map(str.strip, nicknames.split(";"))))
    yield PersonName(person_id, forename.strip(), middle.strip(), surname.strip(), separate)


def _places(location_id: str, name: str, address: str) -> Iterator[PlaceName]:
    """Yield a place by its name and by the first line of its address, which is a street if it has no house number."""
    if name.strip():
        yield PlaceName(location_id, "name", name.strip())
    first_line = address.strip()
    if first_line:
        yield PlaceName(location_id, "address" if _HOUSE_NUMBER.search(first_line) else "street", first_line)


def write_keys(run: Run, con: duckdb.DuckDBPyConnection, dictionary: Dictionary) -> dict[str, int]:
    """Write `reading.name_key`, `place_key` and `term`, and return the number of rows of each."""
    con.register("name_row", _arrow(("person_id", "how", "value"), dictionary.name_keys()))
    con.register("place_row", _arrow(("location_id", "how", "value"), dictionary.place_keys()))
    terms = ("kind", "value", "term_group", "say", "advice", "title", "version", "source")
    con.register("term_row", _arrow(terms, _terms()))
    postcodes = """SELECT location_id, 'postcode' AS how,
                          regexp_replace(upper(replace(postcode, ' ', '')), '(...)$', ' \\1') AS value
                   FROM records.location WHERE length(trim(postcode)) > 4"""
    keys = "SELECT DISTINCT * FROM"
    counts = {
        "reading.name_key": run.write(con, "reading.name_key", f"{keys} name_row", "person_id, how, value"),
        "reading.place_key": run.write(
            con, "reading.place_key", f"{keys} (FROM place_row UNION ALL {postcodes})", "location_id, how, value"
        ),
        "reading.term": run.write(con, "reading.term", f"{keys} term_row", "kind, value, say"),
    }
    for view in ("name_row", "place_row", "term_row"):
        con.unregister(view)
    return counts


def _terms() -> Iterator[tuple[str, ...]]:
    for each in phrase_lists():
        for phrase in each.phrases:
            says = (phrase.value, phrase.group, phrase.say, phrase.advice)
            yield (each.kind, *says, each.title, str(each.version), each.source)


def _arrow(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> pa.Table:
    """Return rows of text as an Arrow table, built batch by batch."""
    schema = pa.schema([(name, pa.string()) for name in names])
    remaining = iter(rows)
    batches: list[pa.Table] = [schema.empty_table()]
    while batch := list(islice(remaining, _BATCH)):
        columns = [pa.array(list(column), pa.string()) for column in zip(*batch, strict=True)]
        batches.append(pa.Table.from_arrays(columns, schema=schema))
    return pa.concat_tables(batches)
