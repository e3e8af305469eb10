"""A casebook changed: in ways that must not change its answers, and in ways that must.

An `Extract` is the casebook's tables as text. A neutral change gives an extract (with a mapping or settings where the
force would write them) whose answers, with the names put back, are those of the casebook.
"""

import csv
import random
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from reassess.records.model import tables

Row = dict[str, str]

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
REFERENCES = ("person_id", "other_person_id", "found_with_person_id", "exhibit_id", "action_id", "location_id",
              "found_location_id", "intelligence_id", "entry_id", "document_id", "offence_id")  # fmt: skip
PERIOD = {
    "in-period": {"first_day": date(2010, 1, 1), "last_day": date(2025, 3, 31)},
    "closed-in-period": {"first_day": date(2010, 1, 1), "last_day": date(2025, 3, 31)},
    "sample-retestable": {"method_since": date(2014, 7, 24)},
}
"""The dated standards that the answers of a casebook depend on, which move with its days."""


@dataclass(frozen=True)
class Extract:
    """The tables of an extract, and what the review needs to read it: mapping, day of the assessment, parameters.

    prefix: what stands before every reference. added: the investigations that the casebook does not have.
    """

    rows: Mapping[str, list[Row]]
    people: list[Row]
    as_of: date
    documents: Path
    prefix: str = ""
    mapping: str = ""
    parameters: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    added: frozenset[str] = frozenset()


Change = Callable[[Extract], Extract]


def read_extract(casebook: Path, as_of: date) -> Extract:
    """The extract and the people of a casebook."""
    rows = {file.stem: _read(file) for file in sorted((casebook / "extract").glob("*.csv"))}
    return Extract(rows, _read(casebook / "expected" / "people.csv"), as_of, casebook / "extract" / "documents")


def _read(file: Path) -> list[Row]:
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def write_extract(extract: Extract, folder: Path) -> None:
    """Write the tables, the documents, `people.csv` and, where it has one, `mapping.toml` into a folder."""
    (folder / "extract").mkdir(parents=True)
    for name, content in extract.rows.items():
        _write(folder / "extract" / f"{name}.csv", content, _columns(name, content))
    shutil.copytree(extract.documents, folder / "extract" / "documents")
    _write(folder / "people.csv", extract.people, ["person_id", "human"])
    if extract.mapping:
        (folder / "mapping.toml").write_text(extract.mapping, encoding="utf-8")


def _columns(name: str, content: list[Row]) -> list[str]:
    return list(content[0]) if content else list(tables()[name].field_names)


def _write(file: Path, content: list[Row], columns: list[str]) -> None:
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns)
        writer.writeheader()
        writer.writerows(content)


def each_cell(extract: Extract, change: Callable[[str, str, str], str]) -> Extract:
    """The extract with every cell changed: `change` takes table, column and value."""
    rows = {
        name: [{column: change(name, column, value or "") for column, value in row.items()} for row in content]
        for name, content in extract.rows.items()
    }
    return replace(extract, rows=rows)


def shuffled(extract: Extract) -> Extract:
    """Rows and columns in another order."""
    draw = random.Random(5)
    rows = {}
    for name, content in extract.rows.items():
        columns = draw.sample(list(content[0]), len(content[0]))
        rows[name] = [{column: row[column] for column in columns} for row in draw.sample(content, len(content))]
    return replace(extract, rows=rows)


def with_other_columns(extract: Extract) -> Extract:
    """Columns that no rule knows, with content that would say much if it were read."""
    rows = {
        name: [{"audit_note": "two males, NFA, missing", **row, "closed": "1999-01-01"} for row in content]
        for name, content in extract.rows.items()
    }
    return replace(extract, rows=rows)


def with_blanks(extract: Extract) -> Extract:
    """Blanks around every cell, and nothing but blanks where a cell is empty."""
    return each_cell(extract, lambda _, __, value: f"  {value} " if value else "   ")


def in_capitals(extract: Extract) -> Extract:
    """Every code of a list in capitals; Home Office classes in small letters."""
    lists = {(name, f.name) for name, table in tables().items() for f in table.fields if f.enum}
    small, flags = {("offence", "offence_code")}, ("investigation", "flags")

    def change(name: str, column: str, value: str) -> str:
        if (name, column) in small:
            return value.lower()
        return value.upper() if (name, column) in lists or (name, column) == flags else value

    return each_cell(extract, change)


def in_british_days(extract: Extract) -> Extract:
    """Days as 14/03/2011, read through a mapping."""
    kinds = {(name, f.name): f.type for name, table in tables().items() for f in table.fields}

    def change(name: str, column: str, value: str) -> str:
        kind = kinds.get((name, column))
        if kind not in ("date", "datetime") or not value:
            return value
        year, month, day = value[:10].split("-")
        return f"{day}/{month}/{year}" + (f" {value[11:16]}" if kind == "datetime" else "")

    mapping = '[defaults]\ndates = "%d/%m/%Y"\ntimes = "%d/%m/%Y %H:%M"\n'
    return replace(each_cell(extract, change), mapping=mapping)


def renamed(extract: Extract) -> Extract:
    """Every reference under another name, also where a result or a note names it."""
    prefix = "Z"
    names = {
        row[column] for content in extract.rows.values() for row in content for column in REFERENCES if row.get(column)
    }
    pattern = re.compile(r"\b(" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")\b")

    def change(_: str, column: str, value: str) -> str:
        if column == "investigation_id":
            return f"{prefix}{value}" if value else value
        return value if column == "path" else pattern.sub(lambda match: prefix + match[0], value)

    people = [{**row, "person_id": prefix + row["person_id"]} for row in extract.people]
    return replace(each_cell(extract, change), people=people, prefix=prefix)


def a_week_later(extract: Extract) -> Extract:
    """Every day of the tables, the day of the assessment and the dated standards a week later."""
    week = timedelta(days=7)

    def change(name: str, column: str, value: str) -> str:
        kinds = {f.name: f.type for f in tables()[name].fields}
        if kinds.get(column) not in ("date", "datetime") or not value:
            return value
        return (date.fromisoformat(value[:10]) + week).isoformat() + value[10:]

    moved = {rule: {name: day + week for name, day in values.items()} for rule, values in PERIOD.items()}
    return replace(each_cell(extract, change), as_of=extract.as_of + week, parameters=moved)


def with_strangers(extract: Extract) -> Extract:
    """Thirty further investigations of other people that share nothing with the casebook."""
    rows = {name: list(content) for name, content in extract.rows.items()}
    added = {f"STRANGER/{number}" for number in range(30)}
    people = list(extract.people)
    for number, reference in enumerate(sorted(added)):
        for table, given in _stranger(reference, number).items():
            rows[table] += [{**dict.fromkeys(rows[table][0], ""), **row} for row in given]
        people += [{"person_id": f"ST{number}{part}", "human": f"stranger-{number}{part}"} for part in "AB"]
    return replace(extract, rows=rows, people=people, added=frozenset(added))


def _stranger(reference: str, number: int) -> dict[str, list[Row]]:
    key = {"investigation_id": reference}
    victim, suspect = f"ST{number}A", f"ST{number}B"
    closed = {"recorded_on": "2014-02-03", "closed_on": "2014-06-02", "outcome_code": "16"}
    return {
        "investigation": [{**key, **closed, "force": "MPS", "closure_reason": f"Reason {number} of its own."}],
        "person": [
            {
                "person_id": victim,
                "forename": f"Vera{chr(97 + number % 26)}",
                "surname": "Quillfeather",
                "born_on": "1960-01-02",
            },
            {
                "person_id": suspect,
                "forename": "Otto",
                "surname": f"Marrowby{chr(97 + number % 26)}",
                "born_on": "1950-03-04",
            },
        ],
        "involvement": [
            {
                **key,
                "person_id": victim,
                "role": "victim",
                "account_on": "2014-02-04",
                "account_kind": "abe",
                "supports": "no",
            },
            {**key, "person_id": suspect, "role": "suspect", "identified": "true", "interviewed_on": "2014-03-03"},
        ],
        "offence": [{"offence_id": f"STO{number}", **key, "offence_code": "30A", "began_on": "2014-02-01"}],
        "entry": [
            {"entry_id": f"STE{number}", **key, "written_at": "2014-04-01T10:00:00", "text": "Enquiries in hand."}
        ],
    }


NEUTRAL: Mapping[str, Change] = {
    "rows and columns in another order": shuffled,
    "columns that nobody knows": with_other_columns,
    "blanks around cells": with_blanks,
    "codes in capitals": in_capitals,
    "days written 14/03/2011": in_british_days,
    "references under other names": renamed,
    "every day a week later": a_week_later,
    "strangers": with_strangers,
}
"""Changes that leave every answer as it is, by what they do."""


def all_neutral(extract: Extract) -> Extract:
    """Every neutral change at once; days are moved before they are written another way."""
    for change in (
        with_strangers,
        a_week_later,
        renamed,
        shuffled,
        in_capitals,
        in_british_days,
        with_other_columns,
        with_blanks,
    ):
        extract = change(extract)
    return extract
