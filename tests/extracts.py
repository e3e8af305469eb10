"""Small extracts for tests: rows of the record model written as a force would hand them over."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reassess.records.model import tables

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

# Two investigations that share a suspect's phone; every step in them is procedural.
SMALL: Rows = {
    "investigation": [
        {"investigation_id": "1/14", "force": "MPS", "area": "Haringey", "recorded_on": "2014-03-03",
         "closed_on": "2014-08-20", "outcome_code": "16", "closure_reason": "Victim does not support.",
         "closed_by": "MP1", "officer_in_case": "MP2", "supervisor": "MP1", "flags": "cse", "setting": "non_familial"},
        {"investigation_id": "2/16", "force": "MPS", "area": "Newham", "recorded_on": "2016-05-09",
         "closed_on": "2016-11-01", "outcome_code": "15", "closure_reason": "Evidential difficulties.",
         "closed_by": "MP3", "officer_in_case": "MP4", "supervisor": "MP3", "setting": "non_familial"},
    ],
    "offence": [
        {"offence_id": "O1", "investigation_id": "1/14", "offence_code": "22B", "began_on": "2014-02-20"},
        {"offence_id": "O2", "investigation_id": "2/16", "offence_code": "20A", "began_on": "2016-05-01"},
    ],
    "person": [
        {"person_id": "V1", "forename": "Ada", "surname": "Quill", "sex": "f", "born_on": "2000-01-09"},
        {"person_id": "S1", "nicknames": "Fenn", "description": "Male known as Fenn, about 30, drives a van"},
        {"person_id": "S2", "forename": "Joss", "surname": "Marrow", "sex": "m", "born_on": "1985-06-02"},
        {"person_id": "V2", "forename": "Imran", "surname": "Sole", "sex": "m", "born_on": "2001-07-30"},
        {"person_id": "S3", "forename": "Piotr", "surname": "Hale", "sex": "m", "born_on": "1983-12-11"},
        {"person_id": "S4", "forename": "Kwame", "surname": "Reed", "sex": "m", "born_on": "1984-04-01"},
    ],
    "involvement": [
        {"investigation_id": "1/14", "person_id": "V1", "role": "victim", "account_on": "2014-03-05",
         "account_kind": "abe", "supports": "no"},
        {"investigation_id": "1/14", "person_id": "S1", "role": "suspect", "identified": "false"},
        {"investigation_id": "1/14", "person_id": "S2", "role": "suspect", "identified": "true",
         "named_on": "2014-03-05"},
        {"investigation_id": "2/16", "person_id": "V2", "role": "victim", "account_on": "2016-05-11",
         "account_kind": "abe", "supports": "yes"},
        {"investigation_id": "2/16", "person_id": "S3", "role": "suspect", "identified": "true",
         "interviewed_on": "2016-06-01"},
        {"investigation_id": "2/16", "person_id": "S4", "role": "suspect", "identified": "true",
         "interviewed_on": "2016-06-02"},
    ],
    "identifier": [
        {"investigation_id": "1/14", "kind": "phone", "value": "07700 900321", "person_id": "S1"},
        {"investigation_id": "2/16", "kind": "phone", "value": "+44 7700 900321", "person_id": "S3"},
    ],
    "exhibit": [
        {"exhibit_id": "X1", "investigation_id": "2/16", "kind": "phone", "description": "Phone of Piotr Hale",
         "person_id": "S3", "seized_on": "2016-06-01"},
    ],
    "entry": [
        {"entry_id": "E1", "investigation_id": "1/14", "written_at": "2014-03-03T10:00:00", "author": "MP2",
         "text": "Report taken. Victim named Joss Marrow and a male known as Fenn."},
        {"entry_id": "E2", "investigation_id": "2/16", "written_at": "2016-06-02T16:00:00", "author": "MP4",
         "text": "Both suspects interviewed. Phone seized from Piotr Hale."},
    ],
}  # fmt: skip


def write_extract(folder: Path, rows: Rows = SMALL) -> Path:
    """Write the rows as one CSV a table into the folder, every column of the model, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in rows.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, tables()[name].field_names)
            writer.writeheader()
            writer.writerows(content)
    return folder


def with_change(table: str, key: Mapping[str, str], change: Mapping[str, str]) -> Rows:
    """The small extract with one row changed: the row whose fields equal `key` takes the values of `change`."""
    return {
        name: [
            {**row, **change} if name == table and all(row.get(k) == v for k, v in key.items()) else dict(row)
            for row in rows
        ]
        for name, rows in SMALL.items()
    }
