"""A few scanned pages: forms and letters drawn as pictures, slightly crooked and specked, with what is planted on them.

A page holds no text layer, so that reading has to recognise it and the workspace can show where its words stand. The
number of pages grows with the square root of the caseload: recognition costs about half a second a page. They are
drawn from a random source of their own and after everything else, so that no other row depends on them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from math import isqrt
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

from reassess.caseload.case import Case
from reassess.caseload.days import uk
from reassess.caseload.documents import pdf_file
from reassess.caseload.generator_state import GeneratorState
from reassess.caseload.marks import plate
from reassess.caseload.names import draw_name

DOTS_PER_INCH = 150
_WIDTH, _HEIGHT = 1240, 1754  # A4
_MARGIN, _LINE, _SIZE = 180, 58, 30
_PAPER, _INK = 244, 38
_SPECKS = 260
_ROOT_A_PAGE = 10


@dataclass(slots=True)
class Page:
    """A page to be drawn: its kind of document, its lines (the first is the heading), and what it plants."""

    kind: str
    lines: list[str]
    rule: str
    subject: str
    near: str = ""


def pages_due(total: int, start: int, count: int) -> range:
    """Which scanned pages, counted through the caseload, fall to the investigations from `start` on.

    >>> [len(pages_due(total, 0, total)) for total in (60, 250, 9_000, 90_000)]
    [0, 1, 9, 30]
    """
    pages = isqrt(total) // _ROOT_A_PAGE
    return range(pages * start // total, pages * (start + count) // total)


def add_scans(state: GeneratorState, cases: list[Case], folder: Path) -> None:
    """Write the scanned pages of a chunk under folder (documents/), with their rows and their planted truth."""
    rng = Random(f"scans {state.seed} {state.chunk}")
    ready = [case for case in cases if case.closed is not None and case.course != "minor"]
    due = list(pages_due(state.total, state.start, state.count))
    for number, case in zip(due, rng.sample(ready, min(len(ready), len(due))), strict=False):
        page = _PAGES[number % len(_PAGES)](state, rng, case)
        ending = _ENDINGS[number // len(_PAGES) % len(_ENDINGS)]
        _write(state, rng, case, folder, page, ending)


def _write(state: GeneratorState, rng: Random, case: Case, folder: Path, page: Page, ending: str) -> None:
    document = state.new_id("D")
    path = f"{case.ref.replace('/', '-')}/scan_{document}.{ending}"
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(as_file(draw_page(rng, page.lines), ending))
    title = f"{page.lines[0].capitalize()}, scanned"
    case.add("document", document, case.ref, path, page.kind, title, min(case.opened + 7, case.end))
    case.scans.extend((document, at, line) for at, line in enumerate(page.lines, 1))
    if page.near:
        case.near(page.rule, page.subject, page.near)
    else:
        case.found(page.rule, page.subject, f"on the scanned page {document}")


def _receipt(state: GeneratorState, rng: Random, case: Case) -> Page:
    """A receipt for property with a number for collection that no row of the case holds."""
    kind, value = _unrecorded(state, case)
    items = [f"{at}. {item.kind.replace('_', ' ').capitalize()}, bag {item.exhibit_id}"
             for at, item in enumerate(case.exhibits[:4], 1)]  # fmt: skip
    lines = [
        "PROPERTY RECEIPT", f"Reference {case.ref}", f"Date {uk(min(case.opened + 7, case.end))}",
        f"Officer {case.oic}", *items, f"{kind} for collection {_spaced(value)}", "Items checked and signed for.",
    ]  # fmt: skip
    return Page("other", lines, "identifier-in-text-not-recorded", value)


def _letter(state: GeneratorState, rng: Random, case: Case) -> Page:
    """A letter to the officer that names a friend whom no table holds."""
    forename, _, surname = draw_name(rng, rng.choice("fm"))
    name = f"{forename} {surname}"
    lines = [
        "LETTER RECEIVED", f"Reference {case.ref}", f"Date {uk(min(case.opened + 7, case.end))}",
        "Dear officer,", "thank you for your letter. The dates in it are right.",
        f"With me on both days was a friend, {name}.", "Please write to me at my new address.", "Yours faithfully",
    ]  # fmt: skip
    return Page("letter", lines, "named-in-text-not-recorded", name)


def _form(state: GeneratorState, rng: Random, case: Case) -> Page:
    """An attendance form with a number that the case holds: nothing is missing."""
    kind, value = _unrecorded(state, case)
    case.identifiers.append((kind.lower(), value, "", case.opened, "noted by OIC"))
    lines = [
        "ATTENDANCE FORM", f"Reference {case.ref}", f"Date {uk(min(case.opened + 7, case.end))}",
        f"Officer {case.oic}", "Attended the front counter at 14.20.", f"{kind} given as {_spaced(value)}",
        "Next appointment is in the diary.", "Form completed at the counter.",
    ]  # fmt: skip
    return Page(
        "officer_report",
        lines,
        "identifier-in-text-not-recorded",
        value,
        "on a scanned page, and a row holds it in another form",
    )


_PAGES: tuple[Callable[[GeneratorState, Random, Case], Page], ...] = (_receipt, _letter, _form)
_ENDINGS = ("png", "tif", "pdf")


def _unrecorded(state: GeneratorState, case: Case) -> tuple[str, str]:
    """A number that nothing else uses: a phone where the case has one left, otherwise a vehicle."""
    phone = next(case.phones, None)
    return ("Phone", phone) if phone else ("Vehicle", plate(state.number()))


def _spaced(value: str) -> str:
    return f"{value[:5]} {value[5:]}" if value[0] == "0" else f"{value[:4]} {value[4:]}"


def draw_page(rng: Random, lines: list[str]) -> Image.Image:
    """An A4 page at 150 dots an inch in grey: the lines in a frame, turned by up to a degree, with specks on it."""
    page = Image.new("L", (_WIDTH, _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(page)
    bottom = _MARGIN + _LINE * (len(lines) + 1)
    pen.rectangle((_MARGIN - 100, _MARGIN - 60, _WIDTH - _MARGIN + 100, bottom), outline=_INK, width=3)
    for at, line in enumerate(lines):
        pen.text((_MARGIN, _MARGIN + at * _LINE), line, _INK, font(_SIZE + 8 * (at == 0)))
    turned = page.rotate(rng.uniform(-1.0, 1.0), Image.Resampling.BILINEAR, fillcolor=_PAPER)
    for across, down in _specks(rng):
        turned.putpixel((across, down), _INK)
    return turned


def _specks(rng: Random) -> Iterator[tuple[int, int]]:
    for _ in range(_SPECKS):
        yield rng.randrange(_WIDTH), rng.randrange(_HEIGHT)


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The typeface that comes with the picture library, so that every machine draws the same page."""
    return ImageFont.load_default(size)


def as_file(page: Image.Image, ending: str) -> bytes:
    """The page as the bytes of a file of that ending: png, tif or pdf."""
    return _SAVED[ending](page)


def _png(page: Image.Image) -> bytes:
    return _encoded(page.quantize(16), "PNG", optimize=False, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))


def _tif(page: Image.Image) -> bytes:
    """Black and white, compressed as a fax is: what office scanners make."""
    two_tone = page.point(lambda shade: 255 * (shade > 150)).convert("1")
    return _encoded(two_tone, "TIFF", compression="group4", dpi=(DOTS_PER_INCH, DOTS_PER_INCH))


def _pdf(page: Image.Image) -> bytes:
    """One page that is nothing but a picture."""
    picture = _encoded(page, "JPEG", quality=60)
    shown = b"q 595 0 0 842 0 0 cm /Im1 Do Q"
    return pdf_file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /XObject << /Im1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
            b"/Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream" % (*page.size, len(picture), picture),
        ]
    )


def _encoded(page: Image.Image, kind: str, **how: object) -> bytes:
    held = BytesIO()
    page.save(held, kind, **how)
    return held.getvalue()


_SAVED: dict[str, Callable[[Image.Image], bytes]] = {"png": _png, "tif": _tif, "pdf": _pdf}
