"""Scanned pages: few, pictures and nothing else, the same for the same seed, and found with the place on the page."""

import shutil
from pathlib import Path
from random import Random

import pypdfium2 as pdfium
import pytest
from PIL import Image

from reassess.caseload import Summary, scans
from reassess.reading.folder import read_file
from reassess.records.model import tables
from reassess.records.store import Run
from reassess.review import init, run
from tests.caseload.conftest import Rows, read_rows
from tests.conftest import AS_OF
from tests.extracts import write_extract

LINES = ["PROPERTY RECEIPT", "Officer MP2013", "Phone for collection 07700 900123", "Items checked and signed for."]


@pytest.mark.parametrize("total", [10, 99, 100, 500, 9_000, 90_000])
def test_every_page_falls_to_one_chunk(total: int) -> None:
    chunks = [scans.pages_due(total, start, min(250, total - start)) for start in range(0, total, 250)]
    assert [number for chunk in chunks for number in chunk] == list(scans.pages_due(total, 0, total))


def test_pages_grow_with_the_root_of_the_caseload() -> None:
    assert [len(scans.pages_due(total, 0, total)) for total in (99, 100, 900, 9_000, 90_000)] == [0, 1, 3, 9, 30]


@pytest.mark.parametrize("ending", ["png", "tif", "pdf"])
def test_a_page_is_a_picture_that_can_be_recognised(ending: str, tmp_path: Path) -> None:
    page = tmp_path / f"page.{ending}"
    page.write_bytes(scans.as_file(scans.draw_page(Random(3), LINES), ending))
    if ending == "pdf":
        assert pdfium.PdfDocument(page)[0].get_textpage().get_text_bounded().strip() == ""
    else:
        with Image.open(page) as image:
            assert (image.size, round(float(image.info["dpi"][0]))) == ((1240, 1754), 150)
    [read] = read_file(page).pages
    assert [line for line in LINES if line not in read.text] == []
    [box] = [box for box in read.boxes if read.text[box.start_at : box.end_at] == "900123"]
    assert 0 < box.x0 < box.x1 < 1
    assert 0.1 < box.y0 < box.y1 < 0.3


def test_the_same_source_draws_the_same_page_and_another_one_another() -> None:
    one, same, other = (scans.as_file(scans.draw_page(Random(seed), LINES), "png") for seed in (3, 3, 4))
    assert one == same
    assert one != other


def test_the_truth_holds_every_scanned_page_and_what_is_planted_on_it(read: Rows, caseload: Summary) -> None:
    words = read("truth/scans.csv")
    documents = {row["document_id"]: row for row in read("extract/document.csv")}
    pages = {row["document_id"] for row in words}
    assert len(pages) == len(scans.pages_due(500, 0, 500)) == 2
    assert all((caseload.directory / "extract" / "documents" / documents[page]["path"]).is_file() for page in pages)
    planted = [row for row in read("truth/findings.csv") if row["note"].startswith("on the scanned page")]
    assert {row["rule"] for row in planted} == {"identifier-in-text-not-recorded", "named-in-text-not-recorded"}
    for row in planted:
        said = " ".join(line["words"] for line in words if line["document_id"] == row["note"].split()[-1])
        assert row["subject"].replace(" ", "") in said.replace(" ", "")


def test_what_is_planted_on_a_page_is_found_with_its_place(caseload: Summary, tmp_path: Path) -> None:
    planted = {
        (row["investigation_id"], row["rule"], row["subject"])
        for row in read_rows(caseload.directory / "truth" / "findings.csv")
        if row["note"].startswith("on the scanned page")
    }
    review = init(tmp_path / "review", "MPS", AS_OF)
    part = _part_of(caseload.directory / "extract", {row[0] for row in planted}, tmp_path / "extract")
    made = run(review, [part], supplied_identities=caseload.directory / "truth" / "people.csv")
    assert planted <= _found_with_a_box(made)


def _part_of(extract: Path, investigations: set[str], folder: Path) -> Path:
    """The rows and files of a few investigations, and of the people in them."""
    rows = {name: read_rows(extract / f"{name}.csv") for name in tables()}
    people = {row["person_id"] for row in rows["involvement"] if row["investigation_id"] in investigations}
    kept = {
        name: [
            row
            for row in table
            if row.get("investigation_id", "") in {*investigations, ""}
            and row.get("person_id", "") in {*people, ""}
            and row.get("other_person_id", "") in {*people, ""}
        ]
        for name, table in rows.items()
    }
    write_extract(folder, kept)
    for row in kept["document"]:
        source, target = extract / "documents" / row["path"], folder / "documents" / row["path"]
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return folder


def _found_with_a_box(made: Run) -> set[tuple[str, str, str]]:
    """Findings whose words stand in a box on a page."""
    with made.connect() as con:
        return set(
            con.execute(
                "SELECT f.investigation_id, f.rule, f.subject FROM rules.finding f"
                " JOIN rules.evidence e USING (finding_id)"
                " JOIN reading.box b ON b.document_id = e.source_key AND b.page = e.page"
                " AND b.start_at < e.end_at AND b.end_at > e.start_at"
                " WHERE f.verdict = 'found' AND e.source_table = 'document'"
            ).fetchall()
        )
