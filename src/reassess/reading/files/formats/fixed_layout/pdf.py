"""PDF: the text layer where a page has one, recognition where it is a picture, page by page."""

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from reassess.reading.files import ocr
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Page, Status, Unreadable, clean

WRONG_PASSWORD = 4
FEW_CHARACTERS = 200
LARGE_PICTURE = 0.4
# PDFium marks a hyphen that only breaks a word at the end of a line with one of these characters.
_BREAK_HYPHENS = ("\ufffe\r\n", "\x02\r\n", "\ufffe", "\x02")


def read(content: bytes, limits: Limits) -> Iterator[Page]:
    """The pages of a PDF in order.

    Raises `Unreadable`: encrypted, broken, or more pages than the limits allow (the pages before the limit are given).
    """
    document = _document(content)
    scanned = 0
    for number in range(len(document)):
        if number >= limits.pages:
            raise Unreadable(Status.TOO_LONG, f"{len(document):,} pages; the first {limits.pages:,} were read")
        page = document[number]
        text = _text_layer(page)
        if _is_picture(page, text):
            scanned += 1
            if scanned > limits.scanned_pages:
                said = f"more than {limits.scanned_pages:,} scanned pages; {number:,} pages were read"
                raise Unreadable(Status.TOO_LONG, said)
            yield _recognised(page, text, limits)
        else:
            yield Page(text)
        page.close()


def _document(content: bytes) -> pdfium.PdfDocument:
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
    for mark in _BREAK_HYPHENS:
        text = text.replace(mark, "")
    return clean(text)


def _is_picture(page: pdfium.PdfPage, text: str) -> bool:
    """Whether the words of a page may be in a picture: little text of its own and a picture over much of it."""
    if len(text.strip()) > FEW_CHARACTERS:
        return False
    area = page.get_width() * page.get_height()
    pictures = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    return any(_area(picture) > LARGE_PICTURE * area for picture in pictures)


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
    # A stamp or page number over a scan is a text layer too: the longer of the two is what the page says.
    return found if len(found.text) > len(text.strip()) else Page(text)
