"""A review on disk: made once, run as often as there is new data, equal bytes for equal input."""

import json
import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from reassess.records.errors import UserError
from reassess.records.manifest import UNFINISHED, read_manifest
from reassess.records.store import Run
from reassess.review import Review, init, run
from tests.conftest import AS_OF
from tests.extracts import SMALL, write_extract


def digests(made: Run) -> dict[str, str]:
    return {table: sha256(made.file(table).read_bytes()).hexdigest() for table in made.tables()}


def test_a_review_is_made_with_its_settings(tmp_path: Path) -> None:
    made = init(tmp_path / "met", "MPS", AS_OF)
    assert (made.settings.force, made.settings.as_of) == ("MPS", AS_OF)


def test_a_review_is_not_made_over_another(tmp_path: Path) -> None:
    init(tmp_path, "MPS", AS_OF)
    with pytest.raises(UserError, match="already"):
        init(tmp_path, "GMP", AS_OF)


@pytest.mark.parametrize("force", ["M P", "mps", "", "METROPOLITAN", 'MPS"\nseed = "x'])
def test_a_force_that_is_no_code_makes_nothing_and_says_what_one_looks_like(tmp_path: Path, force: str) -> None:
    with pytest.raises(UserError, match="such as MPS"):
        init(tmp_path / "met", force, AS_OF)
    assert not (tmp_path / "met").exists()


@pytest.mark.parametrize(
    ("line", "words"), [("as_of = 2026-04-30", "as_of"), ("seed = 1", "seed"), ("workers = 2", "workers")]
)
def test_a_setting_that_is_wrong_is_named(tmp_path: Path, line: str, words: str) -> None:
    made = init(tmp_path, "MPS", AS_OF)
    file = tmp_path / "review.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(line, f'{words} = "soon"'), encoding="utf-8")
    with pytest.raises(UserError, match=words):
        _ = made.settings


def test_a_folder_without_a_review_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="reassess init"):
        _ = Review(tmp_path).settings


def test_a_review_without_a_run_says_how_to_run(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="reassess run"):
        init(tmp_path, "MPS", AS_OF).latest()


def test_two_runs_of_the_same_input_are_equal_byte_for_byte(finished_review: Review, tmp_path: Path) -> None:
    again = init(tmp_path / "again", "MPS", AS_OF)
    shutil.copy2(finished_review.path / "audit-seed", again.path)
    second = run(again, [write_extract(tmp_path / "extract", SMALL)])
    assert digests(second) == digests(finished_review.latest())


def test_a_run_without_extracts_takes_those_of_the_newest_run(tmp_path: Path) -> None:
    review = init(tmp_path / "review", "MPS", AS_OF)
    first = run(review, [write_extract(tmp_path / "extract")])
    assert digests(run(review, [])) == digests(first)


def test_the_manifest_accounts_for_every_row_and_names_what_went_in(finished_review: Review) -> None:
    manifest = read_manifest(finished_review.latest())
    counts = manifest["records"]["tables"]
    assert counts["person"] == {"rows_in": 6, "loaded": 6, "quarantined": 0, "duplicates": 0, "superseded": 0}
    assert {file["path"] for file in manifest["inputs"][0]["files"]} >= {"person.csv", "entry.csv"}
    assert [stage["stage"] for stage in manifest["stages"]] == [
        "intake", "reading", "linking", "networks", "rules", "triage",
    ]  # fmt: skip


def test_the_extract_is_kept_as_it_was_received(finished_review: Review) -> None:
    manifest = read_manifest(finished_review.latest())
    kept = finished_review.path / manifest["inputs"][0]["kept"]
    for file in manifest["inputs"][0]["files"]:
        assert sha256((kept / file["path"]).read_bytes()).hexdigest() == file["sha256"]


def test_an_extract_that_cannot_be_used_makes_no_run(tmp_path: Path) -> None:
    review = init(tmp_path / "review", "MPS", date(2026, 4, 30))
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError):
        run(review, [tmp_path / "empty"])
    with pytest.raises(UserError, match="no finished run"):
        review.latest()
    assert len(list(review.runs.glob(f"*{UNFINISHED}"))) <= 1


def test_a_review_with_an_old_run_is_refused_until_it_runs_again(tmp_path: Path) -> None:
    review = init(tmp_path / "met", "MPS", AS_OF)
    file = run(review, [write_extract(tmp_path / "extract", SMALL)]).path / "manifest.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    del content["layout"]
    file.write_text(json.dumps(content), encoding="utf-8")
    for open_run in (review.latest, lambda: review.run_named("1")):
        with pytest.raises(UserError, match="earlier version"):
            open_run()
    again = run(review, [])
    assert review.latest().path == again.path
    with again.connect() as con:
        notices = con.execute("SELECT source, says FROM records.notice").fetchall()
    assert any(source == "runs/0001" and "earlier version" in says for source, says in notices)
