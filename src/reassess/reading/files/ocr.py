"""Optical character recognition (OCR) by the Tesseract program: the words of a picture, each with its box."""

import csv
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO, StringIO

from PIL import Image, ImageOps

from reassess.reading.files.cleaning import clean_text
from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Box, Page, Status, Unreadable

INSTALL = "Tesseract is not installed: on Debian or Ubuntu run 'apt-get install tesseract-ocr tesseract-ocr-eng'"
DOTS_PER_INCH = 300
POINTS_PER_INCH = 72
MAX_PIXELS = 25_000_000
TURN_BELOW = 0.75
"""A page recognised with less confidence than this is tried in the other turns as well."""
NONSENSE_BELOW = 0.4
"""A page recognised with less confidence than this is not called read."""
BLANK_SHADES = 24
_WORD_LEVEL = "5"
_NO_ORIENTATION = "3"


def version() -> str | None:
    """Return the version of Tesseract on this machine, None if it is not installed."""
    if shutil.which("tesseract") is None:
        return None
    result = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)
    return (result.stdout or result.stderr).split("\n")[0].removeprefix("tesseract ")


def scale_for(width: float, height: float) -> float:
    """Return the pixels to a point for drawing a page (sides in points): 300 dots an inch, fewer on huge pages."""
    scale = DOTS_PER_INCH / POINTS_PER_INCH
    pixels = max(width * height * scale * scale, 1.0)
    return float(scale * min(1.0, (MAX_PIXELS / pixels) ** 0.5))


def frames(content: bytes, limits: Limits) -> Iterator[Image.Image]:
    """Yield the frames of an image file, upright, in grey, and no larger than OCR can take.

    Raises `Unreadable` for too many frames or pixels, by the file's header, before anything is unpacked.
    """
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(BytesIO(content)) as image:
        for frame in range(getattr(image, "n_frames", 1)):
            if frame >= limits.scanned_pages:
                raise Unreadable(Status.TOO_LONG, f"more than {limits.scanned_pages:,} pictures in one file")
            image.seek(frame)
            megapixels = image.width * image.height / 1_000_000
            if megapixels > limits.megapixels:
                reason = f"a picture of {megapixels:,.0f} megapixels; {limits.megapixels} are allowed"
                raise Unreadable(Status.TOO_LONG, reason)
            yield _upright_grey(image)


def _upright_grey(image: Image.Image) -> Image.Image:
    grey = (ImageOps.exif_transpose(image) or image).convert("L")
    shrink = (MAX_PIXELS / max(grey.width * grey.height, 1)) ** 0.5
    return grey.resize((int(grey.width * shrink), int(grey.height * shrink))) if shrink < 1 else grey


def recognise(picture: Image.Image, limits: Limits) -> Page:
    """Return the words of a picture in lines and paragraphs, with a box and a confidence for each word.

    Tesseract straightens crooked pages, and turned ones that have words enough. A page that it reads with little
    confidence is tried in the other three turns, and the best is kept. The boxes are those of the picture as passed in.
    """
    if _is_blank(picture):
        return Page("")
    upright = _page(_run_tesseract(picture, limits, _page_segmentation_mode()), picture.width, picture.height)
    if confidence(upright) >= TURN_BELOW:
        return upright
    turned = [_turned(picture, quarters, limits) for quarters in (2, 1, 3)]
    best = max(turned, key=_words_read)
    return best if _words_read(best) > 1.2 * _words_read(upright) else upright


def confidence(page: Page) -> float:
    """Return how sure the recognition of a page is, from 0 to 1: the mean over its characters. Without words 0."""
    characters = sum(box.end_at - box.start_at for box in page.boxes)
    return _words_read(page) / characters if characters else 0.0


def is_nonsense(page: Page) -> bool:
    """Whether what was recognised is too doubtful to be called read."""
    return bool(page.boxes) and confidence(page) < NONSENSE_BELOW


def _words_read(page: Page) -> float:
    """Return the number of characters recognised, each weighed by the confidence of its word."""
    return sum(box.confidence * (box.end_at - box.start_at) for box in page.boxes)


def _is_blank(picture: Image.Image) -> bool:
    """Whether a picture is of one shade all over, give or take the noise of a scanner."""
    shades = [shade for shade, count in enumerate(picture.convert("L").histogram()) if count]
    return shades[-1] - shades[0] < BLANK_SHADES


def _turned(picture: Image.Image, quarters: int, limits: Limits) -> Page:
    """Recognise a picture turned by so many quarters to the left; the boxes are those of the picture as passed in."""
    turned = picture.rotate(90 * quarters, expand=True)
    page = _page(_run_tesseract(turned, limits, _NO_ORIENTATION), turned.width, turned.height)
    boxes = page.boxes
    for _ in range(quarters):
        boxes = tuple(replace(b, x0=1 - b.y1, y0=b.x0, x1=1 - b.y0, y1=b.x1) for b in boxes)
    return Page(page.text, boxes)


def _run_tesseract(picture: Image.Image, limits: Limits, mode: str) -> str:
    """Return Tesseract's table of words (TSV)."""
    png = BytesIO()
    picture.save(png, format="PNG", compress_level=1, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    command = ["tesseract", "stdin", "stdout", "--psm", mode, "-l", "eng", "tsv"]
    # One thread: the other cores read other files meanwhile.
    env = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    result = subprocess.run(
        command, input=png.getvalue(), capture_output=True, env=env, timeout=limits.page_seconds, check=False
    )
    if result.returncode != 0:
        message = result.stderr.decode(errors="replace").strip().split("\n")[-1]
        raise Unreadable(Status.UNREADABLE, f"Tesseract failed on a page ({message or result.returncode})")
    return result.stdout.decode("utf-8", errors="replace")


@cache
def _page_segmentation_mode() -> str:
    """Return 1, which also detects turned pages but needs the data file `osd`, or else 3."""
    result = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True)
    return "1" if "osd" in (result.stdout + result.stderr).split() else _NO_ORIENTATION


@dataclass
class _PageText:
    """The text of a page, built up word by word in reading order."""

    text: str = ""
    line: tuple[str, str, str] = ("", "", "")

    def add(self, word: str, line: tuple[str, str, str]) -> int:
        """Append a word after a blank, a line end or an empty line; return where it starts."""
        if self.text:
            new_paragraph = line[:2] != self.line[:2]
            self.text += "\n\n" if new_paragraph else "\n" if line != self.line else " "
        self.line = line
        self.text += word
        return len(self.text) - len(word)


def _page(table: str, width: int, height: int) -> Page:
    built = _PageText()
    boxes = []
    for row in csv.DictReader(StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        word = clean_text(row["text"] or "").strip()
        if row["level"] == _WORD_LEVEL and word:
            start = built.add(word, (row["block_num"], row["par_num"], row["line_num"]))
            boxes.append(_box(row, start, start + len(word), width, height))
    return Page(built.text, tuple(boxes))


def _box(row: Mapping[str, str], start: int, end: int, width: int, height: int) -> Box:
    left, top = int(row["left"]), int(row["top"])
    right, bottom = left + int(row["width"]), top + int(row["height"])
    x0, y0, x1, y1 = (round(side, 5) for side in (left / width, top / height, right / width, bottom / height))
    return Box(start, end, x0, y0, x1, y1, confidence=round(max(0.0, float(row["conf"])) / 100, 4))
