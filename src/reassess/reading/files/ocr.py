"""Words in pictures, by the Tesseract program, with the box of each word."""

import csv
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO, StringIO

from PIL import Image, ImageOps

from reassess.reading.files.limits import Limits
from reassess.reading.files.pages import Box, Page, Status, Unreadable, clean

INSTALL = "Tesseract is not installed: on Debian or Ubuntu run 'apt-get install tesseract-ocr tesseract-ocr-eng'"
DOTS_PER_INCH = 300
POINTS_PER_INCH = 72
MOST_PIXELS = 25_000_000
_WORD_LEVEL = "5"


def version() -> str | None:
    """The version of Tesseract on this machine, None where it is not installed."""
    if shutil.which("tesseract") is None:
        return None
    said = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)
    return (said.stdout or said.stderr).split("\n")[0].removeprefix("tesseract ")


def scale_for(width: float, height: float) -> float:
    """How many pixels a point of a page is drawn with: 300 dots an inch, fewer on pages that are huge."""
    wanted = DOTS_PER_INCH / POINTS_PER_INCH
    pixels = max(width * height * wanted * wanted, 1.0)
    return float(wanted * min(1.0, (MOST_PIXELS / pixels) ** 0.5))


def pictures(content: bytes, limits: Limits) -> Iterator[Image.Image]:
    """The frames of an image file, each small enough to recognise; sizes are read before anything is unpacked."""
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(BytesIO(content)) as image:
        for frame in range(getattr(image, "n_frames", 1)):
            if frame >= limits.scanned_pages:
                raise Unreadable(Status.TOO_LONG, f"more than {limits.scanned_pages:,} pictures in one file")
            image.seek(frame)
            megapixels = image.width * image.height / 1_000_000
            if megapixels > limits.megapixels:
                said = f"a picture of {megapixels:,.0f} megapixels; {limits.megapixels} are allowed"
                raise Unreadable(Status.TOO_LONG, said)
            yield _prepared(image)


def _prepared(image: Image.Image) -> Image.Image:
    grey = (ImageOps.exif_transpose(image) or image).convert("L")
    shrink = (MOST_PIXELS / max(grey.width * grey.height, 1)) ** 0.5
    return grey.resize((int(grey.width * shrink), int(grey.height * shrink))) if shrink < 1 else grey


def recognise(picture: Image.Image, limits: Limits) -> Page:
    """The words of a picture, lines and paragraphs kept, with a box for each word.

    Turned and crooked pages are set upright by Tesseract itself; boxes stay those of the picture as given.
    """
    return _page(_table(picture, limits), picture.width, picture.height)


def _table(picture: Image.Image, limits: Limits) -> str:
    packed = BytesIO()
    picture.save(packed, format="PNG", compress_level=1, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    command = ["tesseract", "stdin", "stdout", "--psm", _segmentation(), "-l", "eng", "tsv"]
    # Two threads on two cores that read other files meanwhile only wait for each other.
    env = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(
        command, input=packed.getvalue(), capture_output=True, env=env, timeout=limits.page_seconds, check=False
    )
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().split("\n")[-1]
        raise Unreadable(Status.UNREADABLE, f"Tesseract gave up on a page ({said or done.returncode})")
    return done.stdout.decode("utf-8", errors="replace")


@cache
def _segmentation() -> str:
    """Mode 1 finds turned pages and needs the data file `osd`; mode 3 does without."""
    said = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True)
    return "1" if "osd" in (said.stdout + said.stderr).split() else "3"


@dataclass
class _Writing:
    """A page being put together from words in reading order."""

    text: str = ""
    line: tuple[str, str, str] = ("", "", "")

    def add(self, word: str, line: tuple[str, str, str]) -> int:
        """Append a word after the gap its place asks for; gives where it begins."""
        if self.text:
            new_paragraph = line[:2] != self.line[:2]
            self.text += "\n\n" if new_paragraph else "\n" if line != self.line else " "
        self.line = line
        self.text += word
        return len(self.text) - len(word)


def _page(table: str, width: int, height: int) -> Page:
    writing = _Writing()
    boxes = []
    for found in csv.DictReader(StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        word = clean(found["text"] or "").strip()
        if found["level"] == _WORD_LEVEL and word:
            start = writing.add(word, (found["block_num"], found["par_num"], found["line_num"]))
            boxes.append(_box(found, start, start + len(word), width, height))
    return Page(writing.text, tuple(boxes))


def _box(found: Mapping[str, str], start: int, end: int, width: int, height: int) -> Box:
    left, top = int(found["left"]), int(found["top"])
    right, bottom = left + int(found["width"]), top + int(found["height"])
    sides = (left / width, top / height, right / width, bottom / height)
    return Box(start, end, *(round(side, 5) for side in sides))
