"""Plain text and CSV in any encoding."""

from collections.abc import Iterator

from charset_normalizer import from_bytes

from reassess.reading.files.cleaning import clean_text, split_pages
from reassess.reading.files.containers import Container
from reassess.reading.files.pages import Page

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE = 60_000


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield plain text in pages. CSV stays as it is, row by row."""
    yield from split_pages(clean_text(decoded(content)))


def decoded(content: bytes) -> str:
    """Return the text in its most likely encoding; bytes that cannot be decoded become U+FFFD."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if content[:4000].count(0) > len(content[:4000]) * 0.2:
        return content.decode("utf-16-le" if content[1:2] == b"\x00" else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(content)


def _legacy(content: bytes) -> str:
    """Decode text that is not UTF-8: as Windows Latin if most letters are ASCII, else by detection.

    Detection is unreliable on the few other letters of an English text.
    """
    high = sum(byte >= 0x80 for byte in content[:_SAMPLE])
    letters = sum(65 <= byte <= 122 for byte in content[:_SAMPLE])
    if high * 5 < letters:
        return content.decode("cp1252", errors="replace")
    best = from_bytes(content[:_SAMPLE]).best()
    return content.decode(best.encoding if best else "cp1252", errors="replace")
