"""What is inside office files from before 2007 (.doc, .xls, .ppt): embedded files and pictures."""

import re
from collections.abc import Iterator
from struct import error as StructError

import olefile

from reassess.reading.files.cleaning import clean_text, split_pages
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.fixed_layout.image import pages_of_picture
from reassess.reading.files.formats.office.embedded import native_file
from reassess.reading.files.formats.office.legacy.text import text_of_doc
from reassess.reading.files.pages import Page, PartKind

_NATIVE, _WORD = "\x01Ole10Native", "WordDocument"
_WRAPPED = ("Package", "CONTENTS", "EmbeddedOdf")
_OTHER = ("Workbook", "Book", "PowerPoint Document")
_SEPARATE = "a file inside a file from before 2007: open it there, save it as a file of its own and supply that"
_PICTURE = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff")
_BROKEN = (OSError, StructError, IndexError, ValueError)


def embedded_pages(file: olefile.OleFileIO, container: Container) -> Iterator[Page]:
    """Yield the pages of the files in the storages of a compound file; one that cannot be read is accounted for."""
    streams = {"/".join(path) for path in file.listdir() if len(path) > 1}
    folders = sorted({path.rpartition("/")[0] for path in streams})
    for folder in folders:
        names = {path.rpartition("/")[2] for path in streams if path.rpartition("/")[0] == folder}
        wrapped = next((name for name in (_NATIVE, *_WRAPPED) if name in names), None)
        if wrapped is not None:
            yield from _wrapped_pages(file, f"{folder}/{wrapped}", container)
        elif _WORD in names:
            yield from _word_pages(file, folder, container)
        elif names & set(_OTHER):
            container.refuse_part(PartKind.EMBEDDED, folder, _SEPARATE)


def _wrapped_pages(file: olefile.OleFileIO, path: str, container: Container) -> Iterator[Page]:
    name = path.rpartition("/")[0]
    try:
        content = file.openstream(path).read()
        if path.endswith(_NATIVE):
            name, content = native_file(content, name)
    except _BROKEN as error:
        container.refuse_part(PartKind.EMBEDDED, name, f"an embedded file that is broken ({error})")
        return
    yield from container.member_pages(content, name, PartKind.EMBEDDED)


def _word_pages(file: olefile.OleFileIO, folder: str, container: Container) -> Iterator[Page]:
    with container.part(PartKind.EMBEDDED, folder):
        text = text_of_doc(file, f"{folder}/")
        yield from split_pages(clean_text(f"Attachment: {folder}\n{text}"))


def picture_pages(file: olefile.OleFileIO, stream: str, container: Container) -> Iterator[Page]:
    """Yield the words of the pictures in a stream, found by how PNG and JPEG files begin."""
    if not file.exists(stream):
        return
    content = file.openstream(stream).read()
    starts = [match.start() for match in _PICTURE.finditer(content)]
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(content)
        yield from pages_of_picture(content[start:end], f"picture {number + 1}", container)
