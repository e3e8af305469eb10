"""The kind of a file comes from its root: what a file holds inside it decides nothing, and neither does letter case."""

import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from reassess.reading.files.extract import extract
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Status
from reassess.reading.files.sniff import detect_kind
from tests.reading import sample_files
from tests.reading.sample_outlook import PLAIN, UNICODE, attachment, compound_tree, message

WORDS = "The keys of Imran Sole"


def read(content: bytes, name: str) -> tuple[FileText, str]:
    pages: list[Page] = []
    answer = extract(content, name, Limits(), pages.append)
    return answer, "\n".join(page.text for page in pages)


@pytest.mark.parametrize(
    ("tree", "kind"),
    [
        ({"WordDocument": b"x"}, "doc"),
        ({"WORDDOCUMENT": b"x"}, "doc"),
        ({"BOOK": b"x"}, "sheet"),
        ({"workbook": b"x", "ObjectPool": {"_1": {"WordDocument": b"x"}}}, "sheet"),
        ({"WordDocument": b"x", "ObjectPool": {"_1": {"Workbook": b"x"}}}, "doc"),
        ({"PowerPoint Document": b"x", "Embedded": {"WordDocument": b"x"}}, "ppt"),
        ({"EncryptedPackage": b"x"}, "encrypted"),
        ({"CONTENTS": b"x", "Old": {"WordDocument": b"x"}}, "unsupported"),
        ({"Data": bytes(3_000_000), "WordDocument": b"x"}, "doc"),
    ],
    ids=["plain", "capitals", "capitals of Excel 5", "Word in Excel", "Excel in Word", "Word in slides", "locked",
         "another program", "over 2 MB"],
)  # fmt: skip
def test_a_compound_file_is_told_by_the_streams_of_its_root(tree: dict[str, object], kind: str) -> None:
    assert detect_kind(compound_tree(tree), "a.bin") == kind  # type: ignore[arg-type]


def test_a_mail_with_a_word_file_attached_is_a_mail() -> None:
    word = compound_tree({"WordDocument": b"x"})
    mail = message({(PLAIN, UNICODE): b"x\0"}, attachments=[attachment("a.doc", word)])
    assert detect_kind(compound_tree(mail), "a") == "msg"


def moved(content: bytes, renames: dict[str, str]) -> bytes:
    """An office package with members under other names, in its relationships too."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            inner = old.read(name)
            for before, after in renames.items():
                if name.endswith((".rels", "[Content_Types].xml")):
                    inner = inner.replace(before.rsplit("/", 1)[-1].encode(), after.rsplit("/", 1)[-1].encode())
            new.writestr(renames.get(name, name), inner)
    return out.getvalue()


def test_a_word_file_whose_main_part_has_another_name() -> None:
    main, links = "word/document{}.xml", "word/_rels/document{}.xml.rels"
    renames = {main.format(""): main.format("2"), links.format(""): links.format("2")}
    content = moved(sample_files.docx([WORDS]), renames)
    answer, text = read(content, "a.docx")
    assert (answer.kind, answer.status, WORDS in text) == ("docx", Status.READ, True)
    assert "Attachment:" not in text


def test_an_office_file_whose_paths_have_backslashes() -> None:
    out = BytesIO()
    with ZipFile(BytesIO(sample_files.docx([WORDS]))) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name.replace("/", "\\"), old.read(name))
    answer, text = read(out.getvalue(), "a.docx")
    assert (answer.kind, answer.status, WORDS in text) == ("docx", Status.READ, True)


@pytest.mark.parametrize("member", ["visio/document.xml", "Documents/1/FixedDocument.fdoc"])
def test_an_office_package_of_another_program_is_not_shown_as_tags(member: str) -> None:
    target = f'Target="/{member}"'
    rels = f'<Relationships><Relationship Type="http://example.org/document" {target}/></Relationships>'
    members = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": rels.encode(), member: b"<a>x</a>"}
    content = sample_files.zipped(members)
    answer, text = read(content, "a.vsdx")
    assert (answer.status, text) == (Status.UNSUPPORTED, "")
    assert "export it as PDF" in answer.reason


def locked(content: bytes, member: str) -> bytes:
    """An archive in which one member is marked as protected by a password."""
    changed = bytearray(content)
    at = content.index(b"PK\x01\x02")
    while changed[at : at + 4] == b"PK\x01\x02":
        lengths = struct.unpack_from("<HHH", changed, at + 28)
        if changed[at + 46 : at + 46 + lengths[0]] == member.encode():
            changed[at + 8] |= 1
        at += 46 + sum(lengths)
    return bytes(changed)


def test_one_locked_member_does_not_lock_the_others() -> None:
    content = locked(sample_files.zipped({"a.txt": WORDS.encode(), "b.txt": b"two", "c/d.txt": b"three"}), "b.txt")
    answer, text = read(content, "a.zip")
    assert (answer.status, WORDS in text, "three" in text) == (Status.PARTLY, True, True)
    assert answer.reason == "b.txt: the file is protected by a password"


def test_an_archive_of_locked_members_only_is_protected() -> None:
    answer, _ = read(locked(sample_files.zipped({"a.txt": b"one"}), "a.txt"), "a.zip")
    assert answer.status is Status.ENCRYPTED


def test_what_operating_systems_leave_in_an_archive_is_no_document() -> None:
    left = {"__MACOSX/._a.txt": b"\x00\x05\x16\x07\x00", ".DS_Store": b"\x00\x00\x01"}
    content = sample_files.zipped({"a.txt": b"one", **left})
    assert read(content, "a.zip")[0].status is Status.READ


def test_a_member_with_a_broken_checksum_costs_only_itself() -> None:
    content = bytearray(sample_files.zipped({"a.txt": b"one", "b.txt": b"two"}))
    at = content.index(b"PK\x01\x02")
    content[at + 16] ^= 0xFF
    local = content.index(b"PK\x03\x04")
    content[local + 14] ^= 0xFF
    answer, text = read(bytes(content), "a.zip")
    assert (answer.status, "two" in text) == (Status.PARTLY, True)
    assert answer.reason.startswith("a.txt: broken (Bad CRC-32")


def test_what_only_outlook_opens_is_named() -> None:
    answer, _ = read(b"\x78\x9f\x3e\x22\x01\x00" + bytes(50), "winmail.dat")
    assert (answer.status, "winmail.dat" in answer.reason) == (Status.UNSUPPORTED, True)


def test_a_broken_side_part_of_an_office_file_costs_only_itself() -> None:
    content = bytearray(sample_files.docx([WORDS]))
    at = content.index(b"PK\x01\x02")
    while content[at : at + 4] == b"PK\x01\x02":
        lengths = struct.unpack_from("<HHH", content, at + 28)
        if content[at + 46 : at + 46 + lengths[0]] == b"docProps/core.xml":
            content[at + 16] ^= 0xFF
        at += 46 + sum(lengths)
    answer, text = read(bytes(content), "a.docx")
    assert (answer.kind, WORDS in text) == ("docx", True)
