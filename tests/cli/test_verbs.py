"""The command line as a person uses it: what it prints, and how it ends."""

import subprocess
import sys
from pathlib import Path

import pytest

from reassess.review import Review
from tests.extracts import SMALL, write_extract
from tests.reading import sample_files


def reassess(*arguments: str | Path, code: int = 0) -> str:
    """Run the command line; returns all that it said. Fails where it ends otherwise than with `code`."""
    done = subprocess.run(
        [sys.executable, "-m", "reassess", *map(str, arguments)],
        capture_output=True, text=True, env=_wide(), check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    assert "Traceback" not in said
    return said


def _wide() -> dict[str, str]:
    import os

    return {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an extract and a review that has been made, run and run again, by the command line alone."""
    made = tmp_path_factory.mktemp("cli")
    write_extract(made / "extract")
    reassess("init", made / "review", "--force", "MPS", "--as-of", "2026-04-30")
    reassess("run", made / "review", made / "extract", "--no-publish")
    return made


def test_help_names_the_verbs_in_the_order_of_the_work() -> None:
    said = reassess("--help")
    verbs = ["init", "check", "map", "run", "export", "explain", "compare", "caseload"]
    lines = [said.index(f"│ {verb} ") for verb in verbs]
    assert lines == sorted(lines)


@pytest.mark.parametrize("verb", ["init", "check", "map", "run", "export", "explain", "compare", "caseload"])
def test_each_verb_shows_an_example(verb: str) -> None:
    assert "Example" in reassess(verb, "--help")


def test_a_run_prints_rows_in_and_out_and_what_was_found(folder: Path) -> None:
    said = reassess("run", folder / "review", folder / "extract", "--no-publish")
    assert "Rows in = loaded + quarantined + exact duplicates + superseded" in said
    assert "Parts of documents: 0 in = 0 read + 0 recognised + 0 refused" in said
    assert "national-2025" in said
    assert "missed" in said


def test_check_of_a_clean_extract_ends_with_0_and_names_what_is_missing_and_its_cost(folder: Path) -> None:
    said = reassess("check", folder / "extract")
    assert "Nothing is wrong" in said
    assert "the extract has no table referral" in said


def test_check_that_finds_something_ends_with_1_and_names_file_row_and_field(tmp_path: Path) -> None:
    write_extract(tmp_path, {**SMALL, "offence": [{**SMALL["offence"][0], "began_on": "31/02/2014"}]})
    said = reassess("check", tmp_path, code=1)
    for words in ("offence.csv", "began_on", "31/02/2014"):
        assert words in said


@pytest.mark.parametrize("path", ["nowhere", "empty"])
def test_what_cannot_be_used_ends_with_2_and_says_what_to_do(tmp_path: Path, path: str) -> None:
    (tmp_path / "empty").mkdir()
    assert "Cannot go on." in reassess("check", tmp_path / path, code=2)


def test_wrong_usage_ends_with_2(tmp_path: Path) -> None:
    assert "Missing" in reassess("init", tmp_path / "review", code=2)


def test_explain_shows_elements_and_rows(folder: Path) -> None:
    said = reassess("explain", folder / "review", "2/16")
    assert "two-suspects: in" in said
    assert "No record that phone X1, seized on 1 June 2016, was examined." in said
    assert "exhibit.csv row 2" in said


def test_export_writes_the_layout(folder: Path, tmp_path: Path) -> None:
    said = reassess("export", folder / "review", "--to", tmp_path / "out", "--format", "xlsx")
    assert "findings.xlsx" in said
    assert (tmp_path / "out" / "scope.xlsx").exists()


def test_compare_of_a_run_with_itself_finds_no_difference(folder: Path) -> None:
    assert "0 differences" in reassess("compare", folder / "review", "1", "1")


def test_rules_are_listed_and_shown_with_their_examples() -> None:
    assert "device-not-examined" in reassess("rules", "list")
    said = reassess("rules", "show", "device-not-examined")
    assert "a phone seized and never examined" in said


def test_a_rule_of_the_forces_own_is_begun_tested_and_run(folder: Path) -> None:
    own = folder / "review" / "our-rules"
    reassess("rules", "new", "no-entry-by-the-officer", "--folder", own)
    assert "examples pass" in reassess("rules", "test", own)
    file = folder / "review" / "review.toml"
    kept = file.read_text(encoding="utf-8")
    file.write_text(kept.replace("rule_folders = []", 'rule_folders = ["our-rules"]'), encoding="utf-8")
    reassess("run", folder / "review", folder / "extract", "--no-publish")
    with Review(folder / "review").latest().connect() as con:
        asked = con.execute("SELECT asked FROM rules.asked WHERE rule = 'no-entry-by-the-officer'").fetchall()
    file.write_text(kept, encoding="utf-8")
    assert asked == [(2,)]


def test_a_published_review_verifies_and_its_signed_head_is_checked_later(folder: Path) -> None:
    assert "cases" in reassess("publish", folder / "review")
    assert "There is no role 'emperor'" in reassess("user", folder / "review", "jdoe", "--role", "emperor", code=2)
    assert "jdoe (reviewer): " in reassess("user", folder / "review", "jdoe", "--role", "reviewer")
    said = reassess("verify", folder / "review", "--sign")
    assert "Nothing is wrong with the chain, the rows or the guards." in said
    head = Path(said.split("Signed: ")[1].split(". Keep")[0])
    assert "1 signed heads and 0 checkpoints were checked" in reassess("verify", folder / "review")
    head.write_text(head.read_text(encoding="utf-8").replace('"sequence": ', '"sequence": 9'), encoding="utf-8")
    assert "the signature does not fit" in reassess("verify", folder / "review", code=1)


def test_a_simulation_prints_its_measures_and_writes_its_curve(tmp_path: Path) -> None:
    rows = [f"{n},{'van seen at the depot' if n % 9 == 0 else 'paper filed at the desk'} {n % 7},{int(n % 9 == 0)}"
            for n in range(180)]  # fmt: skip
    (tmp_path / "records.csv").write_text("\n".join(["record_id,title,label_included", *rows]), encoding="utf-8")
    said = reassess("simulate", tmp_path / "records.csv", "--text", "title", "--out", tmp_path / "curve")
    assert "records read to 95% of the positives" in said
    assert (tmp_path / "curve" / "curve.csv").read_text(encoding="utf-8").count("\n") > 180
    assert (tmp_path / "curve" / "curve.png").read_bytes().startswith(b"\x89PNG")


def test_a_small_caseload_is_made_and_checks_clean(tmp_path: Path) -> None:
    reassess("caseload", tmp_path / "invented", "--investigations", "12", "--seed", "3")
    assert "Nothing is wrong" in reassess("check", tmp_path / "invented" / "extract")


def test_read_shows_a_file_as_text_and_each_of_its_parts(tmp_path: Path) -> None:
    content = sample_files.zipped({"a.txt": b"Rota of June", "b.bin": b"\x00\x01\x02\x03\x04"})
    said = reassess("read", sample_files.written(tmp_path, "a.zip", content))
    assert "Rota of June" in said
    assert "zip: partly (b.bin: a file" in said
    assert "Parts of the file" in said


def test_read_of_a_folder_and_check_count_the_parts_that_were_not_read(tmp_path: Path) -> None:
    extract = write_extract(tmp_path / "extract")
    (extract / "documents").mkdir()
    content = sample_files.zipped({"a.txt": b"Rota of June", "b.bin": b"\x00\x01\x02\x03\x04"})
    sample_files.written(extract / "documents", "a.zip", content)
    for said in (
        reassess("read", extract / "documents", "--out", tmp_path / "text.parquet"),
        reassess("check", extract, "--documents"),
    ):
        assert "Parts of documents: 3 in = 2 read + 0 recognised + 1 refused" in said
        assert "The first 1 of 1 parts not read" in said
        assert "b.bin" in said
