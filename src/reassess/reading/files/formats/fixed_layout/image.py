"""Pictures and scans: every frame read by OCR."""

from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from reassess.reading.files import ocr
from reassess.reading.files.containers import Container
from reassess.reading.files.pages import Page, PartKind, Status, Unreadable

DOUBTFUL = "hardly any word of it is certain: look at the original"
_SMALLEST = (60, 20)
"""Width and height in pixels below which a picture in a document is an icon or a line, not a part with words."""
_BROKEN = (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError)


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield a page for each frame of a picture. Raises `Unreadable`: broken, too large, or too many frames."""
    try:
        for number, picture in enumerate(ocr.frames(content, container.limits), 1):
            page = ocr.recognise(picture, container.limits)
            account_for_recognised(page, f"picture {number}", container)
            yield page
    except _BROKEN as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole picture ({error})") from error


def account_for_recognised(page: Page, name: str, container: Container, kind: PartKind = PartKind.PAGE) -> None:
    """Account for a page or picture that was recognised: refused where its words are too doubtful."""
    if ocr.is_nonsense(page):
        container.refuse_part(kind, name, DOUBTFUL)
    else:
        container.recognised_part(kind)


def pages_of_picture(content: bytes, name: str, container: Container) -> Iterator[Page]:
    """Yield the words of a picture inside a document, if it has any, and account for it.

    Icons and lines are too small for words and are no part. Drawings that are not made of pixels are refused.
    """
    try:
        recognised = [ocr.recognise(frame, container.limits) for frame in _large_enough(content, container)]
    except Exception as error:  # noqa: BLE001 - a decoder raises anything for a broken picture
        container.refuse_part(PartKind.PICTURE, name, f"a picture that cannot be opened ({error})"[:200])
        return
    for page in recognised:
        account_for_recognised(page, name, container, PartKind.PICTURE)
        if page.text:
            yield page


def _large_enough(content: bytes, container: Container) -> Iterator[Image.Image]:
    container.usage.unpacked += len(content)
    return (
        frame
        for frame in ocr.frames(content, container.limits)
        if frame.width >= _SMALLEST[0] and frame.height >= _SMALLEST[1]
    )
