"""Hostile and broken files: each is listed with a reason, nothing hangs, and the next file is still read."""

import os
import resource
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassess.reading.files import ocr
from reassess.reading.files.cleaning import split_pages
from reassess.reading.files.extract import extract
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Status
from reassess.reading.files.pool import Request, read_all
from reassess.reading.files.sniff import detect_kind
from tests.reading import sample_files
from tests.shared import SHARED, needs_shared

LIMITS = Limits()


def read(content: bytes, name: str, limits: Limits = LIMITS) -> tuple[FileText, list[Page]]:
    pages: list[Page] = []
    return extract(content, name, limits, pages.append), pages


def read_in_children(files: list[Path], limits: Limits) -> dict[str, FileText]:
    requests = [Request(file.name, file, file.name) for file in files]
    return {request.key: text for request, text in read_all(requests, limits, workers=1)}


@pytest.fixture
def honest(tmp_path: Path) -> Path:
    return sample_files.written(tmp_path, "zz_honest.txt", b"Nothing else happened.")


@needs_shared
def test_password_protected_pdf() -> None:
    answer, _ = read((SHARED / "data/documents/r6-user-password.pdf").read_bytes(), "a.pdf")
    assert (answer.status, answer.reason) == (Status.ENCRYPTED, "the PDF is protected by a password")


def locked_zip(member: str) -> bytes:
    content = bytearray(sample_files.zipped({member: b"words"}))
    central = content.rindex(b"PK\x01\x02")
    content[central + 8 : central + 10] = struct.pack("<H", 0x1)
    return bytes(content)


def locked_odf(kind: str) -> bytes:
    listing = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return sample_files.zipped({"mimetype": mimetype, "content.xml": b"\x8a\x01", "META-INF/manifest.xml": listing})


PACKAGE = "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (sample_files.locked_pdf(), "a.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + PACKAGE, "a.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + PACKAGE, "a.xlsx"),
        (sample_files.doc(["words"], flags=0x0300), "a.doc"),
        (sample_files.compound({"PowerPoint Document": b"", "EncryptedSummary": b""}), "a.ppt"),
        (locked_zip("a.txt"), "a.zip"),
        (locked_odf("text"), "a.odt"),
        (locked_odf("spreadsheet"), "a.ods"),
        (locked_odf("presentation"), "a.odp"),
    ],
    ids=["pdf", "docx", "xlsx", "doc", "ppt", "zip", "odt", "ods", "odp"],
)
def test_a_file_with_a_password_is_listed_as_encrypted(content: bytes, name: str) -> None:
    answer, pages = read(content, name)
    assert (answer.status, pages) == (Status.ENCRYPTED, [])
    assert "password" in answer.reason


@pytest.mark.parametrize(
    ("content", "name", "what_to_do"),
    [
        (sample_files.doc(["words"], version=101), "a.doc", "save it as .docx"),
        (sample_files.zipped({"Index/Document.iwa": b"x"}), "a.pages", "export it as PDF"),
        (b"Rar!\x1a\x07\x01\x00", "a.rar", "unpack it"),
        (b"7z\xbc\xaf\x27\x1c\x00", "a.7z", "unpack it"),
        (b"\x1f\x8b\x08\x00", "a.tar.gz", "unpack it"),
        (b"\xffWPC\x10\x00", "a.wpd", "save it as .docx or PDF"),
        (b"!BDN\x00\x00", "a.pst", "export its mails"),
        (b"ID3\x04\x00", "a.mp3", "transcript"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a.wav", "transcript"),
        (b"\x00\x00\x00\x18ftypmp42\x00", "a.mp4", "transcript"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07", "a.xyz", "supply it as PDF or text"),
    ],
)
def test_the_reason_for_an_unsupported_file_says_what_to_do(content: bytes, name: str, what_to_do: str) -> None:
    answer, pages = read(content, name)
    assert (answer.status, pages) == (Status.UNSUPPORTED, [])
    assert what_to_do in answer.reason


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [
        (b"", "a.pdf", Status.EMPTY),
        (b" \r\n\x00", "a.txt", Status.EMPTY),
        (b"%PDF-1.7 torn in half", "a.pdf", Status.UNREADABLE),
        (b"PK\x03\x04 torn in half", "a.docx", Status.UNREADABLE),
        (b"\x89PNG\r\n\x1a\n torn", "a.png", Status.UNREADABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a.doc", Status.UNREADABLE),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00", "a.txt", Status.UNSUPPORTED),
        (sample_files.pdf([""]), "a.pdf", Status.EMPTY),
    ],
)
def test_broken_empty_and_unknown_files_say_why(content: bytes, name: str, status: Status) -> None:
    answer, _ = read(content, name)
    assert answer.status is status
    assert answer.reason


def test_a_pdf_of_5000_pages_is_read_whole() -> None:
    answer, pages = read(sample_files.pdf(["Call record, page of many"] * 5000), "phone.pdf")
    assert (answer.status, len(pages)) == (Status.READ, 5000)


def test_pages_before_the_limit_are_kept() -> None:
    answer, pages = read(sample_files.pdf(["one", "two", "three"]), "a.pdf", Limits(pages=2))
    assert (answer.status, answer.reason) == (Status.TOO_LONG, "3 pages; the first 2 were read")
    assert [page.text.strip() for page in pages] == ["one", "two"]


def test_a_page_of_100_megapixels_is_made_smaller_and_read() -> None:
    image = sample_files.picture("LARGE PAGE", (10_000, 10_000), 900).convert("1")
    answer, pages = read(sample_files.png(image), "large.png")
    assert answer.status is Status.READ
    assert "LARGE" in pages[0].text


def test_a_picture_over_the_limit_is_refused_by_its_header() -> None:
    content = sample_files.png(sample_files.picture("x", (400, 300)))
    huge = content.replace(struct.pack(">II", 400, 300), struct.pack(">II", 40_000, 30_000), 1)
    answer, _ = read(huge, "a.png")
    assert answer.status in (Status.TOO_LONG, Status.UNREADABLE)


def test_a_pdf_bomb_stops_only_its_own_reader(tmp_path: Path, honest: Path) -> None:
    bomb = sample_files.written(tmp_path, "bomb.pdf", sample_files.bomb_pdf(400_000_000))
    read = read_in_children([bomb, honest], Limits(memory=700_000_000))
    assert read["bomb.pdf"].status in (Status.UNREADABLE, Status.TOO_LONG, Status.EMPTY)
    assert read["zz_honest.txt"].pages[0].text == "Nothing else happened."


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("a.docx", "word/document.xml"),
        ("a.xlsx", "xl/workbook.xml"),
        ("a.pptx", "ppt/presentation.xml"),
        ("a.odt", "content.xml"),
        ("a.zip", "long.txt"),
    ],
)
def test_zip_bombs_are_not_opened(name: str, member: str) -> None:
    mimetype = b"application/vnd.oasis.opendocument.text" if name == "a.odt" else b"none"
    content = sample_files.zipped({"mimetype": mimetype, member: b" " * 30_000_000})
    answer, pages = read(content, name)
    assert (answer.status, pages) == (Status.TOO_LONG, [])
    assert "times its size" in answer.reason


def test_a_zip_that_understates_a_size_gives_no_more_than_it_states() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "word " * 1000)
    content = bytearray(out.getvalue())
    central = content.rindex(b"PK\x01\x02")
    content[central + 24 : central + 28] = struct.pack("<I", 10)
    answer, pages = read(bytes(content), "a.zip")
    assert sum(len(page.text) for page in pages) < 100
    assert answer.status in (Status.READ, Status.PARTLY, Status.EMPTY)


def test_too_many_files_in_one_archive() -> None:
    content = sample_files.zipped({f"{n}.txt": b"x" for n in range(30)})
    assert read(content, "a.zip", Limits(members=20))[0].status is Status.TOO_LONG


ATTACK = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>'


@pytest.mark.parametrize(
    ("members", "name", "part"),
    [
        ({"word/document.xml": ATTACK}, "a.docx", "word/document.xml"),
        (
            {"word/document.xml": b"<w/>", "word/_rels/document.xml.rels": ATTACK},
            "a.docx",
            "word/_rels/document.xml.rels",
        ),
        ({"ppt/presentation.xml": ATTACK}, "a.pptx", "ppt/presentation.xml"),
        ({"xl/workbook.xml": b"<w/>", "xl/sharedStrings.xml": ATTACK}, "a.xlsx", "xl/sharedStrings.xml"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": ATTACK}, "a.odt", "content.xml"),
    ],
)
def test_xml_entities_are_refused_before_the_parser(members: dict[str, bytes], name: str, part: str) -> None:
    answer, _ = read(sample_files.zipped(members), name)
    assert (answer.status, answer.reason) == (Status.UNREADABLE, f"{part} declares XML entities: not opened")


@pytest.mark.parametrize("make", [sample_files.doc, sample_files.ppt])
@given(at=st.integers(0, 9000), junk=st.binary(min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_a_damaged_legacy_file_is_read_or_listed(make, at: int, junk: bytes) -> None:  # type: ignore[no-untyped-def]
    content = bytearray(make(["First words.\r", "Second ones."]))
    content[at : at + len(junk)] = junk
    answer, _ = read(bytes(content), "a.doc")
    assert answer.status in Status
    assert answer.reason or answer.status is Status.READ


def test_a_page_is_drawn_no_larger_than_can_be_recognised() -> None:
    side = 10_000 / ocr.DOTS_PER_INCH * ocr.POINTS_PER_INCH
    assert ocr.scale_for(595, 842) == pytest.approx(300 / 72)
    assert (ocr.scale_for(side, side) * side) ** 2 <= ocr.MAX_PIXELS * 1.001


def test_entities_of_other_files_are_never_fetched(tmp_path: Path) -> None:
    secret = sample_files.written(tmp_path, "secret.txt", b"do not show")
    page = f'<!DOCTYPE html [<!ENTITY s SYSTEM "file://{secret}">]><html><body>before &s; after</body></html>'
    _, pages = read(page.encode(), "a.html")
    assert "do not show" not in pages[0].text


def test_a_mail_50_deep_is_read_to_the_bottom() -> None:
    answer, pages = read(sample_files.nested_mail(50, "the innermost words"), "a.eml")
    assert (answer.status, len(pages)) == (Status.READ, 51)
    assert "the innermost words" in pages[-1].text


def test_a_mail_nested_too_deep_is_read_to_the_limit() -> None:
    answer, pages = read(sample_files.nested_mail(6, "unread"), "a.eml", Limits(depth=4))
    assert answer.status is Status.PARTLY
    assert "more than 4 deep" in answer.reason
    assert len(pages) == 5


def test_one_line_of_20_megabytes_loses_nothing() -> None:
    line = "a line without end " * 1_100_000
    answer, pages = read(line.encode(), "long.txt")
    assert (answer.status, len(line) > 20_000_000) == (Status.READ, True)
    assert "".join(page.text for page in pages) == line
    assert max(len(page.text) for page in pages) <= 20_000


def test_right_to_left_and_mixed_scripts_keep_their_characters() -> None:
    words = "Name: אילן لينا Ильин 07700 900101 – ok"
    assert read(words.encode(), "a.txt")[1][0].text == words


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (sample_files.pdf(["x"]), "a.docx", "pdf"),
        (sample_files.docx(["x"]), "a.txt", "docx"),
        (sample_files.docx(["x"]), "a.pdf", "docx"),
        (sample_files.png(sample_files.picture("x")), "a.pdf", "image"),
        (b"{\\rtf1 x}", "a.doc", "rtf"),
        (b"Received: from a\r\nFrom: a@example.org\r\nSubject: s\r\n\r\nx", "a.txt", "mail"),
        (b"To: MP2281\nRe: accounts\nNo data is held.", "a.txt", "text"),
        (b"BM is how a sentence may begin, too.", "a.bmp", "text"),
        (b"<html><body>x</body></html>", "a.txt", "html"),
    ],
)
def test_the_content_decides_not_the_name(content: bytes, name: str, kind: str) -> None:
    assert detect_kind(content, name) == kind


def test_a_page_that_takes_too_long_is_stopped(tmp_path: Path, honest: Path) -> None:
    slow = sample_files.written(tmp_path, "slow.pdf", sample_files.scan("Some words\n" * 20))
    read = read_in_children([slow, honest], Limits(page_seconds=0))
    assert read["slow.pdf"].status is Status.UNREADABLE
    assert "took longer than 0 seconds" in read["slow.pdf"].reason


def test_a_file_that_takes_too_much_processor_time_is_stopped(tmp_path: Path, honest: Path) -> None:
    busy = sample_files.written(tmp_path, "busy.rtf", b"{\\rtf1 " + b"{\\b x}" * 3_000_000 + b"}")
    read = read_in_children([busy, honest], Limits(processor_seconds=0))
    assert read["busy.rtf"].status is Status.UNREADABLE
    assert "processor time" in read["busy.rtf"].reason
    assert read["zz_honest.txt"].status is Status.READ


def test_a_file_that_hangs_on_opening_is_not_opened(tmp_path: Path, honest: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    read = read_in_children([pipe, honest], LIMITS)
    assert read["pipe.txt"].status is Status.ABSENT
    assert read["zz_honest.txt"].status is Status.READ


def test_the_text_of_one_file_has_an_end(tmp_path: Path) -> None:
    file = sample_files.written(tmp_path, "long.txt", b"word " * 100_000)
    (read,) = read_in_children([file], Limits(characters=50_000)).values()
    assert read.status is Status.TOO_LONG
    assert 0 < read.characters <= 50_000


def test_limits_hold_only_in_the_child() -> None:
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != LIMITS.memory


@pytest.mark.parametrize("text", ["", "a", "a" * 100, "ab " * 40, "line\n" * 30, " " * 50])
def test_cutting_into_pages_loses_no_character(text: str) -> None:
    pages = split_pages(text, size=10)
    assert "".join(page.text for page in pages) == text
    assert all(len(page.text) <= 10 for page in pages)
