"""Word and PowerPoint files from before 2007 (.doc, .ppt): the text in the streams of the compound file.

Sources: [MS-DOC] 2.4.1 and 2.8.35 (the piece table), [MS-PPT] 2.3.1 and 2.9.41 f. (text atoms).
"""

import re
from collections.abc import Iterator
from io import BytesIO
from struct import error as StructError
from struct import unpack_from

import olefile

from reassess.reading.files.cleaning import clean_text, split_pages
from reassess.reading.files.containers import Container
from reassess.reading.files.pages import Page, Status, Unreadable

_WORD_97 = 193
_ENCRYPTED, _TABLE_ONE = 0x0100, 0x0200
_CLX_OFFSET = 0x01A2
_PIECES, _PROPERTIES = 2, 1
_COMPRESSED = 0x40000000
_FIELD_CODE = re.compile("\x13[^\x13-\x15]*\x14?|\x15")
_MARKS = str.maketrans({"\r": "\n", "\x07": " | ", "\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\x1f": None, "\x01": None})
_TEXT_ATOMS = {0x0FA0: "utf-16-le", 0x0FA8: "latin-1"}
_CONTAINER = 0xF


def read_doc(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the text of a .doc file (Word 97 to 2003): body, notes, headers and comments, in stored order."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as file:
            text = _text_of_doc(file)
    except (OSError, StructError, IndexError, ValueError) as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole Word document from before 2007 ({error})") from error
    if len(text) > container.limits.characters:
        raise Unreadable(Status.TOO_LONG, f"more than {container.limits.characters:,} characters")
    lines = (line.rstrip(" |") for line in _strip_field_codes(text).translate(_MARKS).split("\n"))
    yield from split_pages(clean_text("\n".join(lines)))


def _text_of_doc(file: olefile.OleFileIO) -> str:
    main = file.openstream("WordDocument").read()
    version, flags = unpack_from("<H", main, 2)[0], unpack_from("<H", main, 10)[0]
    if flags & _ENCRYPTED:
        raise Unreadable(Status.ENCRYPTED, "the document is protected by a password")
    if version < _WORD_97:
        reason = "a Word document from before 1997: open it in Word or LibreOffice, save it as .docx and supply that"
        raise Unreadable(Status.UNSUPPORTED, reason)
    table = file.openstream("1Table" if flags & _TABLE_ONE else "0Table").read()
    start, length = unpack_from("<II", main, _CLX_OFFSET)
    return "".join(_pieces(main, table[start : start + length]))


def _pieces(main: bytes, clx: bytes) -> Iterator[str]:
    """Yield the pieces of text in order; each is stored in one byte a character or in two."""
    offset = 0
    while clx[offset] == _PROPERTIES:
        offset += 3 + unpack_from("<H", clx, offset + 1)[0]
    if clx[offset] != _PIECES:
        raise ValueError("no table of pieces")
    count = (unpack_from("<I", clx, offset + 1)[0] - 4) // 12
    ends = unpack_from(f"<{count + 1}I", clx, offset + 5)
    for number in range(count):
        length = ends[number + 1] - ends[number]
        start = unpack_from("<I", clx, offset + 5 + 4 * (count + 1) + 8 * number + 2)[0]
        if start & _COMPRESSED:
            start = (start & ~_COMPRESSED) // 2
            yield main[start : start + length].decode("cp1252", "replace")
        else:
            yield main[start : start + 2 * length].decode("utf-16-le", "replace")


def _strip_field_codes(text: str) -> str:
    """Remove the codes of fields and keep what the fields show; nested fields are removed from the inside out."""
    for _ in range(20):
        stripped = _FIELD_CODE.sub("", text)
        if stripped == text:
            break
        text = stripped
    return text


def read_ppt(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the text of a .ppt file (PowerPoint 97 to 2003), in stored order."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as file:
            if file.exists("EncryptedSummary"):
                raise Unreadable(Status.ENCRYPTED, "the presentation is protected by a password")
            lines = list(_text_atoms(file.openstream("PowerPoint Document").read()))
    except (OSError, StructError, IndexError, ValueError) as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole presentation from before 2007 ({error})") from error
    yield from split_pages(clean_text("\n".join(lines)))


def _text_atoms(stream: bytes) -> Iterator[str]:
    offset = 0
    while offset + 8 <= len(stream):
        version, kind, length = unpack_from("<HHI", stream, offset)
        offset += 8
        if kind in _TEXT_ATOMS:
            yield stream[offset : offset + length].decode(_TEXT_ATOMS[kind], "replace")
        # Step into a container; step over anything else.
        offset += 0 if version & 0xF == _CONTAINER else length
