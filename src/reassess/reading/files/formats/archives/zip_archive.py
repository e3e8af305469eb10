"""ZIP archives: every file inside, sorted by name."""

import zipfile
from collections.abc import Iterator

from reassess.reading.files.containers import Container
from reassess.reading.files.pages import Page, PartKind
from reassess.reading.files.zip_safety import BROKEN, opened


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the pages of all files in a ZIP archive. Raises `Unreadable`: broken, encrypted or over a limit."""
    with opened(content, container.limits) as archive:
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            if not member.is_dir():
                yield from _member_pages(archive, member, container)


def _member_pages(archive: zipfile.ZipFile, member: zipfile.ZipInfo, container: Container) -> Iterator[Page]:
    try:
        # The directory may understate a size; never unpack more than it states.
        with archive.open(member) as file:
            content = file.read(member.file_size)
    except BROKEN as error:
        container.refuse_part(PartKind.ATTACHMENT, member.filename, f"broken ({error})")
        return
    yield from container.member_pages(content, member.filename)
