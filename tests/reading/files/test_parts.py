"""Every part of a file is accounted for: read, recognised, or refused with a reason. Nothing is left in silence."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reassess.reading import read_file, read_folder
from reassess.reading.files.cache import text_cache
from reassess.reading.files.containers import Container, Usage
from reassess.reading.files.extract import extract
from reassess.reading.files.formats import registry
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import FileText, Page, Part, PartKind, PartStatus, Status
from tests.reading import sample_files


class RustPanic(BaseException):
    """What a reader written in Rust raises when it fails: no `Exception`."""


def read(content: bytes, name: str) -> FileText:
    pages: list[Page] = []
    text = extract(content, name, Limits(), pages.append)
    return replace(text, pages=tuple(pages))


def entries(text: FileText) -> list[tuple[str, str, str, int]]:
    return [(part.kind.value, part.name, part.status.value, part.count) for part in text.parts]


def test_a_plain_file_is_one_body() -> None:
    assert entries(read(b"Enquiry made.", "a.txt")) == [("body", "body", "read", 1)]


def test_files_inside_are_parts_named_by_where_they_are() -> None:
    inner = sample_files.zipped({"b.txt": b"two", "c.bin": b"\x00\x01\x02\x03\x04\x05"})
    text = read(sample_files.zipped({"a.txt": b"one", "more.zip": inner}), "a.zip")
    assert entries(text) == [
        ("body", "a.txt: body", "read", 1),
        ("attachment", "a.txt", "read", 1),
        ("body", "more.zip/b.txt: body", "read", 1),
        ("attachment", "more.zip/b.txt", "read", 1),
        ("attachment", "more.zip/c.bin", "refused", 1),
        ("attachment", "more.zip", "read", 1),
    ]
    assert text.status is Status.PARTLY
    assert text.reason.startswith("more.zip/c.bin: a file ")


def test_the_parts_are_those_read_recognised_and_refused_together() -> None:
    scan = sample_files.png(sample_files.picture("QUIET MILE"))
    text = read(sample_files.zipped({"a.txt": b"one", "b.png": scan, "c.bin": b"\x00\x01\x02\x03\x04\x05"}), "a.zip")
    assert sum(text.parts_by_status.values()) == sum(part.count for part in text.parts)
    assert text.parts_by_status[PartStatus.REFUSED] == 1


@pytest.mark.parametrize("error", [RustPanic("index out of bounds"), ValueError("odd"), MemoryError()])
def test_a_reader_that_fails_costs_only_its_own_file(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(content: bytes, container: Container) -> Iterator[Page]:
        raise error
        yield Page("")

    monkeypatch.setattr(registry, "READERS", {**registry.READERS, "rtf": fails})
    text = read(sample_files.zipped({"a.rtf": b"{\\rtf1 x}", "b.txt": b"two"}), "a.zip")
    assert (text.status, "two" in text.pages[-1].text) == (Status.PARTLY, True)
    assert type(error).__name__ in text.reason
    alone = read(b"{\\rtf1 x}", "a.rtf")
    assert (alone.status in (Status.UNREADABLE, Status.TOO_LONG), type(error).__name__ in alone.reason) == (True, True)
    assert [part.status for part in alone.parts] == [PartStatus.REFUSED]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit()])
def test_a_process_that_is_asked_to_stop_stops(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def stops(content: bytes, container: Container) -> Iterator[Page]:
        raise error
        yield Page("")

    monkeypatch.setattr(registry, "READERS", {**registry.READERS, "text": stops})
    with pytest.raises(type(error)):
        read(sample_files.zipped({"a.txt": b"one"}), "a.zip")


def test_a_part_that_fails_is_refused_and_the_rest_goes_on() -> None:
    container = Container(Limits(), Usage(), registry.read_pages)
    with container.part(PartKind.NOTE, "footnotes"):
        raise RustPanic("odd")
    with container.part(PartKind.COMMENT):
        pass
    assert [(part.name, part.status, part.reason) for part in container.usage.listed()] == [
        ("footnotes", PartStatus.REFUSED, "could not be read (RustPanic: odd)"),
        ("comment", PartStatus.READ, ""),
    ]


def test_alike_parts_are_one_entry() -> None:
    container = Container(Limits(), Usage(), registry.read_pages)
    for _ in range(3):
        container.read_part(PartKind.PAGE)
    container.recognised_part(PartKind.PAGE)
    assert container.usage.listed() == (
        Part(PartKind.PAGE, "page", PartStatus.READ, count=3),
        Part(PartKind.PAGE, "page", PartStatus.RECOGNISED),
    )


def test_parts_come_through_the_child_process_and_the_cache(tmp_path: Path) -> None:
    file = sample_files.written(tmp_path, "a.zip", sample_files.zipped({"a.txt": b"one", "b.bin": b"\x00\x01\x02\x03"}))
    text = read_file(file)
    assert [part.status for part in text.parts] == [PartStatus.READ, PartStatus.READ, PartStatus.REFUSED]
    with text_cache(tmp_path, Limits()) as cache:
        cache.put("k", text)
        assert cache.get("k") == text


def test_a_reader_that_crashes_leaves_the_rest_of_the_file_as_refused(tmp_path: Path) -> None:
    file = sample_files.written(tmp_path, "a.txt", b"word " * 100_000)
    text = read_file(file, limits=Limits(page_seconds=0))
    assert [(part.name, part.status) for part in text.parts] == [("the file", PartStatus.REFUSED)]


def test_a_file_over_the_limit_is_one_refused_part(tmp_path: Path) -> None:
    text = read_file(sample_files.written(tmp_path, "a.txt", b"word " * 100), limits=Limits(file_bytes=100))
    assert (text.status, [part.status for part in text.parts]) == (Status.TOO_LONG, [PartStatus.REFUSED])


def test_a_reader_that_fails_after_some_pages_has_read_the_file_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks_off(content: bytes, container: Container) -> Iterator[Page]:
        yield Page("First page.")
        raise ValueError("odd")

    monkeypatch.setattr(registry, "READERS", {**registry.READERS, "rtf": breaks_off})
    text = read(b"{\\rtf1 x}", "a.rtf")
    assert (text.status, text.reason) == (Status.PARTLY, "could not be read as rtf (ValueError: odd)")
    assert [(part.name, part.status) for part in text.parts] == [("the rest of the file", PartStatus.REFUSED)]


def test_a_folder_is_counted_by_parts(tmp_path: Path) -> None:
    sample_files.written(tmp_path, "a.zip", sample_files.zipped({"a.txt": b"one", "b.bin": b"\x00\x01\x02\x03"}))
    counts = read_folder(tmp_path, tmp_path / "out" / "t.parquet")
    assert counts.parts_by_status == {"read": 2, "recognised": 0, "refused": 1}
    assert [(path, part) for path, part, _ in counts.refused] == [("a.zip", "b.bin")]
