"""The pictures of a PDF page and what OCR makes of them: whole scans, scans in strips, a scan under a printed heading.

Pictures are recognised where the text layer says little of them. A searchable scan has its words in the text layer.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from reassess.reading.files import ocr
from reassess.reading.files.containers import Container, in_words
from reassess.reading.files.formats.fixed_layout.image import account_for_recognised
from reassess.reading.files.formats.fixed_layout.pdf_letters import TextLayer
from reassess.reading.files.pages import Page, PartKind, Status, Unreadable

FEW_CHARACTERS = 200
MIN_AREA, MIN_AREA_BESIDE_TEXT = 0.05, 0.15
"""The share of the page that its pictures must cover to be recognised: on a page of few characters, and of many."""
_POINTS_A_CHARACTER = 1_500
"""A picture with fewer characters over it than one in so many square points has no text layer of its own."""
_WHOLE_PAGE = 0.8
_MARGIN = 4
_MEANINGLESS = "its letters have no meaning in the file and OCR found no words"

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top in points, as PDF counts them."""


@dataclass
class ScanCount:
    """The number of pages recognised in one file, and the limit."""

    limit: int
    count: int = 0

    def add(self) -> None:
        """Count a page. Raises `Unreadable` over the limit."""
        self.count += 1
        if self.count > self.limit:
            raise Unreadable(Status.TOO_LONG, f"more than {self.limit:,} scanned pages; the pages before were read")


def with_recognised(
    page: pdfium.PdfPage, layer: TextLayer, name: str, scans: ScanCount, container: Container
) -> Page:
    """Return the text of a page, with what OCR reads where the text layer does not help, and account for the page."""
    region = None if not layer.is_meaningful else _region(page, layer.text)
    if layer.is_meaningful and region is None:
        container.read_part(PartKind.PAGE)
        return Page(layer.text)
    scans.add()
    try:
        recognised = _recognised(page, region, container)
    except Exception as error:  # noqa: BLE001 - a page that cannot be recognised costs no other
        return _without_ocr(layer, name, in_words(error).reason, container)
    if region is None:
        return _instead(recognised, name, container)
    return _merged(layer.text, recognised, region, page, name, container)


def _without_ocr(layer: TextLayer, name: str, reason: str, container: Container) -> Page:
    container.refuse_part(PartKind.PAGE, name, reason)
    return Page(layer.text if layer.is_meaningful else "")


def _instead(recognised: Page, name: str, container: Container) -> Page:
    """Account for a page whose text layer has no meaning."""
    if recognised.text:
        account_for_recognised(recognised, name, container)
    else:
        container.refuse_part(PartKind.PAGE, name, _MEANINGLESS)
    return recognised


def _merged(
    text: str, recognised: Page, region: Rectangle, page: pdfium.PdfPage, name: str, container: Container
) -> Page:
    """Return the text layer with the recognised words, whose longer text comes first on a page that is all picture."""
    own = text.strip()
    if not own:
        account_for_recognised(recognised, name, container)
        return recognised
    if _area(region) > _WHOLE_PAGE * page.get_width() * page.get_height():
        account_for_recognised(recognised, name, container)
        missed = "" if set(own.split()) <= set(recognised.text.split()) else f"\n{own}"
        return Page(recognised.text + missed, recognised.boxes) if recognised.text else Page(text)
    container.read_part(PartKind.PAGE)
    account_for_recognised(recognised, f"picture on {name}", container, PartKind.PICTURE)
    if not recognised.text:
        return Page(text)
    shift = len(text) + 1
    boxes = tuple(replace(b, start_at=b.start_at + shift, end_at=b.end_at + shift) for b in recognised.boxes)
    return Page(f"{text}\n{recognised.text}", boxes)


def _region(page: pdfium.PdfPage, text: str) -> Rectangle | None:
    """Return the rectangle around the pictures of a page that should be recognised, None if there are none."""
    pictures = _pictures(page)
    if not pictures:
        return None
    page_area = max(page.get_width() * page.get_height(), 1.0)
    share = sum(map(_area, pictures)) / page_area
    if share < (MIN_AREA if len(text.strip()) <= FEW_CHARACTERS else MIN_AREA_BESIDE_TEXT):
        return None
    left, bottom, right, top = zip(*pictures, strict=True)
    region = (min(left), min(bottom), max(right), max(top))
    return None if _has_text_layer(page, pictures) else region


def _has_text_layer(page: pdfium.PdfPage, pictures: Sequence[Rectangle]) -> bool:
    """Whether the text layer has about as many characters over the pictures as a written page has."""
    textpage = page.get_textpage()
    over = sum(len(textpage.get_text_bounded(*picture).strip()) for picture in pictures)
    textpage.close()
    return over > max(sum(map(_area, pictures)) / _POINTS_A_CHARACTER, FEW_CHARACTERS / 4)


def _pictures(page: pdfium.PdfPage) -> list[Rectangle]:
    """Return where the pictures and stamps of a page lie; those off the page are cut at its edge."""
    kinds = [pdfium_c.FPDFPageObj_GetType(pdfium_c.FPDFPage_GetObject(page, n)) for n in range(_count(page))]
    if not {pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM} & set(kinds):
        return []
    edge = page.get_bbox()
    found = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=5)
    cut = (_cut(bounds, edge) for bounds in map(_bounds, found) if bounds)
    return [rectangle for rectangle in cut if _area(rectangle) > 1]


def _count(page: pdfium.PdfPage) -> int:
    return max(0, int(pdfium_c.FPDFPage_CountObjects(page)))


def _bounds(picture: pdfium.PdfObject) -> Rectangle | None:
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetBounds(picture, *sides):
        return None
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _cut(rectangle: Rectangle, edge: Rectangle) -> Rectangle:
    left, bottom = max(rectangle[0], edge[0]), max(rectangle[1], edge[1])
    return left, bottom, max(left, min(rectangle[2], edge[2])), max(bottom, min(rectangle[3], edge[3]))


def _area(rectangle: Rectangle) -> float:
    left, bottom, right, top = rectangle
    return (right - left) * (top - bottom)


def _recognised(page: pdfium.PdfPage, region: Rectangle | None, container: Container) -> Page:
    """Recognise a region of a page, or all of it, by drawing the page as it is shown."""
    scale = ocr.scale_for(page.get_width(), page.get_height())
    drawn: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    if region is None:
        return ocr.recognise(drawn, container.limits)
    left, top, right, bottom = _pixels(page, region, drawn.size)
    if right - left < 2 * _MARGIN or bottom - top < 2 * _MARGIN:
        return Page("")
    found = ocr.recognise(drawn.crop((left, top, right, bottom)), container.limits)
    across, down = (right - left) / drawn.width, (bottom - top) / drawn.height
    boxes = (
        replace(
            box,
            x0=round(left / drawn.width + box.x0 * across, 5),
            y0=round(top / drawn.height + box.y0 * down, 5),
            x1=round(left / drawn.width + box.x1 * across, 5),
            y1=round(top / drawn.height + box.y1 * down, 5),
        )
        for box in found.boxes
    )
    return Page(found.text, tuple(boxes))


def _pixels(page: pdfium.PdfPage, region: Rectangle, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of a region on the drawn page, whichever way the page is turned."""
    corners = []
    for x, y in ((region[0], region[1]), (region[2], region[3])):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
        corners.append((across.value, down.value))
    (x0, y0), (x1, y1) = corners
    left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    return (
        max(0, left - _MARGIN),
        max(0, top - _MARGIN),
        min(size[0], right + _MARGIN),
        min(size[1], bottom + _MARGIN),
    )
