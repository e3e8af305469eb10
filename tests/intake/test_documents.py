"""The files of the investigations: found under documents/, hashed, and never looked for elsewhere."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from reassess.intake import check, load, receive
from reassess.records.errors import UserError
from reassess.records.store import Run
from tests.intake.conftest import rows

Write = Callable[..., Path]

NAMED = (
    "document_id,investigation_id,path\n"
    "D1,I1,a/Statement.TXT\nD2,I1,b\\minutes.txt\nD3,I1,gone.pdf\nD4,I1,../person.csv\nD5,I1,/etc/hostname\n"
)
FILES = {
    "document.csv": NAMED,
    "documents/a/statement.txt": "one",
    "documents/b/minutes.txt": "two",
    "documents/x.csv": "a\n1",
}


def test_files_are_found_hashed_and_can_be_opened_from_the_run(run: Run, extract: Write) -> None:
    counts = load(run, [extract(FILES)])
    found = rows(run, "SELECT document_id, path, sha256, size FROM records.document_file ORDER BY 1")
    assert [row[0] for row in found if row[2] is None] == ["D3", "D4", "D5"]
    assert found[0][2:] == (hashlib.sha256(b"one").hexdigest(), 3)
    assert [(run.path / str(path)).read_text() for _, path, digest, _ in found if digest] == ["one", "two"]
    assert (counts.documents, counts.documents_missing) == (2, 3)


def test_missing_and_unnamed_files_are_said(extract: Write) -> None:
    notes = check(extract(FILES)).notes
    assert notes == (
        "documents/: 3 files that document.path names are missing (documents D3, D4, D5)",
        "documents/: 1 files are named by no row of document, so they are not read",
    )


def test_a_link_that_leads_out_of_the_extract_is_refused(run: Run, tmp_path: Path, extract: Write) -> None:
    source = extract({"document.csv": "document_id,investigation_id,path\nD1,I1,out.txt\n", "documents/x.txt": "x"})
    (source / "documents" / "out.txt").symlink_to("/etc/hostname")
    for use in (lambda: load(run, [source]), lambda: check(source), lambda: receive(source, tmp_path / "kept")):
        with pytest.raises(UserError, match=r"out\.txt: a link that leads out of the extract"):
            use()


def test_the_file_of_the_last_extract_counts(run: Run, extract: Write) -> None:
    load(run, [extract(FILES), extract({"documents/a/statement.txt": "newer", "person.csv": "person_id\n"}, bare=True)])
    [(path,)] = rows(run, "SELECT path FROM records.document_file WHERE document_id = 'D1'")
    assert (run.path / str(path)).read_text() == "newer"
