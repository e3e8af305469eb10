"""Mail: the headers that people read, the body, then every attachment, mails inside mails too."""

from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from reassess.reading.files.containers import Inside
from reassess.reading.files.formats.text.html import text_of
from reassess.reading.files.formats.text.plain import decoded
from reassess.reading.files.pages import Page, clean, paged

HEADERS = ("From", "To", "Cc", "Date", "Subject")


def read(content: bytes, inside: Inside) -> Iterator[Page]:
    """The pages of an .eml file."""
    yield from _read(message_from_bytes(content), inside)


def _read(message: Message, inside: Inside) -> Iterator[Page]:
    bodies, attached = _parts(message)
    yield from paged(clean(_head(message) + "\n" + _body(bodies)))
    for part in attached:
        name = _decoded(part.get_filename() or part.get_content_type())
        if part.get_content_type() == "message/rfc822":
            yield from _nested(part, name, inside)
        else:
            content = part.get_payload(decode=True)
            yield from inside.part(content if isinstance(content, bytes) else b"", name)


def _nested(part: Message, name: str, inside: Inside) -> Iterator[Page]:
    payload = part.get_payload()
    for message in payload if isinstance(payload, list) else []:
        if isinstance(message, Message):
            yield from inside.part(message.as_bytes(), f"{name}.eml")


def _parts(message: Message) -> tuple[list[Message], list[Message]]:
    """The parts that are the body, and those that are attached."""
    bodies: list[Message] = []
    attached: list[Message] = []
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or kind == "message/rfc822":
            attached.append(part)
        elif part.is_multipart():
            waiting = [child for child in part.get_payload() if isinstance(child, Message)] + waiting
        else:
            (bodies if kind in ("text/plain", "text/html") and not part.get_filename() else attached).append(part)
    return bodies, attached


def _body(bodies: list[Message]) -> str:
    plain = [_text(part) for part in bodies if part.get_content_type() == "text/plain"]
    if any(text.strip() for text in plain):
        return "\n".join(plain)
    return "\n".join(text_of(_text(part)) for part in bodies if part.get_content_type() == "text/html")


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        return content.decode(part.get_content_charset() or "", errors="strict")
    except (LookupError, UnicodeDecodeError):
        return decoded(content)


def _head(message: Message) -> str:
    named = ((name, _decoded(message.get(name, ""))) for name in HEADERS)
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in named if value)


def _decoded(value: object) -> str:
    try:
        return str(make_header(decode_header(str(value))))
    except (HeaderParseError, LookupError, UnicodeDecodeError, ValueError):
        return str(value)
