"""Outlook messages (.msg): headers, body, attachments."""

from collections.abc import Iterator
from io import BytesIO

from oxmsg import Message

from reassess.reading.files.containers import Inside
from reassess.reading.files.formats.text.html import text_of
from reassess.reading.files.pages import Page, Status, Unreadable, clean, paged


def read(content: bytes, inside: Inside) -> Iterator[Page]:
    """The pages of a .msg file."""
    try:
        message = Message.load(BytesIO(content))
        text = _head(message) + "\n" + (message.body or text_of(message.html_body or ""))
        attached = [(a.file_bytes or b"", a.file_name or "part") for a in message.attachments if a.attached_by_value]
    except (OSError, KeyError, ValueError, IndexError, AttributeError, AssertionError) as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole Outlook message ({error})") from error
    yield from paged(clean(text))
    for part, name in attached:
        yield from inside.part(part, name)


def _head(message: Message) -> str:
    people = (f"{person.name} {person.email_address or ''}".strip() for person in message.recipients)
    to = ", ".join(filter(None, people))
    sent = message.sent_date.isoformat(sep=" ") if message.sent_date else ""
    lines = (("From", message.sender), ("To", to), ("Date", sent), ("Subject", message.subject))
    return "".join(f"{name}: {value}\n" for name, value in lines if value)
