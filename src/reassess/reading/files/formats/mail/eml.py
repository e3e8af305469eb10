"""Internet mail (.eml): the main headers, every text of the body, then every attachment, including attached mails."""

import quopri
import re
from base64 import b64decode
from binascii import Error as Base64Error
from binascii import a2b_uu
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from reassess.reading.files.cleaning import clean_text, split_pages
from reassess.reading.files.containers import Container
from reassess.reading.files.formats.mail.bodies import without_repeats
from reassess.reading.files.formats.mail.headers import header_text, shown_headers
from reassess.reading.files.formats.text.encodings import decoded
from reassess.reading.files.formats.text.html import declared_encoding, parsed, picture_pages, text_of
from reassess.reading.files.pages import Page, PartKind

_COMMENT = re.compile(r"\([^()]*\)")
_BEFORE_HEADERS = re.compile(rb"\s*(?:>?From [^\r\n]*\r?\n)?")
_APPLE_LENGTH = re.compile(rb"(\d+) *\r?\n")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_TEXTS = ("text/plain", "text/html")
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
"""Parts that only vouch for the others, and that no mail program shows."""
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
_MAIL_KINDS = ("message/rfc822", "message/global", "message/news")


@dataclass
class _Parts:
    """The leaves of a message: the texts of its body in order, pages of markup among them, and its attachments."""

    texts: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    attachments: list[Message] = field(default_factory=list)
    alternatives: int = 0


def read(content: bytes, container: Container) -> Iterator[Page]:
    """Yield the pages of an .eml file."""
    message = message_from_bytes(_mail(content))
    parts = _Parts()
    _collect(message, parts)
    yield from split_pages(clean_text(shown_headers(message) + "\n" + "\n".join(parts.texts)))
    container.read_part(PartKind.BODY)
    if parts.alternatives:
        container.read_part(PartKind.ALTERNATIVE, count=parts.alternatives)
    for markup in parts.markup:
        yield from picture_pages(parsed(markup), container)
    for part in parts.attachments:
        yield from _attachment(part, container)


def _mail(content: bytes) -> bytes:
    """Return the mail without what some programs store before it: its length, or a line 'From ' of a mailbox."""
    length = _APPLE_LENGTH.match(content)
    if length:
        content = content[length.end() : length.end() + int(length.group(1))]
    return _BEFORE_HEADERS.sub(b"", content, count=1)


def _collect(part: Message, parts: _Parts) -> None:
    """Sort a part and all below it into texts of the body and attachments."""
    kind = part.get_content_type()
    if kind in _SIGNATURES:
        return
    if part.get_content_disposition() == "attachment" or kind in _MAIL_KINDS:
        parts.attachments.append(part)
    elif kind == "multipart/alternative" and part.is_multipart():
        _collect_alternatives(part, parts)
    elif kind.startswith("message/"):
        # Reports on delivery and the like: blocks of headers that mail programs show as text.
        parts.texts.append(decoded(_lines_below_headers(part)))
    elif part.is_multipart():
        for child in _children(part):
            _collect(child, parts)
    elif (kind in _TEXTS or kind.startswith("multipart/")) and not part.get_filename():
        parts.texts.append(_text(part, parts))
    else:
        parts.attachments.append(part)


def _collect_alternatives(part: Message, parts: _Parts) -> None:
    """Add the texts of alternatives, each once. Attachments that stand among them are attachments."""
    texts = []
    for child in _children(part):
        own = _Parts()
        _collect(child, own)
        texts.append("\n".join(own.texts))
        parts.markup += own.markup
        parts.attachments += own.attachments
        parts.alternatives += own.alternatives
    parts.texts += without_repeats(texts)
    parts.alternatives += max(0, sum(bool(text.strip()) for text in texts) - 1)


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _text(part: Message, parts: _Parts) -> str:
    content = _content(part)
    label = part.get_content_charset() or ""
    if part.get_content_type() != "text/html":
        return decoded(content, label)
    markup = decoded(content, label or declared_encoding(content))
    parts.markup.append(markup)
    return text_of(markup)


def _attachment(part: Message, container: Container) -> Iterator[Page]:
    name = header_text(part.get_filename() or part.get_content_type())
    if part.get_content_type() in _SEALED:
        container.refuse_part(PartKind.ATTACHMENT, name, "the mail is sealed (S/MIME or PGP): ask for it as opened")
        return
    if part.get_content_type() not in _MAIL_KINDS:
        yield from container.member_pages(_content(part), name)
        return
    inner = _content(part)
    label = name if name.lower().endswith(".eml") else f"{name}.eml"
    yield from container.member(label, PartKind.ATTACHMENT, len(inner), lambda inside: read(inner, inside))


def _content(part: Message) -> bytes:
    """Return the bytes of a part, decoded from the transfer encoding that its header names."""
    header = str(part.get("Content-Transfer-Encoding", ""))
    # Python knows fewer spellings of it than there are, so decoding is done below.
    del part["Content-Transfer-Encoding"]
    raw = _raw(part)
    encoding = _COMMENT.sub("", header).strip().rstrip(";").strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(raw)
    if encoding == "base64":
        return _from_base64(raw)
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return _from_uuencode(raw)
    return raw


def _raw(part: Message) -> bytes:
    """Return the bytes of a part as they stand in the mail."""
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    # Python parses a mail inside a mail, even one in base64; undo that.
    return b"".join(child.as_bytes().lstrip(b"\r\n") for child in _children(part))


def _lines_below_headers(part: Message) -> bytes:
    return b"\n".join(child.as_bytes() for child in _children(part)) or _content(part)


def _from_base64(raw: bytes) -> bytes:
    """Decode base64 whatever stands between its letters; what is not base64 at all comes back as it is."""
    letters = _NO_BASE64.sub(b"", raw)
    # A last group of one letter holds no whole byte.
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    try:
        return b64decode(letters + b"=" * (-len(letters) % 4))
    except Base64Error:
        return raw


def _from_uuencode(raw: bytes) -> bytes:
    lines = raw.splitlines()
    start = next((number for number, line in enumerate(lines) if line.startswith(b"begin ")), -1) + 1
    out = b""
    for line in lines[start:]:
        if line.strip() in (b"end", b"`", b""):
            break
        # Some writers count the padding of the last line as content.
        length = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            out += a2b_uu(line[:length])
        except Base64Error:
            return raw
    return out
