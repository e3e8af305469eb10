"""Detection of the encoding of text, for every room that reads text files."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE = 65_536


def encoding_by_mark(content: bytes) -> str | None:
    """The encoding that the byte-order mark of a text shows, with a codec that drops the mark; None without a mark.

    >>> encoding_by_mark(b"\\xff\\xfeA\\x00"), encoding_by_mark(b"Name")
    ('utf-16', None)
    """
    return next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)


def utf16_without_mark(content: bytes) -> str | None:
    """The byte order of UTF-16 text without a mark; None if the text is not UTF-16.

    UTF-16 of mostly Latin text has a NUL as every other byte. Stray NULs in a damaged file do not alternate.

    >>> utf16_without_mark("Name".encode("utf-16-be")), utf16_without_mark(b"Name")
    ('utf-16-be', None)
    """
    sample = content[:_SAMPLE]
    odd, even, half = sample[1::2].count(0), sample[::2].count(0), len(sample) / 2
    if half < 2 or max(odd, even) < 0.4 * half or min(odd, even) > 0.1 * half:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"
