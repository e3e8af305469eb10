"""A small run that was read and indexed: two investigations with documents of several kinds."""

from pathlib import Path

import pytest

from reassess.intake import load, receive
from reassess.reading import build_index, read
from reassess.records.store import Run
from tests.extracts import SMALL, write_extract
from tests.reading import sample_files

DOCUMENTS = [
    ("D1", "1/14", "statement.pdf", "statement", "Statement of Ada Quill"),
    ("D2", "1/14", "visit.eml", "email", "Visit report"),
    ("D3", "2/16", "scan.pdf", "crime_report", "Crime report"),
    ("D4", "2/16", "torn.pdf", "case_file", "Case file"),
    ("D5", "2/16", "gone.pdf", "case_file", "Case file, part 2"),
    ("D6", "2/16", "copy.pdf", "statement", "Copy of a statement"),
]
STATEMENT = sample_files.pdf(
    ["I know Joss Marrow.\nHe rang me from 07700 900322.", "My friend Leila Haddou was there."]
)
FILES = {
    "statement.pdf": STATEMENT,
    "copy.pdf": STATEMENT,
    "visit.eml": b"From: sw@example.org\r\nTo: MP2\r\nSubject: Visit\r\nMIME-Version: 1.0\r\n\r\n"
    b"Her carer is at carer@example.org.\r\n",
    "scan.pdf": sample_files.scan("CRIME REPORT\nContact 07700 900323"),
    "torn.pdf": b"%PDF-1.4 torn",
}


def loaded_run(folder: Path) -> Run:
    """The run of the extract above, loaded and not yet read."""
    fields = ("document_id", "investigation_id", "path", "kind", "title")
    extra = {
        "document": [dict(zip(fields, row, strict=True)) for row in DOCUMENTS],
        "location": [
            {"location_id": "L1", "kind": "takeaway", "name": "Star Grill", "address": "412 High Road",
             "postcode": "N17 9ZA"},
        ],
        "decision": [
            {"investigation_id": "2/16", "person_id": "S3", "kind": "cps_nfa", "decided_on": "2016-10-20",
             "rationale": "The account is inconsistent and she is not credible."},
        ],
        "intelligence": [
            {"intelligence_id": "I1", "received_on": "2015-01-01", "text": "Piotr Hale uses 07700 900321."},
        ],
    }  # fmt: skip
    extract = write_extract(folder / "extract", {**SMALL, **extra})
    (extract / "documents").mkdir()
    for name, content in FILES.items():
        sample_files.written(extract / "documents", name, content)
    run = Run(folder / "runs" / "0001")
    run.path.mkdir(parents=True)
    load(run, [receive(extract, folder / "extracts")])
    return run


@pytest.fixture(scope="session")
def read_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The run after reading; not to be changed by a test."""
    folder = tmp_path_factory.mktemp("reading")
    run = loaded_run(folder)
    read(run, cache=folder / "cache", workers=2)
    return run


@pytest.fixture(scope="session")
def index_file(read_run: Run) -> Path:
    """The search index of the run."""
    file = read_run.path.parent / "search.sqlite3"
    build_index(read_run, file)
    return file
