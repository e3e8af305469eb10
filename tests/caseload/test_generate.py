"""Writing a caseload: the same bytes for the same seed, any size, clear refusals, and rows broken on request."""

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pytest

from reassess.caseload import generate
from reassess.records.errors import UserError
from reassess.records.model import tables
from tests.caseload.conftest import read_rows


def _bytes(folder: Path) -> dict[str, str]:
    """The hash of every file under a folder, by its path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_equal_seeds_give_equal_bytes_whatever_the_number_of_cores(tmp_path: Path) -> None:
    generate(tmp_path / "one", 260, 5, cores=1)
    generate(tmp_path / "two", 260, 5, cores=2)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


def test_another_seed_gives_another_caseload(tmp_path: Path) -> None:
    generate(tmp_path / "one", 20, 1, cores=1)
    generate(tmp_path / "two", 20, 2, cores=1)
    assert _bytes(tmp_path / "one")["extract/person.csv"] != _bytes(tmp_path / "two")["extract/person.csv"]


@pytest.mark.parametrize("size", [10, 25, 251])
def test_any_size_gives_that_many_investigations(size: int, tmp_path: Path) -> None:
    summary = generate(tmp_path / "made", size, 3, cores=1)
    rows = read_rows(tmp_path / "made" / "extract" / "investigation.csv")
    assert summary.rows["investigation"] == len(rows) == len({row["investigation_id"] for row in rows}) == size


def test_the_summary_counts_what_was_written(tmp_path: Path) -> None:
    summary = generate(tmp_path / "made", 30, 4, cores=1)
    for name, count in summary.rows.items():
        assert len(read_rows(tmp_path / "made" / "extract" / f"{name}.csv")) == count
    for name, count in summary.truth.items():
        assert len(read_rows(tmp_path / "made" / "truth" / f"{name}.csv")) == count
    assert sum(summary.findings.values()) == summary.truth["findings"]


def test_headers_are_those_of_the_record_model(tmp_path: Path) -> None:
    generate(tmp_path / "made", 10, 4, cores=1)
    for name, table in tables().items():
        with (tmp_path / "made" / "extract" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert tuple(next(csv.reader(file))) == table.field_names


def test_progress_is_told_in_investigations(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    generate(tmp_path / "made", 300, 4, progress=lambda done, total: told.append((done, total)), cores=1)
    assert told == [(250, 300), (300, 300)]


def test_a_second_caseload_replaces_the_first(tmp_path: Path) -> None:
    generate(tmp_path / "made", 20, 1, cores=1)
    generate(tmp_path / "made", 10, 1, cores=1)
    assert len(read_rows(tmp_path / "made" / "extract" / "investigation.csv")) == 10


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep")
    with pytest.raises(UserError, match="holds something else"):
        generate(tmp_path, 10, 1)
    assert (tmp_path / "letter.txt").read_text() == "keep"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "made").write_text("")
    with pytest.raises(UserError, match="is a file"):
        generate(tmp_path / "made", 10, 1)


@pytest.mark.parametrize("size", [0, 9, 1_000_001])
def test_a_size_outside_the_range_is_refused(size: int, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="investigations"):
        generate(tmp_path / "made", size, 1)


def test_a_share_of_dirt_above_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="between 0 and 1"):
        generate(tmp_path / "made", 10, 1, dirt=1.5)


def test_the_notes_name_every_truth_file(tmp_path: Path) -> None:
    generate(tmp_path / "made", 10, 1, cores=1)
    truth = tmp_path / "made" / "truth"
    notes = (truth / "README.md").read_text("utf-8")
    assert [path.name for path in truth.glob("*.csv") if path.name not in notes] == []
    assert "as_of = 2026-04-30" in (truth / "settings.toml").read_text("utf-8")


def test_a_clean_caseload_has_no_broken_rows(tmp_path: Path) -> None:
    generate(tmp_path / "made", 20, 1, cores=1)
    assert read_rows(tmp_path / "made" / "truth" / "broken.csv") == []


def test_dirt_breaks_that_share_of_the_rows_and_says_which(tmp_path: Path) -> None:
    summary = generate(tmp_path / "made", 300, 1, dirt=0.05, cores=1)
    broken = read_rows(tmp_path / "made" / "truth" / "broken.csv")
    assert 0.04 < len(broken) / summary.total_rows < 0.06
    assert {row["how"] for row in broken} == {"bad_date", "missing_key", "dangling", "duplicate_key"}
    for name in tables():
        rows = read_rows(tmp_path / "made" / "extract" / f"{name}.csv")
        for row in (row for row in broken if row["table"] == name):
            assert rows[int(row["row"]) - 1][row["field"]] == row["value"]


def test_a_doubled_key_keeps_the_good_row_and_adds_another(tmp_path: Path) -> None:
    generate(tmp_path / "made", 40, 1, dirt=0.05, cores=1)
    broken = read_rows(tmp_path / "made" / "truth" / "broken.csv")
    rows = read_rows(tmp_path / "made" / "extract" / "entry.csv")
    doubled = {row["row_key"] for row in broken if row["table"] == "entry" and row["how"] == "duplicate_key"}
    keys = Counter(row["entry_id"] for row in rows if row["entry_id"])
    assert doubled
    assert all(keys[key] == 2 for key in doubled)
    assert all(count == 1 for key, count in keys.items() if key not in doubled)


def test_the_long_log_is_in_proportion_to_the_caseload(tmp_path: Path) -> None:
    generate(tmp_path / "made", 1000, 1, cores=2)
    entries = Counter(row["investigation_id"] for row in read_rows(tmp_path / "made" / "extract" / "entry.csv"))
    assert max(entries.values()) >= 400
