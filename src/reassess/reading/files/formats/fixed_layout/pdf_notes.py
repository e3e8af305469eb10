"""What was added to a PDF: notes, typed comments, stamps, and the files attached to the document or to a page."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from reassess.reading.files.containers import Container
from reassess.reading.files.formats.fixed_layout.pdf_raw import annotation_string, annotations, wide_string
from reassess.reading.files.pages import PartKind

_NOT_NOTES = (pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP)
_DRAWN = {pdfium_c.FPDF_ANNOT_INK: "handwriting", pdfium_c.FPDF_ANNOT_STAMP: "stamp"}
_LOOK = "drawn, without words in the file: look at the original"


def notes(page: pdfium.PdfPage, name: str, container: Container) -> list[str]:
    """Return a line for each note on a page, with its author, and account for all of them."""
    lines = []
    for kind, annotation in annotations(page):
        if kind in _NOT_NOTES:
            continue
        words = annotation_string(annotation, "Contents").strip()
        if words:
            author = annotation_string(annotation, "T").strip()
            lines.append(f"Note ({author}): {words}" if author else f"Note: {words}")
        elif kind in _DRAWN:
            container.refuse_part(PartKind.COMMENT, f"{_DRAWN[kind]} on {name}", _LOOK)
    if lines:
        container.read_part(PartKind.COMMENT, count=len(lines))
    return lines


def attachments(document: pdfium.PdfDocument) -> Iterator[tuple[str, bytes | None]]:
    """Yield the name and content of each file attached to a PDF; no content if it cannot be taken out."""
    for index in range(max(0, pdfium_c.FPDFDoc_GetAttachmentCount(document))):
        yield _attached(pdfium_c.FPDFDoc_GetAttachment(document, index), f"attachment {index + 1}")


def page_attachments(page: pdfium.PdfPage, name: str) -> Iterator[tuple[str, bytes | None]]:
    """Yield the name and content of each file attached to a page; no content if it cannot be taken out."""
    for kind, annotation in annotations(page):
        if kind == pdfium_c.FPDF_ANNOT_FILEATTACHMENT:
            yield _attached(pdfium_c.FPDFAnnot_GetFileAttachment(annotation), f"file on {name}")


def _attached(attachment: Any, default: str) -> tuple[str, bytes | None]:
    name = wide_string(pdfium_c.FPDFAttachment_GetName, attachment) if attachment else ""
    size = ctypes.c_ulong()
    if not attachment or not pdfium_c.FPDFAttachment_GetFile(attachment, None, 0, size):
        return name or default, None
    buffer = ctypes.create_string_buffer(size.value)
    if not pdfium_c.FPDFAttachment_GetFile(attachment, buffer, size.value, size):
        return name or default, None
    return name or default, buffer.raw
