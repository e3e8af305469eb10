"""ZIP archives: every file inside, sorted by name."""

import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from reassess.reading.files.containers import Container
from reassess.reading.files.pages import Page, PartKind
from reassess.reading.files.zip_safety import is_locked, opened
from reassess.records.files.zip_guard import BROKEN

_LEFT_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""Files that operating systems leave in folders. They hold settings and no document."""


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the pages of all files in a ZIP archive. Raises `Unreadable`: broken, encrypted or over a limit."""
    with opened(content, container.limits, all_locked=True) as archive:
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            if not member.is_dir() and not _is_left_by_system(member.filename):
                yield from _member_pages(archive, member, container)


def _is_left_by_system(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name in _LEFT_BY_SYSTEMS


def _member_pages(archive: zipfile.ZipFile, member: zipfile.ZipInfo, container: Container) -> Iterator[Page]:
    if is_locked(member):
        container.refuse_part(PartKind.ATTACHMENT, member.filename, "the file is protected by a password")
        return
    try:
        # The directory may understate a size; never unpack more than it states.
        with archive.open(member) as file:
            content = file.read(member.file_size)
    except BROKEN as error:
        container.refuse_part(PartKind.ATTACHMENT, member.filename, f"broken ({error})")
        return
    yield from container.member_pages(content, member.filename)
