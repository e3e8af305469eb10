"""Outlook messages (.msg): the main headers, the body, then every attachment."""

from collections.abc import Iterator
from io import BytesIO

from oxmsg import Message

from reassess.reading.files.cleaning import clean_text, split_pages
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.text.html import text_of
from reassess.reading.files.pages import Page, Status, Unreadable


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the pages of a .msg file. Raises `Unreadable` if it is broken."""
    try:
        message = Message.load(BytesIO(content))
        text = _headers(message) + "\n" + (message.body or text_of(message.html_body or ""))
        attachments = [(a.file_bytes or b"", a.file_name or "part") for a in message.attachments if a.attached_by_value]
    except (OSError, KeyError, ValueError, IndexError, AttributeError, AssertionError) as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole Outlook message ({error})") from error
    yield from split_pages(clean_text(text))
    for part, name in attachments:
        yield from container.member_pages(part, name)


def _headers(message: Message) -> str:
    people = (f"{person.name} {person.email_address or ''}".strip() for person in message.recipients)
    to = ", ".join(filter(None, people))
    sent = message.sent_date.isoformat(sep=" ") if message.sent_date else ""
    lines = (("From", message.sender), ("To", to), ("Date", sent), ("Subject", message.subject))
    return "".join(f"{name}: {value}\n" for name, value in lines if value)
