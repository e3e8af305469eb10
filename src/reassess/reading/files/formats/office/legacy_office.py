"""Word and PowerPoint files from before 2007 (.doc, .ppt): their text, then pictures and embedded files.

Sources: [MS-DOC] (see `legacy.text`), [MS-PPT] 2.3.1, 2.9.41 f. (text atoms) and 2.10.34 (embedded objects).
"""

import zlib
from collections.abc import Iterator
from io import BytesIO
from struct import error as StructError
from struct import unpack_from

import olefile

from reassess.reading.files.cleaning import clean_text, split_pages
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.office.embedded import unpacked
from reassess.reading.files.formats.office.legacy.inside import embedded_pages, picture_pages
from reassess.reading.files.formats.office.legacy.text import other_texts, text_of_doc
from reassess.reading.files.pages import Page, PartKind, Status, Unreadable

_TEXT_ATOMS = {0x0FA0: "utf-16-le", 0x0FA8: "latin-1"}
_OBJECT_ATOM = 0x1011
_CONTAINER = 0xF
_BROKEN = (OSError, StructError, IndexError, ValueError)


def read_doc(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the text of a .doc file (Word 97 to 2003): body, notes, headers and comments, then what is inside.

    Words deleted while changes were tracked are not shown.
    """
    try:
        file = olefile.OleFileIO(BytesIO(content))
        text = text_of_doc(file)
        kinds = other_texts(file)
    except _BROKEN as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole Word document from before 2007 ({error})") from error
    if len(text) > container.limits.characters:
        raise Unreadable(Status.TOO_LONG, f"more than {container.limits.characters:,} characters")
    yield from split_pages(clean_text(text))
    for kind in (PartKind.BODY, *kinds):
        container.read_part(kind)
    yield from picture_pages(file, "Data", container)
    yield from embedded_pages(file, container)


def read_ppt(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the text of a .ppt file (PowerPoint 97 to 2003), in stored order, then pictures and embedded files."""
    try:
        file = olefile.OleFileIO(BytesIO(content))
        if file.exists("EncryptedSummary"):
            raise Unreadable(Status.ENCRYPTED, "the presentation is protected by a password")
        stream = file.openstream("PowerPoint Document").read()
        lines = list(_text_atoms(stream))
    except _BROKEN as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole presentation from before 2007 ({error})") from error
    yield from split_pages(clean_text("\n".join(lines)))
    container.read_part(PartKind.BODY)
    yield from picture_pages(file, "Pictures", container)
    for number, (instance, _, packed) in enumerate(_atoms(stream, {_OBJECT_ATOM}), 1):
        yield from _object_pages(instance, packed, f"object {number}", container)


def _text_atoms(stream: bytes) -> Iterator[str]:
    for _, kind, content in _atoms(stream, set(_TEXT_ATOMS)):
        yield content.decode(_TEXT_ATOMS[kind], "replace")


def _atoms(stream: bytes, kinds: set[int]) -> Iterator[tuple[int, int, bytes]]:
    """Yield the instance, the kind and the content of each atom of some kinds, in stored order."""
    offset = 0
    while offset + 8 <= len(stream):
        version, kind, length = unpack_from("<HHI", stream, offset)
        offset += 8
        if kind in kinds:
            yield version >> 4, kind, stream[offset : offset + length]
        # Step into a container; step over anything else.
        offset += 0 if version & 0xF == _CONTAINER else length


def _object_pages(instance: int, packed: bytes, name: str, container: Container) -> Iterator[Page]:
    """Yield the pages of an embedded object. Instance 1 means that it is compressed, after its length."""
    try:
        size = unpack_from("<I", packed)[0] if instance == 1 else 0
        content = zlib.decompressobj().decompress(packed[4:], min(size, container.limits.unpacked)) if size else packed
    except (StructError, zlib.error) as error:
        container.refuse_part(PartKind.EMBEDDED, name, f"an embedded object that is broken ({error})")
        return
    inner_name, inner = unpacked(content, name)
    yield from container.member_pages(inner, inner_name, PartKind.EMBEDDED)
