"""The text of a Word file from before 2007, by its table of pieces, without what was deleted under tracked changes.

Sources: [MS-DOC] 2.4.1 and 2.8.35 (pieces), 2.8.5 and 2.9.33 (ChpxFkp), 2.6.1 (sprmCFRMarkDel).
"""

import re
from collections.abc import Iterator
from struct import unpack_from

import olefile

from reassess.reading.files.pages import PartKind, Status, Unreadable

_WORD_97 = 193
_ENCRYPTED, _TABLE_ONE = 0x0100, 0x0200
_CLX_OFFSET, _CHARACTERS_OFFSET = 0x01A2, 0x00FA
_PIECES, _PROPERTIES = 2, 1
_COMPRESSED = 0x40000000
_PAGE = 512
_DELETED = 0x0800
_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_VARIABLE = 6
_FIELD_CODE = re.compile("\x13[^\x13-\x15]*\x14?|\x15")
_MARKS = str.maketrans({"\r": "\n", "\x07": " | ", "\x0b": "\n", "\x0c": "\n", "\x1e": "-", "\x1f": None, "\x01": None})
_LENGTHS = {
    0x50: PartKind.NOTE,
    0x54: PartKind.HEADER_FOOTER,
    0x5C: PartKind.COMMENT,
    0x60: PartKind.NOTE,
    0x64: PartKind.TEXT_BOX,
    0x68: PartKind.TEXT_BOX,
}
"""Where the head of the file says how long the texts beside the body are."""


def text_of_doc(file: olefile.OleFileIO, folder: str = "") -> str:
    """Return the text of a Word file: body, notes, headers and comments, in stored order. folder: its storage.

    Raises `Unreadable` (encrypted, or from before 1997), OSError, struct.error, IndexError or ValueError.
    """
    main = file.openstream(f"{folder}WordDocument").read()
    version, flags = unpack_from("<H", main, 2)[0], unpack_from("<H", main, 10)[0]
    if flags & _ENCRYPTED:
        raise Unreadable(Status.ENCRYPTED, "the document is protected by a password")
    if version < _WORD_97:
        reason = "a Word document from before 1997: open it in Word or LibreOffice, save it as .docx and supply that"
        raise Unreadable(Status.UNSUPPORTED, reason)
    table = file.openstream(f"{folder}{'1Table' if flags & _TABLE_ONE else '0Table'}").read()
    start, length = unpack_from("<II", main, _CLX_OFFSET)
    text = "".join(_pieces(main, table[start : start + length], list(_deleted(main, table))))
    return "\n".join(line.rstrip(" |") for line in _strip_field_codes(text).translate(_MARKS).split("\n"))


def other_texts(file: olefile.OleFileIO) -> list[PartKind]:
    """Return what kinds of text a Word file has beside its body."""
    main = file.openstream("WordDocument").read(0x6C)
    return [kind for offset, kind in _LENGTHS.items() if unpack_from("<I", main, offset)[0]]


def _pieces(main: bytes, clx: bytes, deleted: list[tuple[int, int]]) -> Iterator[str]:
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
            shown = _without(main, start, start + length, deleted)
            yield shown.decode("cp1252", "replace")
        else:
            shown = _without(main, start, start + 2 * length, deleted)
            yield shown.decode("utf-16-le", "replace")


def _without(main: bytes, start: int, end: int, deleted: list[tuple[int, int]]) -> bytes:
    """Return a stretch of bytes without the stretches that were deleted."""
    kept = b""
    for first, last in deleted:
        if first < end and last > start:
            kept += main[start : max(start, first)]
            start = max(start, last)
    return kept + main[start:end] if start < end else kept


def _deleted(main: bytes, table: bytes) -> Iterator[tuple[int, int]]:
    """Yield where text lies that was deleted while changes were tracked, in order."""
    start, length = unpack_from("<II", main, _CHARACTERS_OFFSET)
    count = (length - 4) // 8
    for number in range(count):
        at = unpack_from("<I", table, start + 4 * (count + 1) + 4 * number)[0] & 0x3FFFFF
        page = main[at * _PAGE : (at + 1) * _PAGE]
        if len(page) == _PAGE:
            yield from _deleted_on_page(page)


def _deleted_on_page(page: bytes) -> Iterator[tuple[int, int]]:
    runs = min(page[-1], 101)
    limits = unpack_from(f"<{runs + 1}I", page)
    for run in range(runs):
        at = 2 * page[4 * (runs + 1) + run]
        if at and _marks_deletion(page[at + 1 : at + 1 + page[at]]):
            yield limits[run], limits[run + 1]


def _marks_deletion(properties: bytes) -> bool:
    offset = 0
    while offset + 2 < len(properties):
        operation = unpack_from("<H", properties, offset)[0]
        if operation == _DELETED:
            return properties[offset + 2] == 1
        kind = operation >> 13
        offset += 2 + (1 + properties[offset + 2] if kind == _VARIABLE else _OPERAND_SIZES[kind])
    return False


def _strip_field_codes(text: str) -> str:
    """Remove the codes of fields and keep what the fields show; nested fields are removed from the inside out."""
    for _ in range(20):
        stripped = _FIELD_CODE.sub("", text)
        if stripped == text:
            break
        text = stripped
    return text
