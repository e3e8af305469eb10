"""Headers of internet mail as text: encoded words, and letters that were sent as they are (RFC 6532)."""

from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from reassess.reading.files.formats.text.encodings import decoded

SHOWN = ("From", "Sender", "To", "Cc", "Bcc", "Date", "Subject")
_REPEATS = {"Sender": "From"}


def shown_headers(message: Message) -> str:
    """Return the headers that a reader of mail sees, one a line. A header given twice is shown twice."""
    values = {name: list(_values(message, name)) for name in SHOWN}
    lines = [
        f"{name}: {value}\n"
        for name in SHOWN
        for value in values[name]
        if value and value not in values.get(_REPEATS.get(name, ""), ())
    ]
    return "".join(lines)


def _values(message: Message, name: str) -> Iterator[str]:
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            yield " ".join(header_text(value).split())


def header_text(value: object) -> str:
    """Return the value of a header as text, with its encoded words and its 8-bit letters read."""
    # Python keeps bytes beyond ASCII as surrogates, which give the bytes back.
    text = decoded(str(value).encode("utf-8", "surrogateescape"))
    if "=?" not in text:
        return text
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(_piece(words, label or "") for words, label in pieces)


def _piece(words: bytes | str, label: str) -> str:
    if isinstance(words, str):
        return words
    # Words that are not encoded come back in Python's own escapes.
    return decoded(words, label) if label else words.decode("raw-unicode-escape", "replace")
