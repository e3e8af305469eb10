"""Internet mail (.eml): the main headers, the body, then every attachment, including attached mails."""

from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from reassess.reading.files.cleaning import clean_text, split_pages
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.text.html import text_of
from reassess.reading.files.formats.text.plain import decoded
from reassess.reading.files.pages import Page

HEADERS = ("From", "To", "Cc", "Date", "Subject")


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the pages of an .eml file."""
    message = message_from_bytes(content)
    bodies, attachments = _parts(message)
    yield from split_pages(clean_text(_headers(message) + "\n" + _body(bodies)))
    for part in attachments:
        name = _decode_header(part.get_filename() or part.get_content_type())
        if part.get_content_type() == "message/rfc822":
            yield from _attached_mails(part, name, container)
        else:
            payload = part.get_payload(decode=True)
            yield from container.member_pages(payload if isinstance(payload, bytes) else b"", name)


def _attached_mails(part: Message, name: str, container: Container) -> Iterator[Page]:
    payload = part.get_payload()
    for message in payload if isinstance(payload, list) else []:
        if isinstance(message, Message):
            yield from container.member_pages(message.as_bytes(), f"{name}.eml")


def _parts(message: Message) -> tuple[list[Message], list[Message]]:
    """Split the leaves of a message into the parts of its body and its attachments."""
    bodies: list[Message] = []
    attachments: list[Message] = []
    queue = [message]
    while queue:
        part = queue.pop(0)
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or kind == "message/rfc822":
            attachments.append(part)
        elif part.is_multipart():
            queue = [child for child in part.get_payload() if isinstance(child, Message)] + queue
        else:
            is_body = kind in ("text/plain", "text/html") and not part.get_filename()
            (bodies if is_body else attachments).append(part)
    return bodies, attachments


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


def _headers(message: Message) -> str:
    headers = ((name, _decode_header(message.get(name, ""))) for name in HEADERS)
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in headers if value)


def _decode_header(value: object) -> str:
    try:
        return str(make_header(decode_header(str(value))))
    except (HeaderParseError, LookupError, UnicodeDecodeError, ValueError):
        return str(value)
