"""Files of documents, settings and the address of the database: what is outside, wrong or changed is refused."""

import hashlib
from pathlib import Path

import pypdfium2
import pytest
from django.http import Http404

from reassess.records.errors import UserError
from reassess.workspace.cases.models import Case
from reassess.workspace.pages.cases.tabs.places import SCALES_KM, places
from reassess.workspace.pages.frontend.build import without_pictures
from reassess.workspace.platform.database.connection import database
from reassess.workspace.platform.files import page_picture, stored_file
from reassess.workspace.platform.options import Options, read_options
from reassess.workspace.publishing.publication import publish

from .. import made_run


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A review with one PDF among its extracts."""
    (tmp_path / "runs" / "0001").mkdir(parents=True)
    (tmp_path / "extracts").mkdir()
    document = pypdfium2.PdfDocument.new()
    document.new_page(300, 400)
    document.save(str(tmp_path / "extracts" / "a.pdf"))
    return tmp_path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_is_found_from_the_folder_of_its_run(review):
    path = review / "extracts" / "a.pdf"
    assert stored_file(review, "0001", "../../extracts/a.pdf", digest(path)) == path


@pytest.mark.parametrize("path", ["../../../../../../etc/passwd", "/etc/passwd", "../../extracts/none.pdf", ""])
def test_a_path_that_leads_out_or_nowhere(review, path):
    with pytest.raises(Http404):
        stored_file(review, "0001", path, "0" * 64)


def test_a_link_that_leads_out(review):
    (review / "extracts" / "b.pdf").symlink_to("/etc/passwd")
    with pytest.raises(Http404):
        stored_file(review, "0001", "../../extracts/b.pdf", digest(Path("/etc/passwd")))


def test_a_file_that_is_not_the_one_received(review):
    with pytest.raises(Http404):
        stored_file(review, "0001", "../../extracts/a.pdf", "0" * 64)


def test_a_page_is_drawn_and_a_page_that_is_not_there_is_not(review):
    path = review / "extracts" / "a.pdf"
    assert page_picture(path, 1).startswith(b"\x89PNG")
    with pytest.raises(Http404):
        page_picture(path, 2)
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(Http404):
        page_picture(path, 1)


def test_the_original_is_a_download_and_its_page_a_picture(review, settings, signed_in, tmp_path, case):
    pdf = review / "extracts" / "a.pdf"
    made = made_run.make()
    for row in made.rows["records.document_file"]:
        if row["document_id"] == "INV/0001-D1":
            row |= {"path": "../../extracts/a.pdf", "sha256": digest(pdf)}
    settings.REVIEW = review
    publish(made_run.write(review / "runs" / "0001", made))
    client, pk = signed_in("reviewer"), Case.objects.get(reference="INV/0001").pk
    response = client.get(f"/cases/{pk}/documents/1/original/")
    assert response["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert b"".join(response.streaming_content) == pdf.read_bytes()
    assert client.get(f"/cases/{pk}/documents/1/pages/1/")["Content-Type"] == "image/png"
    assert client.get(f"/cases/{pk}/documents/1/pages/9/").status_code == 404


def test_settings_of_a_workspace(tmp_path):
    assert read_options(tmp_path) == Options()
    file = tmp_path / "workspace" / "settings.toml"
    file.parent.mkdir()
    file.write_text("lease_hours = 4\nfirst_view_share = 1\n")
    assert read_options(tmp_path) == Options(lease_hours=4, first_view_share=1.0)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("leese_hours = 4", "no setting 'leese_hours'"),
        ('lease_hours = "4"', "must be int"),
        ("lease_hours =", "not valid TOML"),
        ("second_factor = 1", "must be bool"),
    ],
)
def test_settings_that_cannot_be(tmp_path, line, said):
    file = tmp_path / "workspace" / "settings.toml"
    file.parent.mkdir()
    file.write_text(line)
    with pytest.raises(UserError, match=said):
        read_options(tmp_path)


def test_the_address_of_the_database(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:p%40ss@db:5433/name?host=/socket")
    made = database(tmp_path)
    named = [made[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert named == ["me", "p@ss", "/socket", "5433", "name"]
    monkeypatch.setenv("DATABASE_URL", "mysql://x/y")
    with pytest.raises(UserError, match="mysql"):
        database(tmp_path)
    monkeypatch.delenv("DATABASE_URL")
    assert database(tmp_path)["NAME"] == str(tmp_path / "workspace" / "workspace.sqlite3")


def test_the_styles_ask_for_no_picture():
    assert (
        without_pictures('a{background:url("/static/built/images/x.svg") no-repeat}') == "a{background:none no-repeat}"
    )


def test_the_map_has_north_above_and_one_scale(db):
    class File:
        """A dossier with two places ten kilometres apart, north and south."""

        def __init__(self) -> None:
            place = {
                "location_id": "a",
                "name": "A",
                "kind": "park",
                "address": None,
                "postcode": None,
                "longitude": -0.1,
            }
            north, south = place | {"latitude": 51.59}, place | {"latitude": 51.5, "location_id": "b"}
            nowhere = place | {"latitude": None, "longitude": None, "location_id": "c"}
            self.dossier = {"location": [north, south, nowhere], "presence": [], "residence": []}

    made = places(File())
    assert [spot.x is None for spot in made.spots] == [False, False, True]
    assert made.spots[0].y < made.spots[1].y
    assert made.scale_km in SCALES_KM
    assert made.scale_length / made.scale_km == pytest.approx((made.spots[1].y - made.spots[0].y) / 9.95, rel=0.02)
