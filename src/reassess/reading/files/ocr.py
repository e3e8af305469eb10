"""Optical character recognition (OCR) by the Tesseract program: the words of a picture, each with its box."""

import csv
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
_WORD_LEVEL = "5"


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
    """Return the words of a picture in lines and paragraphs, with a box for each word.

    Tesseract straightens turned and crooked pages itself; the boxes are those of the picture as passed in.
    """
    return _page(_run_tesseract(picture, limits), picture.width, picture.height)


def _run_tesseract(picture: Image.Image, limits: Limits) -> str:
    """Return Tesseract's table of words (TSV)."""
    png = BytesIO()
    picture.save(png, format="PNG", compress_level=1, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    command = ["tesseract", "stdin", "stdout", "--psm", _page_segmentation_mode(), "-l", "eng", "tsv"]
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
    return "1" if "osd" in (result.stdout + result.stderr).split() else "3"


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
    sides = (left / width, top / height, right / width, bottom / height)
    return Box(start, end, *(round(side, 5) for side in sides))
