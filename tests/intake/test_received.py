"""The extract kept as received: hashed, copied once, read-only, and known again."""

import hashlib
import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reassess.intake import fingerprint, load, receive
from reassess.records.errors import UserError
from reassess.records.store import Run

Write = Callable[..., Path]


def test_the_fingerprint_lists_every_file_with_its_hash(extract: Write) -> None:
    source = extract({"documents/a/x.txt": "hello"}, bare=True)
    (source / "b.csv").write_text("person_id\n")
    assert fingerprint(source) == [
        ("b.csv", hashlib.sha256(b"person_id\n").hexdigest(), 10),
        ("documents/a/x.txt", hashlib.sha256(b"hello").hexdigest(), 5),
    ]
    assert fingerprint(source / "b.csv") == [("b.csv", hashlib.sha256(b"person_id\n").hexdigest(), 10)]


def test_what_is_not_there_has_no_fingerprint(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file or folder"):
        fingerprint(tmp_path / "nowhere")


def test_an_extract_is_kept_whole_and_read_only(tmp_path: Path, extract: Write) -> None:
    source = extract({"documents/a/x.txt": "hello"})
    kept = receive(source, tmp_path / "kept")
    assert kept.parent == tmp_path / "kept"
    assert len(kept.name) == 12
    assert fingerprint(kept) == fingerprint(source)
    modes = {stat.S_IMODE(file.stat().st_mode) for file in kept.rglob("*") if file.is_file()}
    assert modes == {0o444}


def test_the_same_extract_is_not_kept_twice_and_a_changed_one_is(tmp_path: Path, extract: Write) -> None:
    source = extract()
    first = receive(source, tmp_path / "kept")
    written = first.stat().st_ino
    copy = tmp_path / "copy"
    shutil.copytree(source, copy)
    assert receive(copy, tmp_path / "kept") == first
    assert first.stat().st_ino == written
    (source / "person.csv").write_text("person_id\nP1\n")
    assert receive(source, tmp_path / "kept") != first
    assert len(os.listdir(tmp_path / "kept")) == 2


def test_what_a_crash_left_half_made_is_made_anew(tmp_path: Path, extract: Write) -> None:
    source = extract()
    whole = receive(source, tmp_path / "kept")
    half = whole.rename(whole.with_name(f".receiving-{whole.name}"))
    (half / "person.csv").unlink()
    assert fingerprint(receive(source, tmp_path / "kept")) == fingerprint(source)
    assert not half.exists()


def test_a_kept_extract_is_known_again_and_refused_if_it_was_changed(tmp_path: Path, extract: Write) -> None:
    kept = receive(extract(), tmp_path / "kept")
    assert receive(kept, tmp_path / "kept") == kept
    (kept / "person.csv").chmod(0o644)
    (kept / "person.csv").write_text("person_id\nP9\n")
    with pytest.raises(UserError, match="changed since it was received"):
        receive(kept, tmp_path / "kept")


def test_a_zip_is_kept_as_it_came_and_unpacked_beside(tmp_path: Path, run: Run, extract: Write) -> None:
    source = extract()
    archive = Path(shutil.make_archive(str(tmp_path / "handover"), "zip", source))
    kept = receive(archive, tmp_path / "kept")
    assert kept.name == "unpacked"
    assert (kept.parent / "handover.zip").read_bytes() == archive.read_bytes()
    assert fingerprint(kept) == fingerprint(source)
    assert receive(kept, tmp_path / "kept") == kept
    assert load(run, [kept]).total.loaded == 7


def test_a_refused_zip_is_not_kept(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("../person.csv", "person_id\n")
    with pytest.raises(UserError, match="leads out"):
        receive(tmp_path / "x.zip", tmp_path / "kept")
    assert [path.name for path in (tmp_path / "kept").iterdir() if not path.name.startswith(".")] == []


def test_a_single_workbook_or_table_is_kept_in_a_folder(tmp_path: Path, run: Run, extract: Write) -> None:
    kept = receive(extract() / "person.csv", tmp_path / "kept")
    assert [file.name for file in kept.iterdir()] == ["person.csv"]
    assert load(run, [kept]).tables["person"].loaded == 2
