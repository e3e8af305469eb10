"""Outlook messages (.msg): the main headers, every text of the body, then every attachment and the mails inside.

The tree of storages comes from python-oxmsg. Its own decoding is not used: one byte that does not fit the code page,
or a code page that Python does not know, would cost the whole mail. Sources: [MS-OXMSG], [MS-OXPROPS], [MS-OXRTFCP].
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.parser import HeaderParser
from functools import partial
from io import BytesIO
from struct import error as StructError
from struct import iter_unpack

from compressed_rtf import decompress
from olefile import OleFileIO
from oxmsg.storage import Storage

from reassess.reading.files.cleaning import clean_text, split_pages
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.mail.bodies import without_repeats
from reassess.reading.files.formats.mail.headers import header_text
from reassess.reading.files.formats.office import rtf
from reassess.reading.files.formats.text.encodings import decoded
from reassess.reading.files.formats.text.html import declared_encoding, parsed, picture_pages, text_of
from reassess.reading.files.pages import Page, PartKind, Status, Unreadable

_PROPERTIES = "__properties_version1.0"
_VALUE = "__substg1.0_"
_UNICODE, _EIGHT_BIT, _BINARY, _OBJECT, _INTEGER, _TIME = 0x001F, 0x001E, 0x0102, 0x000D, 0x0003, 0x0040
# [MS-OXMSG] 2.4: the bytes before the first property of a message, a mail inside one, and a recipient or attachment.
_MESSAGE_HEAD, _INNER_HEAD, _OTHER_HEAD = 32, 24, 8
_SUBJECT, _SENT, _TRANSPORT_HEADERS, _CODE_PAGE, _BODY_CODE_PAGE = 0x0037, 0x0039, 0x007D, 0x3FFD, 0x3FDE
_BODY, _RTF, _HTML = 0x1000, 0x1009, 0x1013
_SENDER_NAMES, _SENDER_ADDRESSES = (0x0C1A, 0x0042), (0x5D01, 0x0C1F, 0x5D02, 0x0065)
_RECIPIENT_KIND, _DISPLAY_NAME, _ADDRESSES = 0x0C15, 0x3001, (0x39FE, 0x3003)
_ATTACHED, _METHOD, _FILE_NAMES = 0x3701, 0x3705, (0x3707, 0x3704, 0x3001)
_BY_REFERENCE = (2, 3, 4, 7)
_RECIPIENTS = ((1, "To"), (2, "Cc"), (3, "Bcc"))
_BROKEN = (OSError, KeyError, ValueError, IndexError, AttributeError, AssertionError, StructError)


@dataclass(frozen=True)
class _Properties:
    """The properties of a message, a recipient or an attachment: streams by name, and the fixed values by number."""

    streams: Mapping[str, bytes]
    fixed: Mapping[int, bytes]
    code_page: str
    body_code_page: str

    @classmethod
    def of(cls, storage: Storage, head: int, code_page: str = "") -> "_Properties":
        """Read a storage. `code_page` is that of the message around, for storages that name none."""
        streams = {stream.name.lower(): stream.bytes_ for stream in storage.streams}
        rows = streams.get(_PROPERTIES, b"")[head:]
        entries = iter_unpack("<HH4x8s", rows[: len(rows) - len(rows) % 16])
        fixed = {number: value for kind, number, value in entries if kind in (_INTEGER, _TIME)}
        own = _code_page(fixed.get(_CODE_PAGE)) or code_page
        return cls(streams, fixed, own, _code_page(fixed.get(_BODY_CODE_PAGE)) or own)

    def text(self, *numbers: int) -> str:
        """Return the first of these properties that holds text."""
        return next(filter(None, map(self._text, numbers)), "")

    def _text(self, number: int) -> str:
        wide = self.stream(number, _UNICODE)
        if wide:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        label = self.body_code_page if number in (_BODY, _HTML) else self.code_page
        return decoded(self.stream(number, _EIGHT_BIT), label).rstrip("\0")

    def stream(self, number: int, kind: int) -> bytes:
        """Return the bytes of a property of this kind, empty if there is none."""
        return self.streams.get(f"{_VALUE}{number:04x}{kind:04x}", b"")

    def number(self, number: int) -> int | None:
        """Return a whole number, None if there is none."""
        value = self.fixed.get(number)
        return int.from_bytes(value[:4], "little") if value else None

    def time(self, number: int) -> str:
        """Return a time as 'YYYY-MM-DD HH:MM:SS+00:00', empty if there is none or it is out of range."""
        ticks = int.from_bytes(self.fixed.get(number, b""), "little")
        try:
            found = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(seconds=ticks // 10_000_000)
        except OverflowError:
            return ""
        return found.isoformat(sep=" ") if ticks else ""


def _code_page(value: bytes | None) -> str:
    number = int.from_bytes(value[:4], "little") if value else 0
    return {0: "", 65001: "utf-8", 1200: "utf-16-le", 20127: "ascii", 28591: "latin-1"}.get(number, f"cp{number}")


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the pages of a .msg file. Raises `Unreadable` if it is broken."""
    try:
        with OleFileIO(BytesIO(content)) as file:
            storage = Storage.from_ole(file)
    except _BROKEN as error:
        raise Unreadable(Status.UNREADABLE, f"not a whole Outlook message ({error})") from error
    yield from _message(storage, _MESSAGE_HEAD, container)


def _message(storage: Storage, head: int, container: Container) -> Iterator[Page]:
    message = _Properties.of(storage, head)
    markup = _markup(message)
    texts = without_repeats([message.text(_BODY), text_of(markup), *_rich_text(message, markup, container)])
    headers = "".join(f"{name}: {value}\n" for name, value in _headers(message, storage) if value)
    yield from split_pages(clean_text(headers + "\n" + "\n".join(texts)))
    container.read_part(PartKind.BODY)
    yield from picture_pages(parsed(markup), container)
    for number, attachment in enumerate(storage.iter_attachment_storages(), 1):
        yield from _attachment(attachment, number, message.code_page, container)


def _markup(message: _Properties) -> str:
    raw = message.stream(_HTML, _BINARY)
    if not raw:
        return message.text(_HTML)
    return decoded(raw, declared_encoding(raw) or message.body_code_page)


def _rich_text(message: _Properties, markup: str, container: Container) -> list[str]:
    """Return the body as rich text where there is no other: Outlook stores what it shows in one of them at least."""
    packed = message.stream(_RTF, _BINARY)
    if not packed or message.text(_BODY).strip() or text_of(markup).strip():
        return []
    try:
        pages = list(rtf.read(decompress(packed), container))
    except Exception as error:  # noqa: BLE001 - the library raises plain `Exception`
        container.refuse_part(PartKind.ALTERNATIVE, "body as rich text", f"could not be read ({error})")
        return []
    return ["".join(page.text for page in pages)]


def _headers(message: _Properties, storage: Storage) -> Iterator[tuple[str, str]]:
    sent = HeaderParser().parsestr(message.text(_TRANSPORT_HEADERS))
    name, address = message.text(*_SENDER_NAMES), message.text(*_SENDER_ADDRESSES)
    yield "From", header_text(sent["from"]) if sent["from"] else _person(name, address)
    recipients = [_Properties.of(each, _OTHER_HEAD, message.code_page) for each in storage.iter_recipient_storages()]
    for number, title in _RECIPIENTS:
        people = [each for each in recipients if (each.number(_RECIPIENT_KIND) or 1) == number]
        yield title, ", ".join(filter(None, (_person(p.text(_DISPLAY_NAME), p.text(*_ADDRESSES)) for p in people)))
    yield "Date", message.time(_SENT) or " ".join(str(sent["date"] or "").split())
    yield "Subject", message.text(_SUBJECT)


def _person(name: str, address: str) -> str:
    return f"{name} {address}".strip() if name != address else name


def _attachment(storage: Storage, number: int, code_page: str, container: Container) -> Iterator[Page]:
    attachment = _Properties.of(storage, _OTHER_HEAD, code_page)
    name = attachment.text(*_FILE_NAMES) or f"attachment {number}"
    inner = next((each for each in storage.storages if each.name.lower() == f"{_VALUE}{_ATTACHED:04x}000d"), None)
    if inner is None:
        content = attachment.stream(_ATTACHED, _BINARY)
        if not content and attachment.number(_METHOD) in _BY_REFERENCE:
            container.refuse_part(PartKind.ATTACHMENT, name, "only a link to the file is in the mail: ask for the file")
            return
        yield from container.member_pages(content, name)
    elif any(stream.name.lower() == _PROPERTIES for stream in inner.streams):
        yield from container.member(name, PartKind.ATTACHMENT, _size(inner), partial(_message, inner, _INNER_HEAD))
    else:
        container.refuse_part(PartKind.EMBEDDED, name, "an object of another program, shown inside the mail")


def _size(storage: Storage) -> int:
    return sum(len(stream.bytes_) for stream in storage.streams) + sum(map(_size, storage.storages))
