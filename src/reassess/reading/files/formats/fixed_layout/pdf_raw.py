"""Strings and annotations of a PDF through PDFium's own functions, which pypdfium2 leaves as they are in C."""

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c


def wide_string(function: Callable[..., int], *arguments: Any) -> str:
    """Return the UTF-16 string that a function of PDFium writes into a buffer."""
    length = function(*arguments, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    function(*arguments, ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").strip("\x00")


def annotations(page: pdfium.PdfPage) -> Iterator[tuple[int, Any]]:
    """Yield the annotations of a page, each with its kind; each is closed when the next one is asked for."""
    for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        if annotation:
            try:
                yield pdfium_c.FPDFAnnot_GetSubtype(annotation), annotation
            finally:
                pdfium_c.FPDFPage_CloseAnnot(annotation)


def annotation_string(annotation: Any, key: str) -> str:
    """Return a string of an annotation, such as its 'Contents', empty if it has none."""
    return wide_string(pdfium_c.FPDFAnnot_GetStringValue, annotation, key.encode())
