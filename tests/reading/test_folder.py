"""Reading a folder, a file or a pasted text without a review."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from reassess.reading import find_mentions, read_file, read_folder
from reassess.reading.files.pages import Status
from reassess.records.errors import UserError
from tests.reading import sample_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    sample_files.written(tmp_path / "in", "b.txt", b"Rang 07700 900101.")
    sample_files.written(tmp_path / "in" / "deep", "a.pdf", sample_files.pdf(["one", "two"]))
    sample_files.written(tmp_path / "in", "torn.pdf", b"%PDF-1.4 torn")
    sample_files.written(tmp_path / "in", "scan.png", sample_files.png(sample_files.picture("QUIET MILE")))
    return tmp_path / "in"


def test_every_file_has_its_rows(folder: Path, tmp_path: Path) -> None:
    counts = read_folder(folder, tmp_path / "t.parquet", workers=2)
    table = pq.read_table(tmp_path / "t.parquet")
    rows = list(zip(*(table[name].to_pylist() for name in ("path", "kind", "status", "page")), strict=True))
    assert rows == [
        ("b.txt", "text", "read", 1),
        ("deep/a.pdf", "pdf", "read", 1),
        ("deep/a.pdf", "pdf", "read", 2),
        ("scan.png", "image", "read", 1),
        ("torn.pdf", "pdf", "unreadable", None),
    ]
    assert (counts.files, counts.pages, counts.by_status) == (4, 4, {"read": 3, "unreadable": 1})
    boxes = table["boxes"].to_pylist()[3]
    assert table["text"].to_pylist()[3][boxes[0]["start_at"] : boxes[0]["end_at"]] == "QUIET"


def test_the_same_folder_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    read_folder(folder, tmp_path / "1.parquet", cache=tmp_path / "cache")
    read_folder(folder, tmp_path / "2.parquet", cache=tmp_path / "cache")
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "2.parquet").read_bytes()


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such folder"):
        read_folder(tmp_path / "none", tmp_path / "t.parquet")


def test_an_upload_is_read_under_its_original_name(tmp_path: Path) -> None:
    upload = sample_files.written(tmp_path, "tmp_x1", b"a,b\n1,2\n")
    read = read_file(upload, name="calls.csv")
    assert (read.status, read.kind, read.pages[0].text) == (Status.READ, "csv", "a,b\n1,2\n")


def test_pasted_text_gives_its_mentions() -> None:
    text = "Her friend Leila Haddou rang 07700 900101."
    assert [(f.kind, f.value) for f in find_mentions(text)] == [("name", "leila haddou"), ("phone", "07700900101")]
