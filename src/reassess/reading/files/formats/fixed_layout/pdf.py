"""PDF, page by page: the text layer where there is one, OCR where the page is a picture."""

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from reassess.reading.files import ocr
from reassess.reading.files.cleaning import clean_text
from reassess.reading.files.containers import Container
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Page, Status, Unreadable

WRONG_PASSWORD = 4
SCAN_MAX_CHARACTERS = 200
"""A page with more characters than this is read by its text layer, whatever pictures it has."""
SCAN_MIN_AREA = 0.4
"""The share of the page that a picture must cover for the page to count as a scan."""
# PDFium writes one of these for a hyphen that only splits a word at the end of a line.
_LINE_END_HYPHENS = ("\ufffe\r\n", "\x02\r\n", "\ufffe", "\x02")


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the pages of a PDF in order.

    Raises `Unreadable`: encrypted, broken, or more pages than the limits allow. Pages before the limit are yielded.
    """
    document = _open(content)
    scanned = 0
    for number in range(len(document)):
        if number >= container.limits.pages:
            raise Unreadable(Status.TOO_LONG, f"{len(document):,} pages; the first {number:,} were read")
        page = document[number]
        text = _text_layer(page)
        if _is_scan(page, text):
            scanned += 1
            if scanned > container.limits.scanned_pages:
                reason = f"more than {container.limits.scanned_pages:,} scanned pages; {number:,} pages were read"
                raise Unreadable(Status.TOO_LONG, reason)
            yield _recognised(page, text, container.limits)
        else:
            yield Page(text)
        page.close()


def _open(content: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if error.err_code == WRONG_PASSWORD:
            raise Unreadable(Status.ENCRYPTED, "the PDF is protected by a password") from error
        raise Unreadable(Status.UNREADABLE, f"not a whole PDF ({error})") from error


def _text_layer(page: pdfium.PdfPage) -> str:
    textpage = page.get_textpage()
    text = textpage.get_text_bounded()
    textpage.close()
    for mark in _LINE_END_HYPHENS:
        text = text.replace(mark, "")
    return clean_text(text)


def _is_scan(page: pdfium.PdfPage, text: str) -> bool:
    """Whether a page is likely to be a scan: little text of its own, and a picture over much of it."""
    if len(text.strip()) > SCAN_MAX_CHARACTERS:
        return False
    area = page.get_width() * page.get_height()
    pictures = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    return any(_area(picture) > SCAN_MIN_AREA * area for picture in pictures)


def _area(picture: pdfium.PdfObject) -> float:
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetBounds(picture, *sides):
        return 0.0
    left, bottom, right, top = (side.value for side in sides)
    return abs(right - left) * abs(top - bottom)


def _recognised(page: pdfium.PdfPage, text: str, limits: Limits) -> Page:
    scale = ocr.scale_for(page.get_width(), page.get_height())
    picture = page.render(scale=scale, grayscale=True).to_pil()
    found = ocr.recognise(picture, limits)
    # The text layer of a scan may be no more than a stamp or a page number: keep the longer of the two texts.
    return found if len(found.text) > len(text.strip()) else Page(text)
