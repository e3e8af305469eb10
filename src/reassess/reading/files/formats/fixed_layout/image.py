"""Pictures and scans: every frame read by OCR."""

from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from reassess.reading.files import ocr
from reassess.reading.files.containers import Container
from reassess.reading.files.pages import Page, Status, Unreadable


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield a page for each frame of a picture. Raises `Unreadable`: broken, too large, or too many frames."""
    try:
        for picture in ocr.frames(content, container.limits):
            yield ocr.recognise(picture, container.limits)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole picture ({error})") from error
