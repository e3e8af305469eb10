"""ZIP archives: every file inside, in the order of their names."""

import zipfile
from collections.abc import Iterator

from reassess.reading.files.containers import Inside
from reassess.reading.files.pages import Page
from reassess.reading.files.zip_safety import BROKEN, opened


def read(content: bytes, inside: Inside) -> Iterator[Page]:
    """The pages of all files in an archive."""
    with opened(content, inside.limits) as archive:
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            if not member.is_dir():
                yield from _member(archive, member, inside)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, inside: Inside) -> Iterator[Page]:
    try:
        # A directory may state sizes that are lies: no more is unpacked than it states.
        with archive.open(member) as file:
            content = file.read(member.file_size)
    except BROKEN as error:
        inside.spent.notes.append(f"{member.filename}: broken ({error})")
        return
    yield from inside.part(content, member.filename)
