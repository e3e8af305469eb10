"""The guard against zip bombs and the detection of encodings, as every room uses them."""

import zipfile
from io import BytesIO

import pytest

from reassess.records.files.text_encoding import encoding_by_mark, utf16_without_mark
from reassess.records.files.zip_guard import ZipLimits, excess

LIMITS = ZipLimits(members=3, unpacked=5_000_000, ratio=100, small=100_000)


def zipped(*contents: bytes) -> BytesIO:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(contents):
            archive.writestr(f"{number}.txt", content)
    return file


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        ((b"a",) * 4, "holds 4 files, more than the 3 allowed"),
        ((b"a" * 6_000_000,), "unpacks to 6,000,000 bytes, more than the 5,000,000 allowed"),
        ((b"a" * 1_000_000,), "times its size: not opened"),
        ((b"a" * 90_000,), None),
        ((bytes(range(256)),) * 3, None),
    ],
)
def test_an_archive_over_a_limit_is_described(contents: tuple[bytes, ...], words: str | None) -> None:
    file = zipped(*contents)
    with zipfile.ZipFile(file) as archive:
        found = excess(archive, len(file.getvalue()), LIMITS)
    assert found is None if words is None else words in str(found)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_shows_the_encoding_and_is_dropped(encoding: str) -> None:
    content = "Zoë; £5".encode(encoding)
    found = encoding_by_mark(content)
    assert found == encoding
    assert content.decode(found) == "Zoë; £5"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    assert utf16_without_mark("name;note\nZoë;it’s £5".encode(encoding)) == encoding
    assert utf16_without_mark("one line — two — three — four\n".encode(encoding)) == encoding


def test_stray_nuls_are_not_utf_16() -> None:
    assert utf16_without_mark(b"a,b\n1,\x00\x00two\n3,\x00four\n") is None
    assert utf16_without_mark(b"\x00" * 40) is None
