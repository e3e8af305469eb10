"""A comparison names what changed and its cause: a row, a rule, a setting."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reassess.linking import judge
from reassess.reports.compare import Comparison, Difference, compare
from reassess.review import Review, init, run
from tests.conftest import AS_OF
from tests.extracts import SMALL, Rows, with_change, write_extract

Rerun = Callable[[Rows], Comparison]


@pytest.fixture
def review(tmp_path: Path) -> Review:
    made = init(tmp_path / "review", "MPS", AS_OF)
    run(made, [write_extract(tmp_path / "first")])
    return made


@pytest.fixture
def rerun(review: Review, tmp_path: Path) -> Rerun:
    def again(rows: Rows) -> Comparison:
        run(Review(review.path), [write_extract(tmp_path / "second", rows)])
        return compare(review.run_named("1"), review.run_named("2"))

    return again


def of(result: Comparison, name: str) -> list[Difference]:
    return [item for item in result.differences if item.name == name]


def test_equal_input_differs_in_nothing(rerun: Rerun) -> None:
    result = rerun(SMALL)
    assert (result.settings, result.rules, result.rows, result.differences) == ({}, {}, {}, [])


def test_a_changed_row_is_the_cause_of_the_finding_that_went(rerun: Rerun) -> None:
    result = rerun(with_change("exhibit", {"exhibit_id": "X1"}, {"examined_on": "2016-07-01"}))
    assert result.rows == {"exhibit": {"changed": 1}}
    (gone,) = of(result, "device-not-examined")
    assert (gone.before, gone.after, gone.subject) == ("found", "none", "X1")
    assert gone.cause == "changed row exhibit X1"


def test_a_changed_row_is_the_cause_of_the_scope_that_changed(rerun: Rerun) -> None:
    result = rerun(
        with_change("investigation", {"investigation_id": "1/14"}, {"independently_reviewed_on": "2020-01-01"})
    )
    whole = next(item for item in of(result, "national-2025") if item.subject == "")
    assert (whole.before, whole.after) == ("in", "out")
    assert whole.cause == "changed row investigation 1/14"


def test_a_setting_is_the_cause_where_no_row_changed(review: Review, tmp_path: Path) -> None:
    file = review.path / "review.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("as_of = 2026-04-30", "as_of = 2016-04-30"), encoding="utf-8"
    )
    run(Review(review.path), [tmp_path / "first"])
    result = compare(review.run_named("1"), review.run_named("2"))
    assert set(result.settings) == {"as_of"}
    (born,) = [item for item in of(result, "victim-still-child") if item.investigation_id == "1/14"]
    assert (born.before, born.after, born.cause) == ("none", "found", "setting as_of")


def test_a_judgement_that_merges_and_one_that_splits_are_listed_with_their_cause(
    review: Review, tmp_path: Path
) -> None:
    one, other = "S3", "S4"
    at = datetime(2026, 4, 30, tzinfo=UTC)
    judge(review.path, one, other, "same", reason="one scar", by="D. Reader", at=at)
    run(Review(review.path), [tmp_path / "first"])
    found = compare(review.run_named("1"), review.run_named("2"))
    (merged,) = of(found, "merged")
    assert (merged.kind, merged.subject, merged.after) == ("link", other, f"E-{one}")
    assert merged.cause == f"judgement by D. Reader on {at.isoformat()}: {one} and {other} same (one scar)"
    judge(review.path, one, other, "different", reason="two prints", by="E. Reader", at=at)
    run(Review(review.path), [tmp_path / "first"])
    (split,) = of(compare(review.run_named("2"), review.run_named("3")), "split")
    assert (split.subject, split.before) == (other, f"E-{one}")
    assert "different (two prints)" in split.cause


def test_records_that_come_and_go_and_a_rule_that_is_removed_are_told(review: Review, tmp_path: Path) -> None:
    """The second run lacks a suspect and has a new one; a rule of the first is taken out of its manifest."""
    rows = {name: [dict(row) for row in table if row.get("person_id") != "S4"] for name, table in SMALL.items()}
    rows["person"].append({"person_id": "S9", "forename": "Lena", "surname": "Vance", "born_on": "1979-02-03"})
    run(Review(review.path), [write_extract(tmp_path / "second", rows)])
    before, after = review.run_named("1"), review.run_named("2")
    manifest = json.loads((after.path / "manifest.json").read_text(encoding="utf-8"))
    del manifest["rules"]["log-gap"]
    manifest["rules"]["suspect-active"]["version"] += 1
    (after.path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    result = compare(before, after)
    links = {(item.name, item.subject) for item in result.differences if item.kind == "link"}
    assert links == {("record gone", "S4"), ("new record", "S9")}
    assert result.rows["person"] == {"added": 1, "removed": 1}
    assert result.rules["log-gap"] == "removed"
    assert result.rules["suspect-active"].startswith("changed (version ")
    assert compare(after, before).rules["log-gap"] == "added"
