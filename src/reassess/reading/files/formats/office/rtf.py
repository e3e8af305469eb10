"""Rich Text Format (.rtf): body, text boxes, headers, footers, notes, comments, form fields, pictures and objects."""

from collections.abc import Iterator
from struct import error as StructError
from struct import unpack_from

from reassess.reading.files.cleaning import clean_text, split_pages
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.fixed_layout.image import pages_of_picture
from reassess.reading.files.formats.office.embedded import native_file, unpacked
from reassess.reading.files.formats.office.rich_text.parser import Blob, Document
from reassess.reading.files.pages import Page, PartKind

_KINDS = {
    "Header": PartKind.HEADER_FOOTER,
    "Footer": PartKind.HEADER_FOOTER,
    "Notes": PartKind.NOTE,
    "Comments": PartKind.COMMENT,
    "Text box": PartKind.TEXT_BOX,
}
_PACKAGE = b"Package"


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the text of an .rtf file, with the cells of a table row on one line, then pictures and embedded files.

    Words that were deleted while changes were tracked are not shown.
    """
    document = Document(content)
    container.read_part(PartKind.BODY)
    if not document.is_whole:
        container.refuse_part(PartKind.BODY, "the end of the document", "the file breaks off")
    lines = [document.body.whole().rstrip("\n")]
    for text in document.texts:
        words = text.whole().strip()
        if words:
            container.read_part(_KINDS[text.title])
            lines.append(f"{text.title}: {words}")
    if document.fields:
        container.read_part(PartKind.FORM, "form field", count=len(document.fields))
    yield from split_pages(clean_text("\n".join(lines)))
    for number, blob in enumerate(document.blobs, 1):
        yield from _blob_pages(blob, number, container)


def _blob_pages(blob: Blob, number: int, container: Container) -> Iterator[Page]:
    content = blob.content()
    if blob.kind != "object":
        yield from pages_of_picture(content, f"picture {number}.{blob.kind}".rstrip("."), container)
        return
    try:
        name, inner = embedded_object(content, f"object {number}")
    except (StructError, ValueError):
        container.refuse_part(PartKind.EMBEDDED, f"object {number}", "an embedded object that is broken")
        return
    yield from container.member_pages(inner, name, PartKind.EMBEDDED)


def embedded_object(content: bytes, name: str) -> tuple[str, bytes]:
    """Return the name and content of the file in an OLE 1 object ([MS-OLEDS] 2.2.5). Raises ValueError if broken."""
    offset = 8
    strings = []
    for _ in range(3):
        length = unpack_from("<I", content, offset)[0]
        strings.append(content[offset + 4 : offset + 4 + length])
        offset += 4 + length
    size = unpack_from("<I", content, offset)[0]
    data = content[offset + 4 : offset + 4 + size]
    if strings[0].rstrip(b"\0") == _PACKAGE:
        return native_file(bytes(4) + data, name)
    return unpacked(data, name)
